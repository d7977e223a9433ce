package dev.tinyalloc.agent.boot;

import java.lang.instrument.Instrumentation;
import java.util.function.BiConsumer;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;

/**
 * Generates {@code java.util.TinyAllocNotices}, by which changed classes of the JDK tell the agent
 * that somebody uses them. It needs nothing of {@code core}.
 *
 * <pre>
 * public final class TinyAllocNotices {
 *   public static volatile BiConsumer listener;
 *   public static void notice(Object subject, String what) { listener.accept(subject, what); }
 * }
 * </pre>
 */
public final class Notices {

  /** Internal name of the class. */
  public static final String NAME = "java/util/TinyAllocNotices";

  /** Its static method that tells the listener. */
  public static final String NOTICE = "notice";

  /** A subject, or null, and a word that says what is used. */
  public static final String NOTICE_DESCRIPTOR = "(Ljava/lang/Object;Ljava/lang/String;)V";

  private static final String OBJECT = "java/lang/Object";
  private static final String LISTENER = "listener";
  private static final String LISTENER_TYPE = "java/util/function/BiConsumer";
  private static final int FIELD = Opcodes.ACC_PUBLIC | Opcodes.ACC_STATIC | Opcodes.ACC_VOLATILE;

  private static boolean defined;

  private Notices() {}

  /** Defines the class, unless it is there, and has {@code listener} told from now on. */
  public static synchronized void install(
      BiConsumer<Object, String> listener, Instrumentation instrumentation)
      throws ReflectiveOperationException {
    if (!defined) {
      BootInstaller.exportToAgent(instrumentation);
      Class<?> unused = new JdkInternals().defineInBootLoader(NAME, generate());
      defined = true;
    }
    Class.forName(NAME.replace('/', '.'), false, null).getField(LISTENER).set(null, listener);
  }

  private static byte[] generate() {
    ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
    int access = Opcodes.ACC_PUBLIC | Opcodes.ACC_FINAL | Opcodes.ACC_SUPER;
    writer.visit(Opcodes.V17, access, NAME, null, OBJECT, null);
    writer.visitField(FIELD, LISTENER, 'L' + LISTENER_TYPE + ';', null, null).visitEnd();
    MethodVisitor code =
        writer.visitMethod(
            Opcodes.ACC_PUBLIC | Opcodes.ACC_STATIC, NOTICE, NOTICE_DESCRIPTOR, null, null);
    code.visitCode();
    code.visitFieldInsn(Opcodes.GETSTATIC, NAME, LISTENER, 'L' + LISTENER_TYPE + ';');
    code.visitVarInsn(Opcodes.ALOAD, 0);
    code.visitVarInsn(Opcodes.ALOAD, 1);
    code.visitMethodInsn(
        Opcodes.INVOKEINTERFACE,
        LISTENER_TYPE,
        "accept",
        "(Ljava/lang/Object;Ljava/lang/Object;)V",
        true);
    code.visitInsn(Opcodes.RETURN);
    code.visitMaxs(0, 0);
    code.visitEnd();
    writer.visitEnd();
    return writer.toByteArray();
  }
}
