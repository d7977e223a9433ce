package dev.tinyalloc.agent.rewrite;

import java.nio.charset.StandardCharsets;

/**
 * Says which names that matter to us are in the constant pool of a class file. About 2 µs a class
 * and no garbage, where parsing the class would first have to load a parser.
 *
 * <p>Format: <a href="https://docs.oracle.com/javase/specs/jvms/se25/html/jvms-4.html">JVMS 4</a>.
 */
public final class ConstantPoolScan {

  /** {@code allocateDirect}: of whoever calls a method of this name, or looks it up. */
  public static final int METHOD = 1;

  /** {@code java/nio/ByteBuffer}. */
  public static final int OWNER = 2;

  /** What a class must mention to contain a call of {@code ByteBuffer.allocateDirect}. */
  public static final int CALL = METHOD | OWNER;

  /** {@code allocateMemory}: {@code Unsafe} has it. */
  public static final int MEMORY = 4;

  /** {@code java.nio.DirectByteBuffer}, with dots or slashes: whose constructors are private. */
  public static final int BUFFER = 8;

  /** What a class mentions that makes buffers over memory from {@code Unsafe}. */
  public static final int FOREIGN = MEMORY | BUFFER;

  /** {@code java/lang/foreign/Arena} or {@code java/lang/foreign/SegmentAllocator}. */
  public static final int ALLOCATOR = 16;

  /** {@code allocate} or {@code allocateFrom}, of whatever class. */
  public static final int ALLOCATE = 32;

  /**
   * {@code ofConfined}, {@code ofShared}, {@code ofAuto}, or {@code java.lang.foreign.Arena} with
   * dots: of whoever opens arenas, or looks up how.
   */
  public static final int ARENA = 64;

  /** All that has to do with buffers. */
  public static final int ANY_BUFFER = CALL | FOREIGN;

  /** All that has to do with arenas. */
  public static final int ANY_ARENA = ALLOCATOR | ALLOCATE | ARENA;

  private static final int MAGIC = 0xCAFEBABE;
  private static final int POOL_COUNT = 8;
  private static final int POOL = 10;

  private static final int UTF8 = 1;
  private static final int INTEGER = 3;
  private static final int FLOAT = 4;
  private static final int LONG = 5;
  private static final int DOUBLE = 6;
  private static final int CLASS = 7;
  private static final int STRING = 8;
  private static final int FIELD_REF = 9;
  private static final int METHOD_REF = 10;
  private static final int INTERFACE_METHOD_REF = 11;
  private static final int NAME_AND_TYPE = 12;
  private static final int METHOD_HANDLE = 15;
  private static final int METHOD_TYPE = 16;
  private static final int DYNAMIC = 17;
  private static final int INVOKE_DYNAMIC = 18;
  private static final int MODULE = 19;
  private static final int PACKAGE = 20;

  private static final byte[] METHOD_NAME = ascii("allocateDirect");
  private static final byte[] OWNER_NAME = ascii("java/nio/ByteBuffer");
  private static final byte[] MEMORY_NAME = ascii("allocateMemory");
  private static final byte[] BUFFER_NAME = ascii("java.nio.DirectByteBuffer");
  private static final byte[] BUFFER_INTERNAL_NAME = ascii("java/nio/DirectByteBuffer");

  private static final byte[] ARENA_NAME = ascii("java.lang.foreign.Arena");
  private static final byte[] ARENA_INTERNAL_NAME = ascii("java/lang/foreign/Arena");
  private static final byte[] ALLOCATOR_NAME = ascii("java/lang/foreign/SegmentAllocator");
  private static final byte[] ALLOCATE_NAME = ascii("allocate");
  private static final byte[] ALLOCATE_FROM_NAME = ascii("allocateFrom");
  private static final byte[] CONFINED_NAME = ascii("ofConfined");
  private static final byte[] SHARED_NAME = ascii("ofShared");
  private static final byte[] AUTO_NAME = ascii("ofAuto");

  /** Bit n: one of the names has n characters; those of {@link #name(byte[], int, int)}. */
  private static final long LENGTHS =
      1L << 6 | 1L << 8 | 1L << 10 | 1L << 12 | 1L << 14 | 1L << 19 | 1L << 23 | 1L << 25
          | 1L << 34;

  private ConstantPoolScan() {}

