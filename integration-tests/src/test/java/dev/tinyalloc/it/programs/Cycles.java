package dev.tinyalloc.it.programs;

import java.io.File;
import java.lang.reflect.Method;

/**
 * Attaches to a process and detaches again, so many times, by the command line of the agent's jar,
 * which must be on the class path; in one JVM, which saves the start of thousands.
 */
public final class Cycles {

  private static final String LOADER = "dev.tinyalloc.agent.AgentClassLoader";
  private static final String TOOL = "dev.tinyalloc.agent.cli.CommandLineTool";

  private Cycles() {}

  /** The jar, the process, and how often. */
  public static void main(String[] arguments) throws Exception {
    Method run = tool(new File(arguments[0]));
    for (int i = 0; i < Integer.parseInt(arguments[2]); i++) {
      run(run, "attach", arguments[1], i % 3 == 0 ? "mode=observe" : "");
      if (i % 7 == 0) {
        run(run, "sites", arguments[1]);
      }
      run(run, "detach", arguments[1]);
    }
  }

  /** As the jar's own {@code main} finds it. */
  private static Method tool(File jar) throws ReflectiveOperationException {
    Method open = Class.forName(LOADER).getDeclaredMethod("open", File.class, ClassLoader.class);
    open.setAccessible(true);
    ClassLoader loader = (ClassLoader) open.invoke(null, jar, ClassLoader.getSystemClassLoader());
    return loader.loadClass(TOOL).getMethod("run", String[].class);
  }

  private static void run(Method run, String... command) throws ReflectiveOperationException {
    int status = (int) run.invoke(null, (Object) command);
    if (status != 0) {
      throw new IllegalStateException(String.join(" ", command) + " ended with " + status);
    }
  }
}
