package dev.tinyalloc.agent.rewrite;

import dev.tinyalloc.agent.boot.Forwarding;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;

/**
 * Generates what a method reference leads to in place of {@code ByteBuffer::allocateDirect}, say: a
 * method of the same type that knows its site. {@code LambdaMetafactory} wants a real method, and
 * none may be added to the class that has the reference, since that may be loaded already.
 *
 * <pre>
 * public final class TinyAllocSite12 {
 *   public static ByteBuffer allocateDirect(int capacity) {
 *     return TinyAllocBridge.allocateDirect(capacity, 12);
 *   }
 * }
 * </pre>
 *
 * <p>One small class for each line with a reference, in {@code java.nio} for the bridge's reasons,
 * or in {@code java.lang.foreign}. Like sites, they stay for ever.
 */
final class ReferenceGenerator {

  private ReferenceGenerator() {}

  /** The class file of {@link Target#referenceName}. */
  static byte[] generate(Target target, int id) {
    ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
    int access = Opcodes.ACC_PUBLIC | Opcodes.ACC_FINAL | Opcodes.ACC_SUPER;
    writer.visit(Opcodes.V17, access, target.referenceName(id), null, "java/lang/Object", null);
    String descriptor = target.referenceDescriptor();
    MethodVisitor code =
        writer.visitMethod(access(descriptor), target.name(), descriptor, null, null);
    code.visitCode();
    Forwarding.load(code, descriptor);
    code.visitLdcInsn(id);
    Forwarding.call(code, target.kind().bridge(), target.name(), target.bridgeDescriptor());
    code.visitMaxs(0, 0);
    code.visitEnd();
    writer.visitEnd();
    return writer.toByteArray();
  }

  /** A target takes an array as varargs only, and a handle of it collects them. */
  private static int access(String descriptor) {
    int varargs = descriptor.indexOf('[') >= 0 ? Opcodes.ACC_VARARGS : 0;
    return Opcodes.ACC_PUBLIC | Opcodes.ACC_STATIC | varargs;
  }
}
