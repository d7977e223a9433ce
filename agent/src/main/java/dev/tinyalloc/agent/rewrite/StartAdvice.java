package dev.tinyalloc.agent.rewrite;

import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import org.jspecify.annotations.Nullable;

/** Puts code at the start of some methods of a JDK class. */
abstract class StartAdvice extends ClassVisitor {

  StartAdvice(ClassVisitor next) {
    super(Opcodes.ASM9, next);
  }

  /** Whether the method is one of them. */
  abstract boolean isMeant(String name, String descriptor);

  /** Writes the code, which needs no more stack than the method has. */
  abstract void start(MethodVisitor code);

  @Override
  public MethodVisitor visitMethod(
      int access,
      String name,
      String descriptor,
      @Nullable String signature,
      String @Nullable [] exceptions) {
    MethodVisitor next = super.visitMethod(access, name, descriptor, signature, exceptions);
    return isMeant(name, descriptor) ? new Method(next) : next;
  }

  private final class Method extends MethodVisitor {

    Method(MethodVisitor next) {
      super(Opcodes.ASM9, next);
    }

    @Override
    public void visitCode() {
      super.visitCode();
      start(this);
    }
  }
}
