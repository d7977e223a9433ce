package dev.tinyalloc.site;

import dev.tinyalloc.os.SpinLock;
import dev.tinyalloc.os.StackProbe;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** All sites of the process. Ids begin at 1 and are never used twice; sites are never forgotten. */
public final class Sites {

  /** Bytes live over all sites together. */
  public static final Gauge TOTAL =
      new Gauge() {
        @Override
        long onTabs() {
          return Tab.allBytes();
        }
      };

  private static final SpinLock LOCK = new SpinLock();
  private static final Map<String, Site> BY_KEY = new HashMap<>();

  /** {@code SITES[id]}; slot 0 stays empty. Replaced, never changed in place, when it grows. */
  private static volatile @Nullable Site[] sites = new Site[64];

  private static volatile int count;

  /** By site id the id of its twin, or 0. Replaced, never changed in place, when it grows. */
  private static volatile int[] twins = new int[64];

  private Sites() {}

  /**
   * The id of the site with these coordinates, made on first sight. Call sites on the same line of
   * the same method are one site.
   *
   * @param api the method as the source calls it
   * @param className binary name of the calling class, with dots
   * @param method name of the calling method
   * @param file source file, or null
   * @param line source line, or -1
   * @param loader name of the calling class's loader, see {@link Site#loader}
   */
  public static int register(
      String api, String className, String method, @Nullable String file, int line, String loader) {
    StackProbe.touch();
    String key = api + '\0' + className + '\0' + method + '\0' + line + '\0' + loader;
    LOCK.lock();
    try {
      Site site = BY_KEY.get(key);
      if (site == null) {
        site = new Site(count + 1, api, className, method, file, line, loader, false);
        enter(site);
        BY_KEY.put(key, site);
      }
      return site.id();
    } finally {
      LOCK.unlock();
    }
  }

  /**
   * The site that counts what TinyAlloc serves of the line of {@code id}, while that one counts
   * what the JDK does; made on first sight.
   */
  public static int twin(int id) {
    int[] known = twins;
    int twin = id < known.length ? known[id] : 0;
    return twin != 0 ? twin : newTwin(id);
  }

  private static int newTwin(int id) {
    StackProbe.touch();
    LOCK.lock();
    try {
      int[] known = twins;
      if (id >= known.length) {
        known = Arrays.copyOf(known, Math.max(id + 1, 2 * known.length));
      }
      if (known[id] == 0) {
        Site twin = site(id).twin(count + 1);
        enter(twin);
        known[id] = twin.id();
      }
      twins = known;
      return known[id];
    } finally {
      LOCK.unlock();
    }
  }

  /** The twin of {@code id}, or 0 if it has none. */
  public static int twinOrNone(int id) {
    int[] known = twins;
    return id < known.length ? known[id] : 0;
  }

  /** The site with this id, which {@link #register} gave out. */
  public static Site site(int id) {
    Site site = sites[id];
    if (site == null) {
      throw new IllegalArgumentException("no site has the id " + id + "; the last is " + count);
    }
    return site;
  }

  /** How many sites there are; their ids are 1 to this number. */
  public static int count() {
    return count;
  }

  private static void enter(Site site) {
    @Nullable Site[] current = sites;
    if (site.id() >= current.length) {
      current = Arrays.copyOf(current, 2 * current.length);
    }
    current[site.id()] = site;
    sites = current;
    count = site.id();
  }
}
