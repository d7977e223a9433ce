package dev.tinyalloc.agent.rewrite;

import dev.tinyalloc.agent.options.Options;
import dev.tinyalloc.hook.BufferHook;
import java.lang.instrument.Instrumentation;

/**
 * What the mode {@code redirect} has from the start and {@code observe} needs once a site is routed
 * to TinyAlloc: what {@link Startup#adviseJdk} does, and reclaiming.
 */
final class LatePreparation implements Runnable {

  private final Options options;
  private final Instrumentation instrumentation;

  LatePreparation(Options options, Instrumentation instrumentation) {
    this.options = options;
    this.instrumentation = instrumentation;
  }

  @Override
  public void run() {
    Startup.adviseJdk(instrumentation);
    BufferHook.reclaim(options.reclaimPercent());
  }
}
