package dev.tinyalloc.agent.rewrite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tinyalloc.agent.options.Options;
import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class JdkRewritingTest {

  @Test
  void shouldKnowTheClassesByTheirNames() {
    assertThat(JdkCallers.opensArenas("jdk/internal/foreign/BufferStack")).isTrue();
    assertThat(JdkCallers.opensArenas("jdk/internal/foreign/BufferStack$PerThread$Frame")).isTrue();
    assertThat(JdkCallers.opensArenas("jdk/internal/foreign/abi/SharedUtils$2")).isTrue();
    assertThat(JdkCallers.opensArenas("jdk/internal/foreign/BufferStacks")).isFalse();
    assertThat(JdkCallers.opensArenas("jdk/internal/foreign/ArenaImpl")).isFalse();
    assertThat(JdkCallers.opensArenas("com/example/BufferStack")).isFalse();
  }

  /** A release in which the linker opens its arenas elsewhere needs another list. */
  @Test
  void shouldFindWhereTheLinkerOpensArenas() throws Exception {
    ClassFilter all = new ClassFilter(Options.read("", new Properties(), Map.of()));
    int rewritten = 0;
    for (Path file : classFiles()) {
      String name = file.toString().replaceAll("^/modules/java.base/|\\.class$", "");
      if (JdkCallers.opensArenas(name)
          && JdkRewriting.rewrite(name, Files.readAllBytes(file), all) != null) {
        rewritten++;
      }
    }
    assertThat(rewritten).isPositive();
  }

  private static List<Path> classFiles() throws IOException {
    Path root = FileSystems.getFileSystem(URI.create("jrt:/")).getPath("/modules/java.base");
    try (Stream<Path> files = Files.walk(root.resolve("jdk/internal/foreign"))) {
      return files.filter(file -> file.toString().endsWith(".class")).toList();
    }
  }
}
