package dev.tinyalloc.agent.boot;

import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;

/**
 * Generates what a method reference leads to in place of {@code ByteBuffer::allocateDirect}: a
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
 * <p>One small class for each line with a reference, in {@code java.nio} for the bridge's reasons.
 * Like sites, they stay for ever.
 */
public final class ReferenceGenerator {

  private static final String NAME_PREFIX = "java/nio/TinyAllocSite";

  private ReferenceGenerator() {}

  /** Internal name of the class for {@code site}. */
  public static String name(int site) {
    return NAME_PREFIX + site;
  }

  /** Defines the class for {@code site} in the boot loader; the bridge must be there. */
  public static void define(int site, JdkInternals internals) throws ReflectiveOperationException {
    internals.defineInBootLoader(name(site), generate(site));
  }

  private static byte[] generate(int site) {
    ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
    int access = Opcodes.ACC_PUBLIC | Opcodes.ACC_FINAL | Opcodes.ACC_SUPER;
    writer.visit(Opcodes.V17, access, name(site), null, "java/lang/Object", null);
    MethodVisitor code =
        writer.visitMethod(
            Opcodes.ACC_PUBLIC | Opcodes.ACC_STATIC,
            BridgeGenerator.ALLOCATE_DIRECT,
            BridgeGenerator.ANY_CALLER_DESCRIPTOR,
            null,
            null);
    code.visitCode();
    code.visitVarInsn(Opcodes.ILOAD, 0);
    code.visitLdcInsn(site);
    code.visitMethodInsn(
        Opcodes.INVOKESTATIC,
        BridgeGenerator.NAME,
        BridgeGenerator.ALLOCATE_DIRECT,
        BridgeGenerator.ALLOCATE_DIRECT_DESCRIPTOR,
        false);
    code.visitInsn(Opcodes.ARETURN);
    code.visitMaxs(0, 0);
    code.visitEnd();
    writer.visitEnd();
    return writer.toByteArray();
  }
}
