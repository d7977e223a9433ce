package dev.tinyalloc.agent.boot;

import java.io.BufferedReader;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
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

  private final List<Class<?>> defined = new ArrayList<>();

  private BootClasses(JdkInternals internals, Map<String, byte[]> pending) {
    this.internals = internals;
    this.pending = pending;
  }

  /** Defines all that {@code index} lists, at least one. */
  static BootClasses define(JdkInternals internals, String index)
      throws IOException, ReflectiveOperationException {
    BootClasses classes = new BootClasses(internals, read(index));
    for (String name : classes.pending.keySet().toArray(new String[0])) {
      classes.define(name);
    }
    if (classes.defined.isEmpty()) {
      throw new FileNotFoundException("the agent's jar lists no classes in " + index);
    }
    return classes;
  }

  /** The module that they are in. */
  Module module() {
    return defined.get(0).getModule();
  }

  /**
   * Initialises them. A class that is first used at the end of some thread's stack, or when the
   * Java heap is full, cannot be initialised there, and never again.
   */
  void initialize() {
    for (Class<?> type : defined) {
      if (!isOfTheSystem(type)) {
        initialize(type);
      }
    }
  }

  /** One of the ways to the system's memory is in use; others may be slow to start, or warn. */
  private static boolean isOfTheSystem(Class<?> type) {
    return type.getPackageName().endsWith(".os");
  }

  private static void initialize(Class<?> type) {
    try {
      Class<?> unused = Class.forName(type.getName(), true, null);
    } catch (ClassNotFoundException | LinkageError forOtherReleases) {
      // Whoever uses it asks for the release first.
      return;
    }
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
    defined.add(internals.defineInBootLoader(name, classFile));
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
