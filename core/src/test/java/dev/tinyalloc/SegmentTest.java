package dev.tinyalloc;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SegmentTest {

  private Heap heap;
  private Segment segment;

  @BeforeEach
  void acquire() {
    heap = Heap.create();
    segment = GlobalArena.acquire(heap);
  }

  @AfterEach
  void release() {
    GlobalArena.release(segment);
    heap.close();
  }

  @Test
  void shouldStartAtAMultipleOfItsSize() {
    long first = segment.take(1);
    assertThat(first % Segment.BYTES).isZero();
    segment.put(first, 1);
    assertThat(segment.isEmpty()).isTrue();
  }

  @Test
  void shouldFindARunOfGranulesBetweenOthers() {
    long whole = segment.take(Segment.GRANULES);
    assertThat(segment.take(1)).isZero();
    segment.put(whole + (3L << SizeClasses.GRANULE_SHIFT), 2);
    assertThat(segment.take(3)).isZero();
    assertThat(segment.take(2)).isEqualTo(whole + (3L << SizeClasses.GRANULE_SHIFT));
    segment.put(whole, Segment.GRANULES);
    assertThat(segment.uncutBytes()).isEqualTo(Segment.BYTES);
  }
}
