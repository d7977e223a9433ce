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

  private static final String REFLECTION_PREFIX = "jdk/internal/reflect/";

  private static final String MEMORY_REASON =
      "it has what it takes to make buffers over memory from Unsafe.allocateMemory";

  /** Whether this thread is rewriting, so that what it loads meanwhile is left alone. */
  private final ThreadLocal<Boolean> busy = new ThreadLocal<>();

  private final boolean enabled;
  private final boolean allCallers;
  private final ClassFilter filter;
  private final Redirection redirection;

  public AllocationTransformer(Options options, Instrumentation instrumentation) {
    this.enabled = options.apis().contains(Api.BYTEBUFFER);
    this.allCallers = options.servesAllCallers();
    this.filter = new ClassFilter(options);
    this.redirection = new Redirection(options, filter, instrumentation);
  }

  @Override
  public byte @Nullable [] transform(
      @Nullable Module module,
      @Nullable ClassLoader loader,
      @Nullable String name,
      @Nullable Class<?> redefined,
      @Nullable ProtectionDomain domain,
      byte[] classFile) {
    if (!enabled || name == null) {
      return null;
    }
    // java.base first: most classes are its, and none of them is ever rewritten.
    if (module == JAVA_BASE && !JdkCallers.has(name)) {
      return null;
    }
    return noticed(loader, name, classFile) ? rewrite(loader, name, classFile) : null;
  }

  /**
   * Whether the class can hold calls, and is to be rewritten. If it can reach the method in another
   * way, the method's body leads to the hooks from now on.
   *
   * @param name with slashes
   */
  public boolean noticed(@Nullable ClassLoader loader, String name, byte[] classFile) {
    if (isNobodys(loader, name) || busy.get() != null) {
      return false;
    }
    int found = ConstantPoolScan.names(classFile);
    if ((found & ~ConstantPoolScan.OWNER) == 0 || !filter.accepts(name.replace('/', '.'))) {
      return false;
    }
    if (loader == null && JdkCallers.has(name)) {
      found &= ConstantPoolScan.METHOD;
    }
    noticed(loader, name, found);
    return (found & ConstantPoolScan.CALL) == ConstantPoolScan.CALL;
  }

  private void noticed(@Nullable ClassLoader loader, String name, int found) {
    if ((found & ConstantPoolScan.FOREIGN) == ConstantPoolScan.FOREIGN) {
      Coverage.missed(name.replace('/', '.'), Loaders.name(loader), MEMORY_REASON);
    }
    if (allCallers && (found & (ConstantPoolScan.METHOD | ConstantPoolScan.BUFFER)) != 0) {
      switchOn();
    }
  }

  /** From now on, what this thread loads switches nothing on: it is at work for the agent. */
  public void ignoreThisThread() {
    busy.set(true);
  }

  /** Also what JDK 17 generates for reflection: the caller is who called that. */
  private static boolean isNobodys(@Nullable ClassLoader loader, String name) {
    return loader == OWN_LOADER
        || (loader == null ? name.startsWith(OWN_PREFIX) : name.startsWith(REFLECTION_PREFIX));
  }

  // Throwable: an exception would be swallowed by the VM anyway, with the class left as it was.
  private void switchOn() {
    busy.set(true);
    try {
      redirection.isOn();
    } catch (Throwable e) {
      return;
    } finally {
      busy.remove();
    }
  }

  private byte @Nullable [] rewrite(
      @Nullable ClassLoader loader, String internalName, byte[] classFile) {
    String name = internalName.replace('/', '.');
    busy.set(true);
    try {
      if (redirection.isOn()) {
        return ClassRewriting.rewrite(name, loader, classFile, allCallers);
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
