package dev.tinyalloc.agent.install;

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
  private final List<Class<?>> hits = new ArrayList<>();

  /** Null until there is a class to be looked at: many programs have none. */
  private @Nullable LoadedNames names;

  private LoadedClasses(AllocationTransformer transformer, Instrumentation instrumentation) {
    this.transformer = transformer;
    this.instrumentation = instrumentation;
  }

  /** Sends through the transformers what {@code transformer} would have changed at load time. */
  static void retransform(
      AllocationTransformer transformer, Outputs outputs, Instrumentation instrumentation) {
    LoadedClasses loaded = new LoadedClasses(transformer, instrumentation);
    try {
      for (Class<?> type : instrumentation.getAllLoadedClasses()) {
        if (type.getClassLoader() == null && type.getModule() != JAVA_BASE) {
          outputs.alreadyLoaded(type);
        }
        if (isCandidate(type)) {
          loaded.look(type);
        }
      }
    } finally {
      loaded.close();
    }
    if (!loaded.hits.isEmpty()) {
      Retransformation.run(instrumentation, loaded.hits, "was loaded early and stays as it is");
    }
  }

  /** Leaves out the JDK's own classes, nearly all that there are this early. */
  private static boolean isCandidate(Class<?> type) {
    ClassLoader loader = type.getClassLoader();
    if (loader == null) {
      return !type.getModule().isNamed() ? !type.isArray() : JdkCallers.has(path(type));
    }
    return loader != LoadedClasses.class.getClassLoader()
        && !type.isArray()
        && !type.isHidden()
        && !type.getPackageName().equals(ENTRY_PACKAGE);
  }

  private void look(Class<?> type) {
    LoadedNames known = names;
    if (known == null) {
      known = LoadedNames.open(instrumentation);
      names = known;
    }
    if (transformer.noticed(type.getClassLoader(), path(type), known.names(type))
        && instrumentation.isModifiableClass(type)) {
      hits.add(type);
    }
  }

  /** The name with slashes. */
  private static String path(Class<?> type) {
    return type.getName().replace('.', '/');
  }

  private void close() {
    if (names != null) {
      names.close();
    }
  }
}
