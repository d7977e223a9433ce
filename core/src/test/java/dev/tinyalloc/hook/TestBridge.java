package dev.tinyalloc.hook;

import java.nio.ByteBuffer;

/** Makes the hooks work where no agent is. It makes no buffers of ours. */
final class TestBridge implements Bridge {

  private static boolean installed;

  private TestBridge() {}

  static synchronized void install() {
    if (!installed) {
      installed = true;
      try {
        BufferHook.install(new TestBridge(), Mode.REDIRECT);
      } catch (ReflectiveOperationException absent) {
        throw new ExceptionInInitializerError(absent);
      }
    }
  }

  @Override
  public ByteBuffer newBuffer(int capacity, long address) {
    throw new UnsupportedOperationException();
  }

  @Override
  public ByteBuffer newBuffer(int capacity, long address, Runnable release) {
    throw new UnsupportedOperationException();
  }

  @Override
  public ByteBuffer jdkBuffer(int capacity) {
    return ByteBuffer.allocateDirect(capacity);
  }

  @Override
  public void reserve(long bytes, long capacity) {}

  @Override
  public void unreserve(long bytes, long capacity) {}
}
