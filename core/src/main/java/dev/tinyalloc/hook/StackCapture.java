package dev.tinyalloc.hook;

import dev.tinyalloc.os.StackKey;
import java.lang.StackWalker.Option;
import java.lang.StackWalker.StackFrame;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.util.Iterator;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Who called the line that allocates, as text. Frames between that line and us are left out, those
 * of reflection, and hidden ones, as in any stack trace. One for each walk.
 */
final class StackCapture implements Function<Stream<StackFrame>, StackCapture> {

  /** Deeper stacks are cut. */
  static final int DEPTH = 64;

  /** Frames that the VM is asked for at once. */
  private static final int FRAMES = 32;

  /** It shows all frames that a {@link StackKey} is made of, to be counted. */
  private static final StackWalker WALKER =
      StackWalker.getInstance(Set.of(Option.SHOW_REFLECT_FRAMES), FRAMES);

  private static final String METHOD = Method.class.getName();
  private static final String CONSTRUCTOR = Constructor.class.getName();
  private static final String REFLECTION = "jdk.internal.reflect.";

  private static final String OWN_PACKAGE = StackCapture.class.getPackageName();

  /** How many frames were looked at, with those that were left out. */
  int seen;

  final StackTraceElement[] lines = new StackTraceElement[DEPTH];
  int depth;
  boolean cut;

  private StackCapture() {}

  static StackCapture ofCaller() {
    return WALKER.walk(new StackCapture());
  }

  @Override
  public StackCapture apply(Stream<StackFrame> frames) {
    Iterator<StackFrame> rest = frames.iterator();
    while (rest.hasNext() && !cut) {
      StackFrame frame = rest.next();
      seen++;
      String name = frame.getClassName();
      if (depth == 0 ? !isMachinery(name) : !isReflection(name)) {
        add(frame);
      }
    }
    return this;
  }

  private void add(StackFrame frame) {
    cut = depth == DEPTH;
    if (!cut) {
      lines[depth++] = frame.toStackTraceElement();
    }
  }

  private static boolean isReflection(String className) {
    return className.equals(METHOD)
        || className.equals(CONSTRUCTOR)
        || className.startsWith(REFLECTION);
  }

  private static boolean isMachinery(String className) {
    int end = className.lastIndexOf('.');
    String name = end < 0 ? "" : className.substring(0, end);
    return name.equals(OWN_PACKAGE) || CallerFinder.isJdkMachinery(name);
  }
}
