package dev.tinyalloc.agent;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * A zip file inside the agent's jar, whose entries are stored as they are: it is read at once, and
 * what is in it is found in memory. {@code java.util.zip} would walk through it entry by entry,
 * which in code that is not compiled yet takes as long as all the rest of the start.
 *
 * <p>Format: PKWARE's APPNOTE.TXT, 4.3.
 */
final class Part {

  /** Bytes of a local header, of one in the directory, and of the end where it has no comment. */
  private static final int LOCAL = 30;

  private static final int CENTRAL = 46;
  private static final int END = 22;

  private static final int LOCAL_SIGNATURE = 0x04034b50;
  private static final int CENTRAL_SIGNATURE = 0x02014b50;
  private static final int END_SIGNATURE = 0x06054b50;

  private final byte[] zip;

  /** Where in the directory an entry is, by its name. */
  private final Map<String, Integer> entries = new HashMap<>();

  /**
   * Over the bytes of a zip file.
   *
   * @throws ZipException where it is damaged, or not written as the agent's build does
   */
  Part(byte[] zip) throws ZipException {
    this.zip = zip;
    try {
      readDirectory();
    } catch (IndexOutOfBoundsException truncated) {
      throw damaged();
    }
  }

  private void readDirectory() throws ZipException {
    int end = zip.length - END;
    check(end, END_SIGNATURE);
    int at = int4(end + 16);
    for (int left = int2(end + 10); left > 0; left--) {
      check(at, CENTRAL_SIGNATURE);
      if (int2(at + 10) != 0) {
        throw new ZipException("a part of the agent's jar is compressed twice");
      }
      int name = int2(at + 28);
      entries.put(text(at + CENTRAL, name), at);
      at += CENTRAL + name + int2(at + 30) + int2(at + 32);
    }
  }

  /** A copy of the file of that name, or null. */
  byte @Nullable [] read(String name) throws ZipException {
    Integer entry = entries.get(name);
    if (entry == null) {
      return null;
    }
    try {
      int header = int4(entry + 42);
      check(header, LOCAL_SIGNATURE);
      int from = header + LOCAL + int2(header + 26) + int2(header + 28);
      int to = from + int4(entry + 24);
      if (to < from || to > zip.length) {
        throw damaged();
      }
      return Arrays.copyOfRange(zip, from, to);
    } catch (IndexOutOfBoundsException truncated) {
      throw damaged();
    }
  }

  private void check(int at, int signature) throws ZipException {
    if (int4(at) != signature) {
      throw damaged();
    }
  }

  private ZipException damaged() {
    return new ZipException(
        "a part of the agent's jar is damaged: it has " + zip.length + " bytes");
  }

  /** Names of classes that are written in ASCII, as all are here. */
  @SuppressWarnings("deprecation")
  private String text(int at, int length) {
    return new String(zip, 0, at, length);
  }

  private int int2(int at) {
    return (zip[at] & 0xFF) | ((zip[at + 1] & 0xFF) << 8);
  }

  private int int4(int at) {
    return int2(at) | (int2(at + 2) << 16);
  }
}
