package dev.tinyalloc.agent.rewrite;

import java.util.ArrayList;
import java.util.List;
import net.bytebuddy.jar.asm.Attribute;
import net.bytebuddy.jar.asm.ByteVector;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.Label;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;

/** Class files that no compiler writes. */
final class GeneratedClasses {

  static final String NAME = "gen/Generated";

  private GeneratedClasses() {}

  /** A static method with this many calls, five bytes each. */
  static byte[] withCalls(int calls) {
    ClassWriter writer = begin();
    method(writer, calls).visitEnd();
    writer.visitEnd();
    return writer.toByteArray();
  }

  /** A class, a method and a code attribute that ASM does not know. */
  static byte[] withUnknownAttributes() {
    ClassWriter writer = begin();
    writer.visitAttribute(new Unknown("class"));
    MethodVisitor method = method(writer, 1);
    method.visitAttribute(new Unknown("method"));
    method.visitEnd();
    writer.visitEnd();
    return writer.toByteArray();
  }

  /** The contents of all {@link Unknown} attributes. */
  static List<String> unknownAttributes(byte[] classFile) {
    List<String> found = new ArrayList<>();
    Attribute[] known = {new Unknown(""), new UnknownCode("")};
    new ClassReader(classFile)
        .accept(
            new ClassVisitor(Opcodes.ASM9) {
              @Override
              public void visitAttribute(Attribute attribute) {
                found.add(attribute.toString());
              }

              @Override
              public MethodVisitor visitMethod(
                  int access, String name, String descriptor, String sig, String[] exceptions) {
                return new MethodVisitor(Opcodes.ASM9) {
                  @Override
                  public void visitAttribute(Attribute attribute) {
                    found.add(attribute.toString());
                  }
                };
              }
            },
            known,
            0);
    found.sort((a, b) -> order(a) - order(b));
    return found;
  }

  private static int order(String content) {
    return List.of("class", "method", "code").indexOf(content);
  }

  private static ClassWriter begin() {
    ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
    writer.visit(Opcodes.V17, Opcodes.ACC_PUBLIC, NAME, null, "java/lang/Object", null);
    return writer;
  }

  private static MethodVisitor method(ClassWriter writer, int calls) {
    int access = Opcodes.ACC_PUBLIC | Opcodes.ACC_STATIC;
    MethodVisitor code = writer.visitMethod(access, "calls", "()V", null, null);
    code.visitCode();
    for (int i = 0; i < calls; i++) {
      code.visitInsn(Opcodes.ICONST_1);
      code.visitMethodInsn(
          Opcodes.INVOKESTATIC,
          "java/nio/ByteBuffer",
          "allocateDirect",
          "(I)Ljava/nio/ByteBuffer;",
          false);
      code.visitInsn(Opcodes.POP);
    }
    code.visitInsn(Opcodes.RETURN);
    code.visitAttribute(new UnknownCode("code"));
    code.visitMaxs(0, 0);
    return code;
  }

  /** An attribute of a format of its own: a Utf8 constant's index. */
  private static class Unknown extends Attribute {
    private final String content;

    Unknown(String content) {
      this("dev.tinyalloc.Unknown", content);
    }

    Unknown(String type, String content) {
      super(type);
      this.content = content;
    }

    @Override
    protected Attribute read(
        ClassReader reader, int offset, int length, char[] chars, int code, Label[] labels) {
      return new Unknown(type, reader.readUTF8(offset, chars));
    }

    @Override
    protected ByteVector write(
        ClassWriter writer, byte[] code, int length, int maxStack, int maxLocals) {
      return new ByteVector().putShort(writer.newUTF8(content));
    }

    @Override
    public String toString() {
      return content;
    }
  }

  /** The same, for code. */
  private static final class UnknownCode extends Unknown {
    UnknownCode(String content) {
      super("dev.tinyalloc.UnknownCode", content);
    }

    @Override
    public boolean isCodeAttribute() {
      return true;
    }
  }
}
