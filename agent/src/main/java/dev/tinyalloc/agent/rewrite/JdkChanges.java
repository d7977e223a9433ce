package dev.tinyalloc.agent.rewrite;

import java.io.IOException;
import java.lang.instrument.ClassDefinition;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The classes of the JDK that have other method bodies than it ships, so that they can be made what
 * they were. Any thread.
 *
 * <p>By {@code redefineClasses}, from the class files of the JDK: we may be inside a transformer,
 * and what is retransformed from there does not reach this agent's transformers.
 */
final class JdkChanges {

  /** Names with dots. */
  private static final Set<String> CHANGED = new LinkedHashSet<>();

  private JdkChanges() {}

  /** Changes all these classes; after an exception all are as they were. */
  static synchronized void apply(Instrumentation instrumentation, ClassDefinition... definitions)
      throws ClassNotFoundException, UnmodifiableClassException {
    instrumentation.redefineClasses(definitions);
    for (ClassDefinition definition : definitions) {
      CHANGED.add(definition.getDefinitionClass().getName());
    }
  }

  /** Makes all classes what they were, also those of {@code others}, which have slashes. */
  static synchronized void undo(Instrumentation instrumentation, Set<String> others)
      throws IOException, ClassNotFoundException, UnmodifiableClassException {
    if (CHANGED.isEmpty()) {
      return;
    }
    for (String name : others) {
      CHANGED.add(name.replace('/', '.'));
    }
    List<ClassDefinition> unchanged = new ArrayList<>();
    for (String name : CHANGED) {
      unchanged.add(new JdkClass(name.replace('.', '/')).unchanged());
    }
    instrumentation.redefineClasses(unchanged.toArray(new ClassDefinition[0]));
    CHANGED.clear();
  }
}
