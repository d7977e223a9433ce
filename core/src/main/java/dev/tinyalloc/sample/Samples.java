package dev.tinyalloc.sample;

import dev.tinyalloc.os.SpinLock;
import dev.tinyalloc.os.StackProbe;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The sampled allocations that live, and what samples have shown so far. Any thread.
 *
 * <p>What frees a sampled allocation carries the sample's id in place of the site's. The end of one
 * is noted in a list, without a lock, by whoever frees; it is entered in the sums by whoever comes
 * next with the lock. Each time half of the room is taken, the mean doubles for samples to come,
 * and it halves when room is there again; likewise while more samples are taken in a second than is
 * affordable. Each has its own weight, so the estimates stay unbiased.
 *
 * <p>{@code live = samples with isLive + those in ended and in pending}
 */
public final class Samples {

  /** All of the process. */
  public static final Samples OF_PROCESS = new Samples(1 << 16, 8 << 20);

  /** Set in the id of every sample, and of no site. */
  public static final int FLAG = 1 << 30;

  private static final int FIRST_LENGTH = 64;

  /** So many ends are entered, at most, by one who only wants to begin. */
  private static final int ENTERED = 64;

  private final SpinLock lock = new SpinLock();
  private final int capacity;
  private final Stacks stacks;
  private final SamplePace pace = new SamplePace();
  private final AtomicLong lost = new AtomicLong();
  private final AtomicLong lostLifetimes = new AtomicLong();

  private volatile long mean;

  /** Ended, and seen by nobody yet. */
  private final AtomicReference<@Nullable Sample> ended = new AtomicReference<>();

  // Written under the lock.
  private volatile @Nullable Sample[] table = new Sample[FIRST_LENGTH];
  private volatile int live;

  // Guarded by the lock.
  private int made;
  private @Nullable Sample vacant;
  private @Nullable Sample pending;
  private @Nullable EndedSamples lifetimes;

  /**
   * Room for samples.
   *
   * @param capacity how many may live, a power of two
   * @param stackBytes what call stacks may take of the Java heap, about
   */
  Samples(int capacity, long stackBytes) {
    this.capacity = capacity;
    this.stacks = new Stacks(stackBytes);
  }

  /** Has one sample taken for each {@code bytes} bytes, in the mean; 0: none are. */
  public void meanBytes(long bytes) {
    mean = bytes;
  }

  /** Has the mean doubled while more than so many samples are taken in a second. */
  public void atMostPerSecond(int samples) {
    lock.lock();
    try {
      pace.atMost(samples);
    } finally {
      lock.unlock();
    }
  }

  /** The mean for the next sample, in bytes; 0: none is taken. */
  public long meanBytes() {
    int room = Math.max(1, capacity - live);
    int doublings =
        Integer.numberOfLeadingZeros(room - 1) - Integer.numberOfLeadingZeros(capacity - 1);
    long base = mean;
    return base << Math.min(doublings + pace.doublings(), Long.numberOfLeadingZeros(base) - 2);
  }

  /**
   * The call stack of samples to begin.
   *
   * @param site the id of the site that allocates
   * @param lines who called whom, that of the site first
   * @param depth how many of them there are
   * @param cut whether there were more
   * @throws OutOfMemoryError if the Java heap is full; nothing has happened then
   * @throws StackOverflowError likewise
   */
  public Stack stack(int site, StackTraceElement[] lines, int depth, boolean cut) {
    StackProbe.touch();
    return stacks.of(site, lines, depth, cut);
  }

  /**
   * Begins a sample; {@link #end} ends it.
   *
   * @param stack where, one of {@link #stack}
   * @param bytes what was asked for
   * @param weight how many such allocations it stands for
   * @return its id, or that of the site where it is lost, for want of room
   * @throws OutOfMemoryError if the Java heap is full; nothing has happened then
   * @throws StackOverflowError likewise
   */
  public int begin(Stack stack, long bytes, double weight) {
    StackProbe.touch();
    lock.lock();
    try {
      prepare();
      enterEnded(ENTERED);
      Sample sample = take();
      if (sample == null) {
        lost();
        return stack.site();
      }
      long now = System.nanoTime();
      sample.begin(stack, bytes, weight, now);
      pace.took(now);
      stack.began(bytes, weight);
      changeLive(1);
      return FLAG | sample.index;
    } finally {
      lock.unlock();
    }
  }

  /** The site of a sample, which lives. */
  public int siteOf(int id) {
    return sample(id).stack().site();
  }

