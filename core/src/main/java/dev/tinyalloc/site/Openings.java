package dev.tinyalloc.site;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The lines that open arenas. Ids begin at 1 and are never used twice. Any thread. */
public final class Openings {

  private static final Map<String, Integer> BY_KEY = new HashMap<>();

  private Openings() {}

  /**
   * The id of the line with these coordinates, made on first sight.
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
    String key = kind + '\0' + className + '\0' + method + '\0' + line + '\0' + loader;
    synchronized (BY_KEY) {
      Integer known = BY_KEY.get(key);
      int id = known != null ? known : BY_KEY.size() + 1;
      BY_KEY.put(key, id);
      return id;
    }
  }
}
