package dev.tinyalloc.agent.rewrite;

import java.util.BitSet;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import org.jspecify.annotations.Nullable;

/**
 * Finds the methods of a class that call the target, so that all others can be copied byte by byte.
 * It also settles the frequent case of a class that has the names in its pool but no such call.
 */
final class CallFinder extends ClassVisitor {

  private final BitSet callers = new BitSet();
  private int method = -1;

  private CallFinder() {
    super(Opcodes.ASM9);
  }

  /** The positions, in the class file's order, of the methods with a call; empty if none. */
  static BitSet callers(ClassReader reader) {
    CallFinder finder = new CallFinder();
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
        if (Target.isCall(opcode, owner, called, calledDescriptor)) {
          callers.set(position);
        }
      }
    };
  }
}
