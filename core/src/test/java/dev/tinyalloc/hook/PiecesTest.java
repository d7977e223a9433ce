package dev.tinyalloc.hook;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PiecesTest {

  private static final int HEADER = 16;
  private static final int PIECE_BYTES = Pieces.LARGE_BYTES + HEADER;
  private static final long FAST_NANOS = 100;
  private static final long NANOS_PER_CLEARED_KIB = 160;

  private final Pieces pieces = new Pieces();

  /** What the VM sets aside for a thread, and what it does with arrays that do not fit. */
  private final class Part {

    private final long bytes;
    private long left;
    private long outside;
    private long cleared;

    Part(long bytes, long left) {
      this.bytes = bytes;
      this.left = left;
    }

    void fill(long room) {
      for (long filled = 0; filled < room; ) {
        long piece = HEADER + (long) pieces.next();
        filled += piece;
        boolean fits = piece <= left;
        if (!fits) {
          cleared += piece;
          place(piece);
        }
        left -= fits ? piece : 0;
        pieces.took(FAST_NANOS + (fits ? 0 : 1_000 + (piece >> 10) * NANOS_PER_CLEARED_KIB));
      }
    }

    private void place(long piece) {
      if (left > bytes / 64) {
        outside += piece;
      } else {
        left = bytes - piece;
      }
    }
  }

  @Test
  void shouldFillPartsOfHalfAnyRegionOfG1WithOneClearedInSixteen() {
    for (long region = 1 << 20; region <= 32 << 20; region *= 2) {
      Part part = new Part(region / 2 - 8, 0);
      part.fill(64 * region);
      assertThat(part.outside).as("of parts of " + part.bytes).isZero();
      assertThat(part.cleared).isLessThanOrEqualTo(4 * region + PIECE_BYTES);
    }
  }

  @Test
  void shouldFitAgainAfterAnythingElseHasUsedAPart() {
    for (long left = 0; left < 512 << 10; left += 8 << 10) {
      Part part = new Part((512 << 10) - 8, left);
      part.fill(64 << 20);
      assertThat(part.outside).as("after " + left).isLessThan(256 << 10);
    }
  }

  @Test
  void shouldNotTakePagesThatBecomeResidentForClearing() {
    for (int i = 0; i < 100; i++) {
      assertThat(pieces.next()).isEqualTo(Pieces.LARGE_BYTES);
      pieces.took(3_500);
    }
  }
}
