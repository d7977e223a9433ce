package dev.tinyalloc;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.I_Result;
import org.openjdk.jcstress.infra.results.ZZI_Result;

/** Frees from other threads, among themselves and against the owner. */
final class RemoteFreeStress {

  private RemoteFreeStress() {}

  /** A heap with three live blocks of one slab; its maker is the owner. */
  abstract static class ThreeBlocks {
    final Heap heap = Heap.create();
    final long first = heap.alloc(64);
    final long second = heap.alloc(64);
    final long third = heap.alloc(64);
    final Slab slab = slabOf(first);

    private static Slab slabOf(long block) {
      if (SpanTable.find(block) instanceof Slab slab) {
        return slab;
      }
      throw new IllegalStateException("a live block without a slab");
    }

    /** What the owner does, with the purger kept out. */
    @SuppressWarnings("NullAway") // a created heap has a guard
    final void collect() {
      heap.guard.lock();
      try {
        heap.collectRemoteFrees(true);
      } finally {
        heap.guard.unlock();
      }
    }

    /** Blocks that are live, after everything pending was taken in; then closes. */
    final int liveAtTheEnd() {
      collect();
      boolean valid = heap.isValid() && slab.isValid();
      int live = slab.liveBlocks();
      heap.close();
      return valid ? live : -1;
    }
  }

  /** Two threads free two blocks of one word: neither is lost. */
  @JCStressTest
  @Outcome(id = "1", expect = Expect.ACCEPTABLE, desc = "both are free")
  @Outcome(expect = Expect.FORBIDDEN, desc = "a free was lost")
  @State
  public static class TwoBlocks extends ThreeBlocks {
    @Actor
    public void one() {
      TinyAlloc.free(first);
    }

    @Actor
    public void other() {
      TinyAlloc.free(second);
    }

    @Arbiter
    public void end(I_Result result) {
      result.r1 = liveAtTheEnd();
    }
  }

  /** Two threads free the same block: one of them is told. */
  @JCStressTest
  @Outcome(id = "true, false, 2", expect = Expect.ACCEPTABLE, desc = "the second was refused")
  @Outcome(id = "false, true, 2", expect = Expect.ACCEPTABLE, desc = "the first was refused")
  @Outcome(expect = Expect.FORBIDDEN, desc = "a double free went unseen, or a free was lost")
  @State
  public static class SameBlock extends ThreeBlocks {
    @Actor
    public void one(ZZI_Result result) {
      result.r1 = TinyAlloc.tryFree(first);
    }

    @Actor
    public void other(ZZI_Result result) {
      result.r2 = TinyAlloc.tryFree(first);
    }

    @Arbiter
    public void end(ZZI_Result result) {
      result.r3 = liveAtTheEnd();
    }
  }

  /** The owner takes in pending frees while another thread frees. */
  @JCStressTest
  @Outcome(id = "1, 0", expect = Expect.ACCEPTABLE, desc = "both free, nothing is left pending")
  @Outcome(expect = Expect.FORBIDDEN, desc = "a free was lost")
  @State
  public static class CollectMeanwhile extends ThreeBlocks {
    {
      TinyAlloc.free(first);
    }

    @Actor
    public void owner() {
      collect();
    }

    @Actor
    public void other() {
      TinyAlloc.free(second);
    }

    @Arbiter
    public void end(II_Result result) {
      result.r1 = liveAtTheEnd();
      result.r2 = slab.collect();
    }
  }

  /**
   * The owner allocates and frees while another thread frees: all three end up where they belong.
   */
  @JCStressTest
  @Outcome(
      id = "1, 1, 1",
      expect = Expect.ACCEPTABLE,
      desc = "one block is live, and it is distinct")
  @Outcome(expect = Expect.FORBIDDEN, desc = "a block was lost or handed out twice")
  @State
  public static class OwnerAtWork extends ThreeBlocks {
    private long fresh;

    @Actor
    public void owner(III_Result result) {
      heap.dealloc(third);
      fresh = heap.alloc(64);
      result.r1 = fresh == second ? 0 : 1;
    }

    @Actor
    public void other(III_Result result) {
      result.r2 = TinyAlloc.tryFree(first) ? 1 : 0;
    }

    @Arbiter
    public void end(III_Result result) {
      // Live are the second block and the fresh one.
      result.r3 = liveAtTheEnd() == 2 ? 1 : 0;
    }
  }

  /** The last two blocks of a full slab go at once, one by the owner, one by another thread. */
  @JCStressTest
  @Outcome(id = "0", expect = Expect.ACCEPTABLE, desc = "the heap is empty and valid")
  @Outcome(expect = Expect.FORBIDDEN, desc = "a slab was lost")
  @State
  public static class LastBlocks {
    private final Heap heap = Heap.create();
    private final long[] blocks = new long[5];

    /** Class 128 KiB: four blocks a slab, so that five make a full one. */
    public LastBlocks() {
      for (int i = 0; i < blocks.length; i++) {
        blocks[i] = heap.alloc(SizeClasses.MAX_BYTES);
      }
      heap.dealloc(blocks[4]);
      heap.dealloc(blocks[0]);
      heap.dealloc(blocks[1]);
    }

    @Actor
    public void owner() {
      heap.dealloc(blocks[2]);
    }

    @Actor
    public void other() {
      TinyAlloc.free(blocks[3]);
    }

    @Arbiter
    public void end(I_Result result) {
      heap.trimNow();
      int left = 0;
      for (long block : blocks) {
        left += isOurs(block) ? 1 : 0;
      }
      result.r1 = heap.isValid() ? left : -1;
      heap.close();
    }

    /** Another state's heap may own the address by now. */
    private boolean isOurs(long block) {
      return SpanTable.find(block) instanceof Slab slab && slab.heap == heap;
    }
  }
}
