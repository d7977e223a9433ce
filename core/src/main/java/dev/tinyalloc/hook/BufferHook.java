package dev.tinyalloc.hook;

import dev.tinyalloc.Heap;
import dev.tinyalloc.TinyAlloc;
import dev.tinyalloc.site.Route;
import dev.tinyalloc.site.Routes;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Called from rewritten code in place of {@code ByteBuffer.allocateDirect}.
 *
 * <p>Serves the buffer from the calling carrier's heap, or lets the JDK serve it and counts. What
 * the JDK's method throws is thrown here at the same moments; nothing else ever is.
 */
public final class BufferHook {

  /** Null until installed. Written once, before any class is rewritten. */
  private static @Nullable Bridge bridge;

  private static @Nullable Thunks thunks;

  /** Null until a collection may be asked for; one for ever, since it has a thread. */
  private static volatile @Nullable Reclaimer reclaimer;

  private static volatile Mode mode = Mode.OFF;

  /**
   * The mode, if all sites go by it; null if some have a route that says otherwise, or a trial
   * decides, and each is to be asked. So these cost nothing until there are such.
   */
  private static volatile @Nullable Mode modeOfAll = Mode.OFF;

  private BufferHook() {}

  /**
   * Makes the hooks work. The packages {@code jdk.internal.misc}, {@code jdk.internal.ref} and
   * {@code sun.nio.ch} must be exported to this module by now.
   *
   * @throws ReflectiveOperationException or LinkageError if they are not; nothing has changed then
   */
  public static void install(Bridge newBridge, Mode newMode) throws ReflectiveOperationException {
    Complaint.prepare();
    thunks = Thunks.open();
    bridge = newBridge;
    Jdk.prepare();
    mode(newMode);
  }

  /** Collections may be asked for that take up to so many percent of the time; 0: none. */
  public static synchronized void reclaim(int percent) {
    Reclaimer known = reclaimer;
    if (known != null) {
      known.percent(percent);
    } else if (percent > 0) {
      reclaimer = new Reclaimer(percent);
    }
  }

  /** Brings the JDK's books of direct memory up to date. From any thread; never throws. */
  public static void settle() {
    try {
      Lane.settleAll();
    } catch (Throwable ours) {
      Complaint.BOOKS_LATE.say(ours);
    }
  }

  /** So much direct memory is in use. */
  static void inUse(long bytes) {
    Reclaimer asked = reclaimer;
    if (asked != null) {
      asked.inUse(bytes);
    }
  }

  /** A buffer is about to be made, in a program that makes many. May wait a little. */
  static void giveWay() {
    Reclaimer asked = reclaimer;
    if (asked != null) {
      asked.giveWay();
    }
  }

  /** For {@link Jdk}. */
  static Bridge installedBridge() {
    return Objects.requireNonNull(bridge, "the hooks are not installed");
  }

  /** For {@link Jdk}. */
  static Thunks installedThunks() {
    return Objects.requireNonNull(thunks, "the hooks are not installed");
  }

  /**
   * Runs a cleaner's action if it is one of ours, once. From any thread; never throws.
   *
   * @return whether it is
   */
  public static boolean clean(@Nullable Runnable action) {
    if (action instanceof BundledRelease ours && !Trial.isOn()) {
      ours.run();
      return true;
    }
    return Trial.isOn() && FreeTimer.clean(action);
  }

  static boolean end(@Nullable Runnable action) {
    if (!(action instanceof BundledRelease)) {
      return false;
    }
    action.run();
    return true;
  }

  /** The JDK's own buffer, not counted; by its own road, which no hook stands in. */
  static ByteBuffer jdkBuffer(int capacity) {
    Bridge jdk = bridge;
    return jdk == null ? ByteBuffer.allocateDirect(capacity) : jdk.jdkBuffer(capacity);
  }

  /** Changes who serves from now on; buffers handed out already are freed as they were made. */
  public static synchronized void mode(Mode newMode) {
    mode = newMode;
    routesChanged();
  }

  /**
   * Gives {@code site} a route of its own, from its next allocation on; buffers and segments handed
   * out already are freed as they were made.
   */
  public static synchronized void route(int site, Route route) {
    Routes.set(site, route);
    routesChanged();
  }

