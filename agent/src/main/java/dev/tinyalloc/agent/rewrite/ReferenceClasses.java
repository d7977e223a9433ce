package dev.tinyalloc.agent.rewrite;

import dev.tinyalloc.agent.boot.JdkInternals;
import dev.tinyalloc.agent.boot.ReferenceGenerator;
import java.util.BitSet;

/** The classes that method references lead to, each made when it is first wanted. Any thread. */
final class ReferenceClasses {

  /** Sites that have theirs. */
  private static final BitSet DEFINED = new BitSet();

  private ReferenceClasses() {}

  /**
   * Internal name of the class for {@code site}, which is there on return.
   *
   * @throws IllegalStateException if it cannot be defined
   */
  static String of(int site) {
    synchronized (DEFINED) {
      if (!DEFINED.get(site)) {
        define(site);
        DEFINED.set(site);
      }
    }
    return ReferenceGenerator.name(site);
  }

  private static void define(int site) {
    try {
      ReferenceGenerator.define(site, new JdkInternals());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("no class for a method reference: " + e.getCause(), e);
    }
  }
}
