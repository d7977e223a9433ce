package dev.tinyalloc.agent.rewrite;

import dev.tinyalloc.agent.boot.BridgeGenerator;
import java.io.IOException;
import java.lang.instrument.ClassDefinition;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.Label;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import org.jspecify.annotations.Nullable;

/**
 * Spares our buffers the lock of the JDK's cleaners: {@code clean} first asks the hooks whether the
 * action is one of ours, which runs once by itself. Without this advice they work as well, slower.
 *
 * <pre>
 * public void clean() {
 *   if (TinyAllocBridge.clean(thunk)) {
 *     return;
 *   }
 *   …
 * }
 * </pre>
 */
final class CleanerAdvice extends ClassVisitor {

  private static final String CLEANER = "jdk/internal/ref/Cleaner";

  private CleanerAdvice(ClassVisitor next) {
    super(Opcodes.ASM9, next);
  }

  static ClassDefinition definition() throws IOException, ClassNotFoundException {
    JdkClass cleaner = new JdkClass(CLEANER);
    return cleaner.changed(new CleanerAdvice(cleaner.writer()));
  }

  @Override
  public MethodVisitor visitMethod(
      int access,
      String name,
      String descriptor,
      @Nullable String signature,
      String @Nullable [] exceptions) {
    MethodVisitor next = super.visitMethod(access, name, descriptor, signature, exceptions);
    return name.equals("clean") && descriptor.equals("()V") ? new Clean(next) : next;
  }

  private static final class Clean extends MethodVisitor {

    Clean(MethodVisitor next) {
      super(Opcodes.ASM9, next);
    }

    @Override
    public void visitCode() {
      super.visitCode();
      Label foreign = new Label();
      visitVarInsn(Opcodes.ALOAD, 0);
      visitFieldInsn(Opcodes.GETFIELD, CLEANER, "thunk", "Ljava/lang/Runnable;");
      visitMethodInsn(
          Opcodes.INVOKESTATIC,
          BridgeGenerator.NAME,
          BridgeGenerator.CLEAN,
          BridgeGenerator.CLEAN_DESCRIPTOR,
          false);
      visitJumpInsn(Opcodes.IFEQ, foreign);
      visitInsn(Opcodes.RETURN);
      visitLabel(foreign);
      visitFrame(Opcodes.F_SAME, 0, null, 0, null);
    }
  }
}
