package jdk.internal.foreign;

import dev.tinyalloc.hook.ArenaHook;
import dev.tinyalloc.hook.AutoArena;
import dev.tinyalloc.hook.AutoHook;
import dev.tinyalloc.hook.Trial;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.lang.ref.Reference;
import jdk.internal.misc.Unsafe;
import jdk.internal.ref.CleanerFactory;
import org.jspecify.annotations.Nullable;

/**
 * The resources of an arena that the collector frees. The JDK enters each session into a list of
 * cleaners, under a lock; most have one segment only, whose block has a cleaner of ours. Where
 * there are other resources, the session is entered as the JDK does.
 */
final class TinyAllocAuto extends SharedSession.SharedResourceList implements AutoArena {

  private static final Unsafe UNSAFE = Unsafe.getUnsafe();
  private static final long STATE = UNSAFE.objectFieldOffset(MemorySessionImpl.class, "state");
  private static final VarHandle KEPT = kept();

  /** In the place of what is kept, while that is made. */
  private static final Object CLAIMED = new Object();

  /** Null once it is entered with the JDK's cleaner, which must not keep it reachable. */
  private volatile @Nullable MemorySessionImpl session;

  private volatile @Nullable Object kept;

  private TinyAllocAuto(MemorySessionImpl session) {
    this.session = session;
  }

  /** A session as that of {@code Arena.ofAuto()}, not entered with any cleaner yet. */
  static MemorySessionImpl open() {
    MemorySessionImpl session = TinyAllocRegions.empty(ImplicitSession.class);
    TinyAllocAuto resources = new TinyAllocAuto(session);
    UNSAFE.putInt(session, STATE, MemorySessionImpl.NONCLOSEABLE);
    UNSAFE.putReference(session, TinyAllocRegions.RESOURCES, resources);
    UNSAFE.storeFence();
    return session;
  }

  NativeMemorySegmentImpl allocate(
      MemorySessionImpl its, long size, long alignment, int site, boolean zeroed) {
    try {
      return Trial.isOn()
          ? tried(its, size, alignment, site, zeroed)
          : allocate(its, size, alignment, site, zeroed, ArenaHook.serves(size, site));
    } finally {
      Reference.reachabilityFence(its);
    }
  }

  private NativeMemorySegmentImpl tried(
      MemorySessionImpl its, long size, long alignment, int site, boolean zeroed) {
    long ticket = Trial.ticket(site);
    boolean ours = Trial.isOurs(ticket) && ArenaHook.canServe(size);
    long start = Trial.start(ticket);
    NativeMemorySegmentImpl segment =
        allocate(its, size, alignment, Trial.site(ticket), zeroed, ours);
    Trial.end(ticket, start);
    return segment;
  }

  /** By TinyAlloc if it can, and {@code ours} says that it is to. */
  private NativeMemorySegmentImpl allocate(
      MemorySessionImpl its, long size, long alignment, int site, boolean zeroed, boolean ours) {
    long first = ours ? takeFirst(its, size, alignment, site, zeroed) : 0;
    return first != 0
        ? new NativeMemorySegmentImpl(first, size, false, its)
        : allocateMore(its, size, alignment, site, zeroed, ours);
  }

  private long takeFirst(
      MemorySessionImpl its, long size, long alignment, int site, boolean zeroed) {
    if (kept != null || session == null) {
      return 0;
    }
    long address = AutoHook.takeFirst(this, its, size, alignment, site, zeroed);
    if (session == null) {
      // Somebody has added a resource meanwhile.
      putKeptFirst();
    }
    return address;
  }

  private NativeMemorySegmentImpl allocateMore(
      MemorySessionImpl its, long size, long alignment, int site, boolean zeroed, boolean ours) {
    long address = ours ? AutoHook.take(size, alignment, site, zeroed) : 0;
    if (address != 0) {
      long reserved = AutoHook.reservedBytes(size, alignment, zeroed);
      int id = AutoHook.sampled(size, site);
      its.addOrCleanupIfFail(new TinyAllocRelease(address, reserved, size, id));
      return new NativeMemorySegmentImpl(address, size, false, its);
    }
    return TinyAllocCount.counted(
        its, TinyAllocRegions.byJdk(its, size, alignment, zeroed), size, site);
  }

  @Override
  public boolean claim() {
    return KEPT.compareAndSet(this, null, CLAIMED);
  }

  @Override
  public void unclaim() {
    kept = null;
  }

  @Override
  public void keep(Object cleaner) {
    kept = cleaner;
  }

  @Override
  void add(ResourceCleanup resource) {
    enter();
    super.add(resource);
  }

  private synchronized void enter() {
    if (session != null) {
      CleanerFactory.cleaner().register(session, this);
      session = null;
      putKeptFirst();
    }
  }

  /** What came first is cleaned up last: the program's actions may use the first segment. */
  private synchronized void putKeptFirst() {
    Object cleaner = kept;
    Runnable release = cleaner == null || cleaner == CLAIMED ? null : AutoHook.freeLater(cleaner);
    if (release != null) {
      super.add(ResourceCleanup.ofRunnable(release));
    }
  }

  private static VarHandle kept() {
    try {
      return MethodHandles.lookup().findVarHandle(TinyAllocAuto.class, "kept", Object.class);
    } catch (ReflectiveOperationException absent) {
      throw new ExceptionInInitializerError(absent);
    }
  }
}
