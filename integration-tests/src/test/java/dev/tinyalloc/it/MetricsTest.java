package dev.tinyalloc.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tinyalloc.it.programs.AwaitsMetrics;
import java.net.InetAddress;
import java.net.ServerSocket;

/** How the agent begins to serve metrics, or does not. */
class MetricsTest {

  @OnEveryJdk
  void shouldSayWhichPortWasFree(Jdk jdk) throws Exception {
    ChildJvm.Result result =
        ChildJvm.on(jdk).agent("report=none,prometheus=127.0.0.1:0").run(AwaitsMetrics.class);
    assertThat(result.stdout()).isEqualTo("serving\n");
    assertThat(result.stderr())
        .matches("tinyalloc: metrics are served on http://127\\.0\\.0\\.1:\\d+/metrics\n");
  }

  @OnEveryJdk
  void shouldRunTheProgramWhereThePortIsTaken(Jdk jdk) throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String address = "127.0.0.1:" + taken.getLocalPort();
      ChildJvm.Result result =
          ChildJvm.on(jdk).agent("report=none,prometheus=" + address).run(AwaitsMetrics.class);
      assertThat(result.exitStatus()).isZero();
      assertThat(result.stdout()).isEqualTo("not serving\n");
      assertThat(result.stderrLines()).hasSize(1);
      assertThat(result.stderr()).startsWith("tinyalloc: cannot serve metrics on " + address);
    }
  }
}
