package dev.tinyalloc.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AgentClassLoaderTest {

  private static final String OWN = "dev.tinyalloc.agent.rewrite.Probe";
  private static final String LIBRARY = "dev.tinyalloc.agent.shaded.lib.deep.Class";
  private static final String HOOK = "dev.tinyalloc.boot.Core";
  private static final String SERVICE = "META-INF/services/a.Service";

  @TempDir Path folder;
  private AgentClassLoader loader;

  @BeforeEach
  void open() throws IOException {
    Path jar = folder.resolve("with blank+plus.jar");
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(jar))) {
      put(out, "inst/dev/tinyalloc/agent/rewrite.zip", part(OWN));
      put(out, "inst/dev/tinyalloc/agent/shaded/lib.zip", part(LIBRARY));
      put(out, "inst/dev.zip", part(HOOK));
      put(out, "inst/" + SERVICE, new byte[] {'x'});
      put(out, "outside.txt", new byte[] {'y'});
    }
    loader = new AgentClassLoader(jar.toFile(), ClassLoader.getPlatformClassLoader());
  }

  @Test
  void shouldDefineItsOwnClassesOnceAndNotAskItsParent() throws Exception {
    Class<?> own = loader.loadClass(OWN);

    assertThat(own.getClassLoader()).isSameAs(loader);
    assertThat(loader.loadClass(OWN)).isSameAs(own);
    assertThatThrownBy(() -> loader.loadClass("dev.tinyalloc.agent.Nothing"))
        .isInstanceOf(ClassNotFoundException.class);
  }

  @Test
  void shouldNeverDefineTheHooks() {
    assertThatThrownBy(() -> loader.loadClass(HOOK)).isInstanceOf(ClassNotFoundException.class);
  }

  @Test
  void shouldNotSeeTheApplication() throws Exception {
    assertThatThrownBy(() -> loader.loadClass("org.junit.jupiter.api.Test"))
        .isInstanceOf(ClassNotFoundException.class);
    assertThat(loader.loadClass("java.util.List")).isSameAs(java.util.List.class);
  }

  @Test
  void shouldFindResourcesBelowItsFolderOnly() throws IOException {
    try (InputStream in = loader.getResource(SERVICE).openStream()) {
      assertThat(in.readAllBytes()).containsExactly('x');
    }
    assertThat(Collections.list(loader.getResources(SERVICE))).hasSize(1);
    assertThat(loader.getResource("outside.txt")).isNull();
    assertThat(loader.getResourceAsStream("outside.txt")).isNull();
    try (InputStream in = loader.getResourceAsStream(SERVICE)) {
      assertThat(in.readAllBytes()).containsExactly('x');
    }
  }

  @Test
  void shouldReadTheFileOfEveryClassFromItsPart() throws IOException {
    for (String name : List.of(OWN, LIBRARY, HOOK)) {
      try (InputStream in = loader.getResourceAsStream(path(name))) {
        assertThat(in.readAllBytes()).isEqualTo(classFile(OWN));
      }
    }
    assertThat(loader.getResourceAsStream("dev/tinyalloc/agent/rewrite/Nothing.class")).isNull();
    assertThat(loader.getResourceAsStream("dev/tinyalloc/agent/nothing/Probe.class")).isNull();
    assertThat(loader.getResourceAsStream("Nothing.class")).isNull();
  }

  /** A zip file with a class of that name, stored as it is. */
  private static byte[] part(String name) throws IOException {
    return PartTest.stored(Map.of(path(name), classFile(OWN)));
  }

  private static String path(String name) {
    return name.replace('.', '/') + ".class";
  }

  private static byte[] classFile(String name) throws IOException {
    try (InputStream in = AgentClassLoaderTest.class.getResourceAsStream('/' + path(name))) {
      return in.readAllBytes();
    }
  }

  private static void put(ZipOutputStream out, String name, byte[] bytes) throws IOException {
    out.putNextEntry(new ZipEntry(name));
    out.write(bytes);
  }
}
