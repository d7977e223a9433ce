package dev.tinyalloc.agent.rewrite;

/**
 * Says whether a class file can contain a call of {@code ByteBuffer.allocateDirect}: whether its
 * constant pool has both names. About 2 µs a class and no garbage, where parsing the class would
 * first have to load a parser.
 *
 * <p>Format: <a href="https://docs.oracle.com/javase/specs/jvms/se25/html/jvms-4.html">JVMS 4</a>.
 */
public final class ConstantPoolScan {

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

  private ConstantPoolScan() {}

  /** Whether {@code classFile} has both names; false for anything that is not a class file. */
  public static boolean hits(byte[] classFile) {
    if (classFile.length < POOL || int4(classFile, 0) != MAGIC) {
      return false;
    }
    try {
      return scan(classFile, int2(classFile, POOL_COUNT));
    } catch (ArrayIndexOutOfBoundsException truncated) {
      return false;
    }
  }

  private static boolean scan(byte[] file, int count) {
    boolean method = false;
    boolean owner = false;
    int at = POOL;
    for (int entry = 1; entry < count && !(method && owner); entry++) {
      int tag = file[at];
      if (tag == UTF8) {
        int length = int2(file, at + 1);
        method |= length == METHOD_NAME.length && matches(file, at + 3, METHOD_NAME);
        owner |= length == OWNER_NAME.length && matches(file, at + 3, OWNER_NAME);
        at += 3 + length;
      } else {
        int size = size(tag);
        if (size == 0) {
          return false;
        }
        at += size;
        if (tag == LONG || tag == DOUBLE) {
          // These two take two entries: JVMS 4.4.5 calls it a poor choice.
          entry++;
        }
      }
    }
    return method && owner;
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
