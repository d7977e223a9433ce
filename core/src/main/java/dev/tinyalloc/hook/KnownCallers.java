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

  /** Whose answers these are. */
  final @Nullable CallerSites answers;

  KnownCallers(@Nullable CallerSites answers) {
    this.answers = answers;
  }

  /** The site of {@code frame} as a caller of {@code what}, or {@link #UNKNOWN}. */
  int site(StackFrame frame, String what) {
    for (Caller caller = first; caller != null; caller = caller.next) {
      if (caller.is(frame, what)) {
        return caller.site;
      }
    }
    return UNKNOWN;
  }

  /** Remembers the site of {@code frame}, and returns it. */
  int add(StackFrame frame, String what, int site) {
    first = new Caller(frame, what, site, first);
    return site;
  }

  /** An instruction that calls. */
  private static final class Caller {

    private final String what;
    private final int instruction;
    private final String method;
    private final String descriptor;
    private final int site;
    private final @Nullable Caller next;

    Caller(StackFrame frame, String what, int site, @Nullable Caller next) {
      this.what = what;
      this.instruction = frame.getByteCodeIndex();
      this.method = frame.getMethodName();
      this.descriptor = frame.getDescriptor();
      this.site = site;
      this.next = next;
    }

    boolean is(StackFrame frame, String asked) {
      return instruction == frame.getByteCodeIndex()
          && what.equals(asked)
          && method.equals(frame.getMethodName())
          && descriptor.equals(frame.getDescriptor());
    }
  }
}
