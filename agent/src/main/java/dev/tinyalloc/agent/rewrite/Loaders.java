package dev.tinyalloc.agent.rewrite;

import org.jspecify.annotations.Nullable;

/** Names class loaders for the report. */
final class Loaders {

  private Loaders() {}

  /** {@code boot}, {@code platform}, {@code app}, or the loader's class with its identity hash. */
  static String name(@Nullable ClassLoader loader) {
    if (loader == null) {
      return "boot";
    }
    if (loader == ClassLoader.getPlatformClassLoader()) {
      return "platform";
    }
    if (loader == ClassLoader.getSystemClassLoader()) {
      return "app";
    }
    // The identity hash: hashCode is the loader's own code, and may do anything.
    String hash = Integer.toHexString(System.identityHashCode(loader));
    return loader.getClass().getName() + '@' + hash;
  }
}
