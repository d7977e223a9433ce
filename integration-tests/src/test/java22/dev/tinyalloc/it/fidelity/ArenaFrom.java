package dev.tinyalloc.it.fidelity;

import static java.nio.ByteOrder.BIG_ENDIAN;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The eighteen ways of {@code allocateFrom}. */
final class ArenaFrom {

  private static final String TEXT = "caf\u00e9 \u20ac \ud83d\ude00";

  private ArenaFrom() {}

  static void addTo(Checks checks) {
    checks
        .add("string", () -> from(arena -> arena.allocateFrom(TEXT)))
        .add("empty string", () -> from(arena -> arena.allocateFrom("")))
        .add("strings by charset", ArenaFrom::charsets)
        .add("byte", () -> from(arena -> arena.allocateFrom(ValueLayout.JAVA_BYTE, (byte) 7)))
        .add("char", () -> from(arena -> arena.allocateFrom(ValueLayout.JAVA_CHAR, 'x')))
        .add("short", () -> from(arena -> arena.allocateFrom(ValueLayout.JAVA_SHORT, (short) 258)))
        .add("int", () -> from(arena -> arena.allocateFrom(ValueLayout.JAVA_INT, 0x01020304)))
        .add("float", () -> from(arena -> arena.allocateFrom(ValueLayout.JAVA_FLOAT, 1.5f)))
        .add("long", () -> from(arena -> arena.allocateFrom(ValueLayout.JAVA_LONG, -5L)))
        .add("double", () -> from(arena -> arena.allocateFrom(ValueLayout.JAVA_DOUBLE, -2.5)))
        .add("address", () -> from(ArenaFrom::address))
        .add("segment", () -> from(ArenaFrom::segment))
        .add("segment, other order", () -> from(ArenaFrom::segmentSwapped))
        .add("bytes", () -> from(arena -> arena.allocateFrom(ValueLayout.JAVA_BYTE, bytes(33))))
        .add("shorts", () -> from(ArenaFrom::shorts))
        .add("chars", () -> from(ArenaFrom::chars))
        .add("ints", () -> from(arena -> arena.allocateFrom(ValueLayout.JAVA_INT, 1, -2, 3)))
        .add("floats", () -> from(arena -> arena.allocateFrom(ValueLayout.JAVA_FLOAT, 1f, -2f)))
        .add("longs", () -> from(arena -> arena.allocateFrom(ValueLayout.JAVA_LONG, 1L, -2L)))
        .add("doubles", () -> from(arena -> arena.allocateFrom(ValueLayout.JAVA_DOUBLE, 1., -2.)))
        .add("big-endian", () -> from(ArenaFrom::bigEndian))
        .add("no elements", () -> from(ArenaFrom::noElements))
        .add("many elements", () -> Kind.each(ArenaFrom::many))
        .add("a string of each length", () -> Kind.each(ArenaFrom::lengths))
        .add("large string", () -> Kind.each(Kind.FREED, ArenaFrom::large))
        .add("written segments stay", () -> Kind.each(ArenaFrom::stay))
        .add("nothing", () -> Kind.each(ArenaFrom::nulls))
        .add("wrong segments", () -> Kind.each(ArenaFrom::wrongSegments))
        .add("closed", ArenaFrom::closed);
  }

  /** Contents, size and alignment; twice, since the second lies elsewhere. */
  private static String from(Kind.Use allocate) throws Throwable {
    return Kind.each(
        arena -> {
          List<Object> found = new ArrayList<>();
          for (int i = 0; i < 2; i++) {
            MemorySegment segment = (MemorySegment) allocate.of(arena);
            found.add(SegmentContents.all(segment));
            found.add(segment.address() % 8 == 0);
          }
          return Outcome.of(found.toArray());
        });
  }

  private static byte[] bytes(int count) {
    return Contents.bytes(count, 3);
  }

  private static String charsets() throws Throwable {
    List<String> found = new ArrayList<>();
    for (Charset charset : List.of(UTF_8, US_ASCII, ISO_8859_1, UTF_16LE, UTF_16BE)) {
      found.add(from(arena -> arena.allocateFrom(TEXT, charset)));
    }
    found.add(from(arena -> arena.allocateFrom(TEXT, Charset.forName("UTF-32BE"))));
    return found.toString();
  }

  private static MemorySegment address(Arena arena) {
    return arena.allocateFrom(ValueLayout.ADDRESS, MemorySegment.ofAddress(0x1234_5678_9abcL));
  }

  private static MemorySegment segment(Arena arena) {
    MemorySegment source = MemorySegment.ofArray(new int[] {1, 2, 3, 4, 5});
    return arena.allocateFrom(ValueLayout.JAVA_INT, source, ValueLayout.JAVA_INT, 4, 3);
  }

