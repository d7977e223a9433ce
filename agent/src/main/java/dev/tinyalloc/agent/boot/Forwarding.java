package dev.tinyalloc.agent.boot;

import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;

/** Code that hands a method's own arguments on to a static method and returns what that returns. */
public final class Forwarding {

  private Forwarding() {}

  /** The whole of a method whose arguments, its receiver included, are those of the other. */
  public static void body(MethodVisitor code, String owner, String name, String descriptor) {
    code.visitCode();
    load(code, descriptor);
    call(code, owner, name, descriptor);
    int slots = Type.getArgumentsAndReturnSizes(descriptor) >> 2;
    code.visitMaxs(slots + 1, slots);
    code.visitEnd();
  }

  /** Loads the arguments of a static method of this type. */
  public static void load(MethodVisitor code, String descriptor) {
    int local = 0;
    for (Type argument : Type.getArgumentTypes(descriptor)) {
      code.visitVarInsn(argument.getOpcode(Opcodes.ILOAD), local);
      local += argument.getSize();
    }
  }

  /** Calls the method with what is on the stack, and returns. */
  public static void call(MethodVisitor code, String owner, String name, String descriptor) {
    code.visitMethodInsn(Opcodes.INVOKESTATIC, owner, name, descriptor, false);
    code.visitInsn(Type.getReturnType(descriptor).getOpcode(Opcodes.IRETURN));
  }
}
