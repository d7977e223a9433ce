package dev.tinyalloc.agent.history;

import java.util.Arrays;

/**
 * The levels of some sites at the points of a {@link Series}. The first {@link #MAX_SITES} that
 * allocate are followed; after that a site takes the place of the one with least live bytes when it
 * holds twice as much. Not thread-safe.
 */
final class SiteSeries {

  static final int MAX_SITES = 128;

  /** Where a site was not followed yet. */
  static final long UNKNOWN = -1;

  /** By site id the slot, plus 1. */
  private int[] slots = new int[64];

  private final int[] ids = new int[MAX_SITES];
  private final long[][] live = new long[MAX_SITES][];
  private final long[][] allocated = new long[MAX_SITES][];
  private int followed;

  /** Notes that the series was thinned, which had {@code size} points. */
  void thin(int size) {
    for (int slot = 0; slot < followed; slot++) {
      Series.thin(live[slot], size);
      Series.thin(allocated[slot], size);
    }
  }

  /** Enters the levels of the sites 1 to {@code count} at a new point. */
  void add(int point, long[] liveBytes, long[] allocatedBytes, int count) {
    if (count >= slots.length) {
      slots = Arrays.copyOf(slots, Math.max(count + 1, 2 * slots.length));
    }
    choose(point, liveBytes, allocatedBytes, count);
    for (int slot = 0; slot < followed; slot++) {
      live[slot] = with(live[slot], point, liveBytes[ids[slot]]);
      allocated[slot] = with(allocated[slot], point, allocatedBytes[ids[slot]]);
    }
  }

  private void choose(int point, long[] liveBytes, long[] allocatedBytes, int count) {
    int least = -1;
    for (int id = 1; id <= count; id++) {
      if (slots[id] != 0 || allocatedBytes[id] == 0) {
        continue;
      }
      if (followed < MAX_SITES) {
        follow(id, followed++, point, 0);
      } else if (liveBytes[id] > 0) {
        least = least >= 0 ? least : least(liveBytes);
        if (liveBytes[id] / 2 > liveBytes[ids[least]]) {
          slots[ids[least]] = 0;
          follow(id, least, point, UNKNOWN);
          least = -1;
        }
      }
    }
  }

  private void follow(int id, int slot, int point, long before) {
    slots[id] = slot + 1;
    ids[slot] = id;
    live[slot] = before(before, point);
    allocated[slot] = before(before, point);
  }

  private static long[] before(long level, int point) {
    long[] levels = new long[Math.max(16, point + 1)];
    Arrays.fill(levels, 0, point, level);
    return levels;
  }

  private int least(long[] liveBytes) {
    int least = 0;
    for (int slot = 1; slot < followed; slot++) {
      if (liveBytes[ids[slot]] < liveBytes[ids[least]]) {
        least = slot;
      }
    }
    return least;
  }

  private static long[] with(long[] levels, int point, long level) {
    long[] room = point < levels.length ? levels : Arrays.copyOf(levels, 2 * levels.length);
    room[point] = level;
    return room;
  }

  boolean follows(int id) {
    return id < slots.length && slots[id] != 0;
  }

  /** Live bytes of a followed site at the first {@code points} points. */
  long[] live(int id, int points) {
    return Arrays.copyOf(live[slots[id] - 1], points);
  }

  /** Bytes ever asked for by a followed site at the first {@code points} points. */
  long[] allocated(int id, int points) {
    return Arrays.copyOf(allocated[slots[id] - 1], points);
  }
}
