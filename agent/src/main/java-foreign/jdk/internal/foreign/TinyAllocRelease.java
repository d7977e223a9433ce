package jdk.internal.foreign;

import dev.tinyalloc.hook.AutoHook;

/** Gives back what an arena has that the collector frees. */
final class TinyAllocRelease extends MemorySessionImpl.ResourceList.ResourceCleanup {

  private final long address;
  private final long reserved;
  private final long bytes;
  private final int site;

  TinyAllocRelease(long address, long reserved, long bytes, int site) {
    this.address = address;
    this.reserved = reserved;
    this.bytes = bytes;
    this.site = site;
  }

  @Override
  public void cleanup() {
    AutoHook.release(address, reserved, bytes, site);
  }
}
