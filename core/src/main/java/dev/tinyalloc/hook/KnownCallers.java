package dev.tinyalloc.hook;

import java.lang.StackWalker.StackFrame;
import org.jspecify.annotations.Nullable;

/**
 * The callers in one class whose sites are known. Any thread: two that meet a caller at once may
 * lose one of the entries, which is then made again, with the same site.
 */
final class KnownCallers {

  static final int UNKNOWN = Integer.MIN_VALUE;

  private volatile @Nullable Caller first;

  /** The site of {@code frame}, or {@link #UNKNOWN}. */
  int site(StackFrame frame) {
    for (Caller caller = first; caller != null; caller = caller.next) {
      if (caller.is(frame)) {
        return caller.site;
      }
    }
    return UNKNOWN;
  }

  /** Remembers the site of {@code frame}, and returns it. */
  int add(StackFrame frame, int site) {
    first = new Caller(frame, site, first);
    return site;
  }

  /** An instruction that calls. */
  private static final class Caller {

    private final int instruction;
    private final String method;
    private final String descriptor;
    private final int site;
    private final @Nullable Caller next;

    Caller(StackFrame frame, int site, @Nullable Caller next) {
      this.instruction = frame.getByteCodeIndex();
      this.method = frame.getMethodName();
      this.descriptor = frame.getDescriptor();
      this.site = site;
      this.next = next;
    }

    boolean is(StackFrame frame) {
      return instruction == frame.getByteCodeIndex()
          && method.equals(frame.getMethodName())
          && descriptor.equals(frame.getDescriptor());
    }
  }
}
