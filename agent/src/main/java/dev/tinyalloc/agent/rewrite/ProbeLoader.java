package dev.tinyalloc.agent.rewrite;

import java.io.IOException;
import java.io.InputStream;

/**
 * Defines a probe class, rewritten with calls that are not counted. Like the strictest of loaders
 * it finds nothing but the JDK.
 */
final class ProbeLoader extends ClassLoader {

  private ProbeLoader() {
    super("tinyalloc-probe", null);
  }

  /**
   * The class of this simple name, with its calls of {@code targets} redirected.
   *
   * @throws IllegalStateException if it has none
   */
  static Class<?> rewritten(String simpleName, Targets targets) throws IOException {
    Rewritten rewritten =
        CallSiteRewriter.rewrite(classFile(simpleName), targets, false, new Uncounted());
    if (rewritten == null) {
      throw new IllegalStateException("no call was found in the probe class");
    }
    byte[] file = rewritten.classFile();
    String name = ProbeLoader.class.getPackageName() + '.' + simpleName;
    return new ProbeLoader().defineClass(name, file, 0, file.length);
  }

  private static byte[] classFile(String simpleName) throws IOException {
    try (InputStream in = ProbeLoader.class.getResourceAsStream(simpleName + ".class")) {
      if (in == null) {
        throw new IOException("the agent's jar has no probe class");
      }
      return in.readAllBytes();
    }
  }
}
