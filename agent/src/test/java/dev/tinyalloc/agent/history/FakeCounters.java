package dev.tinyalloc.agent.history;

import java.util.Arrays;

/** Counters that a test sets. */
final class FakeCounters implements Counters {

  final long[] live;
  final long[] allocated;
  long committed;

  FakeCounters(int sites) {
    live = new long[sites + 1];
    allocated = new long[sites + 1];
  }

  @Override
  public int siteCount() {
    return live.length - 1;
  }

  @Override
  public int live(long[] bytes) {
    System.arraycopy(live, 0, bytes, 0, live.length);
    return siteCount();
  }

  @Override
  public int allocated(long[] bytes) {
    System.arraycopy(allocated, 0, bytes, 0, allocated.length);
    return siteCount();
  }

  @Override
  public long totalLive() {
    return Arrays.stream(live).sum();
  }

  @Override
  public long committed() {
    return committed;
  }

  @Override
  public void drain(Lifetimes lifetimes) {}
}
