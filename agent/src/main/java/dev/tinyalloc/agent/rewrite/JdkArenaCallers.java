package dev.tinyalloc.agent.rewrite;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The classes of {@code java.base} that open arenas whenever native code is called, and their
 * nested classes. Which of them a release has, and which have calls, differs. They are the JDK's
 * own affair: the report names their lines, its coverage does not count them.
 */
final class JdkArenaCallers {

  private static final String[] HOSTS = {
    "jdk/internal/foreign/abi/SharedUtils", "jdk/internal/foreign/BufferStack"
  };

  private JdkArenaCallers() {}

  /** Those that this JDK has. */
  static List<JdkClass> classes() throws IOException {
    List<JdkClass> classes = new ArrayList<>();
    for (String name : HOSTS) {
      JdkClass host = JdkClass.ifPresent(name);
      if (host != null) {
        classes.add(host);
        for (String nested : host.nested()) {
          classes.add(new JdkClass(nested));
        }
      }
    }
    return classes;
  }
}
