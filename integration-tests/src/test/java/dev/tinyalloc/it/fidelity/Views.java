package dev.tinyalloc.it.fidelity;

import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** Slices, duplicates, read-only and typed views. */
final class Views {

  private static final List<ByteOrder> ORDERS =
      List.of(ByteOrder.BIG_ENDIAN, ByteOrder.LITTLE_ENDIAN);

  private Views() {}

  static void addTo(Checks checks) {
    checks
        .add("slice", () -> described(ByteBuffer.allocateDirect(64).position(8).slice()))
        .add("slice of a range", () -> described(ByteBuffer.allocateDirect(64).slice(8, 16)))
        .add("duplicate", () -> described(ByteBuffer.allocateDirect(64).position(8).duplicate()))
        .add("read-only", () -> described(ByteBuffer.allocateDirect(64).asReadOnlyBuffer()))
        .add("read-only refuses", Views::readOnlyRefuses)
        .add("typed", Views::typed)
        .add("typed, read-only", Views::typedReadOnly)
        .add("typed at an odd place", Views::typedAtOddPlace)
        .add("typed attachments", Views::typedAttachments)
        .add("orders of views", Views::orders)
        .add("attachment is the root", Views::attachments)
        .add("no cleaners", Views::cleaners)
        .add("shared content", Views::sharedContent)
        .add("slice out of bounds", Views::sliceBounds)
        .add("aligned slice", Views::alignedSlice)
        .add("aligned slice to a page", Views::alignedToPage)
        .add("alignment offsets", Views::alignmentOffsets)
        .add("alignment refused", Views::alignmentRefused)
        .add("compact", Views::compact)
        .add("slice of nothing", Views::sliceOfNothing)
        .add("slice keeps the memory", Views::sliceKeepsMemory)
        .add("typed view keeps the memory", Views::typedKeepsMemory)
        .add("fields of a slice", Views::fieldsOfSlice);
  }

  private static String described(ByteBuffer view) throws IllegalAccessException {
    return Outcome.of(
        view, view.getClass(), view.order(), view.isDirect(), view.isReadOnly(), view.hasArray());
  }

  private static String readOnlyRefuses() {
    ByteBuffer view = ByteBuffer.allocateDirect(64).asReadOnlyBuffer();
    return Outcome.of(
        Outcome.failure(() -> view.put((byte) 1)),
        Outcome.failure(() -> view.putInt(0, 1)),
        Outcome.failure(() -> view.put(new byte[3])),
        Outcome.failure(() -> view.put(ByteBuffer.allocate(3))),
        Outcome.failure(view::compact),
        Outcome.failure(view::array));
  }

  private static List<Buffer> typedViews(ByteBuffer buffer) {
    return List.of(
        buffer.asCharBuffer(),
        buffer.asShortBuffer(),
        buffer.asIntBuffer(),
        buffer.asLongBuffer(),
        buffer.asFloatBuffer(),
        buffer.asDoubleBuffer());
  }

  private static String typed() {
    List<Object> views = new ArrayList<>();
    for (ByteOrder order : ORDERS) {
      ByteBuffer buffer = Contents.write(ByteBuffer.allocateDirect(40), 3).order(order);
      for (Buffer view : typedViews(buffer)) {
        views.add(view.getClass().getSimpleName() + view.capacity() + view.isDirect());
      }
      views.add((int) buffer.asCharBuffer().get(1));
      views.add(buffer.asShortBuffer().get(1));
      views.add(buffer.asIntBuffer().get(1));
      views.add(buffer.asLongBuffer().get(1));
      views.add(buffer.asFloatBuffer().get(1));
      views.add(buffer.asDoubleBuffer().get(1));
    }
    return views.toString();
  }

  private static String typedReadOnly() {
    List<Object> views = new ArrayList<>();
    for (ByteOrder order : ORDERS) {
      ByteBuffer buffer = ByteBuffer.allocateDirect(40).asReadOnlyBuffer().order(order);
      typedViews(buffer).forEach(view -> views.add(view.getClass() + " " + view.isReadOnly()));
      views.add(Outcome.failure(() -> buffer.asLongBuffer().put(0, 1)));
    }
    return views.toString();
  }

  private static String typedAtOddPlace() {
    ByteBuffer buffer = Contents.write(ByteBuffer.allocateDirect(41), 5).position(3);
    return Outcome.of(
        typedViews(buffer), buffer.asLongBuffer().get(2), buffer.asIntBuffer().put(0, 7).get(0));
  }

  private static String typedAttachments() {
    ByteBuffer buffer = ByteBuffer.allocateDirect(40).order(ByteOrder.nativeOrder());
    List<Object> attachments = new ArrayList<>();
    for (Buffer view : typedViews(buffer)) {
      attachments.add(Internals.attachment(view) == buffer);
      attachments.add(Internals.cleaner(view));
    }
    return attachments.toString();
  }

