package dev.tinyalloc;

import java.util.Optional;

/** Who calls: the nearest frame that belongs neither to us nor to the JDK. */
final class Callers {

  private static final String OURS = Callers.class.getPackageName() + ".";

  private static final StackWalker WALKER = StackWalker.getInstance();

  private Callers() {}

  /** {@code class.method(file:line)}; the thread's name where the JDK is alone on its stack. */
  static String site() {
    try {
      Optional<StackWalker.StackFrame> frame =
          WALKER.walk(frames -> frames.filter(Callers::isStranger).findFirst());
      return frame.isPresent()
          ? frame.get().toStackTraceElement().toString()
          : "thread " + Thread.currentThread().getName();
    } catch (VirtualMachineError exhausted) {
      // No Java heap or no stack left: the call itself must go on.
      return "an unknown place";
    }
  }

  private static boolean isStranger(StackWalker.StackFrame frame) {
    String name = frame.getClassName();
    return !name.startsWith("java.")
        && !name.startsWith("jdk.")
        && !name.startsWith("sun.")
        && !name.startsWith(OURS);
  }
}
