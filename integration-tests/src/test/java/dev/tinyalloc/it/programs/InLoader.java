package dev.tinyalloc.it.programs;

import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;

/** Runs a class in a class loader of some kind: its arguments are kind, folder and class. */
public final class InLoader {

  private InLoader() {}

  public static void main(String[] arguments) throws Exception {
    URL[] folder = {Path.of(arguments[1]).toUri().toURL()};
    Class<?> program = Class.forName(arguments[2], true, loader(arguments[0], folder));
    program.getMethod("main", String[].class).invoke(null, (Object) new String[0]);
  }

  private static ClassLoader loader(String kind, URL[] folder) throws MalformedURLException {
    return switch (kind) {
      case "boot" -> null;
      case "url" -> new URLClassLoader(folder, ClassLoader.getPlatformClassLoader());
      case "parent-last" -> new ParentLast(folder, InLoader.class.getClassLoader());
      case "isolated" -> new ParentLast(folder, null);
      default -> throw new IllegalArgumentException(kind);
    };
  }

  /** Asks its parent for what it does not have itself; without a parent, for {@code java.*}. */
  private static final class ParentLast extends URLClassLoader {

    ParentLast(URL[] folder, ClassLoader parent) {
      super(folder, parent);
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      // The second is what JDK 17 itself needs of every loader whose classes it reflects on.
      if (name.startsWith("java.") || name.startsWith("jdk.internal.reflect.")) {
        return super.loadClass(name, resolve);
      }
      Class<?> loaded = findLoadedClass(name);
      try {
        return loaded != null ? loaded : findClass(name);
      } catch (ClassNotFoundException notHere) {
        if (getParent() == null) {
          throw notHere;
        }
        return super.loadClass(name, resolve);
      }
    }
  }
}
