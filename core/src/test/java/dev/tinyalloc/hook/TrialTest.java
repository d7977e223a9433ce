package dev.tinyalloc.hook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tinyalloc.site.CallTimes;
import dev.tinyalloc.site.Route;
import dev.tinyalloc.site.SiteTotals;
import dev.tinyalloc.site.Sites;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrialTest {

  private static final int CALLS = 10_000;

  static {
    TestBridge.install();
  }

  private static int lines;

  private final int site = newSite();

  private static int newSite() {
    lines++;
    return Sites.register("ByteBuffer.allocateDirect", "a.Tried", "run", "T.java", lines, "app");
  }

  @BeforeEach
  void observe() {
    BufferHook.mode(Mode.OBSERVE);
  }

  @AfterEach
  void endTrial() {
    BufferHook.trial(null);
    BufferHook.routes();
    BufferHook.mode(Mode.REDIRECT);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 10, 50, 99, 100})
  void shouldGiveTinyAllocItsShareOfTheCalls(int percent) throws ReflectiveOperationException {
    BufferHook.trial(Trial.of(percent, Trial.Unit.CALL, 1, 0));

    int ours = 0;
    for (int i = 0; i < CALLS; i++) {
      ours += allocatedByUs(site) ? 1 : 0;
    }

    assertThat(100.0 * ours / CALLS).isCloseTo(percent, within(percent % 100 == 0 ? 0 : 2.0));
  }

  @Test
  void shouldCountEachArmAtASiteOfItsOwn() throws ReflectiveOperationException {
    BufferHook.trial(Trial.of(50, Trial.Unit.CALL, 1, 0));

    int ours = 0;
    for (int i = 0; i < 1_000; i++) {
      ours += allocatedByUs(site) ? 1 : 0;
    }

    SiteTotals twin = totals(Sites.twin(site));
    assertThat(twin.allocations()).isEqualTo(ours);
    assertThat(twin.blockBytes()).isEqualTo(64L * ours);
    assertThat(totals(site).allocations()).isEqualTo(1_000 - ours);
    assertThat(totals(site).blockBytes()).isZero();
    assertThat(Sites.site(Sites.twin(site)).isTwin()).isTrue();
    assertThat(Sites.site(Sites.twin(site)).line()).isEqualTo(Sites.site(site).line());
  }

  @Test
  void shouldServeTheSameCallsAgainForTheSameSeed() throws ReflectiveOperationException {
    List<Boolean> first = arms(7);
    assertThat(arms(7)).isEqualTo(first);
    assertThat(arms(8)).isNotEqualTo(first);
  }

  private List<Boolean> arms(long seed) throws ReflectiveOperationException {
    BufferHook.trial(Trial.of(50, Trial.Unit.CALL, seed, 64));
    List<Boolean> arms = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      arms.add(allocatedByUs(site));
    }
    return arms;
  }

  @Test
  void shouldKeepAllCallsOfALineInOneArm() throws ReflectiveOperationException {
    BufferHook.trial(Trial.of(50, Trial.Unit.SITE, 1, 0));
    int ours = 0;
    for (int i = 0; i < 200; i++) {
      int line = newSite();
      boolean first = allocatedByUs(line);
      for (int k = 0; k < 5; k++) {
        assertThat(allocatedByUs(line)).isEqualTo(first);
      }
      ours += first ? 1 : 0;
    }
    assertThat(ours).isBetween(70, 130);
  }

  @Test
  void shouldKeepAllCallsOfAThreadInOneArm() throws InterruptedException {
    BufferHook.trial(Trial.of(50, Trial.Unit.THREAD, 1, 0));
    AtomicInteger ours = new AtomicInteger();
    AtomicInteger mixed = new AtomicInteger();
    for (int i = 0; i < 100; i++) {
      Thread thread =
          new Thread(
              () -> {
                Set<Boolean> arms = new HashSet<>();
                for (int k = 0; k < 5; k++) {
                  arms.add(unchecked(newSite()));
                }
                mixed.addAndGet(arms.size() - 1);
                ours.addAndGet(arms.contains(true) ? 1 : 0);
              });
      thread.start();
      thread.join();
    }
    assertThat(mixed).hasValue(0);
    assertThat(ours.get()).isBetween(30, 70);
  }

  private static boolean unchecked(int line) {
    try {
      return allocatedByUs(line);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("the JDK is another one", e);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Route.class,
      names = {"JDK", "TINYALLOC"})
  void shouldFollowTheRouteOfASiteThatHasOne(Route route) throws ReflectiveOperationException {
    BufferHook.trial(Trial.of(50, Trial.Unit.CALL, 1, 0));
    BufferHook.route(site, route);
    for (int i = 0; i < 100; i++) {
      assertThat(allocatedByUs(site)).isEqualTo(route == Route.TINYALLOC);
    }
  }

  @Test
  void shouldTimeAboutOneInSoManyCallsOfBothArms() {
    BufferHook.trial(Trial.of(50, Trial.Unit.CALL, 1, 10));
    for (int i = 0; i < CALLS; i++) {
      boolean unused = BufferHook.allocateDirect(64, site).isDirect();
    }
    assertThat(times(site).allocate().count()).isBetween(350L, 650L);
    assertThat(times(Sites.twin(site)).allocate().count()).isBetween(350L, 650L);
    assertThat(times(site).allocate().percentile(50)).isBetween(1L, 1_000_000L);
  }

  @ParameterizedTest
  @EnumSource(
      value = Mode.class,
      names = {"REDIRECT", "OBSERVE"})
  void shouldOnlyTimeWhereOneServes(Mode mode) throws ReflectiveOperationException {
    BufferHook.mode(mode);
    BufferHook.trial(Trial.timing(1));
    for (int i = 0; i < 100; i++) {
      assertThat(allocatedByUs(site)).isEqualTo(mode == Mode.REDIRECT);
    }
    assertThat(totals(site).allocations()).isEqualTo(100);
    assertThat(times(site).allocate().count()).isEqualTo(100);
    assertThat(Sites.twinOrNone(site)).isZero();
  }

  @Test
  void shouldTimeFreesOfBothArmsOnce() {
    BufferHook.trial(Trial.of(50, Trial.Unit.CALL, 1, 1));
    for (int i = 0; i < 1_000; i++) {
      ByteBuffer buffer = BufferHook.allocateDirect(64, site);
      Runnable action = (Runnable) Objects.requireNonNull(Jdk.THUNKS.get(buffer));
      if (!BufferHook.clean(action)) {
        Jdk.THUNKS.free(buffer);
      }
    }
    long timed = times(site).free().count() + times(Sites.twin(site)).free().count();
    // Those that are sampled have their sample's id in place of a site.
    assertThat(timed).isBetween(990L, 1_000L);
    assertThat(totals(site).frees()).isEqualTo(totals(site).allocations());
    assertThat(totals(Sites.twin(site)).frees()).isEqualTo(totals(Sites.twin(site)).allocations());
  }

  @Test
  void shouldGoByTheModeOnceTheTrialHasEnded() throws ReflectiveOperationException {
    BufferHook.trial(Trial.of(100, Trial.Unit.CALL, 1, 1));
    assertThat(allocatedByUs(site)).isTrue();
    BufferHook.trial(null);
    assertThat(allocatedByUs(site)).isFalse();
    BufferHook.mode(Mode.REDIRECT);
    assertThat(allocatedByUs(site)).isTrue();
  }

  @Test
  void shouldLeaveEverythingToTheJdkUncountedWhileOff() throws ReflectiveOperationException {
    BufferHook.trial(Trial.of(100, Trial.Unit.CALL, 1, 1));
    BufferHook.mode(Mode.OFF);
    assertThat(allocatedByUs(site)).isFalse();
    assertThat(totals(site).allocations()).isZero();
  }

  private static boolean allocatedByUs(int line) throws ReflectiveOperationException {
    return TestBridge.isOurs(BufferHook.allocateDirect(64, line));
  }

  private static CallTimes times(int id) {
    return Sites.site(id).times();
  }

  private static SiteTotals totals(int id) {
    return Sites.site(id).totals();
  }
}