  private static MemorySegment segmentSwapped(Arena arena) {
    MemorySegment source = arena.allocateFrom(ValueLayout.JAVA_INT, 1, 2, 3, 4, 5);
    ValueLayout swapped = ValueLayout.JAVA_INT.withOrder(BIG_ENDIAN);
    return arena.allocateFrom(swapped, source, ValueLayout.JAVA_INT, 8, 3);
  }

  private static MemorySegment shorts(Arena arena) {
    return arena.allocateFrom(ValueLayout.JAVA_SHORT, (short) 1, (short) -2, (short) 258);
  }

  private static MemorySegment chars(Arena arena) {
    return arena.allocateFrom(ValueLayout.JAVA_CHAR, TEXT.toCharArray());
  }

  private static MemorySegment bigEndian(Arena arena) {
    return arena.allocateFrom(ValueLayout.JAVA_LONG.withOrder(BIG_ENDIAN), 1L, 0x0102030405060708L);
  }

  private static MemorySegment noElements(Arena arena) {
    return arena.allocateFrom(ValueLayout.JAVA_INT, new int[0]);
  }

  private static Object many(Arena arena) {
    long[] longs = new long[5_000];
    Arrays.setAll(longs, i -> i * 77L);
    MemorySegment segment = arena.allocateFrom(ValueLayout.JAVA_LONG, longs);
    return Arrays.equals(segment.toArray(ValueLayout.JAVA_LONG), longs);
  }

  private static Object lengths(Arena arena) {
    List<Integer> wrong = new ArrayList<>();
    for (int length = 0; length < 300; length++) {
      String text = "x".repeat(length);
      MemorySegment segment = arena.allocateFrom(text);
      if (segment.byteSize() != length + 1 || !segment.getString(0).equals(text)) {
        wrong.add(length);
      }
    }
    return wrong;
  }

  private static Object large(Arena arena) {
    String text = TEXT.repeat(50_000);
    MemorySegment segment = arena.allocateFrom(text, UTF_16LE);
    return Outcome.of(segment.byteSize(), segment.getString(0, UTF_16LE).equals(text));
  }

  private static Object stay(Arena arena) {
    List<MemorySegment> segments = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      segments.add(arena.allocateFrom(ValueLayout.JAVA_BYTE, Contents.bytes(1 + i % 90, i)));
    }
    return SegmentContents.damaged(segments);
  }

  private static Object nulls(Arena arena) {
    return Outcome.of(
        Refusal.of(() -> arena.allocateFrom((String) null)),
        Refusal.of(() -> arena.allocateFrom("a", null)),
        Refusal.of(() -> arena.allocateFrom(ValueLayout.JAVA_INT, (int[]) null)),
        Refusal.of(() -> arena.allocateFrom((ValueLayout.OfInt) null, 1)),
        Refusal.of(() -> arena.allocateFrom(ValueLayout.ADDRESS, (MemorySegment) null)));
  }

  private static Object wrongSegments(Arena arena) {
    MemorySegment source = MemorySegment.ofArray(new byte[20]);
    ValueLayout ints = ValueLayout.JAVA_INT;
    return Outcome.of(
        Refusal.of(() -> arena.allocateFrom(ints, source, ints, 0, 2)),
        Refusal.of(() -> arena.allocateFrom(ints, source, ValueLayout.JAVA_BYTE, 0, 2)),
        Refusal.of(() -> bytes(arena, source, 0, 21)),
        Refusal.of(() -> bytes(arena, source, -1, 2)),
        Refusal.of(() -> bytes(arena, source, 0, -2)),
        Refusal.of(() -> arena.allocateFrom(ValueLayout.ADDRESS, source)));
  }

  private static MemorySegment bytes(Arena arena, MemorySegment source, long offset, long count) {
    ValueLayout bytes = ValueLayout.JAVA_BYTE;
    return arena.allocateFrom(bytes, source, bytes, offset, count);
  }

  private static String closed() throws Throwable {
    return Kind.each(
        Kind.CLOSEABLE,
        arena -> {
          arena.close();
          return Outcome.of(
              Refusal.of(() -> arena.allocateFrom("abc")),
              Refusal.of(() -> arena.allocateFrom(ValueLayout.JAVA_INT, 1)),
              Refusal.of(() -> arena.allocateFrom(ValueLayout.JAVA_INT, 1, 2, 3)),
              Refusal.of(() -> arena.allocateFrom(ValueLayout.JAVA_BYTE, new byte[0])));
        });
  }
}
