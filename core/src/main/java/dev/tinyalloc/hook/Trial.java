package dev.tinyalloc.hook;

import dev.tinyalloc.os.Os;
import dev.tinyalloc.site.CallTimes;
import dev.tinyalloc.site.Route;
import dev.tinyalloc.site.Routes;
import dev.tinyalloc.site.Site;
import dev.tinyalloc.site.Sites;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Says of each allocation which arm it falls to, where the JDK and TinyAlloc both serve one
 * process, and has some of the calls timed. While there is none, it costs nothing but a look at
 * {@link #isOn} on roads that lead to the JDK, and where buffers are freed.
 *
 * <p>What falls to TinyAlloc is counted at the {@linkplain Sites#twin twin} of its site. Which that
 * is depends on the seed and on nothing that differs from run to run: on the number of the thread
 * and of its call, on the line, or on the thread alone.
 */
public final class Trial {

  /** What is given to an arm as a whole. */
  public enum Unit {
    /** Each allocation. */
    CALL,
    /** All allocations of a line. */
    SITE,
    /** All allocations of a thread. */
    THREAD
  }

  /** The golden ratio's fraction, as in Steele, Lea and Flood's generator, OOPSLA 2014. */
  private static final long STEP = 0x9e3779b97f4a7c15L;

  private static final long OURS = 1L << 32;
  private static final long TIMED = 1L << 33;
  private static final long SITE = OURS - 1;

  private static volatile @Nullable Trial current;

  /** When the first allocation came, in microseconds since 1970; 0: not yet. Racy. */
  private static long firstMicros;

  private final boolean splits;
  private final int percent;
  private final Unit unit;
  private final long seed;
  private final int timedOneIn;

  private Trial(boolean splits, int percent, Unit unit, long seed, int timedOneIn) {
    this.splits = splits;
    this.percent = percent;
    this.unit = unit;
    this.seed = seed;
    this.timedOneIn = timedOneIn;
  }

  /**
   * Both serve.
   *
   * @param percent so many of 100 units fall to TinyAlloc
   * @param timedOneIn one in so many calls is timed, chosen at random; 0: none
   */
  public static Trial of(int percent, Unit unit, long seed, int timedOneIn) {
    return new Trial(true, percent, unit, seed, timedOneIn);
  }

  /** One serves, as the mode says, and calls are timed. */
  public static Trial timing(int timedOneIn) {
    return new Trial(false, 0, Unit.CALL, 0, timedOneIn);
  }

  /** Whether TinyAlloc serves what is nobody's, as the probes of the agent are. */
  static boolean servesNobodys(Mode mode) {
    Trial trial = current;
    return mode == Mode.REDIRECT || (trial != null && mode != Mode.OFF && trial.splits);
  }

  /** For {@link BufferHook#trial}. */
  static void set(@Nullable Trial trial) {
    current = trial;
  }

  /**
   * Whether {@link #ticket} decides who serves; the hooks' methods that take a site do not then.
   */
  public static boolean isOn() {
    return current != null;
  }

  /** When the first allocation of a trial came, in microseconds since 1970; 0: none has. */
  public static long firstAllocationMicros() {
    return firstMicros;
  }

  /** What is to be done with the next allocation of {@code site}, for the methods below. */
  public static long ticket(int site) {
    Trial trial = current;
    try {
      return trial == null ? site & SITE : trial.ticketOf(site);
    } catch (Throwable heapIsFull) {
      return site & SITE;
    }
  }

  /** Where it is counted. */
  public static int site(long ticket) {
    return (int) ticket;
  }

  /** Whether TinyAlloc is to serve it. */
  public static boolean isOurs(long ticket) {
    return (ticket & OURS) != 0;
  }

  /** Nanoseconds of the clock, to be given to {@link #end}; 0 if it is not timed. */
  public static long start(long ticket) {
    return (ticket & TIMED) == 0 ? 0 : System.nanoTime();
  }

  /** Ends what {@link #start} began: the buffer or segment is there. */
  public static void end(long ticket, long start) {
    if (start != 0) {
      allocated(site(ticket), System.nanoTime() - start);
    }
  }

  private static void allocated(int site, long nanos) {
    try {
      times(site).allocate().add(nanos);
    } catch (Throwable heapIsFull) {
      Complaint.NOT_COUNTED.say(heapIsFull);
    }
  }

  static void freed(int id, long nanos) {
    try {
      if (id != 0 && !Sampling.isSample(id)) {
        times(id).free().add(nanos);
      }
    } catch (Throwable heapIsFull) {
      Complaint.NOT_COUNTED.say(heapIsFull);
    }
  }

  private static CallTimes times(int site) {
    return Sites.site(site).times();
  }

  /** What is nobody's is in no arm, and not timed. */
  private long ticketOf(int site) {
    return site == 0 ? (servesNobodys(BufferHook.mode()) ? OURS : 0) : next(site);
  }

  private long next(int site) {
    if (firstMicros == 0) {
      firstMicros = micros();
    }
    long draw = Lane.current().draw(this);
    boolean ours = isOurs(site, draw);
    int own = ours && splits ? Sites.twin(site) : site;
    return (own & SITE) | (ours ? OURS : 0) | (isDue(draw) ? TIMED : 0);
  }

  private static long micros() {
    Instant now = Instant.now();
    return now.getEpochSecond() * 1_000_000 + now.getNano() / 1_000;
  }

  private boolean isOurs(int site, long draw) {
    Route route = Routes.of(site);
    if (route != Route.AUTO) {
      return route == Route.TINYALLOC;
    }
    return splits ? isBelow(hash(site, draw)) : BufferHook.mode() == Mode.REDIRECT;
  }

  private boolean isBelow(long hash) {
    return ((hash >>> 32) * 100) >>> 32 < percent;
  }

  private long hash(int site, long draw) {
    return switch (unit) {
      case CALL -> draw;
      case SITE -> mix(seed + hash(Sites.site(site)));
      case THREAD -> mix(seed + STEP * Os.CURRENT.threadId());
    };
  }

  private static long hash(Site site) {
    long name = 31L * site.className().hashCode() + site.method().hashCode();
    return mix(mix(name) + 31L * site.api().hashCode() + site.line());
  }

  private boolean isDue(long draw) {
    return timedOneIn > 0 && ((draw & SITE) * timedOneIn) >>> 32 == 0;
  }

  /** Whether the next free on {@code lane} is timed. */
  static boolean isFreeDue(Lane lane) {
    Trial trial = current;
    return trial != null && trial.isDue(lane.draw(trial));
  }

  /** Where the draws of a carrier begin. */
  long first(long carrierId) {
    return mix(seed + STEP * carrierId);
  }

  /** The draw after the one that had {@code state}. */
  static long after(long state) {
    return state + STEP;
  }

  /** Stafford's variant 13 of the finalizer of MurmurHash3: each bit depends on all bits. */
  static long mix(long state) {
    long z = (state ^ (state >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }
}
