package dev.tinyalloc.hook;

import dev.tinyalloc.os.StackProbe;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * {@link Buffers} by the JDK's own means: its constructor, its cleaners, its accounting. Slow, but
 * it asks little of the JDK: for releases whose insides differ from those we know.
 */
final class PlainBuffers extends Buffers {

  private final Bridge jdk;

  PlainBuffers(Bridge jdk) {
    this.jdk = jdk;
  }

  @Override
  Lane reserve(int capacity) {
    jdk.reserve(capacity, capacity);
    return Lane.current();
  }

  @Override
  @Nullable ByteBuffer again(int capacity, int site) {
    return null;
  }

  @Override
  ByteBuffer observed(int capacity, LaneTally tally) {
    ByteBuffer buffer = jdk.jdkBuffer(capacity);
    Object jdkRelease = Jdk.THUNKS.get(buffer);
    if (jdkRelease != null) {
      Jdk.THUNKS.set(buffer, new CountedRelease(jdkRelease, capacity, tally));
    }
    return buffer;
  }

  @Override
  void unreserve(int capacity) {
    jdk.unreserve(capacity, capacity);
  }

  @Override
  ByteBuffer make(Lane lane, @Nullable LaneTally tally, int capacity, long address, int site) {
    // Once there is a buffer, the block is its cleaner's, and nothing may fail.
    StackProbe.touch();
    Runnable release = new BlockRelease(this, address, capacity, site);
    ByteBuffer buffer = jdk.newBuffer(capacity, address, release);
    lane.notInBooks(site, capacity);
    return buffer;
  }

  @Override
  boolean freeWith(
      Lane lane,
      @Nullable LaneTally tally,
      Object owner,
      AutoArena arena,
      int capacity,
      long address,
      int site) {
    return false;
  }

  @Override
  @Nullable Runnable freeLater(Object kept) {
    return null;
  }

  @Override
  Bundle newBundle() {
    return new Bundle();
  }
}
