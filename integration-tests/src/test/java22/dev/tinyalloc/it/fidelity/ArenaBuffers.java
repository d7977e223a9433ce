package dev.tinyalloc.it.fidelity;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;

/** Segments as buffers. */
final class ArenaBuffers {

  private ArenaBuffers() {}

  static void addTo(Checks checks) {
    checks
        .add("properties", () -> Kind.each(ArenaBuffers::properties))
        .add("both see the same", () -> Kind.each(ArenaBuffers::same))
        .add("in either order", () -> Kind.each(ArenaBuffers::orders))
        .add("slices and duplicates", () -> Kind.each(ArenaBuffers::views))
        .add("typed views", () -> Kind.each(ArenaBuffers::typed))
        .add("read-only", () -> Kind.each(ArenaBuffers::readOnly))
        .add("address", () -> Kind.each(ArenaBuffers::address))
        .add("cleaner", () -> Kind.each(ArenaBuffers::cleaner))
        .add("freed by hand", () -> Kind.each(ArenaBuffers::freed))
        .add("back to a segment", () -> Kind.each(ArenaBuffers::roundTrip))
        .add("part back to a segment", () -> Kind.each(ArenaBuffers::partialRoundTrip))
        .add("by another thread", () -> Kind.each(ArenaBuffers::foreign))
        .add("too large", () -> Kind.each(ArenaBuffers::tooLarge))
        .add("checksums", () -> Kind.each(ArenaBuffers::checksums))
        .add("compared", () -> Kind.each(ArenaBuffers::compared))
        .add("aligned slice", () -> Kind.each(ArenaBuffers::alignedSlice))
        .add("keeps an automatic arena", ArenaBuffers::keeps)
        .add("large", () -> Kind.each(Kind.FREED, ArenaBuffers::large));
  }

  private static Object properties(Arena arena) {
    ByteBuffer buffer = arena.allocate(100).asByteBuffer();
    return Outcome.of(
        buffer,
        buffer.getClass(),
        buffer.isDirect(),
        buffer.isReadOnly(),
        buffer.order(),
        buffer.hasArray());
  }

  private static Object same(Arena arena) {
    MemorySegment segment = arena.allocate(16);
    ByteBuffer buffer = segment.asByteBuffer();
    buffer.put(3, (byte) 7).putInt(8, 0x01020304);
    segment.set(JAVA_BYTE, 15, (byte) 9);
    return Outcome.of(SegmentContents.all(segment), buffer.get(15));
  }

  private static Object orders(Arena arena) {
    ByteBuffer buffer = arena.allocate(16).asByteBuffer();
    buffer.putLong(0, 1).order(LITTLE_ENDIAN).putLong(8, 1);
    return Contents.all(buffer);
  }

  private static Object views(Arena arena) {
    ByteBuffer buffer = Contents.write(arena.allocate(100).asByteBuffer(), 1);
    ByteBuffer slice = buffer.position(10).limit(50).slice();
    return Outcome.of(
        slice,
        slice.get(0),
        slice.duplicate().order(),
        slice.getClass(),
        Refusal.of(() -> slice.get(40)));
  }

  private static Object typed(Arena arena) {
    ByteBuffer buffer = arena.allocate(32).asByteBuffer();
    buffer.asLongBuffer().put(1, 5);
    buffer.asCharBuffer().put(0, 'x');
    return Outcome.of(
        Contents.all(buffer), buffer.asDoubleBuffer(), buffer.asIntBuffer().getClass());
  }

  private static Object readOnly(Arena arena) {
    ByteBuffer buffer = arena.allocate(10).asReadOnly().asByteBuffer();
    return Outcome.of(
        buffer.isReadOnly(),
        buffer.getClass(),
        Refusal.of(() -> buffer.put(0, (byte) 1)),
        Refusal.of(() -> MemorySegment.ofBuffer(buffer).fill((byte) 1)));
  }

  private static Object address(Arena arena) {
    MemorySegment segment = arena.allocate(100);
    ByteBuffer buffer = segment.asByteBuffer();
    return Outcome.of(
        Refusal.of(() -> Internals.address(buffer) == segment.address()),
        Refusal.of(() -> Internals.address(buffer.slice(5, 9)) - segment.address()));
  }

