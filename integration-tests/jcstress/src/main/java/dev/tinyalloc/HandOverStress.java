package dev.tinyalloc;

import dev.tinyalloc.os.CarrierSlots;
import jdk.internal.misc.Unsafe;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;
import org.openjdk.jcstress.infra.results.ZZ_Result;
import org.openjdk.jcstress.infra.results.Z_Result;

/** What changes hands between threads: seats, segments, and a heap under the purger. */
@SuppressWarnings("NullAway") // the actors initialise the fields
final class HandOverStress {

  private HandOverStress() {}

  /** Two live threads never share a seat. */
  @JCStressTest
  @Outcome(id = "true", expect = Expect.ACCEPTABLE, desc = "each has its own")
  @Outcome(expect = Expect.FORBIDDEN, desc = "two live threads in one seat")
  @State
  public static class Seats {
    private static final Unsafe UNSAFE = Unsafe.getUnsafe();
    private static final long LOCALS = UNSAFE.objectFieldOffset(Thread.class, "threadLocals");

    private final CarrierSlots<CarrierSlots.Tenant> slots =
        new CarrierSlots<>() {
          @Override
          protected Tenant create() {
            return new Tenant() {};
          }
        };
    private CarrierSlots.Tenant first;
    private CarrierSlots.Tenant second;
    private Thread firstHome;
    private Thread secondHome;

    @Actor
    public void one() {
      firstHome = Thread.currentThread();
      first = slots.current();
      forgetLocals(firstHome);
    }

    @Actor
    public void other() {
      secondHome = Thread.currentThread();
      second = slots.current();
      forgetLocals(secondHome);
    }

    /** Each state has a thread-local of its own: the thread's table of millions fills the heap. */
    private static void forgetLocals(Thread thread) {
      UNSAFE.putReference(thread, LOCALS, null);
    }

    /** A thread may end before the other begins; then its seat is the other's by right. */
    @Arbiter
    public void end(Z_Result result) {
      result.r1 = first != second || !firstHome.isAlive() || !secondHome.isAlive();
    }
  }

  /** Two threads that take segments at once get different ones, and none is lost. */
  @JCStressTest
  @Outcome(id = "true, true", expect = Expect.ACCEPTABLE, desc = "distinct, and the arenas agree")
  @Outcome(expect = Expect.FORBIDDEN, desc = "a segment was lost or given twice")
  @State
  public static class Segments {
    private static final Heap HEAP = Heap.create();
    private Segment first;
    private Segment second;

    @Actor
    public void one() {
      first = GlobalArena.acquire(HEAP);
    }

    @Actor
    public void other() {
      second = GlobalArena.acquire(HEAP);
    }

    @Arbiter
    public void end(ZZ_Result result) {
      result.r1 = first.take(1) != second.take(1);
      GlobalArena.release(first);
      GlobalArena.release(second);
      result.r2 = GlobalArena.isValid();
    }
  }

  /** The purger trims a thread's heap while the thread uses it. */
  @JCStressTest
  @Outcome(id = "1", expect = Expect.ACCEPTABLE, desc = "two blocks, both live, both freed once")
  @Outcome(expect = Expect.FORBIDDEN, desc = "the visitor and the owner were inside at once")
  @State
  public static class Visit {
    private volatile Heap heap;

    @Actor
    public void owner(I_Result result) {
      heap = Heap.current();
      long first = TinyAlloc.malloc(64);
      long second = TinyAlloc.malloc(64);
      boolean distinct = first != second;
      boolean freed = TinyAlloc.tryFree(first) && TinyAlloc.tryFree(second);
      result.r1 = distinct && freed && !TinyAlloc.tryFree(first) ? 1 : 0;
    }

    @Actor
    public void visitor() {
      Heap visited = heap;
      if (visited != null) {
        visited.trimNow();
      }
    }
  }
}
