package dev.tinyalloc.agent.report;

import dev.tinyalloc.agent.report.Snapshot.OpeningCounts;
import java.util.Comparator;

/** Lines that left most arenas open first, then those that opened most; then by id. */
final class OpeningOrder implements Comparator<OpeningCounts> {

  static final OpeningOrder INSTANCE = new OpeningOrder();

  private OpeningOrder() {}

  @Override
  public int compare(OpeningCounts a, OpeningCounts b) {
    int byLeaks = Long.compare(b.neverClosed(), a.neverClosed());
    int byOpened = byLeaks != 0 ? byLeaks : Long.compare(b.opened(), a.opened());
    return byOpened != 0 ? byOpened : Integer.compare(a.id(), b.id());
  }
}
