package dev.tinyalloc.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;

/** That the arenas of a run under the agent were the agent's business, as the mode wants it. */
final class ArenasServed {

  /** What the sites' {@code api} begins with, whatever the method. */
  private static final String API = "Arena.";

  private ArenasServed() {}

  /** Fails where a run does not count. */
  static void check(Report report, Setting setting, String mode) {
    report.assertAddsUp();
    if (mode.equals("apis=bytebuffer")) {
      assertThat(report.allocationsByRoute(API)).as("arena sites").isEmpty();
      assertThat(report.arenaKinds()).as("kinds of arenas").isEmpty();
      return;
    }
    assertAllocated(report, setting, mode);
    assertOpened(report, setting);
    if (mode.equals("apis=arena")) {
      assertThat(report.allocationsByRoute("ByteBuffer.")).as("buffer sites").isEmpty();
    }
  }

  private static void assertAllocated(Report report, Setting setting, String mode) {
    Map<String, Long> routes = report.allocationsByRoute(API);
    long allocations = routes.values().stream().mapToLong(Long::longValue).sum();
    assertThat(allocations).as("allocations in arenas").isGreaterThanOrEqualTo(least(setting));
    if (mode.equals("mode=observe")) {
      assertThat(routes).as("allocations by route").containsOnlyKeys("jdk");
    } else if (!setting.equals(ArenaSettings.PAGES)) { // Who serves whole pages is open.
      assertThat(routes).as("allocations by route").containsKey("tinyalloc");
      int part = mode.startsWith("mode=ab") ? 4 : 1;
      assertThat(routes.get("tinyalloc")).isGreaterThanOrEqualTo(least(setting) / part);
    }
    if (!setting.equals(ArenaSettings.EXIT)) {
      int topics = setting.topics().size();
      assertThat(report.classes(API)).as("classes").hasSizeGreaterThanOrEqualTo(topics);
    }
  }

  private static void assertOpened(Report report, Setting setting) {
    assertThat(report.arenaKinds()).contains("confined", "shared");
    if (!setting.equals(ArenaSettings.LEFT_OPEN)) {
      assertThat(report.arenaKinds()).contains("auto");
    }
    long opened = report.arenas("opened");
    assertThat(opened).as("arenas opened").isGreaterThanOrEqualTo(least(setting));
    assertThat(report.arenas("closed") + report.arenas("neverClosed")).isLessThanOrEqualTo(opened);
  }

  /** One a check; at the exit, the report is one of the shutdown hooks that run at once. */
  private static int least(Setting setting) {
    return setting.equals(ArenaSettings.EXIT) ? 1 : setting.size();
  }
}
