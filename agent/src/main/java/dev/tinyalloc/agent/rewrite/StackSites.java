package dev.tinyalloc.agent.rewrite;

import dev.tinyalloc.hook.CallerSites;
import dev.tinyalloc.site.Sites;
import java.lang.StackWalker.StackFrame;
import org.jspecify.annotations.Nullable;

/**
 * Makes sites of callers that were found by a stack walk. The hooks ask once for each; they keep
 * the answer.
 */
final class StackSites implements CallerSites {

  /** The hooks serve this site and leave no trace of it in the report. */
  private static final int NOT_COUNTED = 0;

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
  public int register(@Nullable StackFrame caller) {
    if (caller == null) {
      return counted(site(NATIVE, NATIVE, null, -1, Loaders.name(null)));
    }
    Class<?> type = caller.getDeclaringClass();
    if (type.getClassLoader() == OWN_LOADER) {
      return NOT_COUNTED;
    }
    return filter.accepts(className(type)) ? counted(site(caller)) : JDK;
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

  private static int counted(int site) {
    Coverage.found(site);
    return site;
  }

  private static int site(StackFrame caller) {
    Class<?> type = caller.getDeclaringClass();
    String name = className(type);
    String loader = Loaders.name(type.getClassLoader());
    if (isLambda(type)) {
      int written = LeftReferences.site(name, loader);
      return written != LeftReferences.UNKNOWN
          ? written
          : site(name, "(method reference)", null, -1, loader);
    }
    int line = Math.max(-1, caller.getLineNumber());
    return site(name, caller.getMethodName(), caller.getFileName(), line, loader);
  }

  private static int site(
      String className, String method, @Nullable String file, int line, String loader) {
    return Sites.register(RegisteredSites.API, className, method, file, line, loader);
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
