package dev.tinyalloc.agent.rewrite;

import dev.tinyalloc.agent.boot.BridgeGenerator;
import java.io.IOException;
import java.lang.instrument.ClassDefinition;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import org.jspecify.annotations.Nullable;

/**
 * Has the JDK's {@code direct} buffer pool, which JMX and JFR show, bring its books up to date
 * before it reads them. Whoever reads the fields of {@code Bits} themselves may see what a busy
 * thread did a hundredth of a second ago.
 */
final class PoolAdvice {

  private static final String POOL = "java/nio/Bits$1";

  private PoolAdvice() {}

  /** Changes the pool's class; after an exception it is as it was. */
  static void install(Instrumentation instrumentation)
      throws IOException, ClassNotFoundException, UnmodifiableClassException {
    Class<?> pool = Class.forName(POOL.replace('/', '.'), false, null);
    byte[] original = BodyAdvice.classFile(POOL);
    ClassReader reader = new ClassReader(CallSiteRewriter.readable(original));
    ClassWriter writer = new ClassWriter(reader, 0);
    reader.accept(new Pool(writer), 0);
    byte[] advised = CallSiteRewriter.versioned(writer.toByteArray(), original);
    instrumentation.redefineClasses(new ClassDefinition(pool, advised));
  }

  /** Every method that returns a figure. */
  private static final class Pool extends ClassVisitor {

    Pool(ClassVisitor next) {
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
      return descriptor.equals("()J") ? new Figure(next) : next;
    }
  }

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
