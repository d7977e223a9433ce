package jdk.internal.foreign;

import dev.tinyalloc.hook.ArenaHook;
import dev.tinyalloc.hook.Region;
import dev.tinyalloc.hook.Trial;
import jdk.internal.vm.annotation.ForceInline;
import org.jspecify.annotations.Nullable;

/**
 * The resources of a confined arena: those of the JDK's list, in its order, and behind them a
 * region. Used by the arena's owner alone.
 */
final class TinyAllocConfined extends MemorySessionImpl.ResourceList implements TinyAllocRegion {

  /**
   * The JDK's list cleans up first what came first, and all else in reverse order. What came first
   * is a segment of ours, if there is one: it must not be the program's then.
   */
  private static final ResourceCleanup FIRST =
      new ResourceCleanup() {
        @Override
        public void cleanup() {}
      };

  private final Region region;

  /** What the JDK would have; made for the first resource that is not ours. */
  private MemorySessionImpl.@Nullable ResourceList jdk;

  TinyAllocConfined(Region region) {
    this.region = region;
  }

  @Override
  public Region region() {
    return region;
  }

  @ForceInline
  NativeMemorySegmentImpl allocate(
      MemorySessionImpl session, long size, long alignment, int site, boolean zeroed) {
    session.checkValidState();
    long address = ArenaHook.take(region, size, alignment, site, zeroed);
    if (address != 0) {
      return new NativeMemorySegmentImpl(address, size, false, session);
    }
    return Trial.isOn()
        ? tried(session, size, alignment, site, zeroed)
        : byJdk(session, size, alignment, site, zeroed);
  }

  private NativeMemorySegmentImpl tried(
      MemorySessionImpl session, long size, long alignment, int site, boolean zeroed) {
    long ticket = Trial.ticket(site);
    int own = Trial.site(ticket);
    long start = Trial.start(ticket);
    long address =
        Trial.isOurs(ticket) && ArenaHook.canServe(size)
            ? ArenaHook.takeOurs(region, size, alignment, own, zeroed)
            : 0;
    NativeMemorySegmentImpl segment =
        address != 0
            ? new NativeMemorySegmentImpl(address, size, false, session)
            : byJdk(session, size, alignment, own, zeroed);
    Trial.end(ticket, start);
    return segment;
  }

  private NativeMemorySegmentImpl byJdk(
      MemorySessionImpl session, long size, long alignment, int site, boolean zeroed) {
    NativeMemorySegmentImpl segment = TinyAllocRegions.byJdk(session, size, alignment, zeroed);
    ArenaHook.served(region, size, site);
    return segment;
  }

  @Override
  void add(ResourceCleanup resource) {
    MemorySessionImpl.ResourceList list = jdk;
    if (list == null) {
      list = new ConfinedSession.ConfinedResourceList();
      if (region.holdsMemory()) {
        list.add(FIRST);
      }
      jdk = list;
    }
    list.add(resource);
  }

  @Override
  void cleanup() {
    MemorySessionImpl.ResourceList list = jdk;
    jdk = null;
    try {
      if (list != null) {
        list.cleanup();
      }
    } finally {
      ArenaHook.close(region);
    }
  }
}
