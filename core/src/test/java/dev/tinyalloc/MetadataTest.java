package dev.tinyalloc;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import programs.MillionBlocks;

/** Bookkeeping is small beside what is kept; in a JVM of its own, whose Java heap shows it. */
class MetadataTest {

  private static final long BLOCK_BYTES = 64L * 1_000_000;

  @Test
  void shouldTakeTwoPercentOfAMillionSmallBlocksAtMost() throws Exception {
    ChildJvm.Result child = ChildJvm.run(ChildJvm.OPEN, MillionBlocks.class);
    assertThat(child.exit()).as(child.err()).isZero();
    String[] figures = child.out().trim().split(" ");
    long heap = Long.parseLong(figures[0]);
    long reported = Long.parseLong(figures[1]);
    System.out.println("metadata of 10^6 blocks of 64 B: " + heap + " bytes of Java heap");
    assertThat(heap).as("bytes of Java heap").isBetween(1L, BLOCK_BYTES / 50);
    assertThat(reported).as("what stats() says").isBetween(heap / 2, 2 * heap);
  }
}
