package dev.tinyalloc.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.tools.ToolProvider;

/** Compiles what a test writes. */
final class Sources {

  private final Path folder;
  private final List<String> files = new ArrayList<>();
  private final List<String> classPath = new ArrayList<>();

  /** A set of sources below {@code folder}. */
  Sources(Path folder) {
    this.folder = folder;
  }

  /** Adds a source file; {@code name} is its path, with slashes. */
  Sources add(String name, String content) throws IOException {
    Path file = folder.resolve("source").resolve(name);
    Files.createDirectories(file.getParent());
    files.add(Files.writeString(file, content).toString());
    return this;
  }

  /** Adds the source files of the folder {@code sources}, which lie there already. */
  Sources addAll(Path sources) throws IOException {
    try (DirectoryStream<Path> all = Files.newDirectoryStream(sources, "*.java")) {
      all.forEach(file -> files.add(file.toString()));
    }
    return this;
  }

  /** One more element of the class path; without any, the sources need the JDK alone. */
  Sources classPath(Path element) {
    classPath.add(element.toString());
    return this;
  }

  /** Compiles for JDK 17, and returns the folder of the classes. */
  Path compile() {
    Path classes = folder.resolve("classes");
    List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of("--release", "17", "-g", "-d", classes.toString()));
    arguments.addAll(List.of("-cp", String.join(File.pathSeparator, classPath)));
    arguments.addAll(files);
    int status =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, arguments.toArray(new String[0]));
    assertThat(status).as("javac").isZero();
    return classes;
  }
}
