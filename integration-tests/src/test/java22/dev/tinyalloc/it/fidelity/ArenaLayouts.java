package dev.tinyalloc.it.fidelity;

import static java.lang.foreign.MemoryLayout.PathElement.groupElement;
import static java.lang.foreign.MemoryLayout.PathElement.sequenceElement;
import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.AddressLayout;
import java.lang.foreign.Arena;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SequenceLayout;
import java.lang.foreign.StructLayout;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;

/** Segments by layout, as generated bindings of C libraries use them. */
@SuppressWarnings("restricted")
final class ArenaLayouts {

  private static final StructLayout POINT =
      MemoryLayout.structLayout(
          JAVA_BYTE.withName("tag"),
          MemoryLayout.paddingLayout(3),
          JAVA_INT.withName("x"),
          JAVA_LONG.withName("y"));

  private static final VarHandle X = POINT.varHandle(groupElement("x"));
  private static final VarHandle Y = POINT.varHandle(groupElement("y"));

  private ArenaLayouts() {}

  static void addTo(Checks checks) {
    checks
        .add("struct", () -> Kind.each(ArenaLayouts::struct))
        .add("array of structs", () -> Kind.each(ArenaLayouts::structs))
        .add("sequence", () -> Kind.each(ArenaLayouts::sequence))
        .add("nested sequence", () -> Kind.each(ArenaLayouts::matrix))
        .add("union", () -> Kind.each(ArenaLayouts::union))
        .add("linked list", () -> Kind.each(ArenaLayouts::linkedList))
        .add("count times size", () -> Kind.each(ArenaLayouts::counts))
        .add("too many", () -> Kind.each(ArenaLayouts::tooMany))
        .add("slice handles", () -> Kind.each(ArenaLayouts::sliceHandle))
        .add("wrong offsets", () -> Kind.each(ArenaLayouts::wrongOffsets))
        .add("aligned struct", () -> Kind.each(ArenaLayouts::aligned))
        .add("strings in a struct", () -> Kind.each(ArenaLayouts::strings));
  }

  private static Object struct(Arena arena) {
    MemorySegment point = arena.allocate(POINT);
    X.set(point, 0L, 7);
    Y.set(point, 0L, -8L);
    return Outcome.of(
        point.byteSize(), point.address() % 8, (int) X.get(point, 0L), SegmentContents.all(point));
  }

  private static Object structs(Arena arena) {
    MemorySegment points = arena.allocate(POINT, 100);
    for (int i = 0; i < 100; i++) {
      X.set(points, i * POINT.byteSize(), i);
    }
    int sum = points.elements(POINT).mapToInt(point -> (int) X.get(point, 0L)).sum();
    return Outcome.of(points.byteSize(), sum);
  }

  private static Object sequence(Arena arena) {
    SequenceLayout layout = MemoryLayout.sequenceLayout(20, JAVA_INT);
    VarHandle element = layout.varHandle(sequenceElement());
    MemorySegment segment = arena.allocate(layout);
    for (int i = 0; i < 20; i++) {
      element.set(segment, 0L, (long) i, 3 * i);
    }
    return Outcome.of(
        segment.getAtIndex(JAVA_INT, 19), Refusal.of(() -> (int) element.get(segment, 0L, 20L)));
  }

  private static Object matrix(Arena arena) {
    SequenceLayout layout =
        MemoryLayout.sequenceLayout(5, MemoryLayout.sequenceLayout(6, JAVA_LONG));
    VarHandle cell = layout.varHandle(sequenceElement(), sequenceElement());
    MemorySegment segment = arena.allocate(layout);
    cell.set(segment, 0L, 4L, 5L, 9L);
    return Outcome.of(segment.byteSize(), segment.getAtIndex(JAVA_LONG, 29));
  }

  private static Object union(Arena arena) {
    var layout = MemoryLayout.unionLayout(JAVA_INT.withName("i"), JAVA_LONG.withName("l"));
    MemorySegment segment = arena.allocate(layout);
    layout.varHandle(groupElement("l")).set(segment, 0L, 0x0102030405060708L);
    return Outcome.of((int) layout.varHandle(groupElement("i")).get(segment, 0L));
  }

  private static Object linkedList(Arena arena) {
    StructLayout node =
        MemoryLayout.structLayout(
            JAVA_LONG.withName("value"),
            ADDRESS.withTargetLayout(MemoryLayout.sequenceLayout(16, JAVA_BYTE)).withName("next"));
    AddressLayout next = (AddressLayout) node.select(groupElement("next"));
    MemorySegment head = MemorySegment.NULL;
    for (long i = 0; i < 500; i++) {
      MemorySegment one = arena.allocate(node);
      one.set(JAVA_LONG, 0, i);
      one.set(next, 8, head);
      head = one;
    }
    long sum = 0;
    for (MemorySegment one = head; one.address() != 0; one = next(one, next)) {
      sum += one.get(JAVA_LONG, 0);
    }
    return sum;
  }

  private static MemorySegment next(MemorySegment node, AddressLayout layout) {
    return node.get(layout, 8);
  }

  private static Object counts(Arena arena) {
    List<Long> sizes = new ArrayList<>();
    for (int count : new int[] {0, 1, 2, 100, 10_000}) {
      sizes.add(arena.allocate(POINT, count).byteSize());
    }
    return sizes;
  }

  private static Object tooMany(Arena arena) {
    return Outcome.of(
        Refusal.of(() -> arena.allocate(POINT, Long.MAX_VALUE / 8)),
        Refusal.of(() -> arena.allocate(POINT, -1)),
        Refusal.of(() -> arena.allocate(MemoryLayout.paddingLayout(1), -1)));
  }

  private static Object sliceHandle(Arena arena) throws Throwable {
    var handle =
        MemoryLayout.sequenceLayout(4, POINT).sliceHandle(sequenceElement(), groupElement("y"));
    MemorySegment points = arena.allocate(POINT, 4);
    MemorySegment slice = (MemorySegment) handle.invokeExact(points, 0L, 2L);
    return slice.address() - points.address();
  }

  private static Object wrongOffsets(Arena arena) {
    MemorySegment point = arena.allocate(POINT);
    return Outcome.of(
        Refusal.of(() -> (int) X.get(point, 16L)),
        Refusal.of(() -> (int) X.get(point, 1L)),
        Refusal.of(() -> (int) X.get(point.asSlice(0, 6), 0L)));
  }

  private static Object aligned(Arena arena) {
    MemoryLayout layout = POINT.withByteAlignment(64);
    List<Long> offsets = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      arena.allocate(1);
      offsets.add(arena.allocate(layout).address() % 64);
    }
    return offsets;
  }

  private static Object strings(Arena arena) {
    StructLayout layout =
        MemoryLayout.structLayout(
            ADDRESS.withTargetLayout(MemoryLayout.sequenceLayout(100, JAVA_BYTE)), JAVA_LONG);
    MemorySegment segment = arena.allocate(layout);
    AddressLayout pointer = (AddressLayout) layout.memberLayouts().get(0);
    segment.set(pointer, 0, arena.allocateFrom("pointed at"));
    // The target is said to be 100 bytes long, and they belong to the arena of the pointer or not.
    return segment.get(pointer, 0).getString(0);
  }
}
