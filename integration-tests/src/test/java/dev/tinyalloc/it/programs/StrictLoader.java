package dev.tinyalloc.it.programs;

import java.io.IOException;
import java.io.InputStream;

/** Runs a class in a loader that passes on the names of the JDK's public packages only. */
public final class StrictLoader extends ClassLoader {

  private StrictLoader() {
    super(null);
  }

  /** Runs the {@code main} method of the class whose name is the first argument. */
  public static void main(String[] arguments) throws ReflectiveOperationException {
    Class<?> program = new StrictLoader().loadClass(arguments[0]);
    program.getMethod("main", String[].class).invoke(null, (Object) new String[0]);
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (name.startsWith("java.") || name.startsWith("sun.misc.")) {
      return Class.forName(name, false, getSystemClassLoader());
    }
    Class<?> loaded = findLoadedClass(name);
    return loaded != null ? loaded : findClass(name);
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    try (InputStream in = getSystemResourceAsStream(name.replace('.', '/') + ".class")) {
      if (in == null || !name.startsWith(getClass().getPackageName())) {
        throw new ClassNotFoundException(name);
      }
      byte[] classFile = in.readAllBytes();
      return defineClass(name, classFile, 0, classFile.length);
    } catch (IOException e) {
      throw new ClassNotFoundException(name, e);
    }
  }
}
