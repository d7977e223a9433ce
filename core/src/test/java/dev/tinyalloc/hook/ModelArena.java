package dev.tinyalloc.hook;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;

/** An arena of {@link ModelArenas}. */
final class ModelArena {

  private record Segment(int site, long bytes) {}

  private final ModelArenas all;
  private final Region region;
  private final int line;
  private final List<Segment> segments = new ArrayList<>();

  ModelArena(ModelArenas all, Region region, int line) {
    this.all = all;
    this.region = region;
    this.line = line;
  }

  void allocate(int site, long bytes) {
    boolean unused = takesNext(site, bytes);
  }

  /**
   * Allocates.
   *
   * @return whether by the short road
   */
  boolean takesNext(int site, long bytes) {
    long near = region.takeNext(bytes, site, true);
    long address = near != 0 ? near : region.take(bytes, site, true);
    assertThat(address).isNotZero();
    add(site, bytes, RegionPart.sizeOf(bytes));
    return near != 0;
  }

  void servedByJdk(int site, long bytes) {
    region.served(all.lane, bytes, site);
    add(site, bytes, 0);
  }

  private void add(int site, long bytes, long cost) {
    segments.add(new Segment(site, bytes));
    all.allocated(site, bytes, cost);
  }

  void close() {
    region.close();
    long bytes = 0;
    for (Segment segment : segments) {
      bytes += segment.bytes;
      all.freed(segment.site, segment.bytes);
    }
    all.closed(this, line, segments.size(), bytes);
  }
}
