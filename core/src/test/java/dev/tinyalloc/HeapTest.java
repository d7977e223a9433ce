package dev.tinyalloc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tinyalloc.os.Os;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HeapTest {

  private Heap heap;

  @BeforeEach
  void createHeap() {
    heap = Heap.create();
  }

  @AfterEach
  void closeHeap() {
    assertThat(heap.isValid()).isTrue();
    heap.close();
  }

  @Test
  void shouldReuseTheBlockFreedLast() {
    long first = heap.alloc(64);
    heap.dealloc(first);
    assertThat(heap.alloc(64)).isEqualTo(first);
  }

  @Test
  void shouldGiveDistinctAddressesForSizeZero() {
    long a = heap.alloc(0);
    long b = heap.alloc(0);
    assertThat(a).isNotZero().isNotEqualTo(b);
  }

  @Test
  void shouldRejectNegativeSizes() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> heap.alloc(-1))
        .withMessageContaining("-1 bytes");
    assertThatIllegalArgumentException().isThrownBy(() -> heap.alloc(Long.MIN_VALUE));
  }

  @Test
  void shouldRefuseWhatTheSystemDoesNotHaveAndStayUsable() {
    for (long bytes : new long[] {1L << 40, 1L << 46, 1L << 62, Long.MAX_VALUE}) {
      assertThatThrownBy(() -> heap.alloc(bytes))
          .isInstanceOf(OutOfMemoryError.class)
          .hasMessageContaining(Long.toString(bytes));
    }
    assertThat(heap.alloc(100)).isNotZero();
  }

  @Test
  void shouldDetectADoubleFreeOfTheHotBlockAndOfAnyOther() {
    long a = heap.alloc(64);
    long b = heap.alloc(64);
    heap.dealloc(a);
    heap.dealloc(b);
    for (long block : new long[] {a, b}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> heap.dealloc(block))
          .withMessageContaining(Long.toHexString(block));
    }
  }

  @Test
  void shouldDetectForeignAndInnerAddresses() {
    long block = heap.alloc(100);
    long large = heap.alloc(1 << 20);
    for (long address : new long[] {1, block + 8, large + 16, 0x7fff_0000_0000L, -8}) {
      assertThatIllegalArgumentException().isThrownBy(() -> heap.dealloc(address));
    }
    heap.dealloc(large);
    assertThatIllegalArgumentException().isThrownBy(() -> heap.dealloc(large));
    heap.dealloc(block);
  }

  @Test
  void shouldBringAFullSlabBackWhenAnotherThreadFreesInIt() throws Exception {
    List<Long> blocks = new ArrayList<>();
    for (int i = 0; i < 5000; i++) {
      blocks.add(heap.alloc(64));
    }
    Thread other = new Thread(() -> blocks.forEach(TinyAlloc::free));
    other.start();
    other.join();
    long before = GlobalArena.totals().inUseBytes();
    Set<Long> again = new HashSet<>();
    for (int i = 0; i < 5000; i++) {
      again.add(heap.alloc(64));
    }
    assertThat(again).hasSize(5000);
    assertThat(GlobalArena.totals().inUseBytes()).isEqualTo(before);
  }

  @Test
  void shouldGiveSegmentsBackWhenTheyEmpty() {
    long before = GlobalArena.totals().inUseBytes();
    Deque<Long> blocks = new ArrayDeque<>();
    for (int i = 0; i < 2000; i++) {
      blocks.add(heap.alloc(100_000));
    }
    assertThat(GlobalArena.totals().inUseBytes() - before).isGreaterThan(180L << 20);
    blocks.forEach(heap::dealloc);
    assertThat(GlobalArena.totals().inUseBytes() - before).isLessThanOrEqualTo(3 * Segment.BYTES);
  }

  @Test
  void shouldZeroWhatIsAskedForZeroed() {
    for (int bytes : new int[] {1, 8, 64, 250, 300, 5000, 131072, 140_000, 1 << 20}) {
      long dirty = heap.alloc(bytes);
      Os.CURRENT.fill(dirty, bytes, (byte) 0x5a);
      heap.dealloc(dirty);
      long block = heap.tryAllocZeroed(bytes);
      for (long at = 0; at + 8 <= bytes; at += 8) {
        assertThat(Os.CURRENT.getLong(block + at)).as("%d bytes at %d", bytes, at).isZero();
      }
      heap.dealloc(block);
    }
  }

  /** The block freed last may be cleared in another way than those that have lain for long. */
  @Test
  void shouldZeroAllOfABlockHoweverLongItHasLain() {
    for (int bytes :
        new int[] {20_479, 20_480, 20_488, 30_001, 65_536, 131_072, 131_075, 999_999}) {
      long[] blocks = new long[3];
      Arrays.setAll(blocks, i -> heap.alloc(bytes));
      for (long block : blocks) {
        Os.CURRENT.fill(block, bytes, (byte) 0x5a);
      }
      for (long block : blocks) {
        heap.dealloc(block);
      }
      Arrays.setAll(blocks, i -> heap.tryAllocZeroed(bytes));
      for (long block : blocks) {
        for (long at = 0; at < bytes; at++) {
          assertThat(Os.CURRENT.getByte(block + at)).as("%d bytes at %d", bytes, at).isZero();
        }
        heap.dealloc(block);
      }
    }
  }

  @Test
  void shouldFreeEverythingOnCloseAndRefuseToAllocateAfterwards() {
    Heap other = Heap.create();
    TinyAlloc.purge();
    long before = TinyAlloc.stats().committedBytes();
    for (int i = 0; i < 1000; i++) {
      other.alloc(i * 500L);
    }
    other.close();
    other.close();
    TinyAlloc.purge();
    assertThat(TinyAlloc.stats().committedBytes()).isLessThanOrEqualTo(before);
    assertThatIllegalStateException().isThrownBy(() -> other.alloc(8));
  }

  @Test
  void shouldAlignToAnyPowerOfTwo() {
    for (long alignment = 1; alignment <= 1L << 30; alignment <<= 1) {
      for (long bytes : new long[] {0, 1, 100, 5000, 70_000, 300_000}) {
        long block = heap.allocAligned(alignment, bytes);
        assertThat(block % alignment).as("%d bytes aligned to %d", bytes, alignment).isZero();
        assertThat(TinyAlloc.usableSize(block)).isGreaterThanOrEqualTo(bytes);
        heap.dealloc(block);
      }
    }
  }

  @Test
  void shouldRejectAlignmentsThatAreNoPowerOfTwo() {
    for (long alignment : new long[] {0, -8, 3, 48, Long.MIN_VALUE}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> heap.allocAligned(alignment, 8))
          .withMessageContaining(Long.toString(alignment));
    }
  }

  @Test
  void shouldKeepToTheLimitAndSayIt() {
    TinyAlloc.purge();
    long limit = Budget.committed() + (32L << 20);
    Settings.limitBytes(limit);
    try {
      assertThatThrownBy(() -> heap.alloc(40L << 20))
          .isInstanceOf(OutOfMemoryError.class)
          .hasMessageContaining("limit is " + limit);
      List<Long> blocks = new ArrayList<>();
      assertThatThrownBy(
              () -> {
                while (true) {
                  blocks.add(heap.alloc(100_000));
                }
              })
          .isInstanceOf(OutOfMemoryError.class);
      assertThat(Budget.committed()).isBetween(limit - (2L << 20), limit);
      blocks.forEach(heap::dealloc);
      // What is empty now is in the way of a large block, until it is given back.
      heap.dealloc(heap.alloc(20L << 20));
    } finally {
      Settings.limitBytes(0);
    }
  }

  @Test
  void shouldUseEverySingleBlockFreedByOthersBeforeItRefuses() {
    List<Long> blocks = new ArrayList<>();
    blocks.add(heap.alloc(64));
    Settings.limitBytes(Budget.committed());
    try {
      fillUp(blocks);
      heap.guard.lock(); // the purger would take them in
      try {
        TinyAlloc.free(blocks.get(10)); // from another heap, and too few to be taken in otherwise
        assertThat(heap.take(64)).isEqualTo(blocks.get(10));
        TinyAlloc.free(blocks.get(20));
        TinyAlloc.free(blocks.get(2000));
        assertThat(List.of(heap.take(64), heap.take(64)))
            .containsExactlyInAnyOrder(blocks.get(20), blocks.get(2000));
        assertThat(heap.take(64)).isZero();
      } finally {
        heap.guard.unlock();
      }
      assertThat(heap.isValid()).isTrue();
    } finally {
      Settings.limitBytes(0);
    }
  }

  private void fillUp(List<Long> blocks) {
    assertThatThrownBy(
            () -> {
              while (true) {
                blocks.add(heap.alloc(64));
              }
            })
        .isInstanceOf(OutOfMemoryError.class);
  }

  @Test
  void shouldTakeTheEmptyMemoryOfOtherHeapsBeforeItRefuses() {
    TinyAlloc.purge();
    try (Heap other = Heap.create()) {
      List<Long> blocks = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        blocks.add(other.alloc(100_000));
      }
      Settings.limitBytes(Budget.committed());
      blocks.forEach(TinyAlloc::free); // other does not know of it yet
      heap.dealloc(heap.alloc(15L << 20));
    } finally {
      Settings.limitBytes(0);
    }
  }

  @Test
  void shouldNameTheAlignmentThatCannotBeHad() {
    assertThatThrownBy(() -> heap.allocAligned(1L << 62, 5))
        .isInstanceOf(OutOfMemoryError.class)
        .hasMessageContaining("5 bytes at a multiple of " + (1L << 62));
  }

  @Test
  void shouldCountWhatItCosts() {
    assertThat(heap.cost(1)).isEqualTo(8);
    assertThat(heap.cost(65)).isEqualTo(80);
    assertThat(heap.cost(131073)).isEqualTo(135168);
    assertThat(heap.isLarge(131072)).isFalse();
    assertThat(heap.isLarge(131073)).isTrue();
  }
}
