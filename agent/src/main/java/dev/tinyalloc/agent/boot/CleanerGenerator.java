package dev.tinyalloc.agent.boot;

import dev.tinyalloc.agent.log.Loggers;
import dev.tinyalloc.hook.BufferHook;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;

/**
 * Generates {@code java.nio.TinyAllocCleaner}, the cleaner of redirected buffers. It must be a
 * {@code jdk.internal.ref.Cleaner}, since a buffer's field is of that type and the VM's Reference
 * Handler treats that type alone as it should. Generated, because that class has no constructor
 * that a subclass could call; so this one has none, and is made without.
 *
 * <pre>
 * public final class TinyAllocCleaner extends Cleaner {
 *   public int slot;
 *   public Object bundle;
 *   public void clean() { BufferHook.clean(this); }
 * }
 * </pre>
 */
final class CleanerGenerator {

  private static final String NAME = "java/nio/TinyAllocCleaner";
  private static final String CLEANER = "jdk/internal/ref/Cleaner";

  private CleanerGenerator() {}

  /**
   * Defines the class in the boot loader; {@code core} must be there. Where this JDK has no such
   * cleaners, nothing is defined, and the hooks make their buffers with what it has.
   */
  static void define(JdkInternals internals) {
    try {
      if (BridgeGenerator.hasBareBuffers()) {
        internals.defineInBootLoader(NAME, generate());
      }
    } catch (ReflectiveOperationException unknownJdk) {
      if (Loggers.debugEnabled()) {
        Loggers.logger(CleanerGenerator.class)
            .debug("buffers are made in the plain way: {}", String.valueOf(unknownJdk.getCause()));
      }
    }
  }

  private static byte[] generate() {
    ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
    int access = Opcodes.ACC_PUBLIC | Opcodes.ACC_FINAL | Opcodes.ACC_SUPER;
    writer.visit(Opcodes.V17, access, NAME, null, CLEANER, null);
    field(writer, "slot", "I");
    field(writer, "bundle", "Ljava/lang/Object;");
    clean(writer);
    writer.visitEnd();
    return writer.toByteArray();
  }

  private static void field(ClassWriter writer, String name, String descriptor) {
    writer.visitField(Opcodes.ACC_PUBLIC, name, descriptor, null, null).visitEnd();
  }

  private static void clean(ClassWriter writer) {
    MethodVisitor code = writer.visitMethod(Opcodes.ACC_PUBLIC, "clean", "()V", null, null);
    code.visitCode();
    code.visitVarInsn(Opcodes.ALOAD, 0);
    code.visitMethodInsn(
        Opcodes.INVOKESTATIC,
        Type.getInternalName(BufferHook.class),
        "clean",
        "(Ljava/lang/Object;)V",
        false);
    code.visitInsn(Opcodes.RETURN);
    code.visitMaxs(0, 0);
    code.visitEnd();
  }
}
