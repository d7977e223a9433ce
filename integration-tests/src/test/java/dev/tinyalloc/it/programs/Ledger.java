package dev.tinyalloc.it.programs;

import java.lang.ref.PhantomReference;
import java.lang.ref.ReferenceQueue;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * The books that a test program keeps about its own buffers, by the line that makes them. Any
 * thread.
 */
public final class Ledger {

  /** What every line of {@link #print} begins with. */
  public static final String MARK = "site ";

  /** What stands between its parts. */
  public static final String SEPARATOR = "\t";

  private static final StackWalker WALKER = StackWalker.getInstance();
  private static final Map<String, Account> ACCOUNTS = new ConcurrentHashMap<>();
  private static final ReferenceQueue<Object> QUEUE = new ReferenceQueue<>();
  private static final Set<PhantomReference<Object>> DROPPED = ConcurrentHashMap.newKeySet();

  private Ledger() {}

  /** Enters a buffer that was made on the very line of this call. */
  public static Entry born(ByteBuffer buffer) {
    StackWalker.StackFrame caller = WALKER.walk(frames -> frames.skip(1).findFirst().orElseThrow());
    String place =
        String.join(
            SEPARATOR,
            caller.getClassName(),
            caller.getMethodName(),
            caller.getFileName(),
            String.valueOf(caller.getLineNumber()));
    Account account = ACCOUNTS.computeIfAbsent(place, key -> new Account());
    account.allocations.increment();
    account.allocatedBytes.add(buffer.capacity());
    return new Entry(account, buffer);
  }

  /** Waits until all dropped buffers are collected and the JDK's cleaners have run. */
  public static void awaitCollection() throws InterruptedException {
    long deadline = System.nanoTime() + 30_000_000_000L;
    while (!DROPPED.isEmpty()) {
      System.gc();
      Object collected = QUEUE.remove(100);
      while (collected != null) {
        DROPPED.remove(collected);
        collected = QUEUE.poll();
      }
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException(DROPPED.size() + " buffers are still not collected");
      }
    }
    awaitReferenceHandler();
  }

  /**
   * The thread that enqueues references runs the cleaners of direct buffers too, one by one: when a
   * reference of a later collection arrives, it has finished with all of the earlier ones.
   */
  private static void awaitReferenceHandler() throws InterruptedException {
    ReferenceQueue<Object> later = new ReferenceQueue<>();
    PhantomReference<Object> canary = new PhantomReference<>(new Object(), later);
    while (later.remove(100) != canary) {
      System.gc();
    }
  }

  /** Prints what was done, a line for each place. */
  public static void print() {
    ACCOUNTS.forEach((place, account) -> System.out.println(MARK + place + account.counts()));
  }

  private static final class Account {
    final LongAdder allocations = new LongAdder();
    final LongAdder allocatedBytes = new LongAdder();
    final LongAdder frees = new LongAdder();
    final LongAdder freedBytes = new LongAdder();

    String counts() {
      long[] counts = {
        allocations.sum(),
        allocatedBytes.sum(),
        frees.sum(),
        freedBytes.sum(),
        allocations.sum() - frees.sum(),
        allocatedBytes.sum() - freedBytes.sum()
      };
      StringBuilder line = new StringBuilder();
      for (long count : counts) {
        line.append(SEPARATOR).append(count);
      }
      return line.toString();
    }
  }

  /** One buffer. Freed or dropped at most once, by any thread. */
  public static final class Entry {

    private final Account account;
    private ByteBuffer buffer;

    private Entry(Account account, ByteBuffer buffer) {
      this.account = account;
      this.buffer = buffer;
    }

    /** Runs the buffer's cleaner. */
    public void free() {
      ended();
      Direct.free(buffer);
      buffer = null;
    }

    /** Leaves the buffer to the collector; {@link #awaitCollection} before the end. */
    public void drop() {
      ended();
      DROPPED.add(new PhantomReference<>(buffer, QUEUE));
      buffer = null;
    }

    private void ended() {
      account.frees.increment();
      account.freedBytes.add(buffer.capacity());
    }
  }
}
