package dev.tinyalloc.agent.install;

import dev.tinyalloc.agent.boot.BootInstaller;
import dev.tinyalloc.agent.rewrite.ConstantPoolScan;
import java.lang.instrument.Instrumentation;
import org.jspecify.annotations.Nullable;

/**
 * Says which of the names that matter loaded classes have in their constant pools: mostly from the
 * VM, which has them in memory, else from the class files. To be used by one thread, and closed.
 */
abstract class LoadedNames implements AutoCloseable {

  /** The quickest first. Compiled with exports of packages that this JVM may not have. */
  private static final String[] OF_THE_VM = {
    "dev.tinyalloc.agent.install.VmPools", "dev.tinyalloc.agent.install.LoadedPools"
  };

  /** The quickest way that this JVM has. */
  static LoadedNames open(Instrumentation instrumentation) {
    LoadedNames opened = null;
    for (int i = 0; opened == null && i < OF_THE_VM.length; i++) {
      opened = tryToOpen(OF_THE_VM[i], instrumentation);
    }
    return opened != null ? opened : new ClassFiles();
  }

  private static @Nullable LoadedNames tryToOpen(String name, Instrumentation instrumentation) {
    try {
      BootInstaller.exportPoolsToAgent(instrumentation);
      return Class.forName(name)
          .asSubclass(LoadedNames.class)
          .getDeclaredConstructor()
          .newInstance();
    } catch (ReflectiveOperationException | RuntimeException | LinkageError unknownJdk) {
      return null;
    }
  }

  /**
   * Which names {@code type} has, as bits of {@link ConstantPoolScan}; 0 also where nobody can
   * tell.
   */
  abstract int names(Class<?> type);

  @Override
  public void close() {}
}
