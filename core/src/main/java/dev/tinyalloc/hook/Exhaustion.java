package dev.tinyalloc.hook;

import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** Has it told who holds direct memory, once, when it has run out. */
public final class Exhaustion {

  /** Who tells. */
  public interface Teller {

    /**
     * Direct memory has run out, as {@code message} says, which reaches the program next in an
     * error. Called on the thread that has asked for more.
     */
    void tell(String message);
  }

  /** How the JDK's message begins when the limit is met, and no other. */
  private static final String LIMIT = "Cannot reserve ";

  private static final AtomicBoolean TOLD = new AtomicBoolean();

  private static volatile @Nullable Teller teller;

  private Exhaustion() {}

  /** Names who tells; nobody does before. */
  public static void install(Teller newTeller) {
    teller = newTeller;
  }

  /** {@code error} is about to be thrown. Never throws itself. */
  static void met(OutOfMemoryError error) {
    try {
      Teller known = teller;
      String message = error.getMessage();
      if (known != null
          && message != null
          && message.startsWith(LIMIT)
          && TOLD.compareAndSet(false, true)) {
        known.tell(message);
      }
    } catch (Throwable ours) {
      Complaint.HOLDERS_NOT_TOLD.say(ours);
    }
  }
}
