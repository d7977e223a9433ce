package dev.tinyalloc.agent.install;

import dev.tinyalloc.agent.log.Console;
import dev.tinyalloc.agent.rewrite.ConstantPoolScan;
import java.io.InputStream;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import org.jspecify.annotations.Nullable;

/**
 * Classes that were loaded before the agent came: other agents' and, with an AOT cache, the
 * application's. Only those that the scan hits are retransformed: retransforming costs the VM a
 * redefinition even where nothing changes.
 */
final class LoadedClasses {

  /** What the system loader has of ours, to be left out: reading it back is dear. */
  private static final String ENTRY_PACKAGE = "dev.tinyalloc.agent";

  private LoadedClasses() {}

  /** Sends through the transformers what they would have caught at load time. */
  static void retransform(Instrumentation instrumentation) {
    for (Class<?> type : instrumentation.getAllLoadedClasses()) {
      if (isCandidate(type) && isHit(type) && instrumentation.isModifiableClass(type)) {
        retransform(type, instrumentation);
      }
    }
  }

  /**
   * Leaves out the boot loader's classes, nearly all that there are this early: java.base is never
   * rewritten.
   */
  private static boolean isCandidate(Class<?> type) {
    ClassLoader loader = type.getClassLoader();
    return loader != null
        && loader != LoadedClasses.class.getClassLoader()
        && !type.isArray()
        && !type.isHidden()
        && !type.getPackageName().equals(ENTRY_PACKAGE);
  }

  /** The class file as its loader finds it; generated classes have none and are left alone. */
  private static boolean isHit(Class<?> type) {
    byte[] classFile = classFile(type);
    return classFile != null && ConstantPoolScan.hits(classFile);
  }

  private static byte @Nullable [] classFile(Class<?> type) {
    ClassLoader loader = type.getClassLoader();
    if (loader == null) {
      return null;
    }
    String path = type.getName().replace('.', '/').concat(".class");
    try (InputStream in = loader.getResourceAsStream(path)) {
      return in == null ? null : in.readAllBytes();
    } catch (Throwable e) {
      return null;
    }
  }

  private static void retransform(Class<?> type, Instrumentation instrumentation) {
    try {
      instrumentation.retransformClasses(type);
    } catch (UnmodifiableClassException | RuntimeException | LinkageError e) {
      Console.warn("class " + type.getName() + " was loaded early and stays as it is: " + e);
    }
  }
}
