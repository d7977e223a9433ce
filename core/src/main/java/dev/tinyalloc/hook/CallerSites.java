package dev.tinyalloc.hook;

import java.lang.StackWalker.StackFrame;
import org.jspecify.annotations.Nullable;

/** Numbers callers that were found by a stack walk. Any thread. */
public interface CallerSites {

  /** In place of an id: the JDK serves this caller, and nothing is counted. */
  int JDK = -1;

  /**
   * The site of a caller; asked for once.
   *
   * @param caller where the call stands, with its class; null where no Java code has called
   * @param api the method as the source calls it, see {@link dev.tinyalloc.site.Site#api}
   */
  int register(@Nullable StackFrame caller, String api);

  /**
   * The opening line of a caller; asked for once.
   *
   * @param caller where the call stands, with its class; null where no Java code has called
   * @param kind {@code confined}, {@code shared} or {@code auto}
   */
  int opened(@Nullable StackFrame caller, String kind);

  /**
   * Notes that a caller has made a buffer over memory that is not ours. Called again and again.
   *
   * @param caller where it stands, with its class; null where no Java code is on the stack
   */
  void missed(@Nullable StackFrame caller);
}
