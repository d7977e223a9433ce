package dev.tinyalloc.hook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tinyalloc.TinyAlloc;
import dev.tinyalloc.site.Openings;
import dev.tinyalloc.site.Route;
import dev.tinyalloc.site.Routes;
import dev.tinyalloc.site.SiteTotals;
import dev.tinyalloc.site.Sites;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RoutesTest {

  private static final long ALIGNMENT = 16;

  static {
    TestBridge.install();
  }

  private static int lines;

  private static int site() {
    lines++;
    return Sites.register("Arena.allocate", "a.Routed", "run", "Routed.java", lines, "app");
  }

  private final int routed = site();
  private final int other = site();
  private final int line =
      Openings.register("confined", "a.Routed", "run", "Routed.java", lines, "app");

  /** Before as well: other tests of this process may have left another mode. */
  @BeforeEach
  @AfterEach
  void goByTheMode() {
    BufferHook.routes();
    BufferHook.mode(Mode.REDIRECT);
  }

  @Test
  void shouldHaveTheJdkServeWhatIsRoutedToItAndCount() throws ReflectiveOperationException {
    BufferHook.route(routed, Route.JDK);

    assertThat(TestBridge.isOurs(BufferHook.allocateDirect(64, routed))).isFalse();
    assertThat(TestBridge.isOurs(BufferHook.allocateDirect(64, other))).isTrue();

    assertThat(totals(routed).allocations()).isOne();
    assertThat(totals(routed).blockBytes()).isZero();
    assertThat(totals(routed).wouldCost()).isEqualTo(totals(other).blockBytes()).isPositive();
  }

  @Test
  void shouldServeInObserveWhatIsRoutedToTinyAlloc() throws ReflectiveOperationException {
    BufferHook.mode(Mode.OBSERVE);
    BufferHook.route(routed, Route.TINYALLOC);

    assertThat(TestBridge.isOurs(BufferHook.allocateDirect(64, routed))).isTrue();
    assertThat(TestBridge.isOurs(BufferHook.allocateDirect(64, other))).isFalse();

    assertThat(totals(routed).blockBytes()).isPositive();
    assertThat(totals(other).wouldCost()).isPositive();
  }

  @ParameterizedTest
  @EnumSource(Route.class)
  void shouldLeaveEverythingToTheJdkUncountedWhileOff(Route route)
      throws ReflectiveOperationException {
    BufferHook.route(routed, route);
    BufferHook.mode(Mode.OFF);

    assertThat(TestBridge.isOurs(BufferHook.allocateDirect(64, routed))).isFalse();
    assertThat(ArenaHook.serves(64, routed)).isFalse();
    assertThat(totals(routed).allocations()).isZero();
  }

  @Test
  void shouldKeepRoutesWhenTheModeChanges() {
    BufferHook.route(routed, Route.JDK);
    for (Mode mode : new Mode[] {Mode.OFF, Mode.OBSERVE, Mode.REDIRECT}) {
      BufferHook.mode(mode);
      assertThat(BufferHook.redirects(routed)).isFalse();
      assertThat(BufferHook.redirects(other)).isEqualTo(mode == Mode.REDIRECT);
    }
  }

  @Test
  void shouldGoByTheModeOnceTheRouteIsTakenBack() {
    BufferHook.route(routed, Route.JDK);
    BufferHook.route(routed, Route.AUTO);
    assertThat(BufferHook.redirects(routed)).isTrue();
    BufferHook.mode(Mode.OBSERVE);
    assertThat(BufferHook.redirects(routed)).isFalse();
  }

  @Test
  void shouldRouteManySitesAtOnce() {
    Route[] bySite = new Route[other + 1];
    Arrays.fill(bySite, Route.AUTO);
    bySite[routed] = Route.JDK;
    bySite[other] = Route.TINYALLOC;
    BufferHook.routes(bySite);

    bySite[other] = Route.JDK;
    assertThat(Routes.of(routed)).isEqualTo(Route.JDK);
    assertThat(Routes.of(other)).isEqualTo(Route.TINYALLOC);
    assertThat(Routes.of(other + 1)).isEqualTo(Route.AUTO);
    assertThat(Routes.of(0)).isEqualTo(Route.AUTO);
    assertThat(Routes.of(CallerSites.JDK)).isEqualTo(Route.AUTO);
  }

  @Test
  void shouldFreeABufferAsItWasMade() throws ReflectiveOperationException {
    ByteBuffer ours = BufferHook.allocateDirect(64, routed);
    BufferHook.route(routed, Route.JDK);
    ByteBuffer jdks = BufferHook.allocateDirect(64, routed);
    long address = TestBridge.address(ours);
    assertThat(TinyAlloc.owns(address)).isTrue();

    Jdk.THUNKS.free(ours);
    BufferHook.route(routed, Route.AUTO);
    Jdk.THUNKS.free(jdks);

    assertThat(totals(routed).frees()).isEqualTo(2);
    assertThat(totals(routed).liveBytes()).isZero();
  }

  @Test
  void shouldMixBothRoutesInAConfinedArena() {
    BufferHook.route(routed, Route.JDK);
    for (int i = 0; i < 200; i++) {
      Region region = ArenaHook.confined(line, true);
      ArenaHook.opened(region);
      for (int k = 0; k < 5; k++) {
        assertThat(allocate(region, 48, k % 2 == 0 ? other : routed)).isEqualTo(k % 2 == 0);
        assertCounts(other, i * 3 + k / 2 + 1, i * 3);
        assertCounts(routed, i * 2 + (k + 1) / 2, i * 2);
      }
      ArenaHook.close(region);
    }
    assertCounts(other, 600, 600);
    assertCounts(routed, 400, 400);
    assertThat(totals(other).blockBytes()).isEqualTo(600 * 48);
    assertThat(totals(routed).blockBytes()).isZero();
    assertThat(totals(routed).wouldCost()).isEqualTo(400 * 48);
    assertThat(Openings.opening(line).totals().segments()).isEqualTo(1000);
  }

  @Test
  void shouldFollowARouteThatChangesInAnOpenArena() {
    for (int i = 0; i < 100; i++) {
      Region region = ArenaHook.confined(line, true);
      ArenaHook.opened(region);
      assertThat(allocate(region, 32, routed)).isTrue();
      BufferHook.route(routed, Route.JDK);
      assertThat(allocate(region, 32, routed)).isFalse();
      BufferHook.route(routed, Route.AUTO);
      assertThat(allocate(region, 32, routed)).isTrue();
      assertCounts(routed, 3 * (i + 1), 3 * i);
      ArenaHook.close(region);
    }
    assertCounts(routed, 300, 300);
    assertThat(totals(routed).blockBytes()).isEqualTo(200 * 32);
    assertThat(totals(routed).wouldCost()).isEqualTo(100 * 32);
  }

  @Test
  void shouldServeInObserveTheSegmentsThatAreRoutedToTinyAlloc() {
    BufferHook.mode(Mode.OBSERVE);
    BufferHook.route(routed, Route.TINYALLOC);
    for (int i = 0; i < 100; i++) {
      Region region = ArenaHook.confined(line, true);
      ArenaHook.opened(region);
      assertThat(allocate(region, 64, other)).isFalse();
      assertThat(allocate(region, 64, routed)).isTrue();
      ArenaHook.close(region);
    }
    assertCounts(routed, 100, 100);
    assertCounts(other, 100, 100);
  }

  @Test
  void shouldRouteSegmentsOfSharedAndAutomaticArenas() {
    BufferHook.route(routed, Route.JDK);
    SharedRegion region = ArenaHook.shared(line);
    ArenaHook.opened(region);
    assertThat(ArenaHook.take(region, () -> true, 64, ALIGNMENT, routed, true)).isZero();
    ArenaHook.served(region, () -> true, 64, routed);
    assertThat(ArenaHook.take(region, () -> true, 64, ALIGNMENT, other, true)).isNotZero();
    ArenaHook.close(region);

    assertThat(ArenaHook.serves(64, routed)).isFalse();
    long address = AutoHook.take(64, ALIGNMENT, other, true);
    assertThat(address).isNotZero();
    AutoHook.release(address, AutoHook.reservedBytes(64, ALIGNMENT, true), 64, other);

    assertCounts(routed, 1, 1);
    assertCounts(other, 2, 2);
  }

  @Test
  @Timeout(60)
  void shouldCountExactlyWhileRoutesChangeUnderThreads()
      throws InterruptedException, ExecutionException {
    int threads = 4;
    int each = 20_000;
    ExecutorService workers = Executors.newFixedThreadPool(threads);
    List<Future<Integer>> served = new ArrayList<>();
    for (int t = 0; t < threads; t++) {
      served.add(workers.submit(() -> serveAndFree(each)));
    }
    workers.shutdown();
    for (int i = 0; !workers.awaitTermination(1, TimeUnit.MILLISECONDS); i++) {
      BufferHook.route(routed, i % 2 == 0 ? Route.JDK : Route.AUTO);
    }
    int ours = 0;
    for (Future<Integer> one : served) {
      ours += one.get();
    }
    int all = threads * each;
    assertCounts(routed, all, all);
    assertThat(totals(routed).allocatedBytes()).isEqualTo(64L * all);
    long cost = cost();
    assertThat(totals(routed).blockBytes()).isEqualTo(ours * cost);
    assertThat(totals(routed).wouldCost()).isEqualTo((all - ours) * cost);
  }

  private int serveAndFree(int count) throws ReflectiveOperationException {
    int ours = 0;
    for (int i = 0; i < count; i++) {
      ByteBuffer buffer = BufferHook.allocateDirect(64, routed);
      ours += TestBridge.isOurs(buffer) ? 1 : 0;
      Jdk.THUNKS.free(buffer);
    }
    return ours;
  }

  /** What a buffer of 64 bytes takes. */
  private long cost() {
    BufferHook.route(other, Route.TINYALLOC);
    ByteBuffer buffer = BufferHook.allocateDirect(64, other);
    Jdk.THUNKS.free(buffer);
    return totals(other).blockBytes();
  }

  @Test
  @Timeout(30)
  void shouldBeFollowedByARunningThreadAtOnce() throws InterruptedException, ExecutionException {
    ExecutorService worker = Executors.newSingleThreadExecutor();
    try {
      Future<Integer> left =
          worker.submit(
              () -> {
                int ours = 0;
                ByteBuffer buffer = BufferHook.allocateDirect(64, routed);
                while (TestBridge.isOurs(buffer)) {
                  ours++;
                  Jdk.THUNKS.free(buffer);
                  buffer = BufferHook.allocateDirect(64, routed);
                }
                return ours;
              });
      Thread.sleep(200);
      BufferHook.route(routed, Route.JDK);
      assertThat(left.get()).isPositive();
    } finally {
      worker.shutdownNow();
    }
  }

  /** Allocates as an arena does; whether it was served here. */
  private static boolean allocate(Region region, long bytes, int site) {
    if (ArenaHook.take(region, bytes, ALIGNMENT, site, true) != 0) {
      return true;
    }
    ArenaHook.served(region, bytes, site);
    return false;
  }

  private static void assertCounts(int site, int allocations, int frees) {
    assertThat(totals(site).allocations()).isEqualTo(allocations);
    assertThat(totals(site).frees()).isEqualTo(frees);
  }

  private static SiteTotals totals(int site) {
    return Sites.site(site).totals();
  }
}
