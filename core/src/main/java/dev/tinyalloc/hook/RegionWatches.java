package dev.tinyalloc.hook;

import dev.tinyalloc.os.Os;
import dev.tinyalloc.os.SpinLock;
import dev.tinyalloc.os.StackProbe;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** All {@link RegionWatch}es that wait, and the daemon that hears of the leaks. Any thread. */
final class RegionWatches implements Runnable {

  static final RegionWatches INSTANCE = new RegionWatches();

  /** How often the lanes are told to let go of idle regions, in milliseconds. */
  private static final long ROUND_MILLIS = 1000;

  private final ReferenceQueue<Region> queue = new ReferenceQueue<>();
  private final SpinLock lock = new SpinLock();
  private final AtomicBoolean started = new AtomicBoolean();

  /** Keeps them reachable. Guarded by {@link #lock}, as the neighbours of each. */
  private @Nullable RegionWatch first;

  private RegionWatches() {}

  /** Begins to watch {@code region}. */
  RegionWatch watch(Region region) {
    RegionWatch watch = new RegionWatch(region, queue);
    enter(watch);
    if (!started.get() && started.compareAndSet(false, true)) {
      start();
    }
    return watch;
  }

  /** Ends a watch whose region is closed for good. */
  void retire(RegionWatch watch) {
    watch.clear();
    leave(watch);
  }

  /** Counts the arenas that the collector has found so far. From any thread. */
  synchronized void drain() {
    for (Reference<?> watch = queue.poll(); watch != null; watch = queue.poll()) {
      finish((RegionWatch) watch);
    }
  }

  private synchronized void finish(RegionWatch watch) {
    leave(watch);
    watch.tell();
  }

  private void start() {
    try {
      Os.startDaemon("tinyalloc-arenas", this);
    } catch (Throwable refused) {
      started.set(false);
      Complaint.NO_THREAD.say(refused);
    }
  }

  @Override
  @SuppressWarnings("InfiniteLoopStatement")
  public void run() {
    long round = System.nanoTime();
    while (true) {
      try {
        boolean unused = Thread.interrupted();
        Reference<?> watch = queue.remove(ROUND_MILLIS);
        if (watch != null) {
          finish((RegionWatch) watch);
          drain();
        }
        if (System.nanoTime() - round > ROUND_MILLIS * 1_000_000) {
          Lane.letGoOfRegions(false);
          round = System.nanoTime();
        }
      } catch (Throwable ours) {
        Os.CURRENT.pause(1_000_000);
      }
    }
  }

  private void enter(RegionWatch watch) {
    StackProbe.touch();
    lock.lock();
    try {
      watch.entered = true;
      watch.next = first;
      if (first != null) {
        first.previous = watch;
      }
      first = watch;
    } finally {
      lock.unlock();
    }
  }

  private void leave(RegionWatch watch) {
    lock.lock();
    try {
      if (!watch.entered) {
        return;
      }
      watch.entered = false;
      if (watch.previous != null) {
        watch.previous.next = watch.next;
      } else {
        first = watch.next;
      }
      if (watch.next != null) {
        watch.next.previous = watch.previous;
      }
      watch.previous = null;
      watch.next = null;
    } finally {
      lock.unlock();
    }
  }
}
