package dev.tinyalloc.agent.rewrite;

import dev.tinyalloc.agent.options.Api;
import dev.tinyalloc.agent.options.Options;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.security.ProtectionDomain;
import java.util.Set;
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

  /** The first release of the JDK in which arenas are no preview. */
  private static final int FIRST_WITH_ARENAS = 22;

  private static final String REFLECTION_PREFIX = "jdk/internal/reflect/";

  /** Names that say something by themselves; many classes have one of the others. */
  private static final int TELLING =
      ConstantPoolScan.METHOD
          | ConstantPoolScan.FOREIGN
          | ConstantPoolScan.ALLOCATOR
          | ConstantPoolScan.ARENA;

  private static final String MEMORY_REASON =
      "it has what it takes to make buffers over memory from Unsafe.allocateMemory";

  /** Whether this thread is rewriting, so that what it loads meanwhile is left alone. */
  private final ThreadLocal<Boolean> busy = new ThreadLocal<>();

  /** The names of {@link ConstantPoolScan} that count; 0 where nothing is to be done. */
  private volatile int wanted;

  private final boolean allCallers;
  private final ClassFilter filter;
  private final Redirection buffers;
  private final Redirection arenas;

  public AllocationTransformer(Options options, Instrumentation instrumentation) {
    this.wanted = wanted(options.apis());
    this.allCallers = options.servesAllCallers();
    this.filter = new ClassFilter(options);
    this.buffers = new Redirection(Api.BYTEBUFFER, options, filter, instrumentation);
    this.arenas = new Redirection(Api.ARENA, options, filter, instrumentation);
  }

  private static int wanted(Set<Api> apis) {
    int names = apis.contains(Api.BYTEBUFFER) ? ConstantPoolScan.ANY_BUFFER : 0;
    boolean arenas = apis.contains(Api.ARENA) && Runtime.version().feature() >= FIRST_WITH_ARENAS;
    return arenas ? names | ConstantPoolScan.ANY_ARENA : names;
  }

  @Override
  public byte @Nullable [] transform(
      @Nullable Module module,
      @Nullable ClassLoader loader,
      @Nullable String name,
      @Nullable Class<?> redefined,
      @Nullable ProtectionDomain domain,
      byte[] classFile) {
    if (wanted == 0 || name == null) {
      return null;
    }
    // java.base first: most classes are its, and next to none of them matters.
    if (module == JAVA_BASE && !JdkCallers.has(name)) {
      return JdkCallers.opensArenas(name) ? rewriteJdk(name, classFile) : null;
    }
    int found = notice(loader, name, classFile);
    return hasCalls(found) ? rewrite(loader, name, classFile, found) : null;
  }

  /**
   * Whether the class can hold calls, and is to be rewritten. If it can reach the methods in
   * another way, their bodies lead to the hooks from now on.
   *
   * @param name with slashes
   * @param names those of {@link ConstantPoolScan} that it has
   */
  public boolean noticed(@Nullable ClassLoader loader, String name, int names) {
    return !isNobodys(loader, name) && hasCalls(notice(loader, name, names));
  }

  /** Whether a class with these names of {@link ConstantPoolScan} can matter at all. */
  public boolean tells(int names) {
    return (names & wanted & TELLING) != 0;
  }

  private static boolean hasCalls(int found) {
    return ConstantPoolScan.hasBufferCalls(found) || ConstantPoolScan.hasArenaCalls(found);
  }

  /** The names in the class that count, or 0 where it is none of our business. */
  private int notice(@Nullable ClassLoader loader, String name, byte[] classFile) {
    return isNobodys(loader, name) || busy.get() != null
        ? 0
        : notice(loader, name, ConstantPoolScan.names(classFile));
  }

  private int notice(@Nullable ClassLoader loader, String name, int names) {
    if (!tells(names) || !filter.accepts(name.replace('/', '.'))) {
      return 0;
    }
    int found = names & wanted;
    if (loader == null && JdkCallers.has(name)) {
      found &= ConstantPoolScan.METHOD;
    }
    act(loader, name, found);
    return found;
  }

  private void act(@Nullable ClassLoader loader, String name, int found) {
    if ((found & ConstantPoolScan.FOREIGN) == ConstantPoolScan.FOREIGN) {
      Coverage.missed(name.replace('/', '.'), Loaders.name(loader), MEMORY_REASON);
    }
    if (allCallers && (found & (ConstantPoolScan.METHOD | ConstantPoolScan.BUFFER)) != 0) {
      switchOn(buffers);
    }
    if (allCallers && (found & ConstantPoolScan.ARENA) != 0) {
      switchOn(arenas);
    }
  }

  /** From now on classes stay as they are. */
  public void stop() {
    wanted = 0;
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
  private void switchOn(Redirection redirection) {
    busy.set(true);
    try {
      redirection.isOn();
    } catch (Throwable e) {
      return;
    } finally {
      busy.remove();
    }
  }

  /** Those that are loaded before arenas are served are rewritten when that is switched on. */
  private byte @Nullable [] rewriteJdk(String name, byte[] classFile) {
    if (!allCallers || !arenas.isKnownToBeOn() || busy.get() != null) {
      return null;
    }
    busy.set(true);
    try {
      return JdkRewriting.rewrite(name, classFile, filter);
    } catch (Throwable e) {
      // Its arenas come by the bodies.
      return null;
    } finally {
      busy.remove();
    }
  }

  private byte @Nullable [] rewrite(
      @Nullable ClassLoader loader, String internalName, byte[] classFile, int found) {
    String name = internalName.replace('/', '.');
    busy.set(true);
    try {
      boolean ofBuffers = ConstantPoolScan.hasBufferCalls(found);
      return rewrite(name, loader, classFile, ofBuffers, ConstantPoolScan.hasArenaCalls(found));
    } catch (Throwable e) {
      return null;
    } finally {
      busy.remove();
    }
  }

  private byte @Nullable [] rewrite(
      String name,
      @Nullable ClassLoader loader,
      byte[] classFile,
      boolean ofBuffers,
      boolean ofArenas) {
    boolean buffersOn = ofBuffers && buffers.isOn();
    boolean arenasOn = ofArenas && arenas.isOn();
    byte[] rewritten = null;
    if (buffersOn || arenasOn) {
      Targets targets = Targets.of(buffersOn, arenasOn);
      rewritten = ClassRewriting.rewrite(name, loader, classFile, targets, allCallers);
    }
    if (buffersOn != ofBuffers || arenasOn != ofArenas) {
      Coverage.missed(name, Loaders.name(loader), "it may have calls; the rewriting is not on");
    }
    return rewritten;
  }
}
