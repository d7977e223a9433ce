package dev.tinyalloc.agent.rewrite;

import dev.tinyalloc.agent.boot.Forwarding;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import org.jspecify.annotations.Nullable;

/**
 * Gives methods of a JDK class new bodies: each calls the static method of the same name and
 * parameters in another class; that of an instance gets the instance first.
 */
final class NewBodies extends ClassVisitor {

  private final String owner;
  private final String bridge;
  private final Set<String> wanted;

  /**
   * @param owner internal name of the class
   * @param bridge internal name of the class that is called
   * @param methods names with descriptors
   */
  NewBodies(ClassVisitor next, String owner, String bridge, String... methods) {
    super(Opcodes.ASM9, next);
    this.owner = owner;
    this.bridge = bridge;
    this.wanted = new HashSet<>(Arrays.asList(methods));
  }

  @Override
  public @Nullable MethodVisitor visitMethod(
      int access,
      String name,
      String descriptor,
      @Nullable String signature,
      String @Nullable [] exceptions) {
    MethodVisitor next = super.visitMethod(access, name, descriptor, signature, exceptions);
    if (!wanted.remove(name + descriptor)) {
      return next;
    }
    boolean isStatic = (access & Opcodes.ACC_STATIC) != 0;
    String arguments = isStatic ? descriptor : "(L" + owner + ';' + descriptor.substring(1);
    Forwarding.body(next, bridge, name, arguments);
    // What is read of the old body goes nowhere.
    return null;
  }

  @Override
  public void visitEnd() {
    if (!wanted.isEmpty()) {
      throw new IllegalStateException("this JDK's " + owner + " lacks " + wanted);
    }
    super.visitEnd();
  }
}
