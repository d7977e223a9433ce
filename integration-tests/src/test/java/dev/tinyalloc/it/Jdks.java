package dev.tinyalloc.it;

import java.io.File;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/**
 * The JDKs of this machine that the agent supports, one for each feature version: the one that runs
 * the tests, {@code JAVA_HOME}, the {@code java} on the path, what is installed beside these, and
 * SDKMAN's.
 */
final class Jdks {

  static final int OLDEST = 17;

  private static final List<Jdk> ALL = find();

  private Jdks() {}

  /** All of them, oldest first. */
  static List<Jdk> all() {
    return ALL;
  }

  /** Those that have {@code java.lang.foreign.Arena}, oldest first; there is one at least. */
  static List<Jdk> withArenas() {
    List<Jdk> some = ALL.stream().filter(jdk -> jdk.feature() >= 22).toList();
    if (some.isEmpty()) {
      throw new IllegalStateException("no JDK 22 or later among " + ALL);
    }
    return some;
  }

  /** The arguments of a test that is run for each of {@code cases} on each of them. */
  static Stream<Arguments> with(List<?> cases) {
    return ALL.stream().flatMap(jdk -> cases.stream().map(each -> Arguments.of(each, jdk)));
  }

  private static List<Jdk> find() {
    Map<Integer, Jdk> found = new TreeMap<>();
    for (Path home : candidates()) {
      Jdk jdk = jdk(home);
      if (jdk != null && jdk.feature() >= OLDEST) {
        found.putIfAbsent(jdk.feature(), jdk);
      }
    }
    return List.copyOf(found.values());
  }

  private static Set<Path> candidates() {
    Set<Path> known = new LinkedHashSet<>();
    addHome(known, Path.of(System.getProperty("java.home")));
    String javaHome = System.getenv("JAVA_HOME");
    if (javaHome != null && !javaHome.isBlank()) {
      addHome(known, Path.of(javaHome));
    }
    addPath(known, System.getenv("PATH"));
    Set<Path> all = new LinkedHashSet<>(known);
    for (Path home : known) {
      addChildren(all, home.getParent());
    }
    addChildren(all, Path.of(System.getProperty("user.home"), ".sdkman", "candidates", "java"));
    return all;
  }

  private static void addPath(Set<Path> homes, String path) {
    if (path == null) {
      return;
    }
    for (String folder : path.split(File.pathSeparator)) {
      Path java = Path.of(folder, "java");
      if (!folder.isBlank() && Files.isExecutable(java)) {
        // The home is two above what the links lead to.
        addHome(homes, real(java).resolve("../.."));
      }
    }
  }

  private static void addHome(Set<Path> homes, Path home) {
    if (Files.isDirectory(home)) {
      homes.add(real(home));
    }
  }

  private static void addChildren(Set<Path> homes, Path folder) {
    if (folder == null || !Files.isDirectory(folder)) {
      return;
    }
    List<Path> children = new ArrayList<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
      stream.forEach(children::add);
    } catch (IOException unreadable) {
      return;
    }
    children.sort(null);
    for (Path child : children) {
      addHome(homes, child);
    }
  }

  private static Path real(Path path) {
    try {
      return path.toRealPath();
    } catch (IOException gone) {
      return path;
    }
  }

  /** Null where {@code home} has no {@code release} file, and so is none. */
  private static Jdk jdk(Path home) {
    Path release = home.resolve("release");
    if (!Files.isReadable(release) || !Files.isExecutable(home.resolve("bin/java"))) {
      return null;
    }
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(release)) {
      properties.load(reader);
      String version = properties.getProperty("JAVA_VERSION", "").replace("\"", "");
      return new Jdk(Runtime.Version.parse(version).feature(), version, home);
    } catch (IOException | IllegalArgumentException notARelease) {
      return null;
    }
  }
}