  /** Ends a sample, unless that has happened. Waits for nobody, allocates nothing. */
  public void end(int id) {
    Sample sample = sample(id);
    if (sample.end(System.nanoTime())) {
      Sample head;
      do {
        head = ended.get();
        sample.next = head;
      } while (!ended.compareAndSet(head, sample));
    }
  }

  /** Ends a sample whose allocation has failed; it leaves no trace. As {@link #end}. */
  public void undo(int id) {
    sample(id).undone = true;
    end(id);
  }

  /** Counts a sample that could not be taken. */
  public void lost() {
    lost.getAndIncrement();
  }

  /** How many samples were lost; the estimates lack what these stood for. */
  public long lostSamples() {
    return lost.get();
  }

  /** How many ended samples {@link #drain} was too late for. */
  public long lostLifetimes() {
    return lostLifetimes.get();
  }

  /** What was sampled so far, by call stack. */
  public List<StackTotals> stacks() {
    StackProbe.touch();
    enterAllEnded();
    List<StackTotals> totals = new ArrayList<>();
    for (Stack stack : stacks.all()) {
      totals.add(totals(stack));
    }
    return totals;
  }

  /** The sampled allocations that have not ended. */
  public List<LiveSample> live() {
    StackProbe.touch();
    List<LiveSample> all = new ArrayList<>();
    for (Sample sample : table) {
      LiveSample found = sample == null ? null : ifLive(sample);
      if (found != null) {
        all.add(found);
      }
    }
    return all;
  }

  /** Tells {@code listener} of samples that have ended, each once. Holds no lock meanwhile. */
  public void drain(SampleListener listener) {
    StackProbe.touch();
    EndedBatch batch = new EndedBatch();
    do {
      enterAllEnded();
      fill(batch);
    } while (batch.pass(listener));
  }

  private Sample sample(int id) {
    Sample sample = table[id & ~FLAG];
    if (sample == null) {
      throw new IllegalArgumentException("no sample has the id " + id);
    }
    return sample;
  }

  /** What entering ends takes, which must not fail then. */
  private void prepare() {
    if (lifetimes == null) {
      lifetimes = new EndedSamples();
    }
  }

  private @Nullable Sample take() {
    Sample sample = vacant;
    if (sample != null) {
      vacant = sample.next;
      sample.next = null;
      return sample;
    }
    return made == capacity ? null : make();
  }

  private Sample make() {
    @Nullable Sample[] current = table;
    if (made == current.length) {
      current = Arrays.copyOf(current, 2 * made);
    }
    Sample sample = new Sample(made);
    current[made++] = sample;
    table = current;
    return sample;
  }

  /** In portions: others wait for the lock. */
  private void enterAllEnded() {
    boolean more = true;
    while (more) {
      lock.lock();
      try {
        more = enterEnded(ENTERED);
      } finally {
        lock.unlock();
      }
    }
  }

  private boolean enterEnded(int atMost) {
    for (int i = 0; i < atMost; i++) {
      Sample sample = pending != null ? pending : ended.getAndSet(null);
      if (sample == null) {
        return false;
      }
      pending = sample.next;
      enterEnded(sample);
    }
    return true;
  }

  private void enterEnded(Sample sample) {
    Stack stack = sample.stack();
    stack.ended(sample.bytes, sample.weight);
    if (sample.undone) {
      stack.undone(sample.bytes, sample.weight);
    } else if (lifetimes != null) {
      lostLifetimes.getAndAdd(lifetimes.add(stack.site(), sample.lifetimeNanos(), sample.weight));
    }
    changeLive(-1);
    sample.next = vacant;
    vacant = sample;
  }

  /** Under the lock; others only read. */
  private void changeLive(int by) {
    int now = live + by;
    live = now;
  }

  private StackTotals totals(Stack stack) {
    lock.lock();
    try {
      return stack.totals();
    } finally {
      lock.unlock();
    }
  }

  private @Nullable LiveSample ifLive(Sample sample) {
    lock.lock();
    try {
      if (!sample.isLive()) {
        return null;
      }
      Stack stack = sample.stack();
      long age = System.nanoTime() - sample.beganNanos;
      return new LiveSample(stack.site(), sample.bytes, age, stack.id, sample.weight);
    } finally {
      lock.unlock();
    }
  }

  private void fill(EndedBatch batch) {
    lock.lock();
    try {
      if (lifetimes != null) {
        lifetimes.drainTo(batch);
      }
    } finally {
      lock.unlock();
    }
  }
}
