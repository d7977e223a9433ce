package dev.tinyalloc.hook;

/**
 * What the hooks use of the running JDK. Initialised at the first use after {@link
 * BufferHook#install}: from then on constants, through which the compiler looks.
 */
final class Jdk {

  static final Bridge BRIDGE = BufferHook.installedBridge();
  static final Thunks THUNKS = BufferHook.installedThunks();
  static final boolean PAGE_ALIGNED = THUNKS.pageAligned;
  static final DirectMemory MEMORY;
  static final Buffers BUFFERS;

  /** Whether {@link #MEMORY} is what the JDK reads. */
  static final boolean KEEPS_BOOKS;

  /** For tests of the road that releases to come may need. */
  private static final String PLAIN = "dev.tinyalloc.plainBuffers";

  static {
    DirectMemory memory = DirectMemory.unread();
    Buffers buffers = new PlainBuffers(BRIDGE);
    if (System.getProperty(PLAIN) == null) {
      try {
        memory = DirectMemory.open(THUNKS.limit);
        buffers = THUNKS.ownBuffers(BRIDGE);
      } catch (ReflectiveOperationException
          | RuntimeException
          | LinkageError
          | InternalError unknownJdk) {
        memory = DirectMemory.unread();
      }
    }
    MEMORY = memory;
    BUFFERS = buffers;
    KEEPS_BOOKS = !(buffers instanceof PlainBuffers);
  }

  private Jdk() {}

  /**
   * Initialises this class, after {@link BufferHook#install} has what it needs, and those of the
   * JDK that the way back to it takes: it is taken when the stack or the Java heap is at its end,
   * and a class that cannot be initialised then can never be.
   */
  static void prepare() {
    try {
      THUNKS.free(BRIDGE.jdkBuffer(1));
    } catch (OutOfMemoryError usedUp) {
      // Direct memory is: then those classes have been used.
      return;
    }
  }
}
