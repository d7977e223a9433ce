package dev.tinyalloc.agent.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tinyalloc.site.Route;
import dev.tinyalloc.site.Routes;
import dev.tinyalloc.site.Sites;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PoliciesTest {

  private static final String TYPE = "com.example.Policed$Inner";
  private static final String OTHER = "com.example.Other";

  private final int run = site(TYPE, "run", 12);
  private final int stop = site(TYPE, "stop", -1);

  private static int site(String type, String method, int line) {
    int id = Sites.register("ByteBuffer.allocateDirect", type, method, "Policed.java", line, "app");
    Policies.registered(id);
    return id;
  }

  @AfterEach
  void noRules() {
    assertThat(set("*", "auto")).isEqualTo(Sites.count());
    Policies.noPreparation();
    assertThat(Routes.of(run)).isEqualTo(Route.AUTO);
    assertThat(Routes.of(stop)).isEqualTo(Route.AUTO);
  }

  private static int set(String pattern, String route) {
    return Policies.set(pattern, route, () -> true).sites();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        TYPE + ".run",
        TYPE + ".run:12",
        TYPE + ".run(Policed.java:12)",
        "*.run:12",
        "com.*.Policed$Inner.r?n",
        "*:12"
      })
  void shouldRouteTheSitesThatAGlobNames(String glob) {
    assertThat(set(glob, "jdk")).isOne();
    assertThat(Routes.of(run)).isEqualTo(Route.JDK);
    assertThat(Routes.of(stop)).isEqualTo(Route.AUTO);
  }

  @Test
  void shouldRouteAllSitesOfAClass() {
    assertThat(set(TYPE, "tinyalloc")).isEqualTo(2);
    assertThat(Routes.of(run)).isEqualTo(Route.TINYALLOC);
    assertThat(Routes.of(stop)).isEqualTo(Route.TINYALLOC);
  }

  @Test
  void shouldRouteTheSiteWithANumber() {
    assertThat(set(Integer.toString(stop), "jdk")).isOne();
    assertThat(Routes.of(run)).isEqualTo(Route.AUTO);
    assertThat(Routes.of(stop)).isEqualTo(Route.JDK);
  }

  @Test
  void shouldHaveTheNewestRuleWin() {
    int unused = set(TYPE, "jdk");
    unused = set(Integer.toString(run), "tinyalloc");
    assertThat(Routes.of(run)).isEqualTo(Route.TINYALLOC);
    unused = set(TYPE, "jdk");
    assertThat(Routes.of(run)).isEqualTo(Route.JDK);
    unused = set("*.run", "auto");
    assertThat(Routes.of(run)).isEqualTo(Route.AUTO);
    assertThat(Routes.of(stop)).isEqualTo(Route.JDK);
  }

  @Test
  void shouldRouteSitesThatAppearLater() {
    assertThat(set("*.later", "jdk")).isZero();
    int later = site(OTHER, "later", 7);
    assertThat(Routes.of(later)).isEqualTo(Route.JDK);
    assertThat(set("*.later", "auto")).isOne();
    assertThat(Routes.of(later)).isEqualTo(Route.AUTO);
  }

  @Test
  void shouldKeepRulesUntilTheHooksAreThere() {
    assertThat(Policies.set("*.early", "jdk", () -> false).sites()).isZero();
    assertThat(Routes.of(site(OTHER, "early", 8))).isEqualTo(Route.JDK);
  }

  @Test
  void shouldSayWhatIsAcceptedInPlaceOfAMistake() {
    assertThatThrownBy(() -> set(TYPE, "jkd"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("unknown route \"jkd\"; did you mean \"jdk\"? Accepted: jdk, tinyalloc, auto");
    assertThatThrownBy(() -> set("0", "jdk"))
        .hasMessage("no site has the number 0; accepted: 1 to " + Sites.count());
    assertThatThrownBy(() -> set("99999999999", "jdk"))
        .hasMessage("no site has the number 99999999999; accepted: 1 to " + Sites.count());
    assertThatThrownBy(() -> Policies.set("3", "jdk", () -> false))
        .hasMessage("no site has the number 3; there are none yet");
    assertThatThrownBy(() -> set(" ", "jdk")).hasMessageContaining("class.method:line");
  }

  @Test
  void shouldPrepareOnceBeforeAnythingIsRoutedToTinyAlloc() {
    AtomicInteger prepared = new AtomicInteger();
    Policies.beforeRedirection(prepared::incrementAndGet);
    int unused = set(TYPE, "jdk");
    assertThat(prepared).hasValue(0);
    unused = set(TYPE, "tinyalloc");
    unused = set(TYPE + ".run", "tinyalloc");
    Policies.beforeRedirection(prepared::incrementAndGet);
    assertThat(prepared).hasValue(1);
  }

  @Test
  void shouldPrepareAtOnceWhereARuleIsThere() {
    AtomicInteger prepared = new AtomicInteger();
    int unused = set(TYPE, "tinyalloc");
    Policies.beforeRedirection(prepared::incrementAndGet);
    assertThat(prepared).hasValue(1);
  }
}
