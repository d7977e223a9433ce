package dev.tinyalloc.hook;

import dev.tinyalloc.TinyAlloc;
import dev.tinyalloc.os.StackProbe;
import dev.tinyalloc.site.Opening;
import dev.tinyalloc.site.OpeningTally;
import dev.tinyalloc.site.OpeningTotals;
import dev.tinyalloc.site.Openings;
import dev.tinyalloc.site.SiteTally;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Called from the classes of ours in the JDK's package of arenas, and so from rewritten code:
 * memory for the segments of an arena, and what is counted of it. Never throws anything of ours;
 * where it cannot serve it returns 0, and the JDK does.
 */
public final class ArenaHook {

  /** In place of a site or an opening: the caller must be looked for. */
  public static final int UNKNOWN = -2;

  /** More is left to the JDK, which refuses it. */
  private static final long MAX_BYTES = 1L << 46;

  /** Told of lines that leak; null until installed. */
  private static volatile @Nullable LeakListener leaks;

  private ArenaHook() {}

  /** Has {@code listener} told of lines that leave arenas open. */
  public static void install(LeakListener listener) {
    leaks = listener;
  }

  /** Whether any confined or shared arena is open, or was left open. From any thread. */
  public static boolean anyOpen() {
    for (int id = 1; id <= Openings.count(); id++) {
      OpeningTotals totals = Openings.opening(id).totals();
      if (totals.opened() > totals.closed() && !totals.opening().kind().equals("auto")) {
        return true;
      }
    }
    return false;
  }

  /** Adds to {@code counts}, by size class, the chunks that wait for the next arena. */
  public static void countKeptChunks(long[] counts) {
    Lane.countKeptChunks(counts);
  }

  /**
   * Asks for a collection and counts arenas that nobody can close any more. From any thread; takes
   * as long as the collection.
   */
  public static void findLeaks() {
    Lane.letGoOfRegions(true);
    System.gc();
    Jdk.THUNKS.awaitReferences();
    RegionWatches.INSTANCE.drain();
  }

  /** Gives back what is kept for arenas to come. From any thread. */
  public static void letGo() {
    Lane.letGoOfRegions(true);
  }

  static void firstLeak(Opening opening) {
    LeakListener listener = leaks;
    if (listener != null) {
      listener.neverClosed(opening);
    }
  }

  /**
   * The region of a confined arena that is about to be opened; {@link #opened} counts it.
   *
   * @param opening the line, or {@link #UNKNOWN}
   * @param stays whether the owner is a platform thread
   * @return null if the arena is to be the JDK's alone
   */
  public static @Nullable Region confined(int opening, boolean stays) {
    int line = line(opening, "confined");
    if (line == CallerSites.JDK) {
      return null;
    }
    try {
      Lane lane = Lane.current();
      return stays ? lane.vacantRegion(line) : new Region(line, lane, false);
    } catch (Throwable ours) {
      return leftToJdk(ours);
    }
  }

  /**
   * What is attached to a region that an arena may take over which {@code opening} is about to open
   * on the carrier with this id, if {@link Region#isVacant} agrees; null if none is known, and
   * {@link #confined} is to be asked.
   */
  public static @Nullable Object near(int opening, long carrier) {
    return BufferHook.mode() == Mode.OFF ? null : NearRegions.get(opening, carrier);
  }

  /** {@link #confined} for a shared arena. */
  public static @Nullable SharedRegion shared(int opening) {
    int line = line(opening, "shared");
    if (line == CallerSites.JDK) {
      return null;
    }
    try {
      Lane lane = Lane.current();
      return new SharedRegion(line, lane);
    } catch (Throwable ours) {
      leftToJdk(ours);
      return null;
    }
  }

  /** The line that opens an arena; {@link CallerSites#JDK}: it is to be the JDK's alone. */
  static int line(int opening, String kind) {
    if (BufferHook.mode() == Mode.OFF) {
      return CallerSites.JDK;
    }
    return opening == UNKNOWN ? CallerHook.opening(kind) : opening;
  }

  static @Nullable Region leftToJdk(Throwable ours) {
    if (!(ours instanceof VirtualMachineError)) {
      Complaint.ARENA_LEFT_TO_JDK.say(ours);
    }
    return null;
  }

