package dev.tinyalloc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tinyalloc.os.Os;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LargeBlocksTest {

  @Test
  void shouldServeTheNextRequestOfAboutThatSizeFromABlockFreedBefore() {
    try (Heap heap = Heap.create()) {
      LargeBlocks.purge();
      long first = heap.alloc(1_000_000);
      heap.dealloc(first);
      assertThat(LargeCache.bytes()).isGreaterThanOrEqualTo(1_000_000);
      assertThat(heap.alloc(300_000)).as("would waste most of it").isNotEqualTo(first);
      assertThat(heap.alloc(950_000)).isEqualTo(first);
      assertThat(LargeCache.bytes()).isZero();
    }
  }

  @Test
  void shouldClearAReusedBlockWhenAskedForZeroes() {
    try (Heap heap = Heap.create()) {
      long first = heap.alloc(500_000);
      Os.CURRENT.fill(first, 500_000, (byte) 7);
      heap.dealloc(first);
      long second = heap.tryAllocZeroed(500_000);
      for (long at = 0; at < 500_000; at += 8) {
        assertThat(Os.CURRENT.getLong(second + at)).isZero();
      }
    }
  }

  @Test
  void shouldKeepNoMoreThanTheCacheHoldsAndNothingAfterAPurge() {
    try (Heap heap = Heap.create()) {
      long[] blocks = new long[200];
      for (int i = 0; i < blocks.length; i++) {
        blocks[i] = heap.alloc(1 << 20);
      }
      for (long block : blocks) {
        heap.dealloc(block);
      }
      assertThat(LargeCache.bytes()).isBetween(1L, LargeCache.MAX_BYTES);
      heap.dealloc(heap.alloc(LargeCache.MAX_BYTES));
      assertThat(LargeCache.isValid()).isTrue();
      assertThat(LargeBlocks.purge()).isPositive();
      assertThat(LargeCache.bytes()).isZero();
      assertThat(LargeBlocks.isValid()).isTrue();
    }
  }

  @Test
  void shouldKeepAllOtherBlocksWhenTheJavaHeapIsFull() throws Exception {
    List<String> options = new ArrayList<>(ChildJvm.OPEN);
    options.add("-Xmx24m");
    ChildJvm.Result child = ChildJvm.run(options, FullJavaHeap.class);
    assertThat(child.exit()).as(child.err()).isZero();
    assertThat(child.out().trim()).isEqualTo("out of memory: true; intact: 500; difference: 0");
  }
}
