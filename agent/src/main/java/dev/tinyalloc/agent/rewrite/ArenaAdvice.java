package dev.tinyalloc.agent.rewrite;

import java.io.IOException;
import java.lang.instrument.ClassDefinition;
import java.lang.instrument.Instrumentation;
import java.util.ArrayList;
import java.util.List;

/**
 * Changes the JDK's own classes so that its arenas are served: {@code ArenaImpl} allocates by way
 * of the hooks, whoever has opened it; {@code Arena} opens arenas so for callers that have no
 * rewritten call site; and the JDK's callers get call sites, since a stack walk at each call of
 * native code would be far too slow.
 *
 * <p>By {@code redefineClasses}, for the reason that {@link BodyAdvice} gives.
 */
final class ArenaAdvice {

  private static final String ARENA = "jdk/internal/foreign/ArenaImpl";
  private static final String REGIONS = "jdk/internal/foreign/TinyAllocRegions";
  private static final String ALLOCATE_DESCRIPTOR =
      "(JJ)Ljdk/internal/foreign/NativeMemorySegmentImpl;";

  private final List<ClassDefinition> changed = new ArrayList<>();
  private final List<ClassDefinition> unchanged = new ArrayList<>();

  /** Reads and changes class files only. */
  ArenaAdvice(boolean allCallers, ClassFilter filter) throws IOException, ClassNotFoundException {
    allocation();
    if (allCallers) {
      opening();
      for (JdkClass caller : JdkArenaCallers.classes()) {
        callSites(caller, filter);
      }
    }
  }

  /** Changes all classes at once; after an exception all are as they were. */
  void install(Instrumentation instrumentation) throws Exception {
    instrumentation.redefineClasses(changed.toArray(new ClassDefinition[0]));
  }

  /** Makes them what they were. */
  void remove(Instrumentation instrumentation) throws Exception {
    instrumentation.redefineClasses(unchanged.toArray(new ClassDefinition[0]));
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

  private void callSites(JdkClass caller, ClassFilter filter) throws ClassNotFoundException {
    SiteIds ids =
        filter.accepts(caller.className())
            ? new RegisteredSites(Loaders.name(null))
            : new Uncounted();
    Rewritten rewritten =
        CallSiteRewriter.rewrite(caller.original(), Targets.of(false, true), false, ids);
    if (rewritten != null) {
      changed.add(caller.definition(rewritten.classFile()));
      unchanged.add(caller.unchanged());
    }
  }
}
