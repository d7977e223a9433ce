package dev.tinyalloc.hook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tinyalloc.TinyAlloc;
import dev.tinyalloc.site.SiteTotals;
import dev.tinyalloc.site.Sites;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AutoHookTest {

  private static final int BYTES = 208;
  private static final long ALIGNMENT = 16;

  static {
    TestBridge.install();
  }

  private static int lines;

  private final int site =
      Sites.register("Arena.allocate", "an.Auto", "run", "Auto.java", ++lines, "app");

  /** An arena whose thread may have come to the end of its stack. */
  private static final class Session implements AutoArena {

    private final boolean isAtTheEnd;
    private boolean claimed;

    @SuppressWarnings("UnusedVariable") // only kept
    private @Nullable Object kept;

    Session(boolean isAtTheEnd) {
      this.isAtTheEnd = isAtTheEnd;
    }

    @Override
    public boolean claim() {
      claimed = true;
      return true;
    }

    @Override
    public void unclaim() {
      claimed = false;
    }

    @Override
    public void keep(Object cleaner) {
      if (isAtTheEnd) {
        throw new StackOverflowError();
      }
      kept = cleaner;
    }
  }

  private long takeFirst(Session session) {
    return AutoHook.takeFirst(session, session, BYTES, ALIGNMENT, site, true);
  }

  @Test
  void shouldFreeTheBlockOfAnArenaThatIsDropped() {
    long address = takeFirst(new Session(false));
    assertThat(address).isNotZero();

    collect();

    assertThat(TinyAlloc.tryFree(address)).isFalse();
    assertThat(totals().frees()).isOne();
  }

  @Test
  void shouldFreeABlockOnceThatItsArenaCouldNotKeep() {
    failToTakeFirst();
    // Whatever still means to free that block frees this one.
    long next = Lane.current().heap().tryAllocSegment(ALIGNMENT, BYTES, true);

    collect();

    assertThat(TinyAlloc.tryFree(next)).isTrue();
    assertThat(totals().allocations()).isZero();
    assertThat(totals().frees()).isZero();
  }

  private void failToTakeFirst() {
    Session session = new Session(true);
    assertThat(takeFirst(session)).isZero();
    assertThat(session.claimed).isFalse();
  }

  private static void collect() {
    System.gc();
    Jdk.THUNKS.awaitReferences();
  }

  private SiteTotals totals() {
    return Sites.site(site).totals();
  }
}