  /** {@link #route} for all sites at once: each gets what stands at its id, or {@code AUTO}. */
  public static synchronized void routes(Route... bySite) {
    Routes.setAll(bySite);
    routesChanged();
  }

  /** Has both serve, or calls timed, from now on; null: neither. */
  public static synchronized void trial(@Nullable Trial trial) {
    Trial.set(trial);
    routesChanged();
  }

  private static void routesChanged() {
    Mode now = mode;
    Route other = now == Mode.REDIRECT ? Route.JDK : Route.TINYALLOC;
    boolean differs = Trial.isOn() || Routes.any(other);
    modeOfAll = now != Mode.OFF && differs ? null : now;
  }

  /** Whether TinyAlloc is asked to serve {@code site}, and no trial is to decide. */
  static boolean redirects(int site) {
    Mode ofAll = modeOfAll;
    return ofAll == Mode.REDIRECT || (ofAll == null && isRoutedHere(site));
  }

  private static boolean isRoutedHere(int site) {
    if (Trial.isOn()) {
      return false;
    }
    Route route = Routes.of(site);
    return route == Route.AUTO
        ? mode == Mode.REDIRECT
        : route == Route.TINYALLOC && mode != Mode.OFF;
  }

  /** Whether TinyAlloc serves what is nobody's: calls that are counted at no site. */
  public static boolean servesNobodys() {
    return Trial.servesNobodys(mode);
  }

  /** Who serves now. */
  public static Mode mode() {
    return mode;
  }

  /**
   * {@code ByteBuffer.allocateDirect(capacity)}, counted at {@code site}.
   *
   * <p>Capacity 0 is left to the JDK: programs build buffers over foreign memory on such objects.
   */
  @Inlined
  public static ByteBuffer allocateDirect(int capacity, int site) {
    Mode ofAll = modeOfAll;
    if (ofAll == Mode.REDIRECT && !Jdk.PAGE_ALIGNED) {
      ByteBuffer again = Jdk.BUFFERS.again(capacity, site);
      if (again != null) {
        return again;
      }
    } else if (ofAll == Mode.OBSERVE && capacity > 0 && !Jdk.PAGE_ALIGNED) {
      return observedMostlyAgain(capacity, site);
    }
    if (redirects(site) && capacity > 0 && !Jdk.PAGE_ALIGNED) {
      return redirected(capacity, site);
    }
    if (mode == Mode.OFF || capacity < 0) {
      return jdkBuffer(capacity);
    }
    return Trial.isOn() ? tried(capacity, site) : observed(capacity, site);
  }

  private static ByteBuffer tried(int capacity, int site) {
    long ticket = Trial.ticket(site);
    int own = Trial.site(ticket);
    boolean ours = Trial.isOurs(ticket) && capacity > 0 && !Jdk.PAGE_ALIGNED;
    long start = Trial.start(ticket);
    ByteBuffer buffer = ours ? redirected(capacity, own) : observed(capacity, own);
    Trial.end(ticket, start);
    return buffer;
  }

  private static ByteBuffer redirected(int capacity, int site) {
    // First of all: it may wait for a collection, and a virtual thread change carriers meanwhile.
    Lane lane = reserved(capacity);
    ByteBuffer buffer = null;
    try {
      buffer = served(lane, capacity, site);
    } catch (VirtualMachineError exhausted) {
      // No Java heap or no stack left: the JDK's own road will say so, or get by with less.
      buffer = null;
    } catch (Throwable ours) {
      Complaint.LEFT_TO_JDK.say(ours);
    }
    if (buffer == null) {
      Jdk.BUFFERS.unreserve(capacity);
      return observed(capacity, site);
    }
    return buffer;
  }

  static Lane reserved(int capacity) {
    try {
      return Jdk.BUFFERS.reserve(capacity);
    } catch (OutOfMemoryError limit) {
      Exhaustion.met(limit);
      throw limit;
    }
  }

