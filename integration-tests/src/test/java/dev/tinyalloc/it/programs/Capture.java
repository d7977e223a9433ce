package dev.tinyalloc.it.programs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.ProtectionDomain;

/** An agent that writes down the class files of some classes as the JVM has them at the moment. */
public final class Capture {

  private Capture() {}

  /** A directory, and the names of classes with slashes, all joined by commas. */
  public static void agentmain(String argument, Instrumentation instrumentation) throws Exception {
    String[] words = argument.split(",");
    ClassFileTransformer writer = new Writer(Path.of(words[0]));
    instrumentation.addTransformer(writer, true);
    for (int i = 1; i < words.length; i++) {
      Class<?> type = Class.forName(words[i].replace('/', '.'), false, null);
      instrumentation.retransformClasses(type);
    }
    for (Class<?> type : instrumentation.getAllLoadedClasses()) {
      if (type == LoadedServer.class) {
        instrumentation.retransformClasses(type);
      }
    }
    instrumentation.removeTransformer(writer);
  }

  private static final class Writer implements ClassFileTransformer {

    private final Path directory;

    Writer(Path directory) {
      this.directory = directory;
    }

    @Override
    public byte[] transform(
        ClassLoader loader,
        String name,
        Class<?> redefined,
        ProtectionDomain domain,
        byte[] classFile) {
      if (redefined != null) {
        try {
          Files.write(directory.resolve(redefined.getSimpleName() + ".class"), classFile);
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
      return null;
    }
  }
}
