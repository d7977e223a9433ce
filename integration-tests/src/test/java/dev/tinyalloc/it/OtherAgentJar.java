package dev.tinyalloc.it;

import dev.tinyalloc.it.programs.OtherAgent;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;

/** {@link OtherAgent} in a jar. */
final class OtherAgentJar {

  private OtherAgentJar() {}

  /** Writes the jar into {@code folder}. */
  static Path write(Path folder) throws IOException {
    Path jar = folder.resolve("other-agent.jar");
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().putValue("Premain-Class", OtherAgent.class.getName());
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream entries = new JarOutputStream(out, manifest)) {
      for (String name : List.of("OtherAgent", "OtherAgent$Greedy")) {
        String path = "dev/tinyalloc/it/programs/" + name + ".class";
        entries.putNextEntry(new ZipEntry(path));
        entries.write(Files.readAllBytes(ChildJvm.programs().resolve(path)));
      }
    }
    return jar;
  }
}
