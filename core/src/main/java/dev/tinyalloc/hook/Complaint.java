package dev.tinyalloc.hook;

import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** One line on stderr when something of ours went wrong, and no second one. */
final class Complaint {

  private static final AtomicBoolean SAID = new AtomicBoolean();

  private Complaint() {}

  /** Says it, if it is the first complaint. Loading this class before it is needed is the point. */
  static void say(String what, @Nullable Throwable cause) {
    if (SAID.compareAndSet(false, true)) {
      System.err.println(
          "tinyalloc: " + what + (cause == null ? "" : ": " + cause) + "; the program goes on");
    }
  }

  /** {@link #say} where nothing may be thrown, not even for want of memory. */
  static void sayQuietly(String what, Throwable cause) {
    try {
      say(what, cause);
    } catch (Throwable hopeless) {
      SAID.set(true);
    }
  }

  /** Loads and initialises this class, so that it works when the Java heap is full. */
  static void prepare() {
    SAID.set(false);
  }
}