  /** Counts {@code region}'s arena as opened: there is one now. */
  public static void opened(Region region) {
    region.open();
  }

  /** Ends {@code region}: its arena is closed, and no thread can reach its segments. */
  public static void close(Region region) {
    region.close();
  }

  /** Counts that closing {@code region}'s arena has taken from {@code start} to now. */
  public static void timed(Region region, long start) {
    Opening opening = Openings.opening(region.opening);
    opening.open().add(start - region.openedNanos());
    opening.close().add(System.nanoTime() - start);
  }

  /**
   * The site of an allocation: the one announced by {@link #announce}, else whoever has called. Who
   * calls again and again, as compiled calls of C functions do, is looked for in a sample only.
   *
   * @param region the arena's, or null
   */
  public static int site(@Nullable Region region) {
    try {
      Lane lane = Lane.current();
      int announced = lane.announced;
      if (announced != 0) {
        lane.announced = 0;
        return announced;
      }
      return region == null || region.opening == 0
          ? CallerHook.segmentSite()
          : site(lane.opening(region.opening));
    } catch (Throwable heapIsFull) {
      return CallerSites.JDK;
    }
  }

  private static int site(OpeningTally line) {
    if (line.isSure()) {
      return line.usualSite();
    }
    int site = CallerHook.segmentSite();
    line.found(site);
    return site;
  }

  /**
   * Announces the site of the allocation that the calling thread is about to make by way of the
   * JDK; 0 takes that back.
   */
  public static void announce(int site) {
    try {
      Lane.current().announced = site;
    } catch (Throwable heapIsFull) {
      // It will be looked for.
      return;
    }
  }

  /** Whether TinyAlloc is to serve {@code bytes} bytes at {@code site}. */
  public static boolean serves(long bytes, int site) {
    return BufferHook.redirects(site) && canServe(bytes);
  }

  /** Whether TinyAlloc could serve {@code bytes} bytes. */
  public static boolean canServe(long bytes) {
    return !Jdk.PAGE_ALIGNED && bytes <= MAX_BYTES;
  }

  /**
   * Memory for a segment of a confined arena, on its owner's thread; counted.
   *
   * @return its address, or 0: the JDK is to serve it, and {@link #served} to count it
   */
  public static long take(Region region, long bytes, long alignment, int site, boolean zeroed) {
    return serves(bytes, site) ? takeOurs(region, bytes, alignment, site, zeroed) : 0;
  }

  /** {@link #take} where it is known that TinyAlloc is to serve. */
  public static long takeOurs(Region region, long bytes, long alignment, int site, boolean zeroed) {
    boolean own = Chunks.isOwn(bytes, alignment);
    long address = own ? 0 : region.takeNext(bytes, site, zeroed);
    return address != 0 ? address : takeElsewhere(region, bytes, alignment, site, zeroed);
  }

  private static long takeElsewhere(
      Region region, long bytes, long alignment, int site, boolean zeroed) {
    try {
      return Chunks.isOwn(bytes, alignment)
          ? takeBlock(region, bytes, alignment, site, zeroed)
          : region.take(bytes, site, zeroed);
    } catch (Throwable ours) {
      leftToJdk(ours);
      return 0;
    }
  }

  private static long takeBlock(
      Region region, long bytes, long alignment, int site, boolean zeroed) {
    StackProbe.touch();
    region.prepare(site);
    long address = Lane.current().heap().tryAllocSegment(alignment, bytes, zeroed);
    if (address == 0) {
      return 0;
    }
    // Looked up again: memory debugging may wait, and a virtual thread change carriers.
    Lane lane;
    try {
      lane = Lane.current();
      region.takeOver(lane, lane.tally(site), address, bytes, site);
    } catch (Throwable heapIsFull) {
      boolean unused = TinyAlloc.tryFree(address);
      throw heapIsFull;
    }
    if (lane.clock.isDue(bytes)) {
      region.sample(lane, bytes, site);
    }
    return address;
  }

