package dev.tinyalloc.it.fidelity;

import java.nio.ByteBuffer;
import java.util.zip.Adler32;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import java.util.zip.Checksum;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/** Checksums of direct buffers, and compression from and to them. */
final class Checksums {

  private static final int[] SIZES = {1, 7, 64, 1_000, 4_097, 150_000};

  private Checksums() {}

  static void addTo(Checks checks) {
    checks
        .add("CRC-32", () -> sums(new CRC32()))
        .add("CRC-32C", () -> sums(new CRC32C()))
        .add("Adler-32", () -> sums(new Adler32()))
        .add("CRC-32 of zeroes", () -> ofZeroes(new CRC32()))
        .add("CRC-32C of read-only", () -> ofReadOnly(new CRC32C()))
        .add("deflate", () -> deflated(1_000))
        .add("deflate much", () -> deflated(200_000))
        .add("inflate", () -> inflated(1_000))
        .add("inflate much", () -> inflated(200_000))
        .add("inflate to a read-only buffer", Checksums::inflateRefused)
        .add("inflate garbage", Checksums::inflateGarbage)
        .add("dictionary", Checksums::dictionary);
  }

  private static String sums(Checksum checksum) {
    StringBuilder sums = new StringBuilder();
    for (int size : SIZES) {
      ByteBuffer buffer = Contents.write(ByteBuffer.allocateDirect(size), size);
      checksum.reset();
      checksum.update(buffer.position(size / 3));
      sums.append(Long.toHexString(checksum.getValue())).append(buffer.remaining()).append(' ');
    }
    return sums.toString();
  }

  private static String ofZeroes(Checksum checksum) {
    for (int size : SIZES) {
      checksum.update(ByteBuffer.allocateDirect(size));
    }
    return Long.toHexString(checksum.getValue());
  }

  private static String ofReadOnly(Checksum checksum) {
    checksum.update(Contents.write(ByteBuffer.allocateDirect(777), 1).asReadOnlyBuffer().slice());
    return Long.toHexString(checksum.getValue());
  }

  private static ByteBuffer deflate(ByteBuffer source) {
    Deflater deflater = new Deflater();
    deflater.setInput(source);
    deflater.finish();
    ByteBuffer target = ByteBuffer.allocateDirect(source.capacity() + 100);
    while (!deflater.finished()) {
      deflater.deflate(target);
    }
    deflater.end();
    return target.flip();
  }

  private static String deflated(int size) {
    ByteBuffer source = Contents.write(ByteBuffer.allocateDirect(size), 1);
    ByteBuffer target = deflate(source);
    return Outcome.of(source, target, target.hashCode());
  }

  private static String inflated(int size) throws DataFormatException {
    ByteBuffer source = deflate(Contents.write(ByteBuffer.allocateDirect(size), 1));
    Inflater inflater = new Inflater();
    inflater.setInput(source);
    ByteBuffer target = ByteBuffer.allocateDirect(size);
    int count = inflater.inflate(target);
    inflater.end();
    return Outcome.of(count, source, target, Contents.damage(target, 1));
  }

  private static String inflateRefused() {
    Inflater inflater = new Inflater();
    inflater.setInput(deflate(ByteBuffer.allocateDirect(100)));
    ByteBuffer target = ByteBuffer.allocateDirect(100).asReadOnlyBuffer();
    return Outcome.failure(() -> inflater.inflate(target));
  }

  private static String inflateGarbage() {
    Inflater inflater = new Inflater();
    inflater.setInput(Contents.write(ByteBuffer.allocateDirect(100), 1));
    return Outcome.failure(() -> inflater.inflate(ByteBuffer.allocateDirect(100)));
  }

  private static String dictionary() {
    Deflater deflater = new Deflater();
    deflater.setDictionary(Contents.write(ByteBuffer.allocateDirect(200), 1));
    deflater.setInput(Contents.write(ByteBuffer.allocateDirect(300), 1));
    deflater.finish();
    ByteBuffer target = ByteBuffer.allocateDirect(400);
    int count = deflater.deflate(target, Deflater.SYNC_FLUSH);
    return Outcome.of(count, deflater.getAdler(), target.flip().hashCode());
  }
}
