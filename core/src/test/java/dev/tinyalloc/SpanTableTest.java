package dev.tinyalloc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SpanTableTest {

  /** Addresses that no system hands out, so that real spans stay undisturbed. */
  private static final long FAR = 1L << 50;

  private static LargeBlock block(Heap heap, long base) {
    return new LargeBlock(heap, base, 200_000, base, 200_000, true);
  }

  @Test
  void shouldFindSpansThatShareTheirLowBits() {
    Heap heap = Heap.create();
    List<LargeBlock> blocks = new ArrayList<>();
    for (int i = 0; i < 3000; i++) {
      // All keys agree in their low 16 bits: the worst case for a table that hashes by them.
      LargeBlock block = block(heap, FAR + ((long) i << 32));
      SpanTable.addStart(block);
      blocks.add(block);
    }
    for (LargeBlock block : blocks) {
      assertThat(SpanTable.find(block.base)).isSameAs(block);
      assertThat(SpanTable.find(block.base - 1)).isNull();
    }
    for (LargeBlock block : blocks) {
      assertThat(SpanTable.removeStart(block)).isTrue();
      assertThat(SpanTable.removeStart(block)).isFalse();
      assertThat(SpanTable.find(block.base)).isNull();
    }
    heap.close();
  }

  @Test
  void shouldFindSpansQuicklyWhereTwoRegionsCoincide() {
    Heap heap = Heap.create();
    List<LargeBlock> blocks = new ArrayList<>();
    // Two regions whose granules agree in the low bits, however large the table gets.
    for (long region = 0; region < 2; region++) {
      for (int i = 0; i < 30_000; i++) {
        blocks.add(block(heap, FAR + (region << 44) + ((long) i << 18)));
      }
    }
    blocks.forEach(SpanTable::addStart);
    long start = System.nanoTime();
    for (LargeBlock block : blocks) {
      assertThat(SpanTable.find(block.base)).isSameAs(block);
    }
    long nanos = (System.nanoTime() - start) / blocks.size();
    blocks.forEach(SpanTable::removeStart);
    heap.close();
    assertThat(nanos)
        .as("ns a look-up; a displaced region in line takes 100,000")
        .isLessThan(10_000);
  }

  /** Slabs are looked up in a small table first, where those one GiB apart share a slot. */
  @Test
  void shouldFindSlabsThatShareASlotOfTheFirstLook() {
    Heap heap = Heap.create();
    List<Slab> slabs = new ArrayList<>();
    for (long i = 0; i < 5; i++) {
      long base = FAR + (i << 30);
      slabs.add(new Slab(heap.queue(5), new Segment(heap, null, 0, base), base, 1 << 16));
      SpanTable.addGranules(slabs.get(slabs.size() - 1));
    }
    assertThat(SpanTable.guess(FAR)).as("the last").isSameAs(slabs.get(4));
    for (Slab slab : slabs) {
      assertThat(SpanTable.find(slab.base + 64)).isSameAs(slab);
      assertThat(HeapTiers.giveBlock(slab.base + 64)).as("it is free").isFalse();
    }
    SpanTable.removeGranules(slabs.get(1));
    assertThat(SpanTable.guess(FAR)).isSameAs(slabs.get(4));
    SpanTable.removeGranules(slabs.get(4));
    assertThat(SpanTable.guess(FAR)).isNull();
    long live = takeOne(slabs.get(2));
    assertThat(HeapTiers.giveBlock(live)).as("by the long way").isTrue();
    for (int i : new int[] {0, 2, 3}) {
      SpanTable.removeGranules(slabs.get(i));
    }
    heap.close();
  }

  /** Makes the first block of {@code slab} live. */
  private static long takeOne(Slab slab) {
    slab.free[0] &= ~1L;
    return slab.base;
  }

  @Test
  void shouldStayRightThroughRandomEntriesAndRemovals() {
    Heap heap = Heap.create();
    Random random = new Random(7);
    List<LargeBlock> live = new ArrayList<>();
    for (int i = 0; i < 50_000; i++) {
      if (live.size() < 500 && random.nextInt(5) < 3) {
        LargeBlock block = block(heap, FAR + ((long) i << 20));
        SpanTable.addStart(block);
        live.add(block);
      } else if (!live.isEmpty()) {
        LargeBlock block = live.remove(random.nextInt(live.size()));
        assertThat(SpanTable.removeStart(block)).isTrue();
      }
    }
    for (LargeBlock block : live) {
      assertThat(SpanTable.find(block.base)).isSameAs(block);
      assertThat(SpanTable.removeStart(block)).isTrue();
    }
    heap.close();
  }
}
