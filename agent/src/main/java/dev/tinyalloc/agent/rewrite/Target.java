package dev.tinyalloc.agent.rewrite;

import dev.tinyalloc.agent.boot.BridgeGenerator;
import net.bytebuddy.jar.asm.Opcodes;

/** The method whose calls are redirected, and the method that takes its place. */
final class Target {

  /** Internal name of the method's class. */
  static final String OWNER = "java/nio/ByteBuffer";

  private static final String NAME = "allocateDirect";
  private static final String DESCRIPTOR = "(I)Ljava/nio/ByteBuffer;";

  /** Where calls go instead, with the site id as one more argument. */
  static final String BRIDGE_OWNER = BridgeGenerator.NAME;

  static final String BRIDGE_NAME = BridgeGenerator.ALLOCATE_DIRECT;
  static final String BRIDGE_DESCRIPTOR = BridgeGenerator.ALLOCATE_DIRECT_DESCRIPTOR;

  private Target() {}

  /** Owner and descriptor count: several libraries have an {@code allocateDirect} of their own. */
  static boolean isCall(int opcode, String owner, String name, String descriptor) {
    return opcode == Opcodes.INVOKESTATIC && isMethod(owner, name, descriptor);
  }

  static boolean isMethod(String owner, String name, String descriptor) {
    return owner.equals(OWNER) && isBody(name, descriptor);
  }

  /** Whether a method of this name and type, declared in {@link #OWNER}, is the one. */
  static boolean isBody(String name, String descriptor) {
    return name.equals(NAME) && descriptor.equals(DESCRIPTOR);
  }
}
