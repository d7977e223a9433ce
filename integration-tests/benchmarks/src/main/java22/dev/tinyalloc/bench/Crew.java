package dev.tinyalloc.bench;

import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Threads that all do the same work at once, again and again, for one that waits for them. */
final class Crew<T> {

  private final Consumer<T> task;
  private final CyclicBarrier begin;
  private final CyclicBarrier end;
  private final Thread[] members;

  /** What to work on; null to stop. Published by {@link #begin}. */
  private @Nullable T work;

  Crew(int size, Consumer<T> task) {
    this.task = task;
    begin = new CyclicBarrier(size + 1);
    end = new CyclicBarrier(size + 1);
    members = new Thread[size];
  }

  void start() {
    for (int i = 0; i < members.length; i++) {
      members[i] = new Thread(this::serve, "crew-" + i);
      members[i].setDaemon(true);
      members[i].start();
    }
  }

  /** Has each thread do its task on {@code subject}; returns when all are done. */
  void work(T subject) {
    work = subject;
    await(begin);
    await(end);
  }

  void stop() throws InterruptedException {
    work = null;
    await(begin);
    for (Thread member : members) {
      member.join();
    }
  }

  private void serve() {
    await(begin);
    for (T subject = work; subject != null; subject = work) {
      tryTask(subject);
      await(end);
      await(begin);
    }
  }

  /** A failure breaks the barrier: nobody waits for ever. */
  private void tryTask(T subject) {
    try {
      task.accept(subject);
    } catch (RuntimeException | Error failure) {
      failure.printStackTrace();
      Thread.currentThread().interrupt();
    }
  }

  private static void await(CyclicBarrier barrier) {
    try {
      barrier.await();
    } catch (InterruptedException | BrokenBarrierException e) {
      throw new IllegalStateException(e);
    }
  }
}
