package dev.tinyalloc.agent.rewrite;

import dev.tinyalloc.agent.boot.BridgeGenerator;
import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import org.jspecify.annotations.Nullable;

/**
 * Makes the body of {@code ByteBuffer.allocateDirect} a call of the bridge, for all who come to it
 * without a call site that could be rewritten; and has the private constructor of {@code
 * DirectByteBuffer}, by which others make buffers over memory of their own, report who they are.
 */
final class BodyAdvice {

  private static final String BUFFER = "java/nio/DirectByteBuffer";
  private static final String CONSTRUCTOR = "<init>";

  private BodyAdvice() {}

  /** Changes both classes at once; after an exception both are as they were. */
  static void install(Instrumentation instrumentation)
      throws IOException, ClassNotFoundException, UnmodifiableClassException {
    JdkClass buffer = new JdkClass(Target.BUFFER_OWNER);
    JdkClass direct = new JdkClass(BUFFER);
    JdkChanges.apply(
        instrumentation,
        buffer.changed(
            new NewBodies(
                buffer.writer(),
                Target.BUFFER_OWNER,
                BridgeGenerator.NAME,
                Target.BUFFER.name() + Target.BUFFER.descriptor())),
        direct.changed(new Constructor(direct.writer())));
  }

  /** Reports from the end of the constructor that takes an address and a capacity. */
  private static final class Constructor extends ClassVisitor {

    Constructor(ClassVisitor next) {
      super(Opcodes.ASM9, next);
    }

    @Override
    public MethodVisitor visitMethod(
        int access,
        String name,
        String descriptor,
        @Nullable String signature,
        String @Nullable [] exceptions) {
      MethodVisitor next = super.visitMethod(access, name, descriptor, signature, exceptions);
      // On 17 the capacity is an int.
      boolean wanted =
          name.equals(CONSTRUCTOR) && (descriptor.equals("(JI)V") || descriptor.equals("(JJ)V"));
      return wanted ? new Report(next) : next;
    }
  }

  private static final class Report extends MethodVisitor {

    Report(MethodVisitor next) {
      super(Opcodes.ASM9, next);
    }

    @Override
    public void visitInsn(int opcode) {
      if (opcode == Opcodes.RETURN) {
        visitVarInsn(Opcodes.LLOAD, 1);
        visitMethodInsn(
            Opcodes.INVOKESTATIC,
            BridgeGenerator.NAME,
            BridgeGenerator.FOREIGN,
            BridgeGenerator.FOREIGN_DESCRIPTOR,
            false);
      }
      super.visitInsn(opcode);
    }

    @Override
    public void visitMaxs(int maxStack, int maxLocals) {
      super.visitMaxs(Math.max(2, maxStack), maxLocals);
    }
  }
}
