package dev.tinyalloc.it.fidelity;

import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;

/** Files through direct buffers. */
final class FileChannels {

  /** What a check does with a file of its own, open to read and write. */
  @FunctionalInterface
  private interface Use {
    Object of(FileChannel channel, Path file) throws Exception;
  }

  private FileChannels() {}

  static void addTo(Checks checks) {
    checks
        .add("write", () -> with(FileChannels::write))
        .add("write, read-only buffer", () -> with(FileChannels::writeReadOnly))
        .add("write a slice", () -> with(FileChannels::writeSlice))
        .add("write in place", () -> with(FileChannels::writeInPlace))
        .add("gather", () -> with(FileChannels::gather))
        .add("read", () -> with(FileChannels::read))
        .add("read in place", () -> with(FileChannels::readInPlace))
        .add("read to a read-only buffer", () -> with(FileChannels::readRefused))
        .add("read beyond the end", () -> with(FileChannels::readBeyond))
        .add("scatter", () -> with(FileChannels::scatter))
        .add("transfer from", () -> with(FileChannels::transferFrom))
        .add("transfer to", () -> with(FileChannels::transferTo))
        .add("a megabyte and a bit", () -> with(FileChannels::large))
        .add("small ones in turn", () -> with(FileChannels::inTurn))
        .add("read at once from a file channel", () -> with(FileChannels::stream))
        .add("asynchronous", () -> with((channel, file) -> asynchronous(file)))
        .add("asynchronous, read-only", () -> with((channel, file) -> asynchronousRefused(file)))
        .add("mapped against direct", () -> with(FileChannels::mapped))
        .add("closed", () -> with(FileChannels::closed));
  }

  private static Object with(Use use) throws Exception {
    Path file = Files.createTempFile(Path.of(""), "buffer", null);
    try (FileChannel channel = FileChannel.open(file, READ, WRITE)) {
      return use.of(channel, file);
    } finally {
      Files.delete(file);
    }
  }

  private static Object write(FileChannel channel, Path file) throws IOException {
    ByteBuffer buffer = Contents.write(ByteBuffer.allocateDirect(5_000), 1);
    return Outcome.of(channel.write(buffer), buffer, checked(file, 1));
  }

  private static int checked(Path file, int seed) throws IOException {
    return Contents.damage(ByteBuffer.wrap(Files.readAllBytes(file)), seed);
  }

  private static Object writeReadOnly(FileChannel channel, Path file) throws IOException {
    ByteBuffer buffer = Contents.write(ByteBuffer.allocateDirect(50), 1).asReadOnlyBuffer();
    return Outcome.of(channel.write(buffer), buffer, Files.readAllBytes(file));
  }

  private static Object writeSlice(FileChannel channel, Path file) throws IOException {
    ByteBuffer buffer = Contents.write(ByteBuffer.allocateDirect(50), 1);
    return Outcome.of(channel.write(buffer.slice(7, 20)), buffer, Files.readAllBytes(file));
  }

  private static Object writeInPlace(FileChannel channel, Path file) throws IOException {
    ByteBuffer buffer = Contents.write(ByteBuffer.allocateDirect(20), 1).position(3);
    return Outcome.of(channel.write(buffer, 5), buffer, Files.readAllBytes(file));
  }

  private static Object gather(FileChannel channel, Path file) throws IOException {
    ByteBuffer[] buffers = {
      Contents.write(ByteBuffer.allocateDirect(20), 1).limit(10),
      Contents.write(ByteBuffer.allocate(5), 1),
      Contents.write(ByteBuffer.allocateDirect(30), 2).position(20)
    };
    return Outcome.of(channel.write(buffers), buffers, Files.readAllBytes(file));
  }

  private static Object read(FileChannel channel, Path file) throws IOException {
    Path unused = Files.write(file, Contents.bytes(5_000, 1));
    ByteBuffer buffer = ByteBuffer.allocateDirect(5_000);
    return Outcome.of(channel.read(buffer), buffer, Contents.damage(buffer, 1));
  }

  private static Object readInPlace(FileChannel channel, Path file) throws IOException {
    Path unused = Files.write(file, Contents.bytes(50, 1));
    ByteBuffer buffer = ByteBuffer.allocateDirect(20).position(4);
    return Outcome.of(channel.read(buffer, 30), buffer, Contents.all(buffer));
  }

  private static Object readRefused(FileChannel channel, Path file) {
    ByteBuffer buffer = ByteBuffer.allocateDirect(20).asReadOnlyBuffer();
    return Outcome.failure(() -> channel.read(buffer));
  }

