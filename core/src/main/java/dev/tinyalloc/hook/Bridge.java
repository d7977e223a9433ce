package dev.tinyalloc.hook;

import java.nio.ByteBuffer;

/**
 * What the hooks need from inside package {@code java.nio}. The agent generates the one
 * implementation, as a class of that package in {@code java.base}: it calls package-private code
 * directly, without reflection, and opens nothing to the application.
 */
public interface Bridge {

  /** A {@code DirectByteBuffer} over memory of ours, without a cleaner. */
  ByteBuffer newBuffer(int capacity, long address);

  /** A {@code DirectByteBuffer} over memory of ours whose cleaner runs {@code release} once. */
  ByteBuffer newBuffer(int capacity, long address, Runnable release);

  /**
   * What the JDK's {@code ByteBuffer.allocateDirect} does, by the JDK's own road: that method's
   * body may lead back to the hooks.
   */
  ByteBuffer jdkBuffer(int capacity);

  /**
   * {@code Bits.reserveMemory}: counts against the direct-memory limit, collects when it is met,
   * throws the JDK's own {@code OutOfMemoryError} when that does not help.
   */
  void reserve(long bytes, long capacity);

  /** {@code Bits.unreserveMemory}: takes back what {@link #reserve} counted. */
  void unreserve(long bytes, long capacity);
}
