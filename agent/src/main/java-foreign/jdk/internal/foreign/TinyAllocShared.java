package jdk.internal.foreign;

import dev.tinyalloc.hook.ArenaHook;
import dev.tinyalloc.hook.Region;
import dev.tinyalloc.hook.SharedRegion;
import java.util.function.BooleanSupplier;

/** {@link TinyAllocConfined} for a shared arena. Any thread. */
final class TinyAllocShared extends MemorySessionImpl.ResourceList
    implements TinyAllocRegion, BooleanSupplier {

  private final MemorySessionImpl.ResourceList jdk;
  private final MemorySessionImpl session;
  private final SharedRegion region;

  TinyAllocShared(MemorySessionImpl session, SharedRegion region) {
    this.jdk = session.resourceList;
    this.session = session;
    this.region = region;
  }

  @Override
  public Region region() {
    return region;
  }

  /** Whether the arena is open. */
  @Override
  public boolean getAsBoolean() {
    return session.isAlive();
  }

  NativeMemorySegmentImpl allocate(
      MemorySessionImpl its, long size, long alignment, int site, boolean zeroed) {
    its.checkValidState();
    long address = ArenaHook.take(region, this, size, alignment, site, zeroed);
    if (address != 0) {
      return new NativeMemorySegmentImpl(address, size, false, its);
    }
    NativeMemorySegmentImpl segment = TinyAllocRegions.byJdk(its, size, alignment, zeroed);
    ArenaHook.served(region, this, size, site);
    return segment;
  }

  @Override
  void add(ResourceCleanup resource) {
    jdk.add(resource);
  }

  @Override
  void cleanup() {
    try {
      jdk.cleanup();
    } finally {
      ArenaHook.close(region);
    }
  }
}
