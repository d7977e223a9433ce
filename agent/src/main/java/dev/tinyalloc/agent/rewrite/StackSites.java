package dev.tinyalloc.agent.rewrite;

import dev.tinyalloc.agent.policy.Policies;
import dev.tinyalloc.hook.CallerSites;
import dev.tinyalloc.site.Openings;
import dev.tinyalloc.site.Sites;
import java.lang.StackWalker.StackFrame;
import org.jspecify.annotations.Nullable;

/**
 * Makes sites of callers that were found by a stack walk. The hooks ask once for each; they keep
 * the answer.
 */
final class StackSites implements CallerSites {

  private static final ClassLoader OWN_LOADER = StackSites.class.getClassLoader();
  private static final Module JAVA_BASE = Object.class.getModule();

  /** What follows the name of the class that wrote a lambda in that of its proxy. */
  private static final String LAMBDA = "$$Lambda";

  private static final String NATIVE = "(native code)";
  private static final String BY_JNI = "its native code makes buffers by JNI's NewDirectByteBuffer";
  private static final String BY_CONSTRUCTOR =
      "it makes buffers over memory of its own by a private constructor of DirectByteBuffer";

  private final ClassFilter filter;

  StackSites(ClassFilter filter) {
    this.filter = filter;
  }

  @Override
  public int register(@Nullable StackFrame caller, String api) {
    return id(caller, api, false);
  }

  @Override
  public int opened(@Nullable StackFrame caller, String kind) {
    return id(caller, kind, true);
  }

  private int id(@Nullable StackFrame caller, String label, boolean opening) {
    if (caller == null) {
      return enter(label, opening, NATIVE, NATIVE, null, -1, Loaders.name(null));
    }
    Class<?> type = caller.getDeclaringClass();
    if (type.getClassLoader() == OWN_LOADER) {
      return Uncounted.ID;
    }
    String name = className(type);
    return filter.accepts(name) ? enter(label, opening, name, caller) : JDK;
  }

  @Override
  public void missed(@Nullable StackFrame caller) {
    if (caller == null) {
      Coverage.missed(NATIVE, Loaders.name(null), BY_JNI);
      return;
    }
    Class<?> type = caller.getDeclaringClass();
    boolean bySelf = !caller.isNativeMethod();
    // Native code of java.base shows memory of the VM's, and allocates none.
    if ((bySelf || type.getModule() != JAVA_BASE) && filter.accepts(className(type))) {
      String reason = bySelf ? BY_CONSTRUCTOR : BY_JNI;
      Coverage.missed(className(type), Loaders.name(type.getClassLoader()), reason);
    }
  }

  private static int enter(String label, boolean opening, String name, StackFrame caller) {
    Class<?> type = caller.getDeclaringClass();
    String loader = Loaders.name(type.getClassLoader());
    if (isLambda(type)) {
      int written = LeftReferences.site(label, name, loader);
      return written != LeftReferences.UNKNOWN
          ? found(opening, written)
          : enter(label, opening, name, "(method reference)", null, -1, loader);
    }
    int line = Math.max(-1, caller.getLineNumber());
    return enter(label, opening, name, caller.getMethodName(), caller.getFileName(), line, loader);
  }

  private static int enter(
      String label,
      boolean opening,
      String className,
      String method,
      @Nullable String file,
      int line,
      String loader) {
    if (opening) {
      return found(true, Openings.register(label, className, method, file, line, loader));
    }
    int id = Sites.register(label, className, method, file, line, loader);
    Policies.registered(id);
    return found(false, id);
  }

  private static int found(boolean opening, int id) {
    if (opening) {
      Coverage.foundOpening(id);
    } else {
      Coverage.found(id);
    }
    return id;
  }

  /** The name in the source: hidden classes have a suffix that is another in each run. */
  private static String className(Class<?> type) {
    String name = type.getName();
    int end = isLambda(type) ? name.indexOf(LAMBDA) : type.isHidden() ? name.indexOf('/') : -1;
    return end < 0 ? name : name.substring(0, end);
  }

  private static boolean isLambda(Class<?> type) {
    return type.isHidden() && type.getName().contains(LAMBDA);
  }
}
