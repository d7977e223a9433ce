package dev.tinyalloc.agent.jfr;

import dev.tinyalloc.agent.report.Snapshot;
import dev.tinyalloc.agent.report.SnapshotSource;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One snapshot for several readers that come at about the same time, so that their figures agree.
 * None gets the same one twice.
 */
final class SharedSnapshot {

  private static final long FRESH_NANOS = 100_000_000;

  private final SnapshotSource source;
  private final Set<Object> served = new HashSet<>();
  private @Nullable Snapshot last;
  private long takenNanos;

  SharedSnapshot(SnapshotSource source) {
    this.source = source;
  }

  synchronized Snapshot forReader(Object reader) {
    Snapshot snapshot = last;
    boolean isNew = served.add(reader);
    if (snapshot == null || !isNew || System.nanoTime() - takenNanos > FRESH_NANOS) {
      // Before the snapshot: it is as old as its first figure.
      takenNanos = System.nanoTime();
      snapshot = source.now();
      last = snapshot;
      served.clear();
      served.add(reader);
    }
    return snapshot;
  }
}
