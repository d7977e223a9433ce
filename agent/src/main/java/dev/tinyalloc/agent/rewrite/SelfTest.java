package dev.tinyalloc.agent.rewrite;

import dev.tinyalloc.TinyAlloc;
import dev.tinyalloc.agent.boot.JdkInternals;
import dev.tinyalloc.hook.BufferHook;
import dev.tinyalloc.hook.CallerHook;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Rewrites a small class by the very same road as the program's, calls it, and looks at the buffer.
 * Runs once, before the first class of the program is rewritten; the hook does not count it.
 */
final class SelfTest {

  private static final int CAPACITY = 48;

  private final JdkInternals internals = new JdkInternals();

  private SelfTest() throws ReflectiveOperationException {}

  /**
   * Returns if rewriting works.
   *
   * @throws IllegalStateException or whatever the rewritten class throws, if it does not
   */
  static void run() throws IOException, ReflectiveOperationException {
    test(ProbeLoader.rewritten("Probe", Targets.of(true, false)));
  }

  /** {@link #run} for a probe that stays as it is: only the method's own body can lead to us. */
  static void runThroughBody() throws ReflectiveOperationException {
    // Who changes options of an agent that is there asks it in a thread that is nobody's.
    boolean ignored = CallerHook.heedThisThread();
    try {
      test(Probe.class);
    } finally {
      if (ignored) {
        CallerHook.ignoreThisThread();
      }
    }
  }

  private static void test(Class<?> probe) throws ReflectiveOperationException {
    Method allocate = probe.getDeclaredMethod("allocate", int.class);
    allocate.setAccessible(true);
    ByteBuffer buffer;
    try {
      buffer = (ByteBuffer) allocate.invoke(null, CAPACITY);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof OutOfMemoryError) {
        // The limit is used up already: that is the program's affair, and the hook was reached.
        return;
      }
      throw e;
    }
    new SelfTest().check(buffer);
  }

  private void check(ByteBuffer buffer) throws ReflectiveOperationException {
    require(buffer.getClass().getName().equals("java.nio.DirectByteBuffer"), "class", buffer);
    require(buffer.capacity() == CAPACITY && buffer.remaining() == CAPACITY, "size", buffer);
    require(buffer.order() == ByteOrder.BIG_ENDIAN, "byte order", buffer);
    for (int i = 0; i < CAPACITY; i++) {
      require(buffer.get(i) == 0, "content", buffer);
    }
    boolean redirected = BufferHook.servesNobodys() && !JdkInternals.pageAligned();
    long address = JdkInternals.address(buffer);
    require(isOurs(address) == redirected, "owner", buffer);
    internals.free(buffer);
    require(!isOurs(address), "end", buffer);
  }

  private static boolean isOurs(long address) {
    try {
      return TinyAlloc.usableSize(address) >= CAPACITY;
    } catch (IllegalArgumentException foreign) {
      return false;
    }
  }

  private static void require(boolean holds, String what, ByteBuffer buffer) {
    if (!holds) {
      throw new IllegalStateException("the probe's buffer has the wrong " + what + ": " + buffer);
    }
  }
}
