package dev.tinyalloc.site;

import dev.tinyalloc.os.SpinLock;
import dev.tinyalloc.os.StackProbe;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** All lines of the process that open arenas. Ids begin at 1; openings are never forgotten. */
public final class Openings {

  private static final SpinLock LOCK = new SpinLock();
  private static final Map<String, Opening> BY_KEY = new HashMap<>();

  /** {@code OPENINGS[id]}; slot 0 stays empty. Replaced, never changed in place, when it grows. */
  private static volatile @Nullable Opening[] openings = new Opening[64];

  private static volatile int count;

  private Openings() {}

  /**
   * The id of the opening with these coordinates, made on first sight.
   *
   * @param kind {@code confined}, {@code shared} or {@code auto}
   * @param className binary name of the calling class, with dots
   * @param method name of the calling method
   * @param file source file, or null
   * @param line source line, or -1
   * @param loader name of the calling class's loader, see {@link Site#loader}
   */
  public static int register(
      String kind,
      String className,
      String method,
      @Nullable String file,
      int line,
      String loader) {
    StackProbe.touch();
    String key = kind + '\0' + className + '\0' + method + '\0' + line + '\0' + loader;
    LOCK.lock();
    try {
      Opening opening = BY_KEY.get(key);
      if (opening == null) {
        opening = new Opening(count + 1, kind, className, method, file, line, loader);
        enter(opening);
        BY_KEY.put(key, opening);
      }
      return opening.id();
    } finally {
      LOCK.unlock();
    }
  }

  /** The opening with this id, which {@link #register} gave out. */
  public static Opening opening(int id) {
    Opening opening = openings[id];
    if (opening == null) {
      throw new IllegalArgumentException("no opening has the id " + id + "; the last is " + count);
    }
    return opening;
  }

  /** How many openings there are; their ids are 1 to this number. */
  public static int count() {
    return count;
  }

  private static void enter(Opening opening) {
    @Nullable Opening[] current = openings;
    if (opening.id() >= current.length) {
      current = Arrays.copyOf(current, 2 * current.length);
    }
    current[opening.id()] = opening;
    openings = current;
    count = opening.id();
  }
}