  private static Object cleaner(Arena arena) {
    ByteBuffer buffer = arena.allocate(100).asByteBuffer();
    return Outcome.of(
        Internals.cleaner(buffer) == null,
        Internals.cleaner(buffer.slice()) == null,
        Internals.attachment(buffer) == null);
  }

  private static Object freed(Arena arena) {
    MemorySegment segment = SegmentContents.write(arena.allocate(100), 1);
    ByteBuffer buffer = segment.asByteBuffer();
    return Outcome.of(
        Refusal.ofRunning(() -> Internals.free(buffer)),
        Refusal.ofRunning(() -> Internals.free(buffer.duplicate())),
        SegmentContents.damage(segment, 1));
  }

  private static Object roundTrip(Arena arena) {
    MemorySegment segment = SegmentContents.write(arena.allocate(100), 1);
    MemorySegment back = MemorySegment.ofBuffer(segment.asByteBuffer());
    return Outcome.of(
        back.equals(segment),
        back.address() == segment.address(),
        back.byteSize(),
        back.scope() == arena.scope(),
        SegmentContents.damage(back, 1),
        back.isAccessibleBy(new Thread()));
  }

  private static Object partialRoundTrip(Arena arena) {
    MemorySegment segment = arena.allocate(100);
    ByteBuffer buffer = segment.asByteBuffer().position(20).limit(60);
    MemorySegment back = MemorySegment.ofBuffer(buffer.asShortBuffer());
    return Outcome.of(back.address() - segment.address(), back.byteSize(), back.isReadOnly());
  }

  private static Object foreign(Arena arena) throws InterruptedException {
    ByteBuffer buffer = arena.allocate(100).asByteBuffer();
    return Outcome.of(
        Refusal.elsewhere(() -> buffer.get(0)),
        Refusal.elsewhere(() -> buffer.putLong(0, 5).order()),
        Refusal.virtually(() -> buffer.slice(0, 5).get(0)),
        Refusal.elsewhere(() -> MemorySegment.ofBuffer(buffer).byteSize()));
  }

  @SuppressWarnings("restricted")
  private static Object tooLarge(Arena arena) {
    MemorySegment segment = arena.allocate(16);
    return Refusal.of(() -> segment.reinterpret(1L << 31).asByteBuffer());
  }

  private static Object checksums(Arena arena) {
    ByteBuffer buffer = Contents.write(arena.allocate(5_000).asByteBuffer(), 1);
    return Refusal.of(
        () -> {
          CRC32 sum = new CRC32();
          sum.update(buffer);
          return sum.getValue();
        });
  }

  private static Object compared(Arena arena) {
    ByteBuffer one = Contents.write(arena.allocate(100).asByteBuffer(), 1);
    ByteBuffer two = Contents.write(ByteBuffer.allocate(100), 1);
    return Outcome.of(
        one.equals(two), one.hashCode() == two.hashCode(), one.mismatch(two), one.compareTo(two));
  }

  private static Object alignedSlice(Arena arena) {
    ByteBuffer buffer = arena.allocate(200, 64).asByteBuffer();
    return Outcome.of(
        Refusal.of(() -> buffer.alignedSlice(64)),
        Refusal.of(() -> buffer.position(3).alignedSlice(64)),
        Refusal.of(() -> buffer.alignmentOffset(5, 64)));
  }

  private static String keeps() throws InterruptedException {
    List<ByteBuffer> buffers = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      buffers.add(Contents.write(Arena.ofAuto().allocate(1_000).asByteBuffer(), i));
    }
    System.gc();
    Thread.sleep(20);
    ArenaDirt.spread(1_000, 50);
    int damaged = 0;
    for (int i = 0; i < buffers.size(); i++) {
      damaged += Contents.damage(buffers.get(i), i) < 0 ? 0 : 1;
    }
    return damaged + " damaged";
  }

  private static Object large(Arena arena) {
    ByteBuffer buffer = Contents.write(arena.allocate(500_000).asByteBuffer(), 1);
    return Outcome.of(buffer, Contents.damage(buffer, 1));
  }
}
