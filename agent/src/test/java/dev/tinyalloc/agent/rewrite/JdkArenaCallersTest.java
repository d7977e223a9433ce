package dev.tinyalloc.agent.rewrite;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class JdkArenaCallersTest {

  /** A release in which the linker opens its arenas elsewhere needs another list. */
  @Test
  void shouldFindWhereTheLinkerOpensArenas() throws Exception {
    List<String> sites = new ArrayList<>();
    for (JdkClass caller : JdkArenaCallers.classes()) {
      CallSiteRewriter.rewrite(
          caller.original(),
          ArenaClasses.ARENAS,
          false,
          (target, type, method, file, line) -> {
            sites.add(target.label() + " " + type);
            return sites.size();
          });
    }
    assertThat(sites)
        .anyMatch(site -> site.matches("confined jdk\\.internal\\.foreign\\..*"))
        .noneMatch(site -> site.contains("java.lang.foreign"));
  }
}
