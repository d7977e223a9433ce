package dev.tinyalloc.it.programs;

import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.Set;
import java.util.TreeMap;
import javax.management.Attribute;
import javax.management.MBeanServer;
import javax.management.MBeanServerBuilder;
import javax.management.MBeanServerDelegate;
import javax.management.ObjectName;

/** Prints the agent's MBeans with those attributes that are numbers or text. */
public final class AsksForManagement {

  private AsksForManagement() {}

  /** A builder of MBean servers as programs have their own. */
  public static final class Builder extends MBeanServerBuilder {
    @Override
    public MBeanServer newMBeanServer(
        String domain, MBeanServer outer, MBeanServerDelegate delegate) {
      System.out.println("own builder");
      return super.newMBeanServer(domain, outer, delegate);
    }
  }

  public static void main(String[] arguments) throws Exception {
    ByteBuffer buffer = ByteBuffer.allocateDirect(1_000);
    MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    Set<ObjectName> names = server.queryNames(new ObjectName("dev.tinyalloc*:*"), null);
    System.out.println("beans " + names);
    for (ObjectName name : names) {
      String[] attributes = {"Mode", "Allocations", "LiveBytes", "CommittedBytes", "OpenArenas"};
      TreeMap<String, Object> values = new TreeMap<>();
      for (Attribute attribute : server.getAttributes(name, attributes).asList()) {
        values.put(attribute.getName(), attribute.getValue());
      }
      System.out.println(values);
      System.out.println("purged " + ((long) server.invoke(name, "purge", null, null) >= 0));
    }
    System.out.println(buffer.capacity());
  }
}
