package dev.tinyalloc.hook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tinyalloc.os.Os;
import dev.tinyalloc.sample.Samples;
import dev.tinyalloc.site.Openings;
import dev.tinyalloc.site.SiteTotals;
import dev.tinyalloc.site.Sites;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Segments of shared arenas, the usual ones and those that take more, against plain sums. */
class SharedRegionTest {

  static {
    TestBridge.install();
  }

  private static final int[] SIZES = {64, 64, 64, 64, 1, 100, 1000, 20_000, 0};

  private static int lines;

  private final int line =
      Openings.register("shared", "a.Shared", "run", "Shared.java", ++lines, "app");
  private final int[] sites = {site(), site()};
  private final long[] count = new long[2];
  private final long[] bytes = new long[2];

  /** What segments hold, so that none overlaps another. */
  private final List<long[]> held = new ArrayList<>();

  private boolean alive = true;

  private static int site() {
    return Sites.register("Arena.allocate", "a.Shared", "run", "Shared.java", ++lines, "app");
  }

  @BeforeEach
  void serve() {
    BufferHook.mode(Mode.REDIRECT);
  }

  @AfterEach
  void rest() {
    Samples.OF_PROCESS.meanBytes(0);
    BufferHook.mode(Mode.OFF);
  }

  private SharedRegion open() {
    SharedRegion region = ArenaHook.shared(line);
    assertThat(region).isNotNull();
    ArenaHook.opened(region);
    return region;
  }

  private void take(SharedRegion region, int which, int size) {
    long address = ArenaHook.take(region, () -> alive, size, 1, sites[which], true);
    assertThat(address).isNotZero();
    assertThat(address % 16).isZero();
    count[which]++;
    bytes[which] += size;
    for (int at = 0; at + 8 <= size; at += 8) {
      assertThat(Os.CURRENT.getLong(address + at)).isZero();
      Os.CURRENT.putLong(address + at, -1);
    }
    for (long[] other : held) {
      assertThat(address >= other[1] || address + Math.max(size, 1) <= other[0]).isTrue();
    }
    held.add(new long[] {address, address + Math.max(size, 1)});
  }

  private void close(SharedRegion region) {
    ArenaHook.close(region);
    held.clear();
  }

  private void assertSums(long[] ended) {
    for (int which = 0; which < sites.length; which++) {
      SiteTotals totals = Sites.site(sites[which]).totals();
      assertThat(totals.allocations()).isEqualTo(count[which]);
      assertThat(totals.allocatedBytes()).isEqualTo(bytes[which]);
      assertThat(totals.frees()).isEqualTo(ended[which]);
    }
  }

  @Test
  void shouldCountEverySegmentOfOneSize() {
    SharedRegion region = open();
    for (int i = 0; i < 500; i++) {
      take(region, 0, 64);
    }
    assertSums(new long[2]);
    assertThat(Sites.site(sites[0]).totals().blockBytes()).isEqualTo(500 * 64);
    close(region);
    assertSums(count);
  }

  @Test
  void shouldCountEverySegmentWhateverTheSizesLinesAndArenas() {
    for (int mean : new int[] {0, 4096}) {
      Samples.OF_PROCESS.meanBytes(mean);
      Random random = new Random(mean);
      for (int round = 0; round < 20; round++) {
        long[] before = count.clone();
        SharedRegion[] regions = {open(), open()};
        for (int i = 0; i < 200; i++) {
          int size = SIZES[random.nextInt(SIZES.length)];
          take(regions[random.nextInt(2)], random.nextInt(8) / 7, size);
        }
        assertSums(before);
        close(regions[0]);
        close(regions[1]);
        assertSums(count);
      }
    }
  }

  @Test
  void shouldTakeNothingOnceTheArenaIsClosed() {
    SharedRegion region = open();
    take(region, 0, 64);
    take(region, 0, 64);
    alive = false;
    assertThat(ArenaHook.take(region, () -> alive, 64, 1, sites[0], true)).isZero();
    assertSums(new long[2]);
    close(region);
    assertSums(count);
  }
}
