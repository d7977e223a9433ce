package dev.tinyalloc.agent.report;

import java.io.FilterWriter;
import java.io.IOException;
import java.io.Writer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What is left of the room for a JSON report. Its lists come with the rows that matter most first;
 * each goes on until the whole report has used its share, and the rows after that are left out.
 */
final class JsonRoom {

  /** Writes a row. */
  interface Row<T> {
    void write(T row) throws IOException;
  }

  /** For a report that nobody's editor, script or mail chokes on, however large the program. */
  static final long FILE_BYTES = 4_950_000;

  /** For a report that is packed. */
  static final long NO_LIMIT = Long.MAX_VALUE;

  private final MeasuredWriter out;
  private final long maxBytes;
  private final Map<String, Integer> leftOut = new LinkedHashMap<>();

  JsonRoom(Writer out, long maxBytes) {
    this.out = new MeasuredWriter(out);
    this.maxBytes = maxBytes;
  }

  /** Where the report has to be written to. */
  Writer writer() {
    return out;
  }

  /**
   * Writes {@code rows} until the report has {@code percent} of its room, and returns those that
   * were left out.
   */
  <T> List<T> fill(String name, List<T> rows, int percent, Row<T> row) throws IOException {
    for (int i = 0; i < rows.size(); i++) {
      if (out.bytes >= maxBytes / 100 * percent) {
        leftOut.put(name, rows.size() - i);
        return rows.subList(i, rows.size());
      }
      row.write(rows.get(i));
    }
    return List.of();
  }

  /** Whether {@code bytes} bytes more would be beyond {@code percent} of the room. */
  boolean isTight(long bytes, int percent) {
    return out.bytes + bytes > maxBytes / 100 * percent;
  }

  /** Notes that one of {@code name} was left out. */
  void leaveOut(String name) {
    leftOut.merge(name, 1, Integer::sum);
  }

  /** By list how many rows were left out; lists that are complete are not in it. */
  Map<String, Integer> leftOut() {
    return leftOut;
  }

  /** Counts what goes through it, in bytes of UTF-8. */
  private static final class MeasuredWriter extends FilterWriter {

    private long bytes;

    MeasuredWriter(Writer out) {
      super(out);
    }

    @Override
    public void write(int letter) throws IOException {
      bytes += bytes((char) letter);
      super.write(letter);
    }

    @Override
    public void write(char[] letters, int from, int length) throws IOException {
      for (int i = from; i < from + length; i++) {
        bytes += bytes(letters[i]);
      }
      super.write(letters, from, length);
    }

    @Override
    public void write(String letters, int from, int length) throws IOException {
      for (int i = from; i < from + length; i++) {
        bytes += bytes(letters.charAt(i));
      }
      super.write(letters, from, length);
    }

    /** Two surrogates make one letter of four bytes. */
    private static int bytes(char letter) {
      if (letter < 0x80) {
        return 1;
      }
      return letter < 0x800 || Character.isSurrogate(letter) ? 2 : 3;
    }
  }
}
