package dev.tinyalloc.agent.rewrite;

import dev.tinyalloc.agent.boot.BridgeGenerator;
import java.io.IOException;
import java.lang.instrument.ClassDefinition;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;

/**
 * Has the JDK's {@code direct} buffer pool, which JMX and JFR show, bring its books up to date
 * before it reads them. Whoever reads the fields of {@code Bits} themselves may see what a busy
 * thread did a hundredth of a second ago.
 */
final class PoolAdvice extends StartAdvice {

  private static final String POOL = "java/nio/Bits$1";

  private PoolAdvice(ClassVisitor next) {
    super(next);
  }

  static ClassDefinition definition() throws IOException, ClassNotFoundException {
    JdkClass pool = new JdkClass(POOL);
    return pool.changed(new PoolAdvice(pool.writer()));
  }

  /** All that return a figure. */
  @Override
  boolean isMeant(String name, String descriptor) {
    return descriptor.equals("()J");
  }

  @Override
  void start(MethodVisitor code) {
    code.visitMethodInsn(
        Opcodes.INVOKESTATIC, BridgeGenerator.NAME, BridgeGenerator.SETTLE, "()V", false);
  }
}
