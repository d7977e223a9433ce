package dev.tinyalloc.hook;

import dev.tinyalloc.site.Gauge;
import dev.tinyalloc.site.Sites;

/**
 * One carrier's share in what is live over all sites, as far as it is in the carrier's books of
 * direct memory: every buffer of ours passes those, so it need not be added up here once more. Used
 * by that carrier alone, read by anybody.
 *
 * <p>{@code pending = books.bytes() - told}
 */
final class BookedShare extends Gauge.Share {

  private final Reservation books;

  /** How much of what is in the books the gauge knows, or shall not know, in bytes. */
  private long told;

  /** The most that was in the books since the last publication; {@code top ≥ told}. */
  private long top;

  BookedShare(Reservation books) {
    super(Sites.TOTAL);
    this.books = books;
    enter();
  }

  @Override
  protected long pending() {
    return books.bytes() - told;
  }

  @Override
  protected long high() {
    return top - told;
  }

  /** More than this, in bytes, is to be told by {@link #risen}. */
  long top() {
    return top;
  }

  /** What is in the books has risen to {@code now}. */
  void risen(long now) {
    if (now > top) {
      top = now;
      moved(now);
    }
  }

  /** What is in the books has come to {@code now}, which is not above {@link #top}. */
  void moved(long now) {
    if (publishes(now - told, top - told)) {
      told = now;
      top = now;
    }
  }

  /** Of what is in the books {@code bytes} bytes more are at no site. */
  void leaveOut(long bytes) {
    told += bytes;
    top += bytes;
  }
}