  /**
   * Memory for a segment of a shared arena; counted.
   *
   * @param isAlive whether the arena is open
   * @return its address, or 0: the JDK is to serve it, or to say that the arena is closed
   */
  public static long take(
      SharedRegion region,
      BooleanSupplier isAlive,
      long bytes,
      long alignment,
      int site,
      boolean zeroed) {
    if (!serves(bytes, site)) {
      return 0;
    }
    long address =
        Chunks.isOwn(bytes, alignment) ? 0 : region.takeAgain(isAlive, bytes, site, zeroed);
    return address != 0 ? address : takeOurs(region, isAlive, bytes, alignment, site, zeroed);
  }

  /** {@link #take} where it is known that TinyAlloc is to serve. */
  public static long takeOurs(
      SharedRegion region,
      BooleanSupplier isAlive,
      long bytes,
      long alignment,
      int site,
      boolean zeroed) {
    try {
      return Chunks.isOwn(bytes, alignment)
          ? takeBlock(region, isAlive, bytes, alignment, site, zeroed)
          : takeSmall(region, isAlive, bytes, site, zeroed);
    } catch (Throwable ours) {
      leftToJdk(ours);
      return 0;
    }
  }

  private static long takeSmall(
      SharedRegion region, BooleanSupplier isAlive, long bytes, int site, boolean zeroed) {
    Lane lane = Lane.current();
    boolean due = lane.clock.isDue(bytes);
    SharedPart part = region.part(lane);
    long address = 0;
    part.enter();
    try {
      if (isAlive.getAsBoolean()) {
        address = part.take(lane, bytes, site, zeroed);
        part.remember(lane.tally(site), bytes);
      }
      part.leave();
    } finally {
      if (part.busy) {
        part.busy = false;
      }
    }
    if (due && address != 0) {
      region.sample(lane, isAlive, bytes, site);
    }
    return address;
  }

  private static long takeBlock(
      SharedRegion region,
      BooleanSupplier isAlive,
      long bytes,
      long alignment,
      int site,
      boolean zeroed) {
    StackProbe.touch();
    // Made outside: who closes would have to wait for it.
    long address = Lane.current().heap().tryAllocSegment(alignment, bytes, zeroed);
    boolean taken = false;
    try {
      taken = address != 0 && takeOver(region, isAlive, address, bytes, site);
    } finally {
      if (address != 0 && !taken) {
        boolean unused = TinyAlloc.tryFree(address);
      }
    }
    if (!taken) {
      return 0;
    }
    // From here on the block is the region's, whatever happens.
    sampleIfDue(region, isAlive, bytes, site);
    return address;
  }

  private static void sampleIfDue(
      SharedRegion region, BooleanSupplier isAlive, long bytes, int site) {
    Lane lane = Lane.current();
    if (lane.clock.isDue(bytes)) {
      region.sample(lane, isAlive, bytes, site);
    }
  }

  private static boolean takeOver(
      SharedRegion region, BooleanSupplier isAlive, long address, long bytes, int site) {
    Lane lane = Lane.current();
    SiteTally tally = lane.tally(site);
    SharedPart part = region.part(lane);
    part.enter();
    try {
      if (!isAlive.getAsBoolean()) {
        return false;
      }
      part.prepare(site);
      part.takeOver(lane, tally, address, bytes, site);
    } finally {
      part.busy = false;
    }
    return true;
  }

  /** Counts a segment of {@code bytes} bytes that the JDK has served in a confined arena. */
  public static void served(Region region, long bytes, int site) {
    try {
      Lane lane = Lane.current();
      region.served(lane, bytes, site);
      if (lane.clock.isDue(bytes)) {
        region.sample(lane, bytes, site);
      }
    } catch (Throwable ours) {
      notCounted(ours);
    }
  }

  /** {@link #served} for a shared arena. */
  public static void served(SharedRegion region, BooleanSupplier isAlive, long bytes, int site) {
    try {
      StackProbe.touch();
      Lane lane = Lane.current();
      SharedPart part = region.part(lane);
      part.enter();
      try {
        if (isAlive.getAsBoolean()) {
          part.served(lane, bytes, site);
        }
      } finally {
        part.busy = false;
      }
      sampleIfDue(region, isAlive, bytes, site);
    } catch (Throwable ours) {
      notCounted(ours);
    }
  }

  static void notCounted(Throwable ours) {
    if (!(ours instanceof VirtualMachineError)) {
      Complaint.NOT_COUNTED.say(ours);
    }
  }
}
