package dev.tinyalloc.agent.cli;

import dev.tinyalloc.agent.ab.Experimenter;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ctrl-C, and other wishes that we end: no fork outlives us, and the result so far is given before
 * the JVM is gone.
 */
final class AbInterrupt extends Thread {

  private static final long PATIENCE_SECONDS = 10;

  private final Experimenter experimenter;
  private final Thread worker = Thread.currentThread();
  private final CountDownLatch done = new CountDownLatch(1);

  private AbInterrupt(Experimenter experimenter) {
    super("tinyalloc-ab-end");
    this.experimenter = experimenter;
  }

  /** Has the calling thread's work be brought to an end when the JVM is to end. */
  static AbInterrupt watch(Experimenter experimenter) {
    AbInterrupt watch = new AbInterrupt(experimenter);
    Runtime.getRuntime().addShutdownHook(watch);
    return watch;
  }

  /** The work is done, and its result given. */
  void done() {
    done.countDown();
  }

  @Override
  public void run() {
    if (done.getCount() == 0 || !worker.isAlive()) {
      return;
    }
    experimenter.stop();
    try {
      boolean unused = done.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
