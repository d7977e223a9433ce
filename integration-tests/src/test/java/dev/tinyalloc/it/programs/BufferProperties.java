package dev.tinyalloc.it.programs;

import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32;

/**
 * Prints all that can be observed of direct buffers, their addresses apart. Needs package java.nio
 * opened and sun.nio.ch exported.
 */
public final class BufferProperties {

  private static final int[] SIZES = {0, 1, 7, 16, 100, 4_096, 131_072, 131_073, 1_000_000};

  private BufferProperties() {}

  public static void main(String[] arguments) throws Exception {
    for (int size : SIZES) {
      describe(ByteBuffer.allocateDirect(size));
    }
    views(ByteBuffer.allocateDirect(64));
    internals(ByteBuffer.allocateDirect(40));
    channels(ByteBuffer.allocateDirect(5_000));
    cleaners(ByteBuffer.allocateDirect(1_000));
    negative();
  }

  private static void describe(ByteBuffer buffer) {
    int sum = 0;
    for (int i = 0; i < buffer.capacity(); i++) {
      sum |= buffer.get(i);
    }
    say(buffer, buffer.getClass(), buffer.order(), buffer.isDirect(), buffer.isReadOnly());
    say(buffer.hasArray(), buffer.hashCode(), "bits " + sum);
    say("aligned", Direct.address(buffer) % 16);
  }

  private static void views(ByteBuffer buffer) {
    buffer.putInt(8, 0x01020304).position(8);
    say(buffer.slice(), buffer.duplicate(), buffer.asReadOnlyBuffer(), buffer.slice(8, 4));
    say(buffer.slice().order(), buffer.asLongBuffer().getClass(), buffer.asCharBuffer().order());
    say(buffer.slice(8, 4).getInt(0), buffer.asIntBuffer().get(0), buffer.alignmentOffset(0, 8));
    say(buffer.order(ByteOrder.LITTLE_ENDIAN).getInt(8), buffer.alignedSlice(8).capacity());
    say(buffer.equals(ByteBuffer.allocate(64)), buffer.compact(), buffer.get(0));
  }

  private static void internals(ByteBuffer buffer) throws Exception {
    Field attachment = Class.forName("java.nio.DirectByteBuffer").getDeclaredField("att");
    attachment.setAccessible(true);
    say("attachment", attachment.get(buffer));
    Method cleaner = Class.forName("sun.nio.ch.DirectBuffer").getMethod("cleaner");
    say("cleaner", cleaner.invoke(buffer).getClass(), cleaner.invoke(buffer.duplicate()));
    Field segment = Class.forName("java.nio.Buffer").getDeclaredField("segment");
    segment.setAccessible(true);
    say("segment", segment.get(buffer));
  }

  private static void channels(ByteBuffer buffer) throws Exception {
    Path file = Files.createTempFile("buffer", null);
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.READ)) {
      for (int i = 0; i < buffer.capacity(); i++) {
        buffer.put(i, (byte) i);
      }
      say("written", channel.write(buffer));
      buffer.clear().put(0, new byte[5_000]);
      say("read", channel.read(buffer, 0), buffer.get(4_999), buffer);
    } finally {
      Files.delete(file);
    }
    CRC32 crc = new CRC32();
    crc.update(buffer.flip());
    say("crc", crc.getValue());
  }

  private static void cleaners(ByteBuffer buffer) {
    failure("cleaner of a slice", () -> Direct.free(buffer.slice()));
    failure("cleaner of a duplicate", () -> Direct.free(buffer.duplicate()));
    failure("cleaner of a heap buffer", () -> Direct.free(ByteBuffer.allocate(1)));
    failure("cleaner", () -> Direct.free(buffer));
    failure("cleaner again", () -> Direct.free(buffer));
  }

  private static void negative() {
    failure("negative capacity", () -> ByteBuffer.allocateDirect(-1));
    failure("smallest capacity", () -> ByteBuffer.allocateDirect(Integer.MIN_VALUE));
  }

  private static void failure(String what, Runnable action) {
    try {
      action.run();
      say(what, "is harmless");
    } catch (RuntimeException e) {
      say(what, e, e.getCause());
    }
  }

  private static void say(Object... things) {
    StringBuilder line = new StringBuilder();
    for (Object thing : things) {
      line.append(thing).append("; ");
    }
    System.out.println(line);
  }
}
