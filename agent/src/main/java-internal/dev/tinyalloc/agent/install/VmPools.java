package dev.tinyalloc.agent.install;

import dev.tinyalloc.agent.rewrite.ConstantPoolScan;
import jdk.internal.misc.Unsafe;
import jdk.internal.reflect.ConstantPool;

/**
 * Reads constant pools in the VM's memory, at a twentieth of what it takes to ask for each entry. A
 * name has one address in all pools, and is told by it: what stands there is not read.
 *
 * <p>Who holds a class keeps its loader, and that keeps all memory in which pools of its classes
 * are or were. A pool that another one replaces while it is looked for is asked for its entries.
 */
final class VmPools extends LoadedPools {

  private static final Unsafe UNSAFE = Unsafe.getUnsafe();

  private static final byte UTF8 = 1;

  /** A power of two, and so much more than there are names that most stand in their own place. */
  private static final int PLACES = 64;

  /** Addresses of names, each at its {@link #place} or the next that was free; 0: free. */
  private final long[] names = new long[PLACES];

  /** The bits of the names. */
  private final int[] bits = new int[PLACES];

  private final VmLayout vm = new VmLayout();

  /** Throws on a JVM where it does not work. */
  VmPools() {
    learn(ConstantPoolScan.class);
    check(ConstantPoolScan.class);
    check(LoadedPools.class);
    check(Object.class);
  }

  /** Takes the names' addresses from a class that has them all. */
  private void learn(Class<?> type) {
    ConstantPool asked = pool(type);
    long pool = asked == null ? 0 : poolOf(type, asked.getSize());
    if (asked == null || pool == 0) {
      throw new IllegalStateException("the VM's constant pools are not where it says");
    }
    for (int entry = 1; entry < asked.getSize(); entry++) {
      int bit = isUtf8(asked, entry) ? ConstantPoolScan.name(asked.getUTF8At(entry)) : 0;
      if (bit != 0) {
        learn(UNSAFE.getAddress(pool + vm.entries + (long) entry * Long.BYTES), bit);
      }
    }
  }

  private void learn(long name, int bit) {
    int place = place(name);
    while (names[place] != 0) {
      place = (place + 1) % PLACES;
    }
    names[place] = name;
    bits[place] = bit;
  }

  private void check(Class<?> type) {
    if (names(type) != ask(type)) {
      throw new IllegalStateException("the VM's memory tells other names of " + type);
    }
  }

  @Override
  int names(Class<?> type) {
    ConstantPool asked = pool(type);
    if (asked == null) {
      return 0;
    }
    int size = asked.getSize();
    long pool = poolOf(type, size);
    long tags = pool == 0 ? 0 : UNSAFE.getAddress(pool + vm.tags);
    // Read again: now that it is still the pool, so were the tags its own.
    return tags != 0 && poolOf(type, size) == pool
        ? names(size, tags + vm.data, pool + vm.entries)
        : ask(type);
  }

  /** The address of the pool of a class, or 0 if that is of another size than the VM says. */
  private long poolOf(Class<?> type, int size) {
    long pool = UNSAFE.getAddress(UNSAFE.getAddress(type, vm.klass) + vm.constants);
    return pool != 0 && UNSAFE.getInt(pool + vm.length) == size ? pool : 0;
  }

  private int names(int size, long tags, long entries) {
    int found = 0;
    for (int entry = 1; entry < size; entry++) {
      if (UNSAFE.getByte(tags + entry) == UTF8) {
        found |= bit(UNSAFE.getAddress(entries + (long) entry * Long.BYTES));
      }
    }
    return found;
  }

  private int bit(long name) {
    for (int place = place(name); names[place] != 0; place = (place + 1) % PLACES) {
      if (names[place] == name) {
        return bits[place];
      }
    }
    return 0;
  }

  /** The VM's addresses are multiples of eight at least. */
  private static int place(long name) {
    return (int) (name >>> 3) & (PLACES - 1);
  }
}
