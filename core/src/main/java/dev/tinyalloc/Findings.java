package dev.tinyalloc;

import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Says on stderr what memory debugging has found, and counts it. Never throws: the program goes on
 * whatever it did to its memory. A wrong loop finds a lot; after {@link #MAX_SAID} only the count
 * goes on.
 */
final class Findings {

  private static final long MAX_SAID = 100;

  private static final AtomicLong COUNT = new AtomicLong();

  private Findings() {}

  /** How often something was found. */
  static long count() {
    return COUNT.get();
  }

  static void writtenBehind(CheckedBlock block, long offset) {
    say(what(block) + " was written to behind its end, at byte " + offset, block, null);
  }

  static void writtenAfterFree(CheckedBlock block, long offset) {
    say(what(block) + " was written to after it was freed, at byte " + offset, block, null);
  }

  static void doubleFree(CheckedBlock block, String site) {
    say(what(block) + " was freed twice", block, site);
  }

  static void foreignFree(long address, String site) {
    say(
        "no block begins at 0x"
            + Long.toHexString(address)
            + ": it was freed long before, or not allocated here\n"
            + "tinyalloc:   freed at "
            + site);
  }

  private static String what(CheckedBlock block) {
    return "the block of " + block.bytes + " bytes at 0x" + Long.toHexString(block.address);
  }

  private static void say(String what, CheckedBlock block, @Nullable String again) {
    String freedAt = block.freedAt();
    say(
        what
            + "\ntinyalloc:   allocated at "
            + block.allocatedAt
            + (freedAt == null ? "" : "\ntinyalloc:   freed at " + freedAt)
            + (again == null ? "" : "\ntinyalloc:   freed again at " + again));
  }

  /** Counts a finding and says it; {@code text} is without our name. */
  static void say(String text) {
    long number = COUNT.incrementAndGet();
    if (number > MAX_SAID) {
      return;
    }
    try {
      System.err.println("tinyalloc: " + text);
      if (number == MAX_SAID) {
        System.err.println("tinyalloc: further findings are counted, not shown");
      }
    } catch (Throwable hopeless) {
      // Counted; there is nobody left to tell.
      return;
    }
  }
}
