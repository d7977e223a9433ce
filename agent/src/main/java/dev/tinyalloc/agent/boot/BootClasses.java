package dev.tinyalloc.agent.boot;

import java.io.BufferedReader;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import net.bytebuddy.jar.asm.ClassReader;
import org.jspecify.annotations.Nullable;

/**
 * Defines the classes of {@code core} in the boot loader, by an index: a file in the agent's jar,
 * written by its build, that has the path of a class file a line. The boot loader cannot find them
 * by itself, so all are defined at once, each after its supertypes.
 */
final class BootClasses {

  /** Major version of JDK 1's class files, less one: 52 is JDK 8. */
  private static final int MAJOR_BASE = 44;

  private final JdkInternals internals;

  /** Class files by internal name; taken out as they are defined. */
  private final Map<String, byte[]> pending;

  private @Nullable Class<?> last;

  private BootClasses(JdkInternals internals, Map<String, byte[]> pending) {
    this.internals = internals;
    this.pending = pending;
  }

  /** Defines all that {@code index} lists and returns the module of the last. */
  static Module define(JdkInternals internals, String index)
      throws IOException, ReflectiveOperationException {
    BootClasses classes = new BootClasses(internals, read(index));
    for (String name : classes.pending.keySet().toArray(new String[0])) {
      classes.define(name);
    }
    if (classes.last == null) {
      throw new FileNotFoundException("the agent's jar lists no classes in " + index);
    }
    return classes.last.getModule();
  }

  private void define(@Nullable String name) throws ReflectiveOperationException {
    byte[] classFile = pending.remove(name);
    if (name == null || classFile == null) {
      return;
    }
    ClassReader reader = new ClassReader(classFile);
    define(reader.getSuperName());
    for (String parent : reader.getInterfaces()) {
      define(parent);
    }
    last = internals.defineInBootLoader(name, classFile);
  }

  private static Map<String, byte[]> read(String index) throws IOException {
    Map<String, byte[]> classFiles = new LinkedHashMap<>();
    try (BufferedReader paths =
        new BufferedReader(new InputStreamReader(open(index), StandardCharsets.UTF_8))) {
      for (String path = paths.readLine(); path != null; path = paths.readLine()) {
        byte[] classFile = readAll(path);
        // Some classes are for later JDKs only; those who use them look them up by name.
        if (major(classFile) <= MAJOR_BASE + Runtime.version().feature()) {
          classFiles.put(path.substring(0, path.length() - ".class".length()), classFile);
        }
      }
    }
    return classFiles;
  }

  private static int major(byte[] classFile) {
    return ((classFile[6] & 0xFF) << 8) | (classFile[7] & 0xFF);
  }

  private static byte[] readAll(String path) throws IOException {
    try (InputStream in = open(path)) {
      return in.readAllBytes();
    }
  }

  private static InputStream open(String path) throws IOException {
    InputStream in = BootClasses.class.getClassLoader().getResourceAsStream(path);
    if (in == null) {
      throw new FileNotFoundException("the agent's jar has no " + path);
    }
    return in;
  }
}
