package dev.tinyalloc.agent.install;

import dev.tinyalloc.agent.log.Loggers;
import dev.tinyalloc.agent.rewrite.AllocationTransformer;
import dev.tinyalloc.agent.rewrite.JdkCallers;
import dev.tinyalloc.agent.rewrite.Retransformation;
import java.lang.instrument.Instrumentation;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Classes that were loaded before the agent came: other agents' and, with an AOT cache, the
 * application's. Only those that the scan hits are retransformed: retransforming costs the VM a
 * redefinition even where nothing changes.
 */
final class LoadedClasses {

  /** What the system loader has of ours, to be left out. */
  private static final String ENTRY_PACKAGE = "dev.tinyalloc.agent";

  private static final Module JAVA_BASE = Object.class.getModule();

  private final AllocationTransformer transformer;
  private final Instrumentation instrumentation;

  /** Those whose names tell something; next to all of the others end there. */
  private final List<Class<?>> telling = new ArrayList<>();

  /** Null until there is a class to be looked at: many programs have none. */
  private @Nullable LoadedNames names;

  private int looked;

  private LoadedClasses(AllocationTransformer transformer, Instrumentation instrumentation) {
    this.transformer = transformer;
    this.instrumentation = instrumentation;
  }

  /** Sends through the transformers what {@code transformer} would have changed at load time. */
  static void retransform(
      AllocationTransformer transformer, Outputs outputs, Instrumentation instrumentation) {
    LoadedClasses loaded = new LoadedClasses(transformer, instrumentation);
    List<Class<?>> hits;
    try {
      for (Class<?> type : instrumentation.getAllLoadedClasses()) {
        if (type.getClassLoader() == null && type.getModule() != JAVA_BASE) {
          outputs.alreadyLoaded(type);
        }
        if (isCandidate(type)) {
          loaded.look(type);
        }
      }
      hits = loaded.hits();
      loaded.debug(hits.size());
    } finally {
      loaded.close();
    }
    if (!hits.isEmpty()) {
      Retransformation.run(instrumentation, hits, "was loaded early and stays as it is");
    }
  }

  /** Leaves out the JDK's own classes, nearly all that there are this early. */
  private static boolean isCandidate(Class<?> type) {
    ClassLoader loader = type.getClassLoader();
    if (loader == null) {
      return !type.getModule().isNamed() ? !type.isArray() : JdkCallers.has(type);
    }
    return loader != LoadedClasses.class.getClassLoader()
        && !type.isArray()
        && !type.isHidden()
        && !type.getPackageName().equals(ENTRY_PACKAGE);
  }

  private void look(Class<?> type) {
    looked++;
    if (transformer.tells(names(type))) {
      telling.add(type);
    }
  }

  /**
   * Those that are to be rewritten. What they need is switched on only now that all have been
   * looked at: the first class of the JDK that is changed costs the whole program its compiled
   * code, and 20,000 classes are not to be looked at without.
   */
  private List<Class<?>> hits() {
    List<Class<?>> hits = new ArrayList<>();
    for (Class<?> type : telling) {
      if (transformer.noticed(type.getClassLoader(), path(type), names(type))
          && instrumentation.isModifiableClass(type)) {
        hits.add(type);
      }
    }
    return hits;
  }

  private int names(Class<?> type) {
    LoadedNames known = names;
    if (known == null) {
      known = LoadedNames.open(instrumentation);
      names = known;
    }
    return known.names(type);
  }

  /** The name with slashes. */
  private static String path(Class<?> type) {
    return type.getName().replace('.', '/');
  }

  private void debug(int hits) {
    LoadedNames known = names;
    if (known != null && Loggers.debugEnabled()) {
      Loggers.logger(LoadedClasses.class)
          .debug("{} of {} loaded classes hit, by {}", hits, looked, known.getClass().getName());
    }
  }

  private void close() {
    if (names != null) {
      names.close();
    }
  }
}
