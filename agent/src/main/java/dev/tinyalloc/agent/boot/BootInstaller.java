package dev.tinyalloc.agent.boot;

import dev.tinyalloc.agent.options.Options;
import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Brings the hooks to life, in this order: open to ourselves what defines classes; define the
 * classes of {@code core} in the boot loader; open to them what they need; generate the bridge in
 * {@code java.nio}; hand it over. Nothing is opened to the application, and nothing here names a
 * class of {@code core}: that would load it before it is there.
 */
public final class BootInstaller {

  private static final Module JAVA_BASE = Object.class.getModule();

  /** Indexes of classes in the agent's jar: the hooks, and what leads arenas to them. */
  private static final String HOOKS = "boot.index";

  private static final String ARENAS = "arena.index";

  private static final String[] EXPORTED_TO_CORE = {
    "jdk.internal.misc", "jdk.internal.access", "jdk.internal.ref", "sun.nio.ch"
  };

  private static final String[] EXPORTED_FOR_POOLS = {
    "jdk.internal.access", "jdk.internal.loader", "jdk.internal.misc", "jdk.internal.reflect"
  };

  private static final String[] OPENED_TO_CORE = {"java.nio", "sun.nio.ch", "jdk.internal.ref"};

  private static volatile boolean installed;

  /** What the hooks work by; null while they pause. */
  private static @Nullable Options inForce;

  private static boolean tried;
  private static boolean arenasDefined;

  private BootInstaller() {}

  /** Whether the hooks are in the boot loader; before that, nothing may touch {@code core}. */
  public static boolean installed() {
    return installed;
  }

  /**
   * Installs the hooks unless they are there, and has them work; called by one thread at a time.
   * After an exception they are not in use, and never will be.
   */
  public static synchronized void install(Options options, Instrumentation instrumentation)
      throws IOException, ReflectiveOperationException {
    if (installed) {
      resume(options);
      return;
    }
    if (tried) {
      throw new IllegalStateException("the hooks could not be installed");
    }
    tried = true;
    exportToAgent(instrumentation);
    JdkInternals internals = new JdkInternals();
    BootClasses core = BootClasses.define(internals, HOOKS);
    openToCore(instrumentation, core.module());
    Hooks.install(options, internals);
    core.initialize();
    inForce = options;
    installed = true;
  }

  private static void resume(Options options) {
    if (inForce == null) {
      Hooks.resume(options);
      inForce = options;
    }
  }

  /** Has the hooks leave everything to the JDK, until {@link #install} is called again. */
  public static synchronized void pause() {
    if (inForce != null) {
      inForce = null;
      Hooks.pause();
    }
  }

  /**
   * Defines the classes of {@code java.base} by which arenas reach the hooks, which must be
   * installed, unless they are there.
   */
  public static synchronized void defineArenas() throws IOException, ReflectiveOperationException {
    if (!arenasDefined) {
      BootClasses.define(new JdkInternals(), ARENAS).initialize();
      arenasDefined = true;
    }
  }

  static void exportToAgent(Instrumentation instrumentation) {
    Set<Module> agent = Set.of(BootInstaller.class.getModule());
    instrumentation.redefineModule(
        JAVA_BASE,
        Set.of(),
        Map.of("jdk.internal.misc", agent, "sun.nio.ch", agent),
        Map.of(),
        Set.of(),
        Map.of());
  }

  /** For who reads the constant pools of loaded classes. */
  public static void exportPoolsToAgent(Instrumentation instrumentation) {
    instrumentation.redefineModule(
        JAVA_BASE,
        Set.of(),
        present(EXPORTED_FOR_POOLS, BootInstaller.class.getModule()),
        Map.of(),
        Set.of(),
        Map.of());
  }

  private static void openToCore(Instrumentation instrumentation, Module core) {
    instrumentation.redefineModule(
        JAVA_BASE,
        // The bridge, a class of java.base, calls the hooks.
        Set.of(core),
        present(EXPORTED_TO_CORE, core),
        present(OPENED_TO_CORE, core),
        Set.of(),
        Map.of());
  }

  /** Those of the packages that this JDK has. */
  private static Map<String, Set<Module>> present(String[] packages, Module user) {
    Map<String, Set<Module>> present = new HashMap<>();
    for (String name : packages) {
      if (JAVA_BASE.getPackages().contains(name)) {
        present.put(name, Set.of(user));
      }
    }
    return present;
  }
}
