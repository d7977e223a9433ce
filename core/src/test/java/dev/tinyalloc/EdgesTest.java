package dev.tinyalloc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Alternating allocations and frees around the edge of a slab or a segment stay above the tier
 * below: slabs cut and segments acquired are counted.
 */
class EdgesTest {

  private static final int ROUNDS = 2000;

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

  @ParameterizedTest
  @ValueSource(ints = {8, 64, 200, 2048, 10_000, 131_072})
  void shouldCutOneSlabAtMostWhileAlternatingAtASlabsEdge(int bytes) {
    for (int slabs = 1; slabs <= 3; slabs++) {
      List<Long> kept = fill(bytes, capacity(bytes));
      for (int depth = 1; depth <= 3; depth++) {
        long before = heap.slabsCut();
        alternate(bytes, depth, false);
        alternate(bytes, depth, true);
        assertThat(heap.slabsCut() - before).as("depth %d", depth).isLessThanOrEqualTo(1);
      }
      assertThat(kept).hasSize(capacity(bytes));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {64, 2048, 10_000, 131_072})
  void shouldAcquireOneSegmentAtMostWhileAlternatingAtASegmentsEdge(int bytes) {
    long first = heap.segmentsAcquired();
    while (heap.segmentsAcquired() < first + 2) {
      heap.alloc(bytes);
    }
    // One block into the second segment: three slabs more and less cross its edge each round.
    int depth = 3 * capacity(bytes);
    long before = heap.segmentsAcquired();
    for (int round = 0; round < ROUNDS / 20; round++) {
      fill(bytes, depth).forEach(heap::dealloc);
    }
    assertThat(heap.segmentsAcquired() - before).isLessThanOrEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {64, 10_000})
  void shouldNotHandASegmentBackAndForthWithTheArena(int bytes) {
    fill(bytes, 10).forEach(heap::dealloc);
    long segments = heap.segmentsAcquired();
    for (int round = 0; round < ROUNDS; round++) {
      // Empties the heap each time, other classes in turn.
      fill(bytes + 8 * (round % 100), 3).forEach(heap::dealloc);
    }
    // A slab of each of the classes passed through may stay current; that is all.
    assertThat(heap.segmentsAcquired() - segments).isLessThanOrEqualTo(4);
  }

  private void alternate(int bytes, int depth, boolean backwards) {
    for (int round = 0; round < ROUNDS; round++) {
      List<Long> blocks = fill(bytes, depth);
      for (int i = 0; i < depth; i++) {
        heap.dealloc(blocks.get(backwards ? depth - 1 - i : i));
      }
    }
  }

  private List<Long> fill(int bytes, int count) {
    List<Long> blocks = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      blocks.add(heap.alloc(bytes));
    }
    return blocks;
  }

  private static int capacity(int bytes) {
    int sizeClass = SizeClasses.classOf(bytes);
    int slabBytes = SizeClasses.granules(sizeClass) << SizeClasses.GRANULE_SHIFT;
    return slabBytes / SizeClasses.blockBytes(sizeClass);
  }
}
