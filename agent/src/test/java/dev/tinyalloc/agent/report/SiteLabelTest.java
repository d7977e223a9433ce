package dev.tinyalloc.agent.report;

import static dev.tinyalloc.agent.report.Snapshots.site;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tinyalloc.agent.report.Profile.Lifetimes;
import dev.tinyalloc.agent.report.Snapshot.SiteCounts;
import java.util.List;
import org.junit.jupiter.api.Test;

class SiteLabelTest {

  private static final SiteCounts NETTY =
      site(1, "io.netty.buffer.PoolArena$DirectArena", "newChunk", 735);

  @Test
  void shouldShowPackageAndFileWhereTheyFit() {
    String full = "io.netty.buffer.PoolArena$DirectArena.newChunk(PoolArena.java:735)";
    assertThat(SiteLabel.of(NETTY, 66)).isEqualTo(full).hasSize(66);
  }

  @Test
  void shouldDropTheFileFirst() {
    String shorter = "io.netty.buffer.PoolArena$DirectArena.newChunk:735";
    assertThat(SiteLabel.of(NETTY, 65)).isEqualTo(shorter);
    assertThat(SiteLabel.of(NETTY, shorter.length())).isEqualTo(shorter);
  }

  @Test
  void shouldDropAllButTheInitialsOfThePackageThen() {
    String initials = "i.n.b.PoolArena$DirectArena.newChunk:735";
    assertThat(SiteLabel.of(NETTY, 49)).isEqualTo(initials);
    assertThat(SiteLabel.of(NETTY, initials.length())).isEqualTo(initials);
  }

  @Test
  void shouldKeepMethodAndLineWhenItCutsTheMiddle() {
    assertThat(SiteLabel.of(NETTY, 30)).isEqualTo("i.n.b.Poo…Arena.newChunk:735").hasSize(28);
  }

  @Test
  void shouldLeaveOutWhatTheClassDoesNotSay() {
    assertThat(SiteLabel.of(place("a.B", null, 7), 60)).isEqualTo("a.B.run:7");
    assertThat(SiteLabel.of(place("a.B", "B.kt", -1), 60)).isEqualTo("a.B.run(B.kt)");
    assertThat(SiteLabel.of(place("a.B", null, -1), 60)).isEqualTo("a.B.run");
  }

  @Test
  void shouldManageNamesThatNoCompilerGives() {
    String longName = "x".repeat(10_000);
    assertThat(SiteLabel.of(place("", "", 1), 40)).isEqualTo(".run(:1)");
    assertThat(SiteLabel.of(place("..", null, 1), 40)).isEqualTo("...run:1");
    assertThat(SiteLabel.of(place("a..b." + longName, null, 1), 40))
        .startsWith("a..b.xxx")
        .endsWith("xxx.run:1")
        .hasSize(38);
    assertThat(SiteLabel.of(place("p.".repeat(5_000) + "C", null, 1), 40)).hasSize(38);
    assertThat(SiteLabel.of(place("名.前." + longName, null, 1), 40)).startsWith("名.前.x");
  }

  private static SiteCounts place(String className, String file, int line) {
    return new SiteCounts(
        1,
        "ByteBuffer.allocateDirect",
        className,
        "run",
        file,
        line,
        "app",
        "jdk",
        0,
        0,
        0,
        0,
        0,
        0,
        0,
        List.of(),
        Lifetimes.NONE,
        null);
  }
}
