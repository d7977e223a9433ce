package dev.tinyalloc.hook;

import java.lang.StackWalker.StackFrame;
import java.util.Iterator;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Who called the line that allocates, as text. Frames between that line and us are left out, and so
 * are hidden ones, as in any stack trace. One for each walk.
 */
final class StackCapture implements Function<Stream<StackFrame>, StackCapture> {

  /** Deeper stacks are cut. */
  static final int DEPTH = 64;

  /** Frames that the VM is asked for at once. */
  private static final int FRAMES = 32;

  private static final StackWalker WALKER = StackWalker.getInstance(Set.of(), FRAMES);

  private static final String OWN_PACKAGE = StackCapture.class.getPackageName();

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
      if (depth > 0 || !isMachinery(frame.getClassName())) {
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

  private static boolean isMachinery(String className) {
    int end = className.lastIndexOf('.');
    String name = end < 0 ? "" : className.substring(0, end);
    return name.equals(OWN_PACKAGE) || CallerFinder.isJdkMachinery(name);
  }
}
