package dev.tinyalloc.agent.jmx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tinyalloc.agent.options.Options;
import dev.tinyalloc.agent.report.AgentRun;
import dev.tinyalloc.agent.report.SnapshotSource;
import dev.tinyalloc.site.SiteTally;
import dev.tinyalloc.site.Sites;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import javax.management.MBeanServer;
import javax.management.MBeanServerFactory;
import javax.management.ObjectName;
import javax.management.openmbean.CompositeData;
import org.junit.jupiter.api.Test;

class RegistrationTest {

  private static final long MOST = 1L << 40;

  private final MBeanServer server = MBeanServerFactory.newMBeanServer();
  private final ObjectName name = new ObjectName("dev.tinyalloc:type=TinyAlloc");

  RegistrationTest() throws Exception {
    AgentRun run = new AgentRun("0.1.0", System.nanoTime(), true, 0, 0, 0, List.of());
    Options options = Options.read(null, new Properties(), Map.of());
    Registration.register(server, new SnapshotSource(options, () -> run));
  }

  @Test
  void shouldShowNamesAsTheyAre() throws Exception {
    String hostile = "<script>\"\\\n\u0000\uD800😀;=,".concat("x".repeat(10_000));
    int id = Sites.register("ByteBuffer.allocateDirect", hostile, hostile, null, -1, "app");
    SiteTally tally = new SiteTally(Sites.site(id));
    tally.allocated(MOST);
    try {
      CompositeData first = ((CompositeData[]) server.getAttribute(name, "Sites"))[0];
      assertThat(first.get("className")).isEqualTo(hostile);
      assertThat(first.get("method")).isEqualTo(hostile);
      assertThat(first.get("file")).isNull();
      assertThat(first.get("liveBytes")).isEqualTo(MOST);
      assertThat((long) server.getAttribute(name, "LiveBytes")).isGreaterThanOrEqualTo(MOST);
    } finally {
      tally.freed(MOST);
    }
  }

  @Test
  void shouldUseTypesOnlyThatEveryClientKnows() throws Exception {
    assertThat(server.getMBeanInfo(name).getDescriptor().getFieldValue("mxbean")).isEqualTo("true");
    assertThat(server.getMBeanInfo(name).getAttributes())
        .extracting(attribute -> attribute.getType())
        .containsOnly("long", String.class.getName(), "[L" + CompositeData.class.getName() + ";");
  }
}
