package dev.tinyalloc;

/** The errors that callers see, with the figures and the way out. */
final class Refusal {

  private Refusal() {}

  static RuntimeException notLive(long address) {
    CheckedBlock known = Heap.CHECK ? CheckedBlocks.find(address) : null;
    return new IllegalArgumentException(
        "no live block begins at 0x"
            + Long.toHexString(address)
            + ": "
            + (known == null
                ? "it was freed before, or it was not allocated here"
                : "it was allocated at " + known.allocatedAt + " and freed at " + known.freedAt()));
  }

  /** For a request of {@code bytes} bytes that got no block. */
  static RuntimeException of(long bytes) {
    return of(bytes, 1);
  }

  /** Likewise, at a multiple of {@code alignment} bytes. */
  static RuntimeException of(long bytes, long alignment) {
    if (bytes < 0) {
      return new IllegalArgumentException("cannot allocate " + bytes + " bytes; 0 is the least");
    }
    long limit = Settings.limitBytes();
    throw new OutOfMemoryError(
        "cannot allocate "
            + bytes
            + (alignment == 1 ? " bytes: " : " bytes at a multiple of " + alignment + ": ")
            + (limit == 0 ? "the system refused" : "the limit is " + limit + " bytes")
            + ", "
            + Budget.committed()
            + " bytes are committed");
  }
}
