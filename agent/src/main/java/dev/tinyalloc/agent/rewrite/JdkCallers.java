package dev.tinyalloc.agent.rewrite;

import java.lang.instrument.Instrumentation;
import java.util.HashSet;
import java.util.Set;

/** The classes of {@code java.base} that are looked at; the names have slashes. */
public final class JdkCallers {

  private static final String CHANNELS = "sun/nio/ch/Util";
  private static final String IMAGES = "jdk/internal/jimage/ImageBufferCache";

  private static final String[] OPEN_ARENAS = {
    "jdk/internal/foreign/abi/SharedUtils", "jdk/internal/foreign/BufferStack"
  };

  private JdkCallers() {}

  /**
   * Whether this is one of those that call {@code ByteBuffer.allocateDirect}. None of them is
   * rewritten; that one is loaded says that the method's body must lead to the hooks. Whatever else
   * a later JDK has is served as well, once anything has switched that on.
   *
   * <p>On JDK 17 {@link #CHANNELS} makes the buffers of channels that are handed a heap buffer.
   * Later ones have it make buffers without a cleaner, by another road, and mention the method no
   * more.
   */
  public static boolean has(String name) {
    return name.equals(CHANNELS) || name.equals(IMAGES);
  }

  /** The same of a class of the boot loader. Lengths tell nearly all, and make no string. */
  public static boolean has(Class<?> type) {
    String name = type.getName();
    int length = name.length();
    return (length == CHANNELS.length() || length == IMAGES.length())
        && has(name.replace('.', '/'));
  }

  /** The names, with slashes, of those that are loaded and {@link #opensArenas open arenas}. */
  static Set<String> thatOpenArenas(Instrumentation instrumentation) {
    Set<String> names = new HashSet<>();
    for (Class<?> type : instrumentation.getAllLoadedClasses()) {
      String name = type.getName().replace('.', '/');
      if (type.getClassLoader() == null && !type.isHidden() && opensArenas(name)) {
        names.add(name);
      }
    }
    return names;
  }

  /**
   * Whether this is one of those that open arenas when native code is called, or nested in one.
   * Which of them a release has, and which have calls, differs. They are rewritten, since a stack
   * walk at each such call would be far too slow.
   */
  static boolean opensArenas(String name) {
    if (!name.startsWith("jdk/internal/foreign/")) {
      return false;
    }
    for (String host : OPEN_ARENAS) {
      if (name.startsWith(host)
          && (name.length() == host.length() || name.charAt(host.length()) == '$')) {
        return true;
      }
    }
    return false;
  }
}