  private static String orders() {
    ByteBuffer buffer = ByteBuffer.allocateDirect(40).order(ByteOrder.LITTLE_ENDIAN);
    return Outcome.of(
        buffer.slice().order(),
        buffer.duplicate().order(),
        buffer.asReadOnlyBuffer().order(),
        buffer.alignedSlice(8).order(),
        buffer.asIntBuffer().order(),
        buffer.putInt(0, 1).order(ByteOrder.BIG_ENDIAN).getInt(0));
  }

  private static String attachments() {
    ByteBuffer buffer = ByteBuffer.allocateDirect(64);
    List<ByteBuffer> views =
        List.of(
            buffer.slice(),
            buffer.slice(3, 9).duplicate(),
            buffer.asReadOnlyBuffer().slice(),
            buffer.alignedSlice(16).slice().slice());
    return views.stream().map(view -> Internals.attachment(view) == buffer).toList().toString();
  }

  private static String cleaners() {
    ByteBuffer buffer = ByteBuffer.allocateDirect(64);
    return Outcome.of(
        Internals.cleaner(buffer.slice()),
        Internals.cleaner(buffer.duplicate()),
        Internals.cleaner(buffer.asReadOnlyBuffer()),
        Internals.cleaner(buffer.alignedSlice(8)));
  }

  private static byte[] sharedContent() {
    ByteBuffer buffer = ByteBuffer.allocateDirect(24);
    ByteBuffer view = buffer.asReadOnlyBuffer();
    buffer.slice(4, 8).putInt(2, 0x01020304);
    buffer.duplicate().order(ByteOrder.LITTLE_ENDIAN).putLong(12, 5);
    return Contents.all(view);
  }

  private static String sliceBounds() {
    ByteBuffer buffer = ByteBuffer.allocateDirect(64);
    return Outcome.of(
        Outcome.failure(() -> buffer.slice(60, 5)),
        Outcome.failure(() -> buffer.slice(-1, 5)),
        Outcome.failure(() -> buffer.slice(1, -5)));
  }

  private static String alignedSlice() {
    List<Object> slices = new ArrayList<>();
    for (int unit = 1; unit <= 16; unit *= 2) {
      slices.add(ByteBuffer.allocateDirect(100).position(5).alignedSlice(unit));
    }
    return slices.toString();
  }

  /** How such a slice lies depends on the address; that it is aligned does not. */
  private static String alignedToPage() {
    ByteBuffer slice = ByteBuffer.allocateDirect(3 * 4_096 - 1).alignedSlice(4_096);
    return Outcome.of(
        slice.capacity() >= 4_096,
        slice.capacity() % 4_096,
        slice.alignmentOffset(0, 4_096),
        Internals.address(slice) % 4_096);
  }

  private static String alignmentOffsets() {
    ByteBuffer buffer = ByteBuffer.allocateDirect(100);
    List<Object> offsets = new ArrayList<>();
    for (int index = 0; index < 20; index += 3) {
      offsets.add(buffer.alignmentOffset(index, 8) + "/" + buffer.alignmentOffset(index, 16));
    }
    return offsets.toString();
  }

  private static String alignmentRefused() {
    ByteBuffer buffer = ByteBuffer.allocateDirect(100);
    return Outcome.of(
        Outcome.failure(() -> buffer.alignmentOffset(0, 3)),
        Outcome.failure(() -> buffer.alignmentOffset(-1, 8)),
        Outcome.failure(() -> buffer.alignedSlice(0)));
  }

  private static String compact() {
    ByteBuffer buffer = Contents.write(ByteBuffer.allocateDirect(16), 1).position(5).compact();
    return Outcome.of(buffer, Contents.all(buffer));
  }

  private static String sliceOfNothing() {
    ByteBuffer slice = ByteBuffer.allocateDirect(64).position(64).slice();
    return Outcome.of(slice, slice.getClass(), Outcome.failure(() -> slice.get(0)));
  }

  private static String sliceKeepsMemory() throws InterruptedException {
    ByteBuffer slice = Contents.write(ByteBuffer.allocateDirect(3_000), 9).slice(0, 3_000);
    tempt(3_000);
    return Contents.damage(slice, 9) + " " + slice;
  }

  private static String typedKeepsMemory() throws InterruptedException {
    var longs = Contents.write(ByteBuffer.allocateDirect(3_000), 9).asLongBuffer();
    tempt(3_000);
    ByteBuffer copy = ByteBuffer.allocate(3_000);
    copy.asLongBuffer().put(longs);
    return Contents.damage(copy, 9) + " " + longs;
  }

  /** Whoever takes memory back too early hands it out here, and gets it overwritten. */
  private static void tempt(int size) throws InterruptedException {
    System.gc();
    Thread.sleep(20);
    System.gc();
    Dirt.spread(size, 500);
  }

  private static String fieldsOfSlice() throws IllegalAccessException {
    return Identity.fields(ByteBuffer.allocateDirect(64).slice(8, 9))
        .replaceAll("att=[^,\\]]*[\\]]?", "att");
  }
}
