package dev.tinyalloc.agent.install;

import dev.tinyalloc.agent.boot.BootInstaller;
import dev.tinyalloc.agent.rewrite.ConstantPoolScan;
import java.lang.instrument.Instrumentation;

/**
 * Says which of the names that matter loaded classes have in their constant pools: mostly by asking
 * the VM, which has them in memory, else from the class files. To be used by one thread, and
 * closed.
 */
abstract class LoadedNames implements AutoCloseable {

  /** Compiled with exports of packages that this JVM may not have. */
  private static final String OF_THE_VM = "dev.tinyalloc.agent.install.LoadedPools";

  /** The quickest way that this JVM has. */
  static LoadedNames open(Instrumentation instrumentation) {
    try {
      BootInstaller.exportPoolsToAgent(instrumentation);
      return Class.forName(OF_THE_VM)
          .asSubclass(LoadedNames.class)
          .getDeclaredConstructor()
          .newInstance();
    } catch (ReflectiveOperationException | RuntimeException | LinkageError unknownJdk) {
      return new ClassFiles();
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
