package dev.tinyalloc.agent.jfr;

import dev.tinyalloc.agent.log.Console;
import dev.tinyalloc.agent.report.Snapshot;
import java.util.function.Consumer;

/** What the flight recorder calls, in threads of its own, for one kind of event. */
final class Hook implements Runnable {

  private final SharedSnapshot shared;
  private final Consumer<Snapshot> commit;
  private boolean failed;

  Hook(SharedSnapshot shared, Consumer<Snapshot> commit) {
    this.shared = shared;
    this.commit = commit;
  }

  @Override
  public synchronized void run() {
    try {
      commit.accept(shared.forReader(this));
    } catch (Throwable e) {
      complain(e);
    }
  }

  private void complain(Throwable failure) {
    if (!failed) {
      failed = true;
      Console.warn("events of TinyAlloc are missing from a recording: " + failure);
    }
  }
}
