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
    Map<String, Long> routes = report.allocationsByRoute(API);
    if (mode.equals("apis=bytebuffer")) {
      assertThat(routes).as("arena sites").isEmpty();
      assertThat(report.arenaKinds()).as("kinds of arenas").isEmpty();
      return;
    }
    String route = mode.equals("mode=observe") ? "jdk" : "tinyalloc";
    assertThat(routes).as("allocations of arenas, by route").containsKey(route);
    assertThat(routes.get(route)).isGreaterThanOrEqualTo(leastAllocations(setting));
    assertThat(routes.containsKey("tinyalloc")).isEqualTo(route.equals("tinyalloc"));
    assertOpened(report, setting);
    if (mode.equals("apis=arena")) {
      assertThat(report.allocationsByRoute("ByteBuffer.")).as("buffer sites").isEmpty();
    }
  }

  private static void assertOpened(Report report, Setting setting) {
    if (!mostlyCollected(setting)) {
      assertThat(report.arenaKinds()).contains("confined", "shared");
    }
    assertThat(report.arenaKinds()).contains("auto").doesNotContain("");
    assertThat(report.arenas("opened")).isGreaterThanOrEqualTo(leastAllocations(setting));
    assertThat(report.arenas("opened"))
        .isGreaterThanOrEqualTo(report.arenas("closed") + report.arenas("neverClosed"));
  }

  /** One a check; at the exit, the report is one of the shutdown hooks that run at once. */
  private static int leastAllocations(Setting setting) {
    return setting.equals(ArenaSettings.EXIT) ? 1 : setting.size();
  }

  private static boolean mostlyCollected(Setting setting) {
    return setting.equals(ArenaSettings.LIMIT);
  }
}
