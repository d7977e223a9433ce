package dev.tinyalloc.agent.rewrite;

import java.io.IOException;
import java.lang.instrument.ClassDefinition;
import java.lang.instrument.Instrumentation;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Changes the JDK's own classes so that its arenas are served: {@code ArenaImpl} allocates by way
 * of the hooks, whoever has opened it; {@code Arena} opens arenas so for callers that have no
 * rewritten call site; and those of the JDK's callers that are loaded are rewritten.
 *
 * <p>By {@code redefineClasses}, for the reason that {@link JdkChanges} gives.
 */
final class ArenaAdvice {

  private static final String ARENA = "jdk/internal/foreign/ArenaImpl";
  private static final String REGIONS = "jdk/internal/foreign/TinyAllocRegions";
  private static final String ALLOCATE_DESCRIPTOR =
      "(JJ)Ljdk/internal/foreign/NativeMemorySegmentImpl;";

  private final List<ClassDefinition> changed = new ArrayList<>();
  private final List<ClassDefinition> unchanged = new ArrayList<>();

  /**
   * Reads and changes class files only.
   *
   * @param loaded the classes that there are
   */
  ArenaAdvice(boolean allCallers, ClassFilter filter, Class<?>[] loaded)
      throws IOException, ClassNotFoundException {
    allocation();
    if (allCallers) {
      opening();
      for (Class<?> type : loaded) {
        if (opensArenas(type)) {
          callSites(path(type), filter);
        }
      }
    }
  }

  /** Changes all classes at once; after an exception all are as they were. */
  void install(Instrumentation instrumentation) throws Exception {
    JdkChanges.apply(instrumentation, changed.toArray(new ClassDefinition[0]));
  }

  /** Makes them what they were. */
  void remove(Instrumentation instrumentation) throws Exception {
    instrumentation.redefineClasses(unchanged.toArray(new ClassDefinition[0]));
  }

  /** Hidden classes, of lambdas say, have names that begin as that of their host. */
  private static boolean opensArenas(Class<?> type) {
    return type.getClassLoader() == null && !type.isHidden() && JdkCallers.opensArenas(path(type));
  }

  private static String path(Class<?> type) {
    return type.getName().replace('.', '/');
  }

  private void allocation() throws IOException, ClassNotFoundException {
    newBodies(
        ARENA,
        REGIONS,
        "allocate" + ALLOCATE_DESCRIPTOR,
        "allocateNoInit" + ALLOCATE_DESCRIPTOR,
        "close()V");
  }

  private void opening() throws IOException, ClassNotFoundException {
    String[] methods = ArenaTargets.OPENINGS.clone();
    for (int i = 0; i < methods.length; i++) {
      methods[i] += ArenaTargets.OPENING_DESCRIPTOR;
    }
    newBodies(ArenaTargets.ARENA, ArenaTargets.BRIDGE, methods);
  }

  private void newBodies(String name, String bridge, String... methods)
      throws IOException, ClassNotFoundException {
    JdkClass type = new JdkClass(name);
    changed.add(type.changed(new NewBodies(type.writer(), name, bridge, methods)));
    unchanged.add(type.unchanged());
  }

  private void callSites(String name, ClassFilter filter)
      throws IOException, ClassNotFoundException {
    JdkClass caller = new JdkClass(name);
    byte @Nullable [] rewritten = JdkRewriting.rewrite(name, caller.original(), filter);
    if (rewritten != null) {
      changed.add(caller.definition(rewritten));
      unchanged.add(caller.unchanged());
    }
  }
}
