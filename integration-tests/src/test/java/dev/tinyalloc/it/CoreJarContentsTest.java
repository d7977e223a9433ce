package dev.tinyalloc.it;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Pins what the library's jar has: its own classes, which need nothing but the JDK. */
class CoreJarContentsTest {

  /** Internal names and descriptors, as a constant pool has them: two folders at least. */
  private static final Pattern CLASS_NAME = Pattern.compile("(?:[a-z][a-z0-9]*/){2,}[A-Z]\\w*");

  private final JarContents jar = new JarContents(Products.coreJar());

  @Test
  void shouldHoldNothingButItsOwnPackages() throws IOException {
    assertThat(jar.names())
        .contains("dev/tinyalloc/TinyAlloc.class", "dev/tinyalloc/hook/BufferHook.class")
        .allMatch(name -> name.matches("dev/tinyalloc/.+\\.class") || name.startsWith("META-INF/"));
  }

  @Test
  void shouldDependOnNothingButTheJdk() throws IOException {
    TreeSet<String> foreign = new TreeSet<>();
    for (String name : classes()) {
      Matcher used = CLASS_NAME.matcher(new String(jar.read(name), ISO_8859_1));
      while (used.find()) {
        if (!used.group().matches(".*?(java|jdk|sun)/.*|.*?dev/tinyalloc/.*")) {
          foreign.add(used.group());
        }
      }
    }
    // The annotations are for the compiler; classes run without them.
    foreign.removeIf(name -> name.contains("org/jspecify/annotations/"));
    assertThat(foreign).isEmpty();
  }

  @Test
  void shouldBeRunnableOnJdk17() throws IOException {
    for (String name : classes()) {
      assertThat((int) jar.read(name)[7]).as(name).isIn(61, 66);
    }
  }

  private List<String> classes() throws IOException {
    return jar.names().stream().filter(name -> name.endsWith(".class")).toList();
  }
}
