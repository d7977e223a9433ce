package dev.tinyalloc.agent.rewrite;

import dev.tinyalloc.agent.boot.BridgeGenerator;
import java.io.IOException;
import java.lang.instrument.ClassDefinition;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.Label;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;

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
final class CleanerAdvice extends StartAdvice {

  private static final String CLEANER = "jdk/internal/ref/Cleaner";

  private CleanerAdvice(ClassVisitor next) {
    super(next);
  }

  static ClassDefinition definition() throws IOException, ClassNotFoundException {
    JdkClass cleaner = new JdkClass(CLEANER);
    return cleaner.changed(new CleanerAdvice(cleaner.writer()));
  }

  @Override
  boolean isMeant(String name, String descriptor) {
    return name.equals("clean") && descriptor.equals("()V");
  }

  @Override
  void start(MethodVisitor code) {
    Label foreign = new Label();
    code.visitVarInsn(Opcodes.ALOAD, 0);
    code.visitFieldInsn(Opcodes.GETFIELD, CLEANER, "thunk", "Ljava/lang/Runnable;");
    code.visitMethodInsn(
        Opcodes.INVOKESTATIC,
        BridgeGenerator.NAME,
        BridgeGenerator.CLEAN,
        BridgeGenerator.CLEAN_DESCRIPTOR,
        false);
    code.visitJumpInsn(Opcodes.IFEQ, foreign);
    code.visitInsn(Opcodes.RETURN);
    code.visitLabel(foreign);
    code.visitFrame(Opcodes.F_SAME, 0, null, 0, null);
  }
}
