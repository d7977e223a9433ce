package dev.tinyalloc.agent.rewrite;

import dev.tinyalloc.agent.log.Console;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.util.List;

/**
 * Sends loaded classes through the transformers, all at once: every change stops the program for a
 * time that depends on how many classes are loaded.
 */
public final class Retransformation {

  private final Instrumentation instrumentation;
  private final String otherwise;

  private Retransformation(Instrumentation instrumentation, String otherwise) {
    this.instrumentation = instrumentation;
    this.otherwise = otherwise;
  }

  /**
   * Retransforms {@code types}; never throws.
   *
   * @param otherwise what becomes of a class with which it does not work, for a line on stderr
   */
  public static void run(Instrumentation instrumentation, List<Class<?>> types, String otherwise) {
    if (!types.isEmpty()) {
      new Retransformation(instrumentation, otherwise).run(types.toArray(new Class<?>[0]));
    }
  }

  /** One by one where they do not go together: one that cannot be changed is in the way of all. */
  private void run(Class<?>... types) {
    try {
      instrumentation.retransformClasses(types);
    } catch (UnmodifiableClassException | RuntimeException | LinkageError e) {
      if (types.length == 1) {
        Console.warn("class " + types[0].getName() + " " + otherwise + ": " + e);
        return;
      }
      for (Class<?> type : types) {
        run(type);
      }
    }
  }
}
