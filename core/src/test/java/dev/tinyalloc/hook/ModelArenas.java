package dev.tinyalloc.hook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tinyalloc.site.OpeningTotals;
import dev.tinyalloc.site.Openings;
import dev.tinyalloc.site.SiteLevels;
import dev.tinyalloc.site.SiteTotals;
import dev.tinyalloc.site.Sites;
import dev.tinyalloc.site.Sizes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Arenas of one thread, and what is to be reported of them. */
final class ModelArenas {

  /** Of one site. */
  private static final class SiteCounts {
    final long[] sizes = new long[Sizes.COUNT];
    long allocations;
    long bytes;
    long blockBytes;
    long frees;
    long freedBytes;
    long peak;
  }

  /** Of one opening line. */
  private static final class LineCounts {
    long opened;
    long closed;
    long segments;
    long bytes;
  }

  final Lane lane;
  private final Map<Integer, SiteCounts> sites = new TreeMap<>();
  private final Map<Integer, LineCounts> lines = new TreeMap<>();
  private final List<ModelArena> open = new ArrayList<>();

  ModelArenas(Lane lane) {
    this.lane = lane;
  }

  ModelArena open(int line) {
    Region region = lane.vacantRegion(line);
    region.open();
    lines.computeIfAbsent(line, id -> new LineCounts()).opened++;
    ModelArena arena = new ModelArena(this, region, line);
    open.add(arena);
    return arena;
  }

  void closeOldest() {
    if (!open.isEmpty()) {
      open.get(0).close();
    }
  }

  void allocated(int site, long bytes, long cost) {
    SiteCounts counts = sites.computeIfAbsent(site, id -> new SiteCounts());
    counts.sizes[Sizes.range(bytes)]++;
    counts.allocations++;
    counts.bytes += bytes;
    counts.blockBytes += cost;
    counts.peak = Math.max(counts.peak, counts.bytes - counts.freedBytes);
  }

  void freed(int site, long bytes) {
    SiteCounts counts = sites.get(site);
    counts.frees++;
    counts.freedBytes += bytes;
  }

  void closed(ModelArena arena, int line, long segments, long bytes) {
    open.remove(arena);
    LineCounts counts = lines.get(line);
    counts.closed++;
    counts.segments += segments;
    counts.bytes += bytes;
  }

  long allocatedBytes() {
    return sites.values().stream().mapToLong(counts -> counts.bytes).sum();
  }

  void assertSums() {
    long[] live = new long[Sites.count() + 1];
    long[] allocated = new long[Sites.count() + 1];
    int count = SiteLevels.live(live);
    assertThat(SiteLevels.allocated(allocated)).isEqualTo(count);
    sites.forEach(
        (id, counts) -> {
          assertSums(Sites.site(id).totals(), counts);
          assertThat(live[id]).isEqualTo(counts.bytes - counts.freedBytes);
          assertThat(Sites.site(id).level()).isEqualTo(counts.bytes - counts.freedBytes);
          assertThat(allocated[id]).isEqualTo(counts.bytes);
        });
    lines.forEach((id, counts) -> assertSums(Openings.opening(id).totals(), counts));
  }

  private static void assertSums(SiteTotals totals, SiteCounts counts) {
    assertThat(totals.allocations()).isEqualTo(counts.allocations);
    assertThat(totals.allocatedBytes()).isEqualTo(counts.bytes);
    assertThat(totals.frees()).isEqualTo(counts.frees);
    assertThat(totals.freedBytes()).isEqualTo(counts.freedBytes);
    assertThat(totals.blockBytes()).isEqualTo(counts.blockBytes);
    for (int range = 0; range < Sizes.COUNT; range++) {
      assertThat(totals.allocations(range)).isEqualTo(counts.sizes[range]);
    }
  }

  private static void assertSums(OpeningTotals totals, LineCounts counts) {
    assertThat(totals.opened()).isEqualTo(counts.opened);
    assertThat(totals.closed()).isEqualTo(counts.closed);
    assertThat(totals.segments()).isEqualTo(counts.segments);
    assertThat(totals.bytes()).isEqualTo(counts.bytes);
  }

  void assertPeaks() {
    assertSums();
    sites.forEach(
        (id, counts) -> assertThat(Sites.site(id).totals().peakLiveBytes()).isEqualTo(counts.peak));
  }
}
