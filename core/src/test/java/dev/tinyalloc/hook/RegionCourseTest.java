package dev.tinyalloc.hook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tinyalloc.sample.Samples;
import dev.tinyalloc.sample.StackTotals;
import dev.tinyalloc.site.Opening;
import dev.tinyalloc.site.Openings;
import dev.tinyalloc.site.Site;
import dev.tinyalloc.site.Sites;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is reported of arenas of one thread, against a model that counts each segment at once. */
class RegionCourseTest {

  static {
    TestBridge.install();
  }

  private static int lines;

  private final Lane lane = Lane.current();
  private final ModelArenas model = new ModelArenas(lane);

  private static int site() {
    lines++;
    return Sites.register("Arena.allocate", "a.Course", "run", "Course.java", lines, "app");
  }

  private static int opening() {
    lines++;
    return Openings.register("confined", "a.Course", "run", "Course.java", lines, "app");
  }

  private final int[] sites = {site(), site(), site(), site()};
  private final int line = opening();

  @AfterEach
  void sampleNothing() {
    Samples.OF_PROCESS.meanBytes(0);
  }

  private ModelArena open() {
    return model.open(line);
  }

  @Test
  void shouldCountEverySegmentWhileArenasTakeTheSameWay() {
    for (int i = 0; i < 200; i++) {
      ModelArena arena = open();
      for (int site : sites) {
        arena.allocate(site, 64);
        arena.allocate(site, 100);
        model.assertSums();
      }
      arena.close();
      model.assertSums();
    }
  }

  @Test
  void shouldTakeTheShortRoadOnceTheWayIsKnown() {
    for (int i = 0; i < 3; i++) {
      ModelArena arena = open();
      for (int site : sites) {
        assertThat(arena.takesNext(site, 64) || i == 1).isEqualTo(i > 0);
      }
      arena.close();
    }
    model.assertSums();
  }

  @Test
  void shouldCountArenasThatTakeOtherWaysOrCloseEarly() {
    for (int i = 0; i < 300; i++) {
      ModelArena arena = open();
      for (int k = 0; k < i % 5; k++) {
        arena.allocate(sites[(i % 3 == 0 ? k : 3 - k) & 3], i % 7 == 0 ? 0 : 48);
      }
      model.assertSums();
      arena.close();
    }
    model.assertSums();
  }

  @Test
  void shouldCountNestedArenasOfOneLineAndOfOthers() {
    int inner = opening();
    for (int i = 0; i < 200; i++) {
      ModelArena arena = open();
      arena.allocate(sites[0], 64);
      ModelArena other = model.open(i % 2 == 0 ? inner : line);
      other.allocate(sites[0], 32);
      model.assertSums();
      arena.allocate(sites[1], 64);
      other.allocate(sites[1], 16);
      model.assertSums();
      (i % 3 == 0 ? arena : other).close();
      model.assertSums();
      (i % 3 == 0 ? other : arena).close();
    }
    model.assertSums();
  }

  @Test
  void shouldKeepWhatIsLeftOpenAsLive() {
    for (int i = 0; i < 100; i++) {
      ModelArena arena = open();
      arena.allocate(sites[0], 64);
      arena.allocate(sites[1], 64);
      if (i % 10 != 0) {
        arena.close();
      }
      model.assertSums();
    }
  }

  @Test
  void shouldGiveTheCourseUpWhereSizesEverChange() {
    Random random = new Random(1);
    for (int i = 0; i < 500; i++) {
      ModelArena arena = open();
      for (int k = 0; k < 4; k++) {
        long bytes = 129L + random.nextInt(127);
        boolean next = arena.takesNext(sites[k], bytes);
        assertThat(next && i > 400).isFalse();
      }
      model.assertSums();
      arena.close();
    }
    model.assertSums();
    assertThat(model.open(line).takesNext(sites[0], 200)).isFalse();
  }

  @Test
  void shouldCountWhatIsServedByOthersInArenasThatWereOnTheirCourse() {
    for (int i = 0; i < 100; i++) {
      ModelArena arena = open();
      arena.allocate(sites[0], 64);
      if (i % 8 == 7) {
        arena.servedByJdk(sites[1], 1000);
        model.assertSums();
      }
      arena.allocate(sites[0], 64);
      model.assertSums();
      arena.close();
      model.assertSums();
    }
  }

  @Test
  void shouldHaveNoMoreThanATabMayHaveOnTheCourse() {
    for (int i = 0; i < 50; i++) {
      ModelArena arena = open();
      for (int k = 0; k < 200; k++) {
        arena.allocate(sites[k & 3], k < 2 ? 16 << 10 : 1000);
      }
      model.assertSums();
      arena.close();
    }
    model.assertSums();
  }

  @Test
  void shouldKnowTheExactPeaksWhateverElseRaisesTheSites() {
    Random random = new Random(2);
    int other = opening();
    for (int i = 0; i < 2000; i++) {
      if (random.nextInt(20) == 0) {
        model.open(other).allocate(sites[random.nextInt(4)], 64);
      } else if (random.nextInt(20) == 0) {
        model.closeOldest();
      }
      ModelArena arena = open();
      for (int k = 0; k <= random.nextInt(4); k++) {
        arena.allocate(sites[k], 64);
      }
      arena.close();
    }
    model.assertPeaks();
  }

  @Test
  void shouldAddUpWhenArenasAreSampled() {
    Samples.OF_PROCESS.meanBytes(2000);
    Random random = new Random(3);
    double before = sampledBytes();
    for (int i = 0; i < 40_000; i++) {
      ModelArena arena = open();
      for (int k = 0; k < 3; k++) {
        arena.allocate(sites[k], k == 2 && random.nextInt(4) == 0 ? 0 : 40L + 60L * k);
      }
      if (i % 1000 == 0) {
        model.assertSums();
      }
      arena.close();
    }
    model.assertSums();
    double truth = model.allocatedBytes();
    assertThat(sampledBytes() - before).isCloseTo(truth, Offset.offset(0.05 * truth));
    assertThat(Samples.OF_PROCESS.live()).noneMatch(sample -> isOurs(sample.site()));
  }

  private boolean isOurs(int id) {
    for (int site : sites) {
      if (site == id) {
        return true;
      }
    }
    return false;
  }

  private static double sampledBytes() {
    return Samples.OF_PROCESS.stacks().stream().mapToDouble(StackTotals::bytes).sum();
  }

  @Test
  void shouldDeriveTheFiguresOfALineAndItsSites() {
    Opening opening = Openings.opening(line);
    Site site = Sites.site(sites[0]);
    for (int i = 0; i < 10; i++) {
      ModelArena arena = open();
      arena.allocate(sites[0], 65);
      arena.close();
    }
    assertThat(opening.totals().closed()).isEqualTo(10);
    assertThat(opening.totals().segments()).isEqualTo(10);
    assertThat(opening.totals().bytes()).isEqualTo(650);
    assertThat(site.totals().allocations()).isEqualTo(10);
    assertThat(site.totals().blockBytes()).isEqualTo(800);
    assertThat(site.totals().peakLiveBytes()).isEqualTo(65);
    assertThat(site.level()).isZero();
  }
}
