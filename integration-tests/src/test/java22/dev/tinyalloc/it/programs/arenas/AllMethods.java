package dev.tinyalloc.it.programs.arenas;

import static dev.tinyalloc.it.programs.arenas.Here.allocated;
import static dev.tinyalloc.it.programs.arenas.Here.allocatedFrom;
import static dev.tinyalloc.it.programs.arenas.Here.here;
import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_CHAR;
import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;
import static java.nio.charset.StandardCharsets.UTF_16LE;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** Every method of an arena that allocates, called once. */
final class AllMethods {

  private final Arena arena;

  AllMethods(Arena arena) {
    this.arena = arena;
  }

  void call() {
    sizes();
    values();
    arrays();
    others();
  }

  private void sizes() {
    allocated("size", here(), arena.allocate(Here.SIZE));
    allocated("size and alignment", here(), arena.allocate(Here.SIZE, 32));
    allocated("layout", here(), arena.allocate(JAVA_LONG));
    allocated("layout and count", here(), arena.allocate(JAVA_LONG, 8));
  }

  private void values() {
    allocatedFrom("byte", here(), arena.allocateFrom(JAVA_BYTE, (byte) 1));
    allocatedFrom("char", here(), arena.allocateFrom(JAVA_CHAR, '1'));
    allocatedFrom("short", here(), arena.allocateFrom(JAVA_SHORT, (short) 1));
    allocatedFrom("int", here(), arena.allocateFrom(JAVA_INT, 1));
    allocatedFrom("float", here(), arena.allocateFrom(JAVA_FLOAT, 1f));
    allocatedFrom("long", here(), arena.allocateFrom(JAVA_LONG, 1L));
    allocatedFrom("double", here(), arena.allocateFrom(JAVA_DOUBLE, 1d));
    allocatedFrom("address", here(), arena.allocateFrom(ADDRESS, MemorySegment.NULL));
  }

  private void arrays() {
    allocatedFrom("byte[]", here(), arena.allocateFrom(JAVA_BYTE, (byte) 1, (byte) 1));
    allocatedFrom("char[]", here(), arena.allocateFrom(JAVA_CHAR, '1', '1'));
    allocatedFrom("short[]", here(), arena.allocateFrom(JAVA_SHORT, (short) 1, (short) 1));
    allocatedFrom("int[]", here(), arena.allocateFrom(JAVA_INT, 1, 1));
    allocatedFrom("float[]", here(), arena.allocateFrom(JAVA_FLOAT, 1f, 1f));
    allocatedFrom("long[]", here(), arena.allocateFrom(JAVA_LONG, 1L, 1L));
    allocatedFrom("double[]", here(), arena.allocateFrom(JAVA_DOUBLE, 1d, 1d));
  }

  private void others() {
    allocatedFrom("string", here(), arena.allocateFrom("text"));
    allocatedFrom("string and charset", here(), arena.allocateFrom("text", UTF_16LE));
    MemorySegment source = MemorySegment.ofArray(new int[8]);
    allocatedFrom("segment", here(), arena.allocateFrom(JAVA_INT, source, JAVA_INT, 0, 8));
  }
}
