package dev.tinyalloc.agent.rewrite;

import dev.tinyalloc.agent.boot.JdkInternals;
import java.util.HashSet;
import java.util.Set;

/** The classes that method references lead to, each made when it is first wanted. Any thread. */
final class ReferenceClasses {

  private static final Set<String> DEFINED = new HashSet<>();

  private ReferenceClasses() {}

  /**
   * Internal name of the class for references to {@code target} at the line {@code id}, which is
   * there on return.
   *
   * @throws IllegalStateException if it cannot be defined
   */
  static String of(Target target, int id) {
    String name = target.referenceName(id);
    synchronized (DEFINED) {
      if (!DEFINED.contains(name)) {
        define(name, ReferenceGenerator.generate(target, id));
        DEFINED.add(name);
      }
    }
    return name;
  }

  private static void define(String name, byte[] classFile) {
    try {
      new JdkInternals().defineInBootLoader(name, classFile);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("no class for a method reference: " + e.getCause(), e);
    }
  }
}
