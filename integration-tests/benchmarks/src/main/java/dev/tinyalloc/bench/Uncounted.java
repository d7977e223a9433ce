package dev.tinyalloc.bench;

import static net.bytebuddy.matcher.ElementMatchers.namedOneOf;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.dynamic.scaffold.MethodGraph;
import net.bytebuddy.implementation.StubMethod;
import net.bytebuddy.pool.TypePool;

/**
 * Copies the agent's jar, but for the two methods that count a usual buffer and its end, which do
 * nothing in the copy: {@link Turns} of both tells what the statistics cost. Run from the project's
 * root:
 *
 * <pre>
 * java -cp integration-tests/benchmarks/target/benchmarks.jar dev.tinyalloc.bench.Uncounted JAR COPY
 * </pre>
 */
public final class Uncounted {

  private static final String LANE = "dev.tinyalloc.boot.hook.Lane";
  private static final String PLACE = "inst/";

  private Uncounted() {}

  /** Runs with the arguments {@code JAR COPY}. */
  public static void main(String[] arguments) throws IOException {
    Path copy =
        Files.copy(
            Path.of(arguments[0]), Path.of(arguments[1]), StandardCopyOption.REPLACE_EXISTING);
    byte[] lane = withoutCounting(new URL("jar:" + copy.toUri() + "!/" + PLACE));
    try (FileSystem jar = FileSystems.newFileSystem(copy)) {
      Files.write(jar.getPath(PLACE, LANE.replace('.', '/') + ".class"), lane);
    }
  }

  private static byte[] withoutCounting(URL classes) throws IOException {
    try (URLClassLoader loader = new URLClassLoader(new URL[] {classes}, null);
        ClassFileLocator locator = ClassFileLocator.ForClassLoader.of(loader)) {
      return new ByteBuddy()
          .with(MethodGraph.Compiler.ForDeclaredMethods.INSTANCE)
          .redefine(TypePool.Default.of(locator).describe(LANE).resolve(), locator)
          .method(namedOneOf("allocatedAgain", "freed"))
          .intercept(StubMethod.INSTANCE)
          .make()
          .getBytes();
    }
  }
}
