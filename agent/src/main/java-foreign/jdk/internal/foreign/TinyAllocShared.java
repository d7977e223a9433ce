package jdk.internal.foreign;

import dev.tinyalloc.hook.ArenaHook;
import dev.tinyalloc.hook.Region;
import dev.tinyalloc.hook.SharedRegion;
import dev.tinyalloc.hook.Trial;
import java.util.function.BooleanSupplier;
import jdk.internal.vm.annotation.ForceInline;

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

  @ForceInline
  NativeMemorySegmentImpl allocate(
      MemorySessionImpl its, long size, long alignment, int site, boolean zeroed) {
    its.checkValidState();
    long address = ArenaHook.take(region, this, size, alignment, site, zeroed);
    if (address != 0) {
      return new NativeMemorySegmentImpl(address, size, false, its);
    }
    return Trial.isOn()
        ? tried(its, size, alignment, site, zeroed)
        : byJdk(its, size, alignment, site, zeroed);
  }

  private NativeMemorySegmentImpl tried(
      MemorySessionImpl its, long size, long alignment, int site, boolean zeroed) {
    long ticket = Trial.ticket(site);
    int own = Trial.site(ticket);
    long start = Trial.start(ticket);
    long address =
        Trial.isOurs(ticket) && ArenaHook.canServe(size)
            ? ArenaHook.takeOurs(region, this, size, alignment, own, zeroed)
            : 0;
    NativeMemorySegmentImpl segment =
        address != 0
            ? new NativeMemorySegmentImpl(address, size, false, its)
            : byJdk(its, size, alignment, own, zeroed);
    Trial.end(ticket, start);
    return segment;
  }

  private NativeMemorySegmentImpl byJdk(
      MemorySessionImpl its, long size, long alignment, int site, boolean zeroed) {
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
