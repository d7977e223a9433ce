package dev.tinyalloc.os;

import java.io.RandomAccessFile;

/**
 * An {@link Os} on the public API of the JDK, which tells neither a virtual thread its carrier nor
 * anybody the number of an open file.
 */
abstract class ThreadedOs extends Os {

  /** Refused: {@code FileChannel.map} would lengthen the file, which defeats the purpose. */
  @Override
  public final long mapFile(RandomAccessFile file, long bytes) {
    return 0;
  }

  @Override
  public final <T> ThreadLocal<T> carrierLocal() {
    return new ThreadLocal<>();
  }

  @Override
  public final Thread currentCarrier() {
    return Thread.currentThread();
  }

  @Override
  public final long threadId() {
    return Thread.currentThread().getId();
  }
}
