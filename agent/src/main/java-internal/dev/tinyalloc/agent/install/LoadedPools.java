package dev.tinyalloc.agent.install;

import dev.tinyalloc.agent.rewrite.ConstantPoolScan;
import jdk.internal.access.JavaLangAccess;
import jdk.internal.access.SharedSecrets;
import jdk.internal.reflect.ConstantPool;
import org.jspecify.annotations.Nullable;

/**
 * Asks the VM for the constant pools that it has in memory. It takes half the time of reading jars,
 * and needs neither the jar nor a loader's help.
 *
 * <p>A class that has been changed before may have the names of both its versions.
 */
final class LoadedPools extends LoadedNames {

  private final JavaLangAccess access = SharedSecrets.getJavaLangAccess();

  /** Throws on a JVM where it does not work; this class has the names itself. */
  LoadedPools() {
    if ((names(ConstantPoolScan.class) & ConstantPoolScan.CALL) != ConstantPoolScan.CALL) {
      throw new IllegalStateException("the VM does not show its constant pools");
    }
  }

  @Override
  int names(Class<?> type) {
    @Nullable ConstantPool pool = access.getConstantPool(type);
    int size = pool == null ? 0 : pool.getSize();
    int found = 0;
    for (int entry = 1; entry < size; entry++) {
      if (pool.getTagAt(entry) == ConstantPool.Tag.UTF8) {
        found |= ConstantPoolScan.name(pool.getUTF8At(entry));
      }
    }
    return found;
  }
}