  /** A buffer over a block of ours, counted; null if there is no memory. */
  private static @Nullable ByteBuffer served(Lane before, int capacity, int site) {
    Heap heap = before.heap();
    long address = heap.tryAllocBuffer(capacity);
    if (address == 0) {
      return null;
    }
    // The debugging of memory may wait, and a virtual thread change carriers meanwhile.
    Lane lane = before;
    int id = site;
    @Nullable LaneTally tally;
    ByteBuffer buffer;
    try {
      lane = Heap.mayWait() ? Lane.current() : before;
      if (lane.clock.isDue(capacity)) {
        id = Sampling.begin(lane, site, capacity);
        lane = Lane.current();
      }
      tally = lane.tally(site);
      buffer = Jdk.BUFFERS.make(lane, id == site ? tally : null, capacity, address, id);
    } catch (Throwable heapIsFull) {
      boolean unused = TinyAlloc.tryFree(address);
      Sampling.undo(id);
      throw heapIsFull;
    }
    // From here on block and reservation are the cleaner's to end, whatever happens.
    try {
      lane.allocatedBuffer(tally, address, capacity);
    } catch (Throwable ours) {
      Complaint.NOT_COUNTED.say(ours);
    }
    return buffer;
  }

  /** The JDK's own buffer, whose end is counted. */
  private static ByteBuffer observed(int capacity, int site) {
    ByteBuffer buffer = jdkOrLimit(capacity);
    countAnew(buffer, capacity, site);
    return buffer;
  }

  /**
   * {@link #observed} where there is no trial. Most buffers are like the last one of their site on
   * this carrier; then the JDK's steps and ours are one straight piece.
   */
  @Inlined
  private static ByteBuffer observedMostlyAgain(int capacity, int site) {
    Lane lane = Lane.near();
    if (lane == null) {
      return observed(capacity, site);
    }
    LaneTally tally = lane.usualTally(site, capacity);
    return tally == null || !lane.clock.passes(capacity)
        ? observed(capacity, site)
        : observedAgain(capacity, tally);
  }

  @Inlined
  private static ByteBuffer observedAgain(int capacity, LaneTally tally) {
    ByteBuffer buffer;
    try {
      buffer = Jdk.BUFFERS.observed(capacity, tally);
    } catch (OutOfMemoryError limit) {
      Exhaustion.met(limit);
      throw limit;
    }
    countAgain(tally, capacity);
    return buffer;
  }

  @Inlined
  private static void countAgain(LaneTally tally, int capacity) {
    try {
      // The JDK may have waited, and a virtual thread changed carriers meanwhile.
      if (tally.isHere() && tally.isUsual(capacity)) {
        tally.lane.observedAgain(tally, capacity);
      } else {
        Lane lane = Lane.current();
        lane.observedBuffer(lane.tally(tally.site), capacity);
      }
    } catch (Throwable ours) {
      Complaint.NOT_COUNTED.say(ours);
    }
  }

  private static void countAnew(ByteBuffer buffer, int capacity, int site) {
    int id = site;
    try {
      Lane lane = Lane.current();
      if (lane.clock.isDue(capacity)) {
        id = Sampling.begin(lane, site, capacity);
        lane = Lane.current();
      }
      count(lane, buffer, capacity, site, id);
    } catch (Throwable ours) {
      Sampling.undo(id);
      Complaint.NOT_COUNTED.say(ours);
    }
  }

  private static ByteBuffer jdkOrLimit(int capacity) {
    try {
      return jdkBuffer(capacity);
    } catch (OutOfMemoryError limit) {
      Exhaustion.met(limit);
      throw limit;
    }
  }

  private static void count(Lane lane, ByteBuffer buffer, int capacity, int site, int id) {
    LaneTally tally = lane.tally(site);
    Object jdkRelease = Jdk.THUNKS.get(buffer);
    if (jdkRelease != null) {
      Jdk.THUNKS.set(buffer, counted(jdkRelease, capacity, id == site ? tally : null, id));
    }
    lane.observedBuffer(tally, capacity);
  }

  private static Runnable counted(
      Object jdkRelease, int capacity, @Nullable LaneTally tally, int id) {
    if (tally == null) {
      return new SampledRelease(jdkRelease, capacity, id);
    }
    return Trial.isOn()
        ? new TimedRelease(jdkRelease, capacity, tally)
        : new CountedRelease(jdkRelease, capacity, tally);
  }
}
