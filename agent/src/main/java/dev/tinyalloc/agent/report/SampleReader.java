package dev.tinyalloc.agent.report;

import dev.tinyalloc.agent.report.Profile.Frame;
import dev.tinyalloc.agent.report.Profile.OldBlock;
import dev.tinyalloc.agent.report.Profile.Sampling;
import dev.tinyalloc.agent.report.Profile.StackCounts;
import dev.tinyalloc.sample.LiveSample;
import dev.tinyalloc.sample.Samples;
import dev.tinyalloc.sample.StackTotals;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What was sampled until its construction. Loaded only if core is installed. */
final class SampleReader {

  /** A report must stay readable; those without live bytes are left out first. */
  static final int MAX_STACKS = 2_000;

  static final int MAX_OLDEST = 50;

  private static final Comparator<StackTotals> LIVE_FIRST =
      Comparator.comparingDouble(StackTotals::liveBytes)
          .thenComparingDouble(StackTotals::bytes)
          .reversed()
          .thenComparingInt(StackTotals::id);

  private static final Comparator<LiveSample> OLDEST_FIRST =
      Comparator.comparingLong(LiveSample::ageNanos).reversed();

  private final Samples samples;
  private final List<StackTotals> totals;
  private final Map<dev.tinyalloc.sample.Frame, Frame> frames = new HashMap<>();

  SampleReader(Samples samples) {
    this.samples = samples;
    this.totals = samples.stacks();
    totals.sort(LIVE_FIRST);
  }

  Sampling sampling() {
    long taken = 0;
    long live = 0;
    for (StackTotals stack : totals) {
      taken += stack.samples();
      live += stack.liveSamples();
    }
    return new Sampling(samples.meanBytes(), taken, live, samples.lostSamples());
  }

  List<StackCounts> stacks() {
    List<StackCounts> all = new ArrayList<>();
    for (StackTotals stack : reported()) {
      all.add(counts(stack));
    }
    return List.copyOf(all);
  }

  List<OldBlock> oldest() {
    Map<Integer, Integer> places = new HashMap<>();
    for (StackTotals stack : reported()) {
      places.put(stack.id(), places.size());
    }
    List<LiveSample> live = samples.live();
    live.sort(OLDEST_FIRST);
    List<OldBlock> oldest = new ArrayList<>();
    for (LiveSample one : live.subList(0, Math.min(MAX_OLDEST, live.size()))) {
      int place = places.getOrDefault(one.stack(), -1);
      oldest.add(new OldBlock(one.site(), place, one.bytes(), one.ageNanos() / 1_000_000));
    }
    return List.copyOf(oldest);
  }

  private List<StackTotals> reported() {
    return totals.subList(0, Math.min(MAX_STACKS, totals.size()));
  }

  private StackCounts counts(StackTotals stack) {
    return new StackCounts(
        stack.site(),
        frames(stack),
        stack.samples(),
        stack.allocations(),
        stack.bytes(),
        stack.liveSamples(),
        stack.liveAllocations(),
        stack.liveBytes());
  }

  private List<Frame> frames(StackTotals stack) {
    List<Frame> all = new ArrayList<>(stack.frames().size());
    for (dev.tinyalloc.sample.Frame frame : stack.frames()) {
      all.add(frames.computeIfAbsent(frame, SampleReader::frame));
    }
    return List.copyOf(all);
  }

  private static Frame frame(dev.tinyalloc.sample.Frame frame) {
    return new Frame(frame.className(), frame.method(), frame.file(), Math.max(-1, frame.line()));
  }
}
