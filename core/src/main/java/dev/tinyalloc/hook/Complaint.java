package dev.tinyalloc.hook;

import dev.tinyalloc.os.StackProbe;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * One line on stderr when something of ours went wrong, and no second one.
 *
 * <p>An enum, since a string in the code that complains would be made when it is first met, which
 * takes Java heap; what went wrong may be that there is none.
 */
enum Complaint {
  LEFT_TO_JDK("a buffer was left to the JDK"),
  ARENA_LEFT_TO_JDK("an arena was left to the JDK"),
  NOT_COUNTED("a buffer could not be counted"),
  NOT_FREED("a buffer could not be freed"),
  END_NOT_COUNTED("the end of a buffer could not be counted"),
  FREED_BEFORE("a buffer's block was freed by somebody else before"),
  NOT_UNRESERVED("a buffer's reservation could not be undone"),
  CALLER_NOT_FOUND("the caller of a buffer could not be found"),
  HOLDERS_NOT_TOLD("who holds direct memory could not be told"),
  BOOKS_LATE("direct memory is shown with delay"),
  NO_THREAD("a thread of ours could not be started");

  private static final AtomicBoolean SAID = new AtomicBoolean();

  private final String text;

  Complaint(String text) {
    this.text = text;
  }

  /**
   * Says it, if it is the first complaint. Throws nothing, not even for want of memory. Silent at
   * the end of the stack: a class of the JDK's that is first used there by its output, and cannot
   * be initialised, is lost to the program.
   */
  void say(@Nullable Throwable cause) {
    if (cause instanceof StackOverflowError) {
      return;
    }
    try {
      StackProbe.touch();
      if (SAID.compareAndSet(false, true)) {
        System.err.println(
            "tinyalloc: " + text + (cause == null ? "" : ": " + cause) + "; the program goes on");
      }
    } catch (Throwable hopeless) {
      SAID.set(true);
    }
  }

  /** Loads and initialises this class, so that it works when the Java heap is full. */
  static void prepare() {
    SAID.set(false);
  }
}
