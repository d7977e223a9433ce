package dev.tinyalloc.agent.rewrite;

import dev.tinyalloc.agent.boot.Notices;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import org.jspecify.annotations.Nullable;

/**
 * Has two classes of the JDK give notice that they are used: {@code ManagementFactory}, of the
 * server that it is about to hand out, and {@code jdk.jfr.Recording}, of every one that is made.
 */
public final class NoticeAdvice extends ClassVisitor {

  /** What the notice says when somebody gets the platform's MBean server, the subject. */
  public static final String SERVER = "server";

  /** What it says when somebody makes a recording. */
  public static final String RECORDING = "recording";

  /** Internal name of the class that hands out the server. */
  public static final String MANAGEMENT_FACTORY = "java/lang/management/ManagementFactory";

  /** Internal name of the class of recordings. */
  public static final String RECORDING_CLASS = "jdk/jfr/Recording";

  private static final String GET_SERVER = "getPlatformMBeanServer()Ljavax/management/MBeanServer;";

  /** All other constructors call it. */
  private static final String NEW_RECORDING = "<init>(Ljava/util/Map;)V";

  private boolean found;

  private NoticeAdvice(ClassVisitor next) {
    super(Opcodes.ASM9, next);
  }

  /** The class, which is one of the two, with its notice. */
  public static byte[] change(byte[] classFile) {
    ClassReader reader = new ClassReader(CallSiteRewriter.readable(classFile));
    ClassWriter writer = new ClassWriter(reader, 0);
    reader.accept(new NoticeAdvice(writer), 0);
    return CallSiteRewriter.versioned(writer.toByteArray(), classFile);
  }

  @Override
  public MethodVisitor visitMethod(
      int access,
      String name,
      String descriptor,
      @Nullable String signature,
      String @Nullable [] exceptions) {
    MethodVisitor next = super.visitMethod(access, name, descriptor, signature, exceptions);
    return switch (name + descriptor) {
      case GET_SERVER -> new AtReturn(next);
      case NEW_RECORDING -> new AtStart(next);
      default -> next;
    };
  }

  @Override
  public void visitEnd() {
    if (!found) {
      throw new IllegalStateException("this JDK's class lacks the method that is to give notice");
    }
    super.visitEnd();
  }

  /** Adds the notice somewhere. */
  private abstract class Change extends MethodVisitor {

    Change(MethodVisitor next) {
      super(Opcodes.ASM9, next);
      found = true;
    }

    /** The subject is on the stack. */
    final void notice(String what) {
      visitLdcInsn(what);
      visitMethodInsn(
          Opcodes.INVOKESTATIC, Notices.NAME, Notices.NOTICE, Notices.NOTICE_DESCRIPTOR, false);
    }

    @Override
    public void visitMaxs(int maxStack, int maxLocals) {
      super.visitMaxs(maxStack + 2, maxLocals);
    }
  }

  private final class AtReturn extends Change {

    AtReturn(MethodVisitor next) {
      super(next);
    }

    @Override
    public void visitInsn(int opcode) {
      if (opcode == Opcodes.ARETURN) {
        super.visitInsn(Opcodes.DUP);
        notice(SERVER);
      }
      super.visitInsn(opcode);
    }
  }

  private final class AtStart extends Change {

    AtStart(MethodVisitor next) {
      super(next);
    }

    @Override
    public void visitCode() {
      super.visitCode();
      super.visitInsn(Opcodes.ACONST_NULL);
      notice(RECORDING);
    }
  }
}
