package dev.tinyalloc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SlabTest {

  private Heap heap;

  @BeforeEach
  void createHeap() {
    heap = Heap.create();
  }

  @AfterEach
  void closeHeap() {
    heap.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 4, 9, 17, 26, 30, 43})
  void shouldHandOutEveryBlockOnceAndThenNone(int sizeClass) {
    Slab slab = heap.newSlab(heap.queue(sizeClass));
    Set<Long> seen = new HashSet<>();
    for (int i = 0; i < slab.capacity; i++) {
      long block = popAny(slab);
      assertThat(slab.covers(block)).isTrue();
      assertThat(slab.covers(block + slab.blockBytes - 1)).isTrue();
      assertThat((block - slab.base) % slab.blockBytes).isZero();
      assertThat(seen.add(block)).as("block handed out twice").isTrue();
    }
    assertThat(popAny(slab)).isZero();
    assertThat(slab.isValid()).isTrue();
    assertThat(slab.used).isEqualTo(slab.capacity);
  }

  @Test
  void shouldFindTheIndexOfEveryBlockAndOfNothingElse() {
    for (int c = 0; c < SizeClasses.COUNT; c++) {
      Slab slab = heap.newSlab(heap.queue(c));
      for (long offset = 0; offset < slab.bytes; offset++) {
        boolean start = offset % slab.blockBytes == 0 && offset / slab.blockBytes < slab.capacity;
        int expected = start ? (int) (offset / slab.blockBytes) : -1;
        if (slab.indexOf(slab.base + offset) != expected) {
          assertThat(slab.indexOf(slab.base + offset))
              .as("class %d, offset %d", c, offset)
              .isEqualTo(expected);
        }
      }
    }
  }

  @Test
  void shouldKeepRemoteFreesApartUntilCollected() {
    Slab slab = heap.newSlab(heap.queue(5));
    for (int i = 0; i < slab.capacity; i++) {
      popAny(slab);
    }
    assertThat(slab.pushRemote(7, slab.base + 7L * slab.blockBytes)).isTrue();
    assertThat(slab.pushRemote(70, slab.base + 70L * slab.blockBytes)).isTrue();
    assertThat(slab.advance()).as("nothing in the owner's bitmap yet").isFalse();
    assertThat(slab.takenBlocks()).isEqualTo(slab.capacity - 2);

    assertThat(slab.collect()).isEqualTo(2);

    assertThat(slab.isFree(7, slab.base + 7L * slab.blockBytes)).isTrue();
    assertThat(slab.used).isEqualTo(slab.capacity - 2);
    assertThat(slab.isValid()).isTrue();
  }

  @Test
  void shouldRefuseASecondRemoteFree() {
    Slab slab = heap.newSlab(heap.queue(5));
    popAny(slab);
    assertThat(slab.pushRemote(0, slab.base)).isTrue();
    assertThat(slab.pushRemote(0, slab.base)).isFalse();
    slab.collect();
    assertThat(slab.pushRemote(0, slab.base)).as("freed and collected").isFalse();
  }

  @Test
  void shouldAskToBeEnteredIntoThePendingListOnlyOnce() {
    Slab slab = heap.newSlab(heap.queue(5));
    assertThat(slab.claimPending()).isTrue();
    assertThat(slab.claimPending()).isFalse();
    slab.clearPending();
    assertThat(slab.claimPending()).isTrue();
  }

  private static long popAny(Slab slab) {
    long block = slab.pop();
    return block == 0 && slab.advance() ? slab.pop() : block;
  }
}
