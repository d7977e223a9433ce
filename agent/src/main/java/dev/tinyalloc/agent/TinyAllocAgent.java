package dev.tinyalloc.agent;

import java.io.File;
import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.lang.reflect.InvocationTargetException;
import java.net.URISyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * Where the JVM enters the agent. Loaded by the system class loader, beside the application's
 * classes: it keeps nothing but the loader of the rest, logs nothing and never throws.
 */
public final class TinyAllocAgent {

  private static final String INSTALLER = "dev.tinyalloc.agent.install.Installer";

  private static final String COMMAND_LINE = "dev.tinyalloc.agent.cli.CommandLineTool";

  /** One for all attaches of a process, however often. */
  private static @Nullable ClassLoader loader;

  private TinyAllocAgent() {}

  /** Called by the JVM before {@code main} for {@code -javaagent}. */
  public static void premain(@Nullable String argument, Instrumentation instrumentation) {
    call("install", argument, instrumentation);
  }

  /** Called by the JVM when the agent is attached to a running program. */
  public static void agentmain(@Nullable String argument, Instrumentation instrumentation) {
    call("attach", argument, instrumentation);
  }

  /** {@code java -jar}: the command line. */
  public static void main(String[] arguments) throws Exception {
    // The classes by which one attaches belong to the system loader.
    ClassLoader loader = AgentClassLoader.open(jar(), ClassLoader.getSystemClassLoader());
    Object status =
        loader
            .loadClass(COMMAND_LINE)
            .getMethod("run", String[].class)
            .invoke(null, (Object) arguments);
    System.exit((int) status);
  }

  // Throwable: whatever goes wrong here, the program must start.
  private static void call(
      String method, @Nullable String argument, Instrumentation instrumentation) {
    try {
      // Called by the VM, as premain itself is: the build marks both; see VariableArity.
      loader()
          .loadClass(INSTALLER)
          .getMethod(method, String.class, Instrumentation.class)
          .invoke(null, argument, instrumentation);
    } catch (InvocationTargetException e) {
      complain(e.getTargetException());
    } catch (Throwable e) {
      complain(e);
    }
  }

  private static synchronized ClassLoader loader() throws IOException, URISyntaxException {
    ClassLoader opened = loader;
    if (opened == null) {
      opened = AgentClassLoader.open(jar(), ClassLoader.getPlatformClassLoader());
      loader = opened;
    }
    return opened;
  }

  private static File jar() throws URISyntaxException {
    return new File(
        TinyAllocAgent.class.getProtectionDomain().getCodeSource().getLocation().toURI());
  }

  private static void complain(Throwable cause) {
    System.err.println("tinyalloc: the agent stays off: ".concat(cause.toString()));
  }
}
