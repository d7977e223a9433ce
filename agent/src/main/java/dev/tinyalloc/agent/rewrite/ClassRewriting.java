package dev.tinyalloc.agent.rewrite;

import dev.tinyalloc.agent.log.Loggers;
import org.jspecify.annotations.Nullable;

/** Rewrites one class of the program and keeps the books about it. */
final class ClassRewriting {

  private ClassRewriting() {}

  /**
   * The class with its calls of {@code targets} redirected, or null to leave it as it is. Never
   * throws.
   *
   * @param references whether method references are redirected as well
   */
  static byte @Nullable [] rewrite(
      String name,
      @Nullable ClassLoader loader,
      byte[] classFile,
      Targets targets,
      boolean references) {
    String loaderName = Loaders.name(loader);
    try {
      Rewritten rewritten =
          CallSiteRewriter.rewrite(classFile, targets, references, new RegisteredSites(loaderName));
      if (rewritten == null) {
        return null;
      }
      Coverage.rewritten(name, loaderName, rewritten.calls());
      debug("rewrote {} of {}: {} sites", name, loaderName, rewritten.calls());
      return rewritten.classFile();
    } catch (Throwable e) {
      Coverage.missed(name, loaderName, e.toString());
      debug("left {} of {} as it was: {}", name, loaderName, e);
      return null;
    }
  }

  private static void debug(String message, Object... arguments) {
    if (Loggers.debugEnabled()) {
      Loggers.logger(ClassRewriting.class).debug(message, arguments);
    }
  }
}
