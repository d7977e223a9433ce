package dev.tinyalloc.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AgentClassLoaderTest {

  private static final String OWN = "dev.tinyalloc.agent.rewrite.Probe";
  private static final String SERVICE = "META-INF/services/a.Service";

  @TempDir Path folder;
  private AgentClassLoader loader;

  @BeforeEach
  void open() throws IOException {
    Path jar = folder.resolve("with blank+plus.jar");
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(jar))) {
      put(out, "inst/" + OWN.replace('.', '/') + ".class", classFile(OWN));
      put(out, "inst/dev/tinyalloc/boot/Core.class", classFile("dev.tinyalloc.TinyAlloc"));
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
    assertThatThrownBy(() -> loader.loadClass("dev.tinyalloc.boot.Core"))
        .isInstanceOf(ClassNotFoundException.class);
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

  private static byte[] classFile(String name) throws IOException {
    try (InputStream in =
        AgentClassLoaderTest.class.getResourceAsStream('/' + name.replace('.', '/') + ".class")) {
      return in.readAllBytes();
    }
  }

  private static void put(ZipOutputStream out, String name, byte[] bytes) throws IOException {
    out.putNextEntry(new ZipEntry(name));
    out.write(bytes);
  }
}
