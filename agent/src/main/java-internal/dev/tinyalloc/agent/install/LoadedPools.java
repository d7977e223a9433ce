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
class LoadedPools extends LoadedNames {

  private final JavaLangAccess access = SharedSecrets.getJavaLangAccess();

  /** Throws on a JVM where it does not work; this class has the names itself. */
  LoadedPools() {
    if ((ask(ConstantPoolScan.class) & ConstantPoolScan.CALL) != ConstantPoolScan.CALL) {
      throw new IllegalStateException("the VM does not show its constant pools");
    }
  }

  @Override
  int names(Class<?> type) {
    return ask(type);
  }

  /** The names in the pool of a class, entry by entry. */
  final int ask(Class<?> type) {
    ConstantPool pool = pool(type);
    if (pool == null) {
      return 0;
    }
    int size = pool.getSize();
    int found = 0;
    for (int entry = 1; entry < size; entry++) {
      if (isUtf8(pool, entry)) {
        found |= ConstantPoolScan.name(pool.getUTF8At(entry));
      }
    }
    return found;
  }

  /** The pool of a class, as the JDK shows it to its reflection; null where there is none. */
  final @Nullable ConstantPool pool(Class<?> type) {
    return access.getConstantPool(type);
  }

  static boolean isUtf8(ConstantPool pool, int entry) {
    return pool.getTagAt(entry) == ConstantPool.Tag.UTF8;
  }
}
