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
    heap.guard.lock(); // what is tested here is the owner's, and the purger may come by
  }

  @AfterEach
  void closeHeap() {
    heap.guard.unlock();
    heap.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 4, 9, 17, 26, 30, 43})
  void shouldHandOutEveryBlockOnceBeforeASecondSlabIsMade(int sizeClass) {
    SlabQueue queue = heap.queue(sizeClass);
    Slab slab = slabOf(queue.pop());
    Set<Long> seen = new HashSet<>();
    slab.give(0, slab.base);
    for (int i = 0; i < slab.capacity; i++) {
      long block = queue.pop();
      assertThat(slab.covers(block)).isTrue();
      assertThat(slab.covers(block + slab.blockBytes - 1)).isTrue();
      assertThat((block - slab.base) % slab.blockBytes).isZero();
      assertThat(seen.add(block)).as("block handed out twice").isTrue();
    }
    assertThat(slab.liveBlocks()).isEqualTo(slab.capacity);
    assertThat(slab.covers(queue.pop())).as("all blocks are taken").isFalse();
    assertThat(slab.used).isEqualTo(slab.capacity);
    assertThat(slab.isValid()).isTrue();
    assertThat(queue.isValid()).isTrue();
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
    Slab slab = slabOf(takeAll(heap.queue(5)));
    assertThat(slab.pushRemote(7, slab.base + 7L * slab.blockBytes)).isTrue();
    assertThat(slab.pushRemote(70, slab.base + 70L * slab.blockBytes)).isTrue();
    assertThat(slab.firstFreeWord()).as("nothing in the owner's bitmap yet").isNegative();
    assertThat(slab.liveBlocks()).isEqualTo(slab.capacity - 2);

    assertThat(slab.collect()).isEqualTo(2);

    assertThat(slab.isFree(7, slab.base + 7L * slab.blockBytes)).isTrue();
    assertThat(slab.freeBlocks()).isEqualTo(2);
    assertThat(slab.isValid()).isTrue();
  }

  @Test
  void shouldRefuseASecondRemoteFree() {
    long block = heap.queue(5).pop();
    Slab slab = slabOf(block);
    int index = slab.indexOf(block);
    assertThat(slab.pushRemote(index, block)).isTrue();
    assertThat(slab.pushRemote(index, block)).isFalse();
    slab.collect();
    assertThat(slab.pushRemote(index, block)).as("freed and collected").isFalse();
  }

  @Test
  void shouldRefuseToFreeTheHotBlockAgain() {
    SlabQueue queue = heap.queue(5);
    long block = queue.pop();
    Slab slab = slabOf(block);
    int index = slab.indexOf(block);
    assertThat(slab.give(index, block)).isTrue();
    assertThat(slab.hot).isEqualTo(block);
    assertThat(slab.give(index, block)).as("by the owner").isFalse();
    assertThat(slab.pushRemote(index, block)).as("by another").isFalse();
    assertThat(slab.isFree(index, block)).isTrue();
    assertThat(slab.liveBlocks()).isZero();
    assertThat(queue.isValid()).isTrue();
  }

  @Test
  void shouldFreeABlockOnceWhenItsOwnerAndAnotherFreeItAtTheSameMoment() {
    SlabQueue queue = heap.queue(5);
    long block = queue.pop();
    Slab slab = slabOf(block);
    int index = slab.indexOf(block);
    // The other has set its bit and not said so yet when the owner comes by.
    assertThat(slab.pushRemote(index, block)).isTrue();
    assertThat(slab.give(index, block)).isTrue();
    slab.claimPending();
    slab.clearPending();
    queue.collect(slab);
    assertThat(slab.liveBlocks()).isZero();
    assertThat(queue.isValid()).isTrue();
    assertThat(queue.pop()).isNotEqualTo(queue.pop());
  }

  @Test
  void shouldAskToBeEnteredIntoThePendingListOnlyOnce() {
    Slab slab = heap.newSlab(heap.queue(5));
    assertThat(slab.claimPending()).isTrue();
    assertThat(slab.claimPending()).isFalse();
    slab.clearPending();
    assertThat(slab.claimPending()).isTrue();
  }

  /** Pops every block of a fresh slab; returns one of them. */
  private static long takeAll(SlabQueue queue) {
    long block = queue.pop();
    for (int i = 1; i < slabOf(block).capacity; i++) {
      queue.pop();
    }
    return block;
  }

  private static Slab slabOf(long block) {
    return (Slab) SpanTable.find(block);
  }
}
