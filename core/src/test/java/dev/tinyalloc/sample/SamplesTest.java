package dev.tinyalloc.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SamplesTest {

  private static final int CAPACITY = 1 << 10;
  private static final long MEAN = 1 << 10;
  private static final StackTraceElement[] LINES = lines(1);

  private final Samples samples = new Samples(CAPACITY, 64 << 10);

  private static StackTraceElement[] lines(int line) {
    return new StackTraceElement[] {
      new StackTraceElement("a.B", "run", "B.java", line),
      new StackTraceElement("a.Main", "main", "Main.java", 7)
    };
  }

  private int begin(int site) {
    return samples.begin(samples.stack(site, LINES, 2, false), 100, 10);
  }

  private StackTotals onlyStack() {
    assertThat(samples.stacks()).hasSize(1);
    return samples.stacks().get(0);
  }

  @Test
  void shouldAddUpTheWeightsOfAStackAndOfItsLiveSamples() {
    int first = begin(3);
    int second = begin(3);
    samples.end(first);
    StackTotals stack = onlyStack();
    assertThat(samples.siteOf(second)).isEqualTo(3);
    assertThat(stack.site()).isEqualTo(3);
    assertThat(stack.samples()).isEqualTo(2);
    assertThat(stack.allocations()).isEqualTo(20);
    assertThat(stack.bytes()).isEqualTo(2000);
    assertThat(stack.bytesVariance()).isEqualTo(2 * 100.0 * 100 * 10 * 9);
    assertThat(stack.liveSamples()).isEqualTo(1);
    assertThat(stack.liveAllocations()).isEqualTo(10);
    assertThat(stack.liveBytes()).isEqualTo(1000);
    assertThat(stack.liveBytesVariance()).isEqualTo(100.0 * 100 * 10 * 9);
  }

  @Test
  void shouldKeepStacksAsTextWithTheSiteFirst() {
    begin(3);
    assertThat(onlyStack().frames())
        .containsExactly(
            new Frame("a.B", "run", "B.java", 1), new Frame("a.Main", "main", "Main.java", 7));
    assertThat(onlyStack().isCut()).isFalse();
    assertThat(onlyStack().isOther()).isFalse();
  }

  @Test
  void shouldTellStacksApartBySiteLinesAndCut() {
    begin(3);
    begin(4);
    samples.begin(samples.stack(3, lines(2), 2, false), 1, 1);
    samples.begin(samples.stack(3, LINES, 1, false), 1, 1);
    samples.begin(samples.stack(3, LINES, 2, true), 1, 1);
    begin(3);
    assertThat(samples.stacks()).hasSize(5);
  }

  @Test
  void shouldEndASampleOnceHoweverOftenItIsTold() {
    int id = begin(3);
    samples.end(id);
    samples.end(id);
    assertThat(onlyStack().liveSamples()).isZero();
    assertThat(lifetimes()).hasSize(1);
    samples.end(id);
    assertThat(onlyStack().liveSamples()).isZero();
    assertThat(lifetimes()).isEmpty();
  }

  @Test
  void shouldLeaveNoTraceOfASampleWhoseAllocationFailed() {
    samples.undo(begin(3));
    assertThat(onlyStack().samples()).isZero();
    assertThat(onlyStack().bytes()).isZero();
    assertThat(onlyStack().liveBytes()).isZero();
    assertThat(lifetimes()).isEmpty();
    assertThat(samples.live()).isEmpty();
  }

  @Test
  void shouldListLiveSamplesWithAgeAndStack() {
    samples.end(begin(3));
    begin(4);
    assertThat(samples.live()).hasSize(1);
    LiveSample live = samples.live().get(0);
    assertThat(live.site()).isEqualTo(4);
    assertThat(live.bytes()).isEqualTo(100);
    assertThat(live.weight()).isEqualTo(10);
    assertThat(live.ageNanos()).isGreaterThanOrEqualTo(0);
    assertThat(samples.stacks().get(live.stack()).site()).isEqualTo(4);
  }

  @Test
  void shouldDoubleTheMeanEachTimeHalfOfTheRoomIsTakenAndHalveItAgain() {
    samples.meanBytes(MEAN);
    List<Integer> ids = new ArrayList<>();
    List<Long> means = new ArrayList<>();
    for (int i = 0; i < CAPACITY; i++) {
      long mean = samples.meanBytes();
      if (means.isEmpty() || mean != means.get(means.size() - 1)) {
        means.add(mean);
      }
      ids.add(begin(3));
    }
    assertThat(means.subList(0, 4)).containsExactly(MEAN, 2 * MEAN, 4 * MEAN, 8 * MEAN);
    ids.forEach(samples::end);
    begin(3);
    samples.stacks();
    assertThat(samples.meanBytes()).isEqualTo(MEAN);
  }

  @Test
  void shouldStayUnbiasedWhileMoreAreDueThanAreAffordable() {
    samples.meanBytes(MEAN);
    samples.atMostPerSecond(20);
    SampleClock clock = new SampleClock(samples, 7);
    long truth = 0;
    for (int i = 0; i < 40_000; i++) {
      truth += 100;
      if (clock.isDue(100)) {
        samples.end(samples.begin(samples.stack(3, LINES, 2, false), 100, clock.weight(100)));
      }
    }
    assertThat(samples.meanBytes()).isGreaterThan(MEAN);
    StackTotals stack = onlyStack();
    assertThat(stack.bytes()).isCloseTo((double) truth, within(0.5 * truth));
    assertThat(stack.liveBytes()).isZero();
  }

  @Test
  void shouldCountSamplesForWhichThereIsNoRoomAtAll() {
    for (int i = 0; i < CAPACITY; i++) {
      assertThat(begin(3)).isNotEqualTo(3);
    }
    assertThat(samples.lostSamples()).isZero();
    assertThat(begin(3)).isEqualTo(3);
    assertThat(samples.lostSamples()).isEqualTo(1);
  }

  @Test
  void shouldStayUnbiasedWhileTheTableFills() {
    samples.meanBytes(MEAN);
    SampleClock clock = new SampleClock(samples, 5);
    long truth = 0;
    for (int i = 0; i < 40_000; i++) {
      truth += 100;
      if (clock.isDue(100)) {
        samples.begin(samples.stack(3, LINES, 2, false), 100, clock.weight(100));
      }
    }
    assertThat(samples.lostSamples()).isZero();
    assertThat(samples.meanBytes()).isGreaterThan(MEAN);
    StackTotals stack = onlyStack();
    assertThat(stack.liveBytes())
        .isCloseTo((double) truth, within(4 * Math.sqrt(stack.liveBytesVariance())));
  }

  @Test
  void shouldSampleNothingWithoutAMeanAndBeginWhenThereIsOne() {
    SampleClock clock = new SampleClock(samples, 5);
    for (int i = 0; i < 1_000; i++) {
      assertThat(clock.isDue(1 << 20)).isFalse();
    }
    samples.meanBytes(MEAN);
    int due = 0;
    for (int i = 0; i < 1_000; i++) {
      due += clock.isDue(1 << 20) ? 1 : 0;
    }
    assertThat(due).isGreaterThan(900);
  }

  @Test
  void shouldTakeOneSampleMoreAtMostWhenThereIsNoMeanAnyLonger() {
    samples.meanBytes(MEAN);
    SampleClock clock = new SampleClock(samples, 5);
    assertThat(due(clock, 1_000, MEAN)).isGreaterThan(500);
    samples.meanBytes(0);
    assertThat(due(clock, 1_000_000, MEAN)).isLessThanOrEqualTo(1);
  }

  private static int due(SampleClock clock, int allocations, long bytes) {
    int due = 0;
    for (int i = 0; i < allocations; i++) {
      due += clock.isDue(bytes) ? 1 : 0;
    }
    return due;
  }

  @Test
  void shouldStayUnbiasedWhenTheMeanIsChangedTimeAndAgain() {
    long[] means = {MEAN, 64 * MEAN, MEAN / 4, 8 * MEAN};
    SampleClock clock = new SampleClock(samples, 5);
    long truth = 0;
    for (int i = 0; i < 200_000; i++) {
      if (i % 100 == 0) {
        samples.meanBytes(means[i / 100 % means.length]);
      }
      long bytes = 1L + i % 500;
      truth += bytes;
      if (clock.isDue(bytes)) {
        samples.end(samples.begin(samples.stack(3, LINES, 2, false), bytes, clock.weight(bytes)));
      }
    }
    StackTotals stack = onlyStack();
    assertThat(stack.bytes())
        .isCloseTo((double) truth, within(4 * Math.sqrt(stack.bytesVariance())));
    assertThat(Math.sqrt(stack.bytesVariance()) / stack.bytes()).isLessThan(0.05);
  }

  @Test
  void shouldSampleTheVeryFirstAllocationWithItsChance() {
    samples.meanBytes(MEAN);
    int due = 0;
    for (int seed = 0; seed < 10_000; seed++) {
      due += new SampleClock(samples, seed).isDue(MEAN) ? 1 : 0;
    }
    assertThat(due / 10_000.0).isCloseTo(1 - Math.exp(-1), within(0.02));
  }

  @Test
  void shouldNeverSampleAnAllocationOfNoBytes() {
    samples.meanBytes(1);
    SampleClock clock = new SampleClock(samples, 5);
    for (int i = 0; i < 1_000; i++) {
      assertThat(clock.isDue(0)).isFalse();
    }
  }

  @Test
  void shouldTellLifetimesWithSiteAndWeight() {
    long before = System.nanoTime();
    int id = begin(3);
    samples.end(id);
    long atMost = System.nanoTime() - before + 1;
    samples.drain(
        (site, nanos, weight) -> {
          assertThat(site).isEqualTo(3);
          assertThat(nanos).isBetween(0L, atMost);
          assertThat(weight).isEqualTo(10);
        });
    assertThat(lifetimes()).isEmpty();
  }

  @Test
  void shouldDropTheOldestLifetimesAndCountThem() {
    for (int i = 0; i < EndedSamples.CAPACITY + 100; i++) {
      samples.end(begin(i < 100 ? 3 : 4));
    }
    List<Integer> sites = lifetimes();
    assertThat(sites).hasSize(EndedSamples.CAPACITY).containsOnly(4);
    assertThat(samples.lostLifetimes()).isEqualTo(100);
  }

  @Test
  void shouldCountStacksThatAreTooManyTogetherBySite() {
    for (int line = 0; line < 10_000; line++) {
      int id = samples.begin(samples.stack(1 + line % 2, lines(line), 2, false), 100, 10);
      samples.end(id);
    }
    List<StackTotals> stacks = samples.stacks();
    assertThat(stacks).hasSizeBetween(50, 1_000);
    assertThat(stacks.stream().filter(StackTotals::isOther)).hasSize(2);
    assertThat(stacks.stream().mapToLong(StackTotals::samples).sum()).isEqualTo(10_000);
  }

  @Test
  void shouldAddUpWhenManyThreadsBeginAndEndEachOthers() throws Exception {
    AtomicLong begun = new AtomicLong();
    AtomicLong[] slots = new AtomicLong[64];
    for (int i = 0; i < slots.length; i++) {
      slots[i] = new AtomicLong();
    }
    Thread[] threads = new Thread[8];
    for (int t = 0; t < threads.length; t++) {
      int first = t;
      threads[t] =
          new Thread(
              () -> {
                for (int i = 0; i < 20_000; i++) {
                  int id = samples.begin(samples.stack(3, lines(i % 5), 2, false), 100, 10);
                  begun.getAndIncrement();
                  int other = (int) slots[(first * 31 + i) % slots.length].getAndSet(id);
                  if (other != 0) {
                    samples.end(other);
                  }
                }
              });
      threads[t].start();
    }
    while (threads[0].isAlive()) {
      assertThat(samples.live()).hasSizeLessThanOrEqualTo(slots.length + 2 * threads.length);
      samples.drain((site, nanos, weight) -> assertThat(site).isEqualTo(3));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    List<StackTotals> stacks = samples.stacks();
    assertThat(stacks.stream().mapToLong(StackTotals::samples).sum()).isEqualTo(begun.get());
    assertThat(stacks.stream().mapToLong(StackTotals::liveSamples).sum()).isEqualTo(slots.length);
    assertThat(samples.live()).hasSize(slots.length);
    assertThat(samples.lostSamples()).isZero();
  }

  private List<Integer> lifetimes() {
    List<Integer> sites = new ArrayList<>();
    samples.drain((site, nanos, weight) -> sites.add(site));
    return sites;
  }
}
