package jdk.internal.foreign;

import dev.tinyalloc.hook.ArenaHook;
import dev.tinyalloc.hook.AutoHook;
import dev.tinyalloc.hook.CallerSites;
import dev.tinyalloc.hook.Region;
import dev.tinyalloc.hook.SharedRegion;
import java.lang.foreign.Arena;
import jdk.internal.misc.Unsafe;
import jdk.internal.vm.annotation.ForceInline;
import org.jspecify.annotations.Nullable;

/**
 * Called from the bodies of the JDK's arenas, and from rewritten code by way of {@code
 * TinyAllocArenas}: makes the JDK's arenas with a list of resources of ours, and serves their
 * segments from it. Whatever it does not serve takes the JDK's own road, with the JDK's own
 * exceptions.
 */
public final class TinyAllocRegions {

  private static final Unsafe UNSAFE = Unsafe.getUnsafe();

  private static final long OWNER = UNSAFE.objectFieldOffset(MemorySessionImpl.class, "owner");

  static final long RESOURCES = UNSAFE.objectFieldOffset(MemorySessionImpl.class, "resourceList");

  static {
    // Loaded now: when an arena of the JDK's needs it, the Java heap may be full.
    UNSAFE.ensureClassInitialized(ConfinedSession.ConfinedResourceList.class);
  }

  private TinyAllocRegions() {}

  /** {@code Arena.ofConfined()}; {@code opening} is the line, or {@link ArenaHook#UNKNOWN}. */
  @ForceInline
  public static Arena ofConfined(int opening) {
    Thread owner = Thread.currentThread();
    TinyAllocConfined resources = near(opening, owner.threadId());
    if (resources == null) {
      resources = resources(opening, owner);
    }
    if (resources == null) {
      return MemorySessionImpl.createConfined(owner).asArena();
    }
    MemorySessionImpl session = empty(ConfinedSession.class);
    UNSAFE.putReference(session, OWNER, owner);
    UNSAFE.putReference(session, RESOURCES, resources);
    Arena arena = new ArenaImpl(session);
    ArenaHook.opened(resources.region());
    return arena;
  }

  /** What the last arena of the line has left behind; never for a virtual thread. */
  @ForceInline
  private static @Nullable TinyAllocConfined near(int opening, long thread) {
    return ArenaHook.near(opening, thread) instanceof TinyAllocConfined left
            && left.region().isVacant(opening, thread)
        ? left
        : null;
  }

  private static @Nullable TinyAllocConfined resources(int opening, Thread owner) {
    Region region = ArenaHook.confined(opening, !owner.isVirtual());
    if (region == null) {
      return null;
    }
    Object attached = region.attachment();
    TinyAllocConfined resources = attached != null ? (TinyAllocConfined) attached : attach(region);
    region.putNear(owner.threadId());
    return resources;
  }

  private static TinyAllocConfined attach(Region region) {
    TinyAllocConfined resources = new TinyAllocConfined(region);
    region.attach(resources);
    return resources;
  }

  /** {@code Arena.ofShared()}; see {@link #ofConfined}. */
  public static Arena ofShared(int opening) {
    SharedSession session = new SharedSession();
    SharedRegion region = ArenaHook.shared(opening);
    if (region != null) {
      UNSAFE.putReference(session, RESOURCES, new TinyAllocShared(session, region));
    }
    Arena arena = new ArenaImpl(session);
    if (region != null) {
      ArenaHook.opened(region);
    }
    return arena;
  }

  /** A session that its constructor has not seen. */
  static MemorySessionImpl empty(Class<? extends MemorySessionImpl> type) {
    try {
      return (MemorySessionImpl) UNSAFE.allocateInstance(type);
    } catch (InstantiationException impossible) {
      throw new InstantiationError(type.getName());
    }
  }

  /** {@code Arena.ofAuto()}; see {@link #ofConfined}. */
  public static Arena ofAuto(int opening) {
    AutoHook.opened(opening);
    return TinyAllocAuto.open().asArena();
  }

  /** {@code ArenaImpl.allocate}. */
  public static NativeMemorySegmentImpl allocate(ArenaImpl arena, long size, long alignment) {
    return allocate(arena, size, alignment, ArenaHook.UNKNOWN, true);
  }

  /** {@code ArenaImpl.allocateNoInit}. */
  public static NativeMemorySegmentImpl allocateNoInit(ArenaImpl arena, long size, long alignment) {
    return allocate(arena, size, alignment, ArenaHook.UNKNOWN, false);
  }

  /** A segment of {@code arena}, counted at {@code site}, or at whoever has called. */
  @ForceInline
  public static NativeMemorySegmentImpl allocate(
      ArenaImpl arena, long size, long alignment, int site, boolean zeroed) {
    MemorySessionImpl session = (MemorySessionImpl) arena.scope();
    boolean regular = size >= 0 && alignment > 0 && (alignment & (alignment - 1)) == 0;
    if (!regular) {
      return byJdk(session, size, alignment, zeroed);
    }
    int known = site == ArenaHook.UNKNOWN ? site(session) : site;
    if (known == CallerSites.JDK) {
      return byJdk(session, size, alignment, zeroed);
    }
    if (session.resourceList instanceof TinyAllocConfined confined) {
      return confined.allocate(session, size, alignment, known, zeroed);
    }
    return allocateElsewhere(session, size, alignment, known, zeroed);
  }

  private static int site(MemorySessionImpl session) {
    return ArenaHook.site(
        session.resourceList instanceof TinyAllocRegion ours ? ours.region() : null);
  }

  private static NativeMemorySegmentImpl allocateElsewhere(
      MemorySessionImpl session, long size, long alignment, int site, boolean zeroed) {
    if (session.resourceList instanceof TinyAllocShared shared) {
      return shared.allocate(session, size, alignment, site, zeroed);
    }
    if (session.resourceList instanceof TinyAllocAuto auto) {
      return auto.allocate(session, size, alignment, site, zeroed);
    }
    return TinyAllocCount.counted(session, byJdk(session, size, alignment, zeroed), size, site);
  }

  /** {@code ArenaImpl.close}. */
  @ForceInline
  public static void close(ArenaImpl arena) {
    MemorySessionImpl session = (MemorySessionImpl) arena.scope();
    if (session.resourceList instanceof TinyAllocRegion ours && ours.region().isTimed()) {
      long start = System.nanoTime();
      session.close();
      ArenaHook.timed(ours.region(), start);
      return;
    }
    session.close();
  }

  /** What the JDK does. */
  static NativeMemorySegmentImpl byJdk(
      MemorySessionImpl session, long size, long alignment, boolean zeroed) {
    boolean reserves = session instanceof ImplicitSession;
    return SegmentFactories.allocateNativeSegment(size, alignment, session, reserves, zeroed);
  }
}
