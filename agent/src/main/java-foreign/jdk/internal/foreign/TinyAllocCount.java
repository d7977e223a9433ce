package jdk.internal.foreign;

import dev.tinyalloc.hook.AutoHook;

/** Counts the end of a segment that the JDK has served, in an arena that has no region. */
final class TinyAllocCount extends MemorySessionImpl.ResourceList.ResourceCleanup {

  private final long bytes;
  private final int site;

  private TinyAllocCount(long bytes, int site) {
    this.bytes = bytes;
    this.site = site;
  }

  /** Counts {@code segment} now, and its end if its arena has one. */
  static NativeMemorySegmentImpl counted(
      MemorySessionImpl session, NativeMemorySegmentImpl segment, long bytes, int site) {
    if (AutoHook.served(bytes, site)) {
      int id = AutoHook.sampled(bytes, site);
      if (session.resourceList != null) {
        session.addOrCleanupIfFail(new TinyAllocCount(bytes, id));
      }
    }
    return segment;
  }

  @Override
  public void cleanup() {
    AutoHook.freed(bytes, site);
  }
}
