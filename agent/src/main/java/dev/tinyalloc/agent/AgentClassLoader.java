package dev.tinyalloc.agent;

import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ref.WeakReference;
import java.net.MalformedURLException;
import java.net.URL;
import java.util.Collections;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/**
 * Loads the agent's own classes and libraries from below {@code inst/} in the agent's jar, where no
 * application looks. It defines the names under {@code dev.tinyalloc.agent} itself and leaves all
 * others to its parent: the hooks above all, of which there must be the boot loader's copy only.
 *
 * <p>The classes lie there in {@link Part}s, one for each package and each library: the JVM reads
 * the names of all that is in the jar before it calls the agent, and a class of a part that is in
 * memory costs half of one that has to be taken out of the jar.
 */
final class AgentClassLoader extends ClassLoader {

  static {
    registerAsParallelCapable();
  }

  private static final String OWN_CLASSES = "dev.tinyalloc.agent.";
  private static final String FOLDER = "inst/";

  /** Each folder in one of these is a part; so is one that is at the top, with all the rest. */
  private static final String[] SHELVES = {"dev/tinyalloc/agent/shaded/", "dev/tinyalloc/agent/"};

  private final ZipFile jar;
  private final String entryUrl;

  /** By path; weak, since next to all that is taken out of one is taken in its first moments. */
  private final Map<String, WeakReference<Part>> parts = new HashMap<>();

  /**
   * A loader over {@code jar}, below {@code parent}. Returns the supertype: linking the caller must
   * not load this class, or a damaged jar would stop the JVM.
   */
  static ClassLoader open(File jar, ClassLoader parent) throws IOException {
    return new AgentClassLoader(jar, parent);
  }

  /** Opens {@code jar} for as long as the process lives. */
  AgentClassLoader(File jar, ClassLoader parent) throws IOException {
    super("tinyalloc", parent);
    this.jar = new ZipFile(jar);
    this.entryUrl = "jar:".concat(jar.toURI().toString()).concat("!/").concat(FOLDER);
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (!name.startsWith(OWN_CLASSES)) {
      return super.loadClass(name, resolve);
    }
    synchronized (getClassLoadingLock(name)) {
      Class<?> loaded = findLoadedClass(name);
      return loaded != null ? loaded : findClass(name);
    }
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    byte[] bytes = name.startsWith(OWN_CLASSES) ? read(path(name)) : null;
    if (bytes == null) {
      throw new ClassNotFoundException(name);
    }
    return defineClass(name, bytes, 0, bytes.length);
  }

  @Override
  public @Nullable InputStream getResourceAsStream(String name) {
    byte[] bytes = read(name);
    return bytes != null ? new ByteArrayInputStream(bytes) : super.getResourceAsStream(name);
  }

  @Override
  protected @Nullable URL findResource(String name) {
    if (jar.getEntry(FOLDER.concat(name)) == null) {
      return null;
    }
    try {
      return new URL(entryUrl.concat(name));
    } catch (MalformedURLException impossible) {
      return null;
    }
  }

  @Override
  protected Enumeration<URL> findResources(String name) {
    URL found = findResource(name);
    return found == null
        ? Collections.emptyEnumeration()
        : Collections.enumeration(Collections.singleton(found));
  }

  private static String path(String className) {
    return className.replace('.', '/').concat(".class");
  }

  private byte @Nullable [] read(String name) {
    try {
      Part part = name.endsWith(".class") ? part(partOf(name)) : null;
      return part != null ? part.read(name) : readEntry(name);
    } catch (IOException e) {
      return null;
    }
  }

  /** The path of the part that a class is in. */
  private static String partOf(String name) {
    int shelf = 0;
    for (int i = 0; shelf == 0 && i < SHELVES.length; i++) {
      shelf = name.startsWith(SHELVES[i]) ? SHELVES[i].length() : 0;
    }
    int end = name.indexOf('/', shelf);
    return (end < 0 ? name : name.substring(0, end)).concat(".zip");
  }

  private @Nullable Part part(String path) throws IOException {
    synchronized (parts) {
      WeakReference<Part> known = parts.get(path);
      Part part = known != null ? known.get() : null;
      byte[] zip = part == null ? readEntry(path) : null;
      if (zip != null) {
        part = new Part(zip);
        parts.put(path, new WeakReference<>(part));
      }
      return part;
    }
  }

  private byte @Nullable [] readEntry(String name) throws IOException {
    ZipEntry entry = jar.getEntry(FOLDER.concat(name));
    if (entry == null) {
      return null;
    }
    try (InputStream in = jar.getInputStream(entry)) {
      return in.readAllBytes();
    }
  }
}
