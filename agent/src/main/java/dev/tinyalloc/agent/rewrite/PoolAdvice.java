package dev.tinyalloc.agent.rewrite;

import dev.tinyalloc.agent.boot.BridgeGenerator;
import java.io.IOException;
import java.lang.instrument.ClassDefinition;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import org.jspecify.annotations.Nullable;

/**
 * Has the JDK's {@code direct} buffer pool, which JMX and JFR show, bring its books up to date
 * before it reads them. Whoever reads the fields of {@code Bits} themselves may see what a busy
 * thread did a hundredth of a second ago.
 */
final class PoolAdvice extends ClassVisitor {

  private static final String POOL = "java/nio/Bits$1";

  private PoolAdvice(ClassVisitor next) {
    super(Opcodes.ASM9, next);
  }

  static ClassDefinition definition() throws IOException, ClassNotFoundException {
    JdkClass pool = new JdkClass(POOL);
    return pool.changed(new PoolAdvice(pool.writer()));
  }

  @Override
  public MethodVisitor visitMethod(
      int access,
      String name,
      String descriptor,
      @Nullable String signature,
      String @Nullable [] exceptions) {
    MethodVisitor next = super.visitMethod(access, name, descriptor, signature, exceptions);
    return descriptor.equals("()J") ? new Figure(next) : next;
  }

  /** A method that returns a figure. */
  private static final class Figure extends MethodVisitor {

    Figure(MethodVisitor next) {
      super(Opcodes.ASM9, next);
    }

    @Override
    public void visitCode() {
      super.visitCode();
      visitMethodInsn(
          Opcodes.INVOKESTATIC, BridgeGenerator.NAME, BridgeGenerator.SETTLE, "()V", false);
    }
  }
}
