package dev.tinyalloc.agent.rewrite;

import dev.tinyalloc.agent.boot.BridgeGenerator;
import net.bytebuddy.jar.asm.Opcodes;

/**
 * A method whose calls are redirected. In its place stands a static method of the same name, which
 * takes what the method takes, the receiver first if there is one, and the id of the line last.
 *
 * @param kind what it does
 * @param label how the report calls it: a site's {@code api}, an opening's {@code kind}
 * @param owner internal name of the method's class as calls have it
 * @param number tells targets of one kind apart
 */
record Target(Kind kind, String label, String owner, String name, String descriptor, int number) {

  /** Internal name of {@code ByteBuffer}. */
  static final String BUFFER_OWNER = "java/nio/ByteBuffer";

  /** {@code ByteBuffer.allocateDirect}. */
  static final Target BUFFER =
      new Target(
          Kind.BUFFER,
          "ByteBuffer.allocateDirect",
          BUFFER_OWNER,
          "allocateDirect",
          "(I)Ljava/nio/ByteBuffer;",
          0);

  /** What a target does, and where its calls go. */
  enum Kind {
    /** Makes a buffer. */
    BUFFER(Opcodes.INVOKESTATIC, BridgeGenerator.NAME, "java/nio/TinyAllocSite"),
    /** Opens an arena. */
    OPENING(Opcodes.INVOKESTATIC, ArenaTargets.BRIDGE, "java/lang/foreign/TinyAllocOpening"),
    /** Allocates in an arena, or by any other allocator of segments. */
    ALLOCATION(Opcodes.INVOKEINTERFACE, ArenaTargets.BRIDGE, "java/lang/foreign/TinyAllocSite");

    private final int opcode;
    private final String bridge;
    private final String referencePrefix;

    Kind(int opcode, String bridge, String referencePrefix) {
      this.opcode = opcode;
      this.bridge = bridge;
      this.referencePrefix = referencePrefix;
    }

    /** The instruction that calls such methods. */
    int opcode() {
      return opcode;
    }

    /** Internal name of the class with the methods that take their place. */
    String bridge() {
      return bridge;
    }
  }

  /** Type of the method that takes this one's place. */
  String bridgeDescriptor() {
    String types = kind == Kind.ALLOCATION ? withReceiver(ArenaTargets.ALLOCATOR) : descriptor;
    return types.replace(")", "I)");
  }

  /** Type of a static method that a handle of this one can be swapped for. */
  String referenceDescriptor() {
    return kind == Kind.ALLOCATION ? withReceiver(owner) : descriptor;
  }

  /** Internal name of the class that has this method for references at the line {@code id}. */
  String referenceName(int id) {
    String name = kind.referencePrefix + id;
    return kind == Kind.ALLOCATION ? name + '_' + number : name;
  }

  private String withReceiver(String type) {
    return "(L" + type + ';' + descriptor.substring(1);
  }
}
