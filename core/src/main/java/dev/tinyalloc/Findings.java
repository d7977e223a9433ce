package dev.tinyalloc;

import dev.tinyalloc.os.Os;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Says on stderr what memory debugging has found, and counts it. Never throws: the program goes on
 * whatever it did to its memory. A wrong loop finds a lot; after {@link #MAX_SAID} only the count
 * goes on.
 *
 * <p>A daemon does the talking. Whoever finds something may hold a lock, or be the VM's Reference
 * Handler, and stderr may be a stream of the program's, which may block, throw, or allocate.
 */
final class Findings implements Runnable {

  private static final long MAX_SAID = 100;
  private static final long PAUSE_NANOS = 20_000_000;

  /** At its end the JVM waits for the daemon so often at most. */
  private static final int MAX_PAUSES = 50;

  private static final AtomicLong COUNT = new AtomicLong();
  private static final AtomicLong UNSAID = new AtomicLong();
  private static final AtomicBoolean STARTED = new AtomicBoolean();
  private static final ConcurrentLinkedQueue<String> QUEUE = new ConcurrentLinkedQueue<>();

  private Findings() {}

  /** How often something was found. */
  static long count() {
    return COUNT.get();
  }

  static void writtenBehind(CheckedBlock block, long offset) {
    find(what(block) + " was written to behind its end, at byte " + offset + sites(block));
  }

  static void writtenAfterFree(CheckedBlock block, long offset) {
    find(what(block) + " was written to after it was freed, at byte " + offset + sites(block));
  }

  static void doubleFree(CheckedBlock block, String site) {
    find(what(block) + " was freed twice" + sites(block) + line("freed again at ", site));
  }

  static void foreignFree(long address, String site) {
    find(
        "no block begins at 0x"
            + Long.toHexString(address)
            + ": it was freed long before, or not allocated here"
            + line("freed at ", site));
  }

  private static String what(CheckedBlock block) {
    return "the block of " + block.bytes + " bytes at 0x" + Long.toHexString(block.address);
  }

  private static String sites(CheckedBlock block) {
    return line("allocated at ", block.allocatedAt) + line("freed at ", block.freedAt());
  }

  private static String line(String what, @Nullable String site) {
    return site == null ? "" : "\ntinyalloc:   " + what + site;
  }

  /** Counts a finding and says it; {@code text} is without our name. From any thread. */
  static void find(String text) {
    long number = COUNT.incrementAndGet();
    if (number < MAX_SAID) {
      say(text);
    } else if (number == MAX_SAID) {
      say(text + "\ntinyalloc: further findings are counted, not shown");
    }
  }

  /** Says something that is no finding. From any thread; never throws. */
  static void say(String text) {
    try {
      UNSAID.incrementAndGet();
      QUEUE.add("tinyalloc: " + text);
      start();
    } catch (Throwable hopeless) {
      UNSAID.decrementAndGet();
    }
  }

  private static void start() {
    if (!STARTED.getPlain() && STARTED.compareAndSet(false, true)) {
      Os.startDaemon("tinyalloc-findings", new Findings());
      // Throws while the JVM shuts down; then what is said is said if there is time.
      Runtime.getRuntime()
          .addShutdownHook(Os.newThread("tinyalloc-last-findings", Findings::waitUntilSaid));
    }
  }

  @Override
  public void run() {
    while (true) {
      boolean unused = Thread.interrupted();
      Os.CURRENT.pause(PAUSE_NANOS);
      for (String text = QUEUE.poll(); text != null; text = QUEUE.poll()) {
        print(text);
      }
    }
  }

  private static void print(String text) {
    try {
      System.err.println(text);
    } catch (Throwable theirs) {
      // Counted; there is nobody left to tell.
    } finally {
      UNSAID.decrementAndGet();
    }
  }

  /** Until everything is said, a second at most. */
  private static void waitUntilSaid() {
    for (int i = 0; i < MAX_PAUSES && UNSAID.get() > 0; i++) {
      Os.CURRENT.pause(PAUSE_NANOS);
    }
  }
}
