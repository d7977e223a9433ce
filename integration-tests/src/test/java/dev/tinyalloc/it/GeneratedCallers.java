package dev.tinyalloc.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.ConstantDynamic;
import net.bytebuddy.jar.asm.Handle;
import net.bytebuddy.jar.asm.Label;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;

/**
 * Writes a class with a method for each way in which a constant may hold {@code
 * ByteBuffer.allocateDirect}, and a constant of the same name that is the method's line; and one
 * that returns such a handle.
 */
final class GeneratedCallers {

  private static final String NAME = "dev/tinyalloc/it/programs/callers/Generated";
  private static final String BUFFER = "Ljava/nio/ByteBuffer;";
  private static final int SIZE = 64;

  private static final Handle TARGET =
      handle("java/nio/ByteBuffer", "allocateDirect", "(I)" + BUFFER);

  /** Takes a handle and its arguments, and gives what it returns. */
  private static final Handle INVOKE =
      handle(
          "java/lang/invoke/ConstantBootstraps",
          "invoke",
          "(Ljava/lang/invoke/MethodHandles$Lookup;Ljava/lang/String;Ljava/lang/Class;"
              + "Ljava/lang/invoke/MethodHandle;[Ljava/lang/Object;)Ljava/lang/Object;");

  private static final String LINK =
      "(Ljava/lang/invoke/MethodHandles$Lookup;Ljava/lang/String;Ljava/lang/invoke/MethodType;"
          + "Ljava/lang/invoke/MethodHandle;)Ljava/lang/invoke/CallSite;";

  private final ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
  private int line = 10;

  private GeneratedCallers() {}

  /** Writes the class file below {@code folder}. */
  static void write(Path folder) throws IOException {
    Path file = folder.resolve(NAME + ".class");
    Files.createDirectories(file.getParent());
    Files.write(file, new GeneratedCallers().classFile());
  }

  private byte[] classFile() {
    writer.visit(Opcodes.V17, Opcodes.ACC_PUBLIC, NAME, null, "java/lang/Object", null);
    writer.visitSource("Generated.java", null);
    MethodVisitor code = begin("constantHandle");
    code.visitLdcInsn(TARGET);
    code.visitIntInsn(Opcodes.BIPUSH, SIZE);
    String handle = "java/lang/invoke/MethodHandle";
    code.visitMethodInsn(Opcodes.INVOKEVIRTUAL, handle, "invokeExact", "(I)" + BUFFER, false);
    end(code);
    code = begin("dynamicConstant");
    ConstantDynamic made = new ConstantDynamic("made", BUFFER, INVOKE, TARGET, SIZE);
    code.visitLdcInsn(made);
    end(code);
    code = begin("nestedConstant");
    ConstantDynamic inner = new ConstantDynamic("inner", BUFFER, INVOKE, TARGET, SIZE);
    Handle same =
        handle("java/util/Objects", "requireNonNull", "(Ljava/lang/Object;)Ljava/lang/Object;");
    code.visitLdcInsn(new ConstantDynamic("outer", BUFFER, INVOKE, same, inner));
    end(code);
    code = begin("linkedCall");
    code.visitIntInsn(Opcodes.BIPUSH, SIZE);
    code.visitInvokeDynamicInsn("call", "(I)" + BUFFER, handle(NAME, "link", LINK), TARGET);
    end(code);
    link();
    code = method("handle", "()Ljava/lang/invoke/MethodHandle;");
    code.visitLdcInsn(TARGET);
    end(code);
    writer.visitEnd();
    return writer.toByteArray();
  }

  private void link() {
    MethodVisitor code = method("link", LINK);
    String callSite = "java/lang/invoke/ConstantCallSite";
    code.visitTypeInsn(Opcodes.NEW, callSite);
    code.visitInsn(Opcodes.DUP);
    code.visitVarInsn(Opcodes.ALOAD, 3);
    code.visitMethodInsn(
        Opcodes.INVOKESPECIAL, callSite, "<init>", "(Ljava/lang/invoke/MethodHandle;)V", false);
    end(code);
  }

  private MethodVisitor begin(String name) {
    line++;
    int access = Opcodes.ACC_PUBLIC | Opcodes.ACC_STATIC | Opcodes.ACC_FINAL;
    writer.visitField(access, name, "I", null, line).visitEnd();
    MethodVisitor code = method(name, "()" + BUFFER);
    Label start = new Label();
    code.visitLabel(start);
    code.visitLineNumber(line, start);
    return code;
  }

  private MethodVisitor method(String name, String descriptor) {
    return GeneratedMethods.begin(writer, name, descriptor);
  }

  private static void end(MethodVisitor code) {
    GeneratedMethods.end(code, Opcodes.ARETURN);
  }

  private static Handle handle(String owner, String name, String descriptor) {
    return new Handle(Opcodes.H_INVOKESTATIC, owner, name, descriptor, false);
  }
}
