package dev.tinyalloc.agent.rewrite;

import dev.tinyalloc.agent.log.Console;
import dev.tinyalloc.agent.options.Api;
import dev.tinyalloc.agent.options.Options;
import java.lang.instrument.Instrumentation;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The switch that the first hit turns on, one for each API: it puts the hooks into the boot loader,
 * if the other has not, and tests the rewriting. It turns once; after a failure it stays off.
 *
 * <p>Deadlock: the caller may hold the lock of a class loader, and even be inside a static
 * initialiser of the JDK. The thread that turns the switch loads classes of the agent's and of the
 * boot loader only, never through a loader of the application, so it does not need a class loader's
 * lock that a waiting thread holds. Since a static initialiser of the JDK could still be in the
 * way, nobody waits for ever: whoever waits longer than {@link #PATIENCE_SECONDS} goes on with its
 * class as it was.
 */
final class Redirection {

  private static final long PATIENCE_SECONDS = 10;

  /** One for all: what two APIs share is made once. */
  private static final ReentrantLock LOCK = new ReentrantLock();

  private enum State {
    UNTRIED,
    ON,
    FAILED
  }

  private final Api api;
  private final Options options;
  private final ClassFilter filter;
  private final Instrumentation instrumentation;
  private volatile State state = State.UNTRIED;

  Redirection(Api api, Options options, ClassFilter filter, Instrumentation instrumentation) {
    this.api = api;
    this.options = options;
    this.filter = filter;
    this.instrumentation = instrumentation;
  }

  /** Whether rewritten code works; the first call finds out. */
  boolean isOn() {
    if (state == State.UNTRIED && lockPatiently()) {
      try {
        turnOn();
      } finally {
        LOCK.unlock();
      }
    }
    return state == State.ON;
  }

  /** Whether it does as far as anybody has found out. */
  boolean isKnownToBeOn() {
    return state == State.ON;
  }

  private void turnOn() {
    if (state != State.UNTRIED) {
      return;
    }
    State outcome = State.FAILED;
    try {
      Startup.run(api, options, filter, instrumentation);
      outcome = State.ON;
    } catch (Throwable e) {
      Console.error(failure(e));
    } finally {
      state = outcome;
    }
  }

  private String failure(Throwable cause) {
    boolean arena = api == Api.ARENA;
    return (arena ? "arenas cannot be served" : "rewriting does not work")
        + " on this JVM ("
        + System.getProperty("java.runtime.version")
        + "): "
        + cause
        + (arena ? "; they are the JDK's" : "; the program runs on the JDK's own allocation")
        + ". Please report this line; "
        + (arena ? "apis=bytebuffer" : "mode=off")
        + " silences it";
  }

  private static boolean lockPatiently() {
    boolean interrupted = false;
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    try {
      while (true) {
        try {
          return LOCK.tryLock(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
          // The program's business: handed back below.
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
