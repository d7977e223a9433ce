package dev.tinyalloc.agent.rewrite;

import java.util.BitSet;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.Handle;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import org.jspecify.annotations.Nullable;

/**
 * Finds the methods of a class that call a target, so that all others can be copied byte by byte.
 * It also settles the frequent case of a class that has the names in its pool but no such call.
 */
final class CallFinder extends ClassVisitor {

  private final BitSet callers = new BitSet();
  private final Targets targets;
  private final @Nullable References references;
  private int method = -1;

  private CallFinder(Targets targets, @Nullable References references) {
    super(Opcodes.ASM9);
    this.targets = targets;
    this.references = references;
  }

  /**
   * The positions, in the class file's order, of the methods with a call, or with one of {@code
   * references}, null where these do not count; empty if none.
   */
  static BitSet callers(ClassReader reader, Targets targets, @Nullable References references) {
    CallFinder finder = new CallFinder(targets, references);
    reader.accept(finder, ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
    return finder.callers;
  }

  @Override
  public MethodVisitor visitMethod(
      int access,
      String name,
      String descriptor,
      @Nullable String signature,
      String @Nullable [] exceptions) {
    int position = ++method;
    return new MethodVisitor(Opcodes.ASM9) {
      @Override
      public void visitMethodInsn(
          int opcode, String owner, String called, String calledDescriptor, boolean isInterface) {
        if (targets.called(opcode, owner, called, calledDescriptor) != null) {
          callers.set(position);
        }
      }

      @Override
      public void visitInvokeDynamicInsn(
          String dynamicName, String type, Handle bootstrap, Object... arguments) {
        constants(arguments);
      }

      @Override
      public void visitLdcInsn(Object value) {
        constants(value);
      }

      private void constants(Object... values) {
        if (references != null && references.first(values) != null) {
          callers.set(position);
        }
      }
    };
  }
}
