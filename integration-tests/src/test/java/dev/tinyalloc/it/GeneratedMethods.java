package dev.tinyalloc.it;

import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;

/** Begins and ends the public static methods of classes that tests write. */
final class GeneratedMethods {

  private GeneratedMethods() {}

  static MethodVisitor begin(ClassWriter writer, String name, String descriptor) {
    int access = Opcodes.ACC_PUBLIC | Opcodes.ACC_STATIC;
    MethodVisitor code = writer.visitMethod(access, name, descriptor, null, null);
    code.visitCode();
    return code;
  }

  /** Returns by {@code opcode}; the writer is to compute the sizes of the frame. */
  static void end(MethodVisitor code, int opcode) {
    code.visitInsn(opcode);
    code.visitMaxs(0, 0);
    code.visitEnd();
  }
}