  private static Object readBeyond(FileChannel channel, Path file) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocateDirect(20);
    return Outcome.of(channel.read(buffer), channel.read(buffer, 100), buffer);
  }

  private static Object scatter(FileChannel channel, Path file) throws IOException {
    Path unused = Files.write(file, Contents.bytes(45, 1));
    ByteBuffer[] buffers = {
      ByteBuffer.allocateDirect(20), ByteBuffer.allocate(10), ByteBuffer.allocateDirect(30)
    };
    return Outcome.of(
        channel.read(buffers), buffers, Contents.all(buffers[0]), Contents.all(buffers[2]));
  }

  private static Object transferFrom(FileChannel channel, Path file) throws IOException {
    ByteBuffer source = Contents.write(ByteBuffer.allocateDirect(10_000), 1);
    ReadableByteChannel pieces =
        new ReadableByteChannel() {
          @Override
          public int read(ByteBuffer target) {
            int count = Math.min(Math.min(source.remaining(), target.remaining()), 999);
            target.put(source.slice(source.position(), count));
            source.position(source.position() + count);
            return count == 0 ? -1 : count;
          }

          @Override
          public boolean isOpen() {
            return true;
          }

          @Override
          public void close() {}
        };
    return Outcome.of(channel.transferFrom(pieces, 0, 10_000), checked(file, 1));
  }

  private static Object transferTo(FileChannel channel, Path file) throws IOException {
    Path unused = Files.write(file, Contents.bytes(3_000, 1));
    Path target = Files.createTempFile(Path.of(""), "target", null);
    try (FileChannel other = FileChannel.open(target, READ, WRITE)) {
      long count = channel.transferTo(0, 3_000, other);
      ByteBuffer buffer = ByteBuffer.allocateDirect(3_000);
      return Outcome.of(count, other.read(buffer, 0), Contents.damage(buffer, 1));
    } finally {
      Files.delete(target);
    }
  }

  private static Object large(FileChannel channel, Path file) throws IOException {
    int size = (1 << 20) + 3;
    ByteBuffer buffer = Contents.write(ByteBuffer.allocateDirect(size), 1);
    ByteBuffer copy = ByteBuffer.allocateDirect(size);
    return Outcome.of(
        channel.write(buffer), channel.read(copy, 0), Contents.damage(copy, 1), copy.remaining());
  }

  private static Object inTurn(FileChannel channel, Path file) throws IOException {
    for (int i = 0; i < 200; i++) {
      ByteBuffer buffer = Contents.write(ByteBuffer.allocateDirect(1 + i), i);
      channel.write(buffer);
      Internals.free(buffer);
    }
    int damaged = 0;
    channel.position(0);
    for (int i = 0; i < 200; i++) {
      ByteBuffer buffer = ByteBuffer.allocateDirect(1 + i);
      channel.read(buffer);
      damaged += Contents.damage(buffer, i) < 0 ? 0 : 1;
    }
    return damaged + " damaged of " + channel.position();
  }

  private static Object stream(FileChannel channel, Path file) throws IOException {
    Path unused = Files.write(file, Contents.bytes(9_000, 1));
    ByteBuffer buffer = ByteBuffer.allocateDirect(9_000);
    try (ReadableByteChannel input = Channels.newChannel(Files.newInputStream(file))) {
      while (input.read(buffer) > 0) {
        channel.position();
      }
    }
    return Outcome.of(buffer, Contents.damage(buffer, 1));
  }

  private static Object asynchronous(Path file) throws Exception {
    ByteBuffer buffer = Contents.write(ByteBuffer.allocateDirect(7_000), 1);
    ByteBuffer copy = ByteBuffer.allocateDirect(7_000);
    try (AsynchronousFileChannel channel = AsynchronousFileChannel.open(file, READ, WRITE)) {
      int written = channel.write(buffer, 0).get();
      return Outcome.of(written, channel.read(copy, 0).get(), copy, Contents.damage(copy, 1));
    }
  }

  private static Object asynchronousRefused(Path file) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocateDirect(70).asReadOnlyBuffer();
    try (AsynchronousFileChannel channel = AsynchronousFileChannel.open(file, READ, WRITE)) {
      return Outcome.failure(() -> cause(channel, buffer));
    }
  }

  private static Object cause(AsynchronousFileChannel channel, ByteBuffer buffer) throws Throwable {
    try {
      return channel.read(buffer, 0).get();
    } catch (ExecutionException e) {
      throw e.getCause();
    }
  }

  private static Object mapped(FileChannel channel, Path file) throws IOException {
    Path unused = Files.write(file, Contents.bytes(300, 1));
    ByteBuffer map = channel.map(MapMode.READ_WRITE, 0, 300);
    ByteBuffer buffer = ByteBuffer.allocateDirect(300).put(map.duplicate()).flip();
    map.put(299, (byte) 0);
    return Outcome.of(buffer.mismatch(map), map.getClass(), Internals.attachment(map));
  }

  private static Object closed(FileChannel channel, Path file) throws IOException {
    channel.close();
    ByteBuffer buffer = ByteBuffer.allocateDirect(20);
    return Outcome.of(Outcome.failure(() -> channel.write(buffer)), buffer);
  }
}
