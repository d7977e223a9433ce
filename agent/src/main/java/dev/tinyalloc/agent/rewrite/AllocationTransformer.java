package dev.tinyalloc.agent.rewrite;

import dev.tinyalloc.agent.options.Api;
import dev.tinyalloc.agent.options.Options;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.security.ProtectionDomain;
import org.jspecify.annotations.Nullable;

/**
 * Sees every class before it is defined and passes on the few that can hold a call of ours. Called
 * by the VM in any thread, often under locks of class loaders; until the first hit it loads
 * nothing.
 */
public final class AllocationTransformer implements ClassFileTransformer {

  private static final ClassLoader OWN_LOADER = AllocationTransformer.class.getClassLoader();
  private static final Module JAVA_BASE = Object.class.getModule();

  /** The hooks in the boot loader; whatever their package is called after relocation. */
  private static final String OWN_PREFIX = "dev/tinyalloc/";

  /** Whether this thread is rewriting, so that what it loads meanwhile is left alone. */
  private final ThreadLocal<Boolean> busy = new ThreadLocal<>();

  private final boolean enabled;
  private final ClassFilter filter;
  private final Redirection redirection;

  public AllocationTransformer(Options options, Instrumentation instrumentation) {
    this.enabled = options.apis().contains(Api.BYTEBUFFER);
    this.filter = new ClassFilter(options);
    this.redirection = new Redirection(options, instrumentation);
  }

  @Override
  public byte @Nullable [] transform(
      @Nullable Module module,
      @Nullable ClassLoader loader,
      @Nullable String name,
      @Nullable Class<?> redefined,
      @Nullable ProtectionDomain domain,
      byte[] classFile) {
    // java.base first: most classes are its, and none of them may reach our hooks.
    if (module == JAVA_BASE || !enabled || name == null || isOurs(loader, name)) {
      return null;
    }
    return ConstantPoolScan.hits(classFile)
        ? rewrite(loader, name.replace('/', '.'), classFile)
        : null;
  }

  private static boolean isOurs(@Nullable ClassLoader loader, String name) {
    return loader == OWN_LOADER || (loader == null && name.startsWith(OWN_PREFIX));
  }

  // Throwable: an exception would be swallowed by the VM anyway, with the class left as it was.
  private byte @Nullable [] rewrite(@Nullable ClassLoader loader, String name, byte[] classFile) {
    if (!filter.accepts(name) || busy.get() != null) {
      return null;
    }
    busy.set(true);
    try {
      if (redirection.isOn()) {
        return ClassRewriting.rewrite(name, loader, classFile);
      }
      Coverage.missed(name, Loaders.name(loader), "it may have calls; the rewriting is not on");
      return null;
    } catch (Throwable e) {
      return null;
    } finally {
      busy.remove();
    }
  }
}
