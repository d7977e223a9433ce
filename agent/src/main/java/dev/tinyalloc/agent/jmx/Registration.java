package dev.tinyalloc.agent.jmx;

import dev.tinyalloc.agent.report.SnapshotSource;
import java.lang.management.ManagementFactory;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.StandardMBean;

/** Puts the MBean into a server. */
public final class Registration {

  /** The build keeps this string as it is, see the relocations in its file. */
  private static final String NAME = "dev.tinyalloc:type=TinyAlloc";

  private Registration() {}

  /**
   * Registers the bean.
   *
   * @param server an {@code MBeanServer}; of another type here, since whoever calls must not load
   *     that
   */
  public static void register(Object server, SnapshotSource source) throws JMException {
    StandardMBean bean = new StandardMBean(new TinyAllocBean(source), TinyAllocMXBean.class, true);
    Object unused = ((MBeanServer) server).registerMBean(bean, new ObjectName(NAME));
  }

  /** Takes the bean out of the platform's server. */
  public static void unregister() throws JMException {
    ManagementFactory.getPlatformMBeanServer().unregisterMBean(new ObjectName(NAME));
  }

  /** The platform's server, which is made if it is not there. */
  public static Object server() {
    return ManagementFactory.getPlatformMBeanServer();
  }
}
