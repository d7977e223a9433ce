package dev.tinyalloc.it;

import dev.tinyalloc.it.programs.InLoader;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A program that is one package of the test programs, in a folder where nothing else is, to be run
 * in all kinds of class loaders. Each way to run it takes a JVM that has its agent already.
 */
final class CallersProgram {

  private final Path folder;
  private final String main;

  /** Copies the package of {@code main} into {@code folder}. */
  CallersProgram(Path folder, Class<?> main) throws IOException {
    this.folder = folder;
    this.main = main.getName();
    String path = main.getPackageName().replace('.', '/');
    Path target = Files.createDirectories(folder.resolve(path));
    Path source = ChildJvm.programs().resolve(path);
    try (DirectoryStream<Path> files = Files.newDirectoryStream(source, "*.class")) {
      for (Path file : files) {
        Files.copy(file, target.resolve(file.getFileName()));
      }
    }
  }

  ChildJvm.Result onClassPath(ChildJvm child) throws Exception {
    return child.classPath(folder).run(main);
  }

  /** In a module called {@code callers}; {@code scratch} takes what that needs. */
  ChildJvm.Result inNamedModule(ChildJvm child, Path scratch) throws Exception {
    Path classes = new Sources(scratch).add("module-info.java", "module callers {}").compile();
    Files.copy(classes.resolve("module-info.class"), folder.resolve("module-info.class"));
    child.jvm("--add-modules", "jdk.unsupported", "-p", folder.toString());
    return child.jvm("-m", "callers/" + main).run();
  }

  ChildJvm.Result inBootLoader(ChildJvm child) throws Exception {
    return in("boot", child.jvm("-Xbootclasspath/a:" + folder));
  }

  /** In module {@code java.sql}. */
  ChildJvm.Result inPlatformLoader(ChildJvm child) throws Exception {
    child.jvm("--add-modules", "jdk.unsupported", "--patch-module", "java.sql=" + folder);
    return child.jvm("-m", "java.sql/" + main).run();
  }

  /** In a loader that {@link InLoader} knows by this name. */
  ChildJvm.Result in(String loader, ChildJvm child) throws Exception {
    return child.run(InLoader.class, loader, folder.toString(), main);
  }
}
