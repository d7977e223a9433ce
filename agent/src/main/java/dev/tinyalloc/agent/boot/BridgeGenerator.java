package dev.tinyalloc.agent.boot;

import dev.tinyalloc.hook.Bridge;
import dev.tinyalloc.hook.BufferHook;
import dev.tinyalloc.hook.CallerHook;
import dev.tinyalloc.hook.ForeignHook;
import java.lang.reflect.Constructor;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;

/**
 * Generates {@code java.nio.TinyAllocBridge}, the one class of ours in java.base. It stands there
 * for two reasons: package-private code of {@code java.nio} is called directly, and every class
 * loader in the world asks the boot loader for names that begin with {@code java.}, so rewritten
 * code finds it wherever it lives. Generated, because a constructor's type differs between JDKs.
 *
 * <pre>
 * public final class TinyAllocBridge implements Bridge {
 *   public TinyAllocBridge() {}
 *   public ByteBuffer newBuffer(int capacity, long address, Runnable release) {
 *     return new DirectByteBuffer(capacity, address, null, release, false, null);
 *   }
 *   public ByteBuffer newBuffer(int capacity, long address) {
 *     return new DirectByteBuffer(address, capacity, null, null);
 *   }
 *   public void reserve(long bytes, long capacity) { Bits.reserveMemory(bytes, capacity); }
 *   public void unreserve(long bytes, long capacity) { Bits.unreserveMemory(bytes, capacity); }
 *   public ByteBuffer jdkBuffer(int capacity) { return new DirectByteBuffer(capacity); }
 *   public static ByteBuffer allocateDirect(int capacity, int site) {
 *     return BufferHook.allocateDirect(capacity, site);
 *   }
 *   public static ByteBuffer allocateDirect(int capacity) {
 *     return CallerHook.allocateDirect(capacity);
 *   }
 *   public static boolean clean(Runnable action) { return BufferHook.clean(action); }
 *   public static void settle() { BufferHook.settle(); }
 *   public static void foreign(long address) { ForeignHook.foreign(address); }
 * }
 * </pre>
 */
public final class BridgeGenerator {

  /** Internal name of the class. */
  public static final String NAME = "java/nio/TinyAllocBridge";

  /** Its static method that rewritten code calls. */
  public static final String ALLOCATE_DIRECT = "allocateDirect";

  /** Capacity and site id to the buffer. */
  public static final String ALLOCATE_DIRECT_DESCRIPTOR = "(II)Ljava/nio/ByteBuffer;";

  /** Capacity to the buffer, with a caller that is not known yet. */
  public static final String ANY_CALLER_DESCRIPTOR = "(I)Ljava/nio/ByteBuffer;";

  /** Its static method that hears of buffers which others make over memory of their own. */
  public static final String FOREIGN = "foreign";

  /** Its static method that brings the books of direct memory up to date. */
  public static final String SETTLE = "settle";

  /** Its static method that runs the action of a cleaner if that is one of ours. */
  public static final String CLEAN = "clean";

  /** The action to whether it was ours. */
  public static final String CLEAN_DESCRIPTOR = "(Ljava/lang/Runnable;)Z";

  /** The memory's address to nothing. */
  public static final String FOREIGN_DESCRIPTOR = "(J)V";

  private static final String OBJECT = "java/lang/Object";
  private static final String BUFFER = "java/nio/DirectByteBuffer";
  private static final String BITS = "java/nio/Bits";
  private static final String NEW_BUFFER_DESCRIPTOR =
      "(IJLjava/lang/Runnable;)Ljava/nio/ByteBuffer;";

  private static final String NEW_BARE_BUFFER_DESCRIPTOR = "(IJ)Ljava/nio/ByteBuffer;";

  private BridgeGenerator() {}

  /** Defines the class in the boot loader; {@code core} must be there. */
  static Class<?> define(JdkInternals internals) throws ReflectiveOperationException {
    return internals.defineInBootLoader(NAME, generate());
  }

  private static byte[] generate() throws ReflectiveOperationException {
    ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
    String[] interfaces = {Type.getInternalName(Bridge.class)};
    int access = Opcodes.ACC_PUBLIC | Opcodes.ACC_FINAL | Opcodes.ACC_SUPER;
    writer.visit(Opcodes.V17, access, NAME, null, OBJECT, interfaces);
    constructor(writer);
    newBuffer(writer);
    if (hasBareBuffers()) {
      newBareBuffer(writer);
    }
    accounting(writer, "reserve", "reserveMemory");
    accounting(writer, "unreserve", "unreserveMemory");
    jdkBuffer(writer);
    hook(writer, ALLOCATE_DIRECT, ALLOCATE_DIRECT_DESCRIPTOR, BufferHook.class);
    hook(writer, ALLOCATE_DIRECT, ANY_CALLER_DESCRIPTOR, CallerHook.class);
    hook(writer, FOREIGN, FOREIGN_DESCRIPTOR, ForeignHook.class);
    hook(writer, SETTLE, "()V", BufferHook.class);
    hook(writer, CLEAN, CLEAN_DESCRIPTOR, BufferHook.class);
    writer.visitEnd();
    return writer.toByteArray();
  }

  private static void constructor(ClassWriter writer) {
    MethodVisitor code = method(writer, Opcodes.ACC_PUBLIC, "<init>", "()V");
    code.visitVarInsn(Opcodes.ALOAD, 0);
    code.visitMethodInsn(Opcodes.INVOKESPECIAL, OBJECT, "<init>", "()V", false);
    end(code, Opcodes.RETURN);
  }