  /** Whether these names allow for calls or references of {@code ByteBuffer.allocateDirect}. */
  static boolean hasBufferCalls(int names) {
    return (names & CALL) == CALL;
  }

  /** Whether these names allow for calls or references that open an arena or allocate in one. */
  static boolean hasArenaCalls(int names) {
    return (names & ALLOCATOR) != 0 && (names & (ALLOCATE | ARENA)) != 0;
  }

  /** Which of the names {@code classFile} has, as bits; 0 for anything that is not a class file. */
  public static int names(byte[] classFile) {
    if (classFile.length < POOL || int4(classFile, 0) != MAGIC) {
      return 0;
    }
    try {
      return scan(classFile, int2(classFile, POOL_COUNT));
    } catch (ArrayIndexOutOfBoundsException truncated) {
      return 0;
    }
  }

  /**
   * The bit of the name that {@code constant} is, or 0; for who reads constant pools in another
   * way. No name has a character that this encoding lacks, nor its substitute.
   */
  public static int name(String constant) {
    int length = constant.length();
    // Most have another length: no bytes are made of them.
    return length < Long.SIZE && (LENGTHS & (1L << length)) != 0
        ? name(constant.getBytes(StandardCharsets.ISO_8859_1), 0, length)
        : 0;
  }

  private static int scan(byte[] file, int count) {
    int found = 0;
    int at = POOL;
    for (int entry = 1; entry < count; entry++) {
      int tag = file[at];
      if (tag == UTF8) {
        int length = int2(file, at + 1);
        found |= name(file, at + 3, length);
        at += 3 + length;
      } else {
        int size = size(tag);
        if (size == 0) {
          return 0;
        }
        at += size;
        if (tag == LONG || tag == DOUBLE) {
          // These two take two entries: JVMS 4.4.5 calls it a poor choice.
          entry++;
        }
      }
    }
    return found;
  }

  /** The bit of the name that these bytes are, or 0. Lengths leave few to be compared. */
  private static int name(byte[] file, int at, int length) {
    return switch (length) {
      case 6 -> bit(file, at, AUTO_NAME, ARENA);
      case 8 -> bit(file, at, ALLOCATE_NAME, ALLOCATE) | bit(file, at, SHARED_NAME, ARENA);
      case 10 -> bit(file, at, CONFINED_NAME, ARENA);
      case 12 -> bit(file, at, ALLOCATE_FROM_NAME, ALLOCATE);
      case 14 -> bit(file, at, METHOD_NAME, METHOD) | bit(file, at, MEMORY_NAME, MEMORY);
      case 19 -> bit(file, at, OWNER_NAME, OWNER);
      case 23 -> bit(file, at, ARENA_INTERNAL_NAME, ALLOCATOR) | bit(file, at, ARENA_NAME, ARENA);
      case 25 -> bit(file, at, BUFFER_NAME, BUFFER) | bit(file, at, BUFFER_INTERNAL_NAME, BUFFER);
      case 34 -> bit(file, at, ALLOCATOR_NAME, ALLOCATOR);
      default -> 0;
    };
  }

  private static int bit(byte[] file, int at, byte[] name, int bit) {
    return matches(file, at, name) ? bit : 0;
  }

  /** Bytes of an entry, its tag included; 0 for a tag that no release up to now has. */
  private static int size(int tag) {
    return switch (tag) {
      case CLASS, STRING, METHOD_TYPE, MODULE, PACKAGE -> 3;
      case METHOD_HANDLE -> 4;
      case INTEGER,
          FLOAT,
          FIELD_REF,
          METHOD_REF,
          INTERFACE_METHOD_REF,
          NAME_AND_TYPE,
          DYNAMIC,
          INVOKE_DYNAMIC ->
          5;
      case LONG, DOUBLE -> 9;
      default -> 0;
    };
  }

  private static boolean matches(byte[] file, int at, byte[] name) {
    for (int i = 0; i < name.length; i++) {
      if (file[at + i] != name[i]) {
        return false;
      }
    }
    return true;
  }

  private static int int2(byte[] file, int at) {
    return ((file[at] & 0xFF) << 8) | (file[at + 1] & 0xFF);
  }

  private static int int4(byte[] file, int at) {
    return (int2(file, at) << 16) | int2(file, at + 2);
  }

  private static byte[] ascii(String text) {
    byte[] bytes = new byte[text.length()];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) text.charAt(i);
    }
    return bytes;
  }
}
