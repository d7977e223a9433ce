package dev.tinyalloc.agent.rewrite;

import dev.tinyalloc.agent.log.Console;
import dev.tinyalloc.agent.policy.Policies;
import java.lang.instrument.Instrumentation;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Gives the classes of the program and of the JDK their own code back, once no transformer of ours
 * changes any more. All at once, since every change stops the program for a time that depends on
 * how many classes are loaded.
 */
public final class Restoration {

  /** A class that was being defined when the transformer went is there by then. */
  private static final long SETTLE_MILLIS = 20;

  private final Instrumentation instrumentation;
  private final Set<String> rewritten = Coverage.rewritten();

  private Restoration(Instrumentation instrumentation) {
    this.instrumentation = instrumentation;
  }

  /** Restores all that is loaded. Never throws: what stays changed is a line on stderr. */
  public static void run(Instrumentation instrumentation) {
    Policies.noPreparation();
    Restoration restoration = new Restoration(instrumentation);
    restoration.jdk();
    restoration.program();
    if (!restoration.rewritten.isEmpty() && settle()) {
      restoration.program();
    }
  }

  private static boolean settle() {
    try {
      Thread.sleep(SETTLE_MILLIS);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private void jdk() {
    try {
      JdkChanges.undo(instrumentation, JdkCallers.thatOpenArenas(instrumentation));
    } catch (Exception | LinkageError e) {
      Console.warn("classes of the JDK keep their changes, which do nothing any more: " + e);
    }
  }

  /** Takes out of {@link #rewritten} what it has found. */
  private void program() {
    List<Class<?>> found = new ArrayList<>();
    for (Class<?> type : instrumentation.getAllLoadedClasses()) {
      if (!type.isArray() && !type.isHidden() && isRewritten(type)) {
        found.add(type);
      }
    }
    Retransformation.run(instrumentation, found, "keeps its changes, which do nothing any more");
  }

  private boolean isRewritten(Class<?> type) {
    return rewritten.remove(Coverage.key(type.getName(), Loaders.name(type.getClassLoader())));
  }
}
