package dev.tinyalloc.agent;

import java.io.File;
import java.lang.instrument.Instrumentation;
import java.lang.reflect.InvocationTargetException;
import java.net.URISyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * Where the JVM enters the agent. Loaded by the system class loader, beside the application's
 * classes: it keeps no state, logs nothing and never throws.
 */
public final class TinyAllocAgent {

  private static final String INSTALLER = "dev.tinyalloc.agent.install.Installer";

  private TinyAllocAgent() {}

  /** Called by the JVM before {@code main} for {@code -javaagent}. */
  public static void premain(@Nullable String argument, Instrumentation instrumentation) {
    install(argument, instrumentation);
  }

  /** Called by the JVM when the agent is attached to a running program. */
  public static void agentmain(@Nullable String argument, Instrumentation instrumentation) {
    install(argument, instrumentation);
  }

  /** {@code java -jar}: says how the jar is meant to be used; exit status 2, wrong usage. */
  public static void main(String[] arguments) {
    System.err.println("usage: java -javaagent:tinyalloc-agent.jar[=key=value[,key=value...]] ...");
    System.exit(2);
  }

  // Throwable: whatever goes wrong here, the program must start.
  private static void install(@Nullable String argument, Instrumentation instrumentation) {
    try {
      ClassLoader loader = AgentClassLoader.open(jar());
      // The types of premain itself: from JDK 18 on, another shape costs 15 ms of method handles.
      loader
          .loadClass(INSTALLER)
          .getMethod("install", String.class, Instrumentation.class)
          .invoke(null, argument, instrumentation);
    } catch (InvocationTargetException e) {
      complain(e.getTargetException());
    } catch (Throwable e) {
      complain(e);
    }
  }

  private static File jar() throws URISyntaxException {
    return new File(
        TinyAllocAgent.class.getProtectionDomain().getCodeSource().getLocation().toURI());
  }

  private static void complain(Throwable cause) {
    System.err.println("tinyalloc: the agent stays off: ".concat(cause.toString()));
  }
}