  private static void newBuffer(ClassWriter writer) throws ReflectiveOperationException {
    MethodVisitor code = method(writer, Opcodes.ACC_PUBLIC, "newBuffer", NEW_BUFFER_DESCRIPTOR);
    code.visitTypeInsn(Opcodes.NEW, BUFFER);
    code.visitInsn(Opcodes.DUP);
    code.visitVarInsn(Opcodes.ILOAD, 1);
    code.visitVarInsn(Opcodes.LLOAD, 2);
    code.visitInsn(Opcodes.ACONST_NULL);
    code.visitVarInsn(Opcodes.ALOAD, 4);
    code.visitInsn(Opcodes.ICONST_0);
    code.visitInsn(Opcodes.ACONST_NULL);
    code.visitMethodInsn(
        Opcodes.INVOKESPECIAL, BUFFER, "<init>", bufferConstructorDescriptor(), false);
    end(code, Opcodes.ARETURN);
  }

  /** Whether this JDK can make a buffer without a cleaner in the way that we know. */
  static boolean hasBareBuffers() {
    try {
      return !bareBufferConstructorDescriptor().isEmpty();
    } catch (ReflectiveOperationException absent) {
      return false;
    }
  }

  private static void newBareBuffer(ClassWriter writer) throws ReflectiveOperationException {
    MethodVisitor code =
        method(writer, Opcodes.ACC_PUBLIC, "newBuffer", NEW_BARE_BUFFER_DESCRIPTOR);
    String constructor = bareBufferConstructorDescriptor();
    code.visitTypeInsn(Opcodes.NEW, BUFFER);
    code.visitInsn(Opcodes.DUP);
    code.visitVarInsn(Opcodes.LLOAD, 2);
    code.visitVarInsn(Opcodes.ILOAD, 1);
    code.visitInsn(Opcodes.ACONST_NULL);
    code.visitInsn(Opcodes.ACONST_NULL);
    code.visitMethodInsn(Opcodes.INVOKESPECIAL, BUFFER, "<init>", constructor, false);
    end(code, Opcodes.ARETURN);
  }

  private static void accounting(ClassWriter writer, String name, String jdkName) {
    MethodVisitor code = method(writer, Opcodes.ACC_PUBLIC, name, "(JJ)V");
    code.visitVarInsn(Opcodes.LLOAD, 1);
    code.visitVarInsn(Opcodes.LLOAD, 3);
    code.visitMethodInsn(Opcodes.INVOKESTATIC, BITS, jdkName, "(JJ)V", false);
    end(code, Opcodes.RETURN);
  }

  private static void jdkBuffer(ClassWriter writer) {
    MethodVisitor code = method(writer, Opcodes.ACC_PUBLIC, "jdkBuffer", ANY_CALLER_DESCRIPTOR);
    code.visitTypeInsn(Opcodes.NEW, BUFFER);
    code.visitInsn(Opcodes.DUP);
    code.visitVarInsn(Opcodes.ILOAD, 1);
    code.visitMethodInsn(Opcodes.INVOKESPECIAL, BUFFER, "<init>", "(I)V", false);
    end(code, Opcodes.ARETURN);
  }

  /**
   * A static method that passes its arguments to that of the same name and type in {@code owner}.
   */
  private static void hook(ClassWriter writer, String name, String descriptor, Class<?> owner) {
    MethodVisitor code =
        writer.visitMethod(Opcodes.ACC_PUBLIC | Opcodes.ACC_STATIC, name, descriptor, null, null);
    Forwarding.body(code, Type.getInternalName(owner), name, descriptor);
  }

  private static MethodVisitor method(
      ClassWriter writer, int access, String name, String descriptor) {
    MethodVisitor code = writer.visitMethod(access, name, descriptor, null, null);
    code.visitCode();
    return code;
  }

  private static void end(MethodVisitor code, int returnOpcode) {
    code.visitInsn(returnOpcode);
    code.visitMaxs(0, 0);
    code.visitEnd();
  }

  /**
   * The descriptor of {@code DirectByteBuffer(int, long, FileDescriptor, Runnable, boolean,
   * MemorySegment)}; the last type is {@code MemorySegmentProxy} on 17.
   */
  private static String bufferConstructorDescriptor() throws ReflectiveOperationException {
    return constructorDescriptor(6, 3, Runnable.class);
  }

  /**
   * The descriptor of {@code DirectByteBuffer(long, int, Object, MemorySegment)}, which sets no
   * cleaner.
   */
  private static String bareBufferConstructorDescriptor() throws ReflectiveOperationException {
    return constructorDescriptor(4, 2, Object.class);
  }

  /** Of the constructor with so many parameters, of which one has that type. */
  private static String constructorDescriptor(int count, int position, Class<?> typeThere)
      throws ReflectiveOperationException {
    Class<?> type = Class.forName(BUFFER.replace('/', '.'));
    for (Constructor<?> constructor : type.getDeclaredConstructors()) {
      Class<?>[] parameters = constructor.getParameterTypes();
      if (parameters.length == count && parameters[position] == typeThere) {
        return Type.getConstructorDescriptor(constructor);
      }
    }
    throw new NoSuchMethodException(
        type.getName() + " has no constructor of " + count + " with a " + typeThere.getName());
  }
}
