package dev.tinyalloc;

import dev.tinyalloc.os.SpinLock;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The slots for guarded blocks, made at the first request: first in, first out, so that a freed
 * block stays inaccessible as long as possible.
 *
 * <p>A slot's own guard lies behind its block; the one in front is the guard of the slot below. The
 * kernel places mappings of one size right below each other, but promises nothing; so a slot counts
 * only if one of ours ends where it begins. The lowest of a row serves as a wall.
 *
 * <p>{@code free + taken + lost = count}.
 */
final class GuardedSlots {

  /** So many are made; all but a few turn out to have a neighbour below. */
  private static final int CANDIDATES = 33;

  private static final SpinLock LOCK = new SpinLock();
  private static final AtomicBoolean MADE = new AtomicBoolean();

  /** Whether the file system had no room, and that has been said. */
  private static final AtomicBoolean FULL = new AtomicBoolean();

  /** Longest free first. With room for all, so that putting one back takes no memory. */
  private static final ArrayDeque<GuardedSlot> FREE = new ArrayDeque<>(CANDIDATES);

  private static int count;
  private static int taken;

  /** Slots that could not be shut after use: not to be used again. */
  private static int lost;

  private GuardedSlots() {}

  /** A slot with {@code bytes} zero bytes, whole pages, or null where none is free. */
  static @Nullable GuardedSlot take(int bytes) {
    makeOnce();
    GuardedSlot slot = poll();
    if (slot == null || slot.open(bytes)) {
      return slot;
    }
    put(slot);
    if (FULL.compareAndSet(false, true)) {
      Findings.say("the temporary files of debug=guard have no room; fewer blocks are guarded");
    }
    return null;
  }

  /** Makes a slot inaccessible and takes it back. */
  static void put(GuardedSlot slot) {
    boolean shut = slot.shut();
    LOCK.lock();
    try {
      taken--;
      if (shut) {
        FREE.add(slot);
      } else {
        lost++;
      }
    } finally {
      LOCK.unlock();
    }
  }

  /** The equation at the top; with {@code live} blocks, each in a slot. */
  static boolean isValid(int live) {
    LOCK.lock();
    try {
      return FREE.size() + taken + lost == count && live <= taken;
    } finally {
      LOCK.unlock();
    }
  }

  /** Slots that wait for a block. */
  static int free() {
    LOCK.lock();
    try {
      return FREE.size();
    } finally {
      LOCK.unlock();
    }
  }

  private static @Nullable GuardedSlot poll() {
    LOCK.lock();
    try {
      GuardedSlot slot = FREE.poll();
      if (slot != null) {
        taken++;
      }
      return slot;
    } finally {
      LOCK.unlock();
    }
  }

  /** At the first call; who comes by meanwhile, this very thread included, finds no slot. */
  private static void makeOnce() {
    if (MADE.getPlain() || !MADE.compareAndSet(false, true)) {
      return;
    }
    String directory = System.getProperty("java.io.tmpdir", "/tmp");
    try {
      make(directory);
    } catch (IOException | RuntimeException | Error impossible) {
      Findings.say(
          "debug=guard is not available here; it needs temporary files in "
              + directory
              + " and got "
              + impossible
              + "; allocations are served as usual");
    }
  }

  private static void make(String directory) throws IOException {
    Map<Long, GuardedSlot> byBase = new HashMap<>();
    IOException failure = null;
    for (int i = 0; i < CANDIDATES && failure == null; i++) {
      try {
        GuardedSlot slot = GuardedSlot.create(directory, i);
        byBase.put(slot.base, slot);
      } catch (IOException noMore) {
        failure = noMore; // no more files or mappings, perhaps: fewer will do
      }
    }
    sortOut(byBase);
    if (count == 0) {
      throw failure != null ? failure : new IOException("no two mappings lie side by side");
    }
  }

  private static void sortOut(Map<Long, GuardedSlot> byBase) {
    for (GuardedSlot slot : byBase.values()) {
      if (byBase.containsKey(slot.base - GuardedSlot.SLOT_BYTES)) {
        add(slot);
      } else if (byBase.containsKey(slot.base + GuardedSlot.SLOT_BYTES)) {
        slot.becomeWall();
      } else {
        slot.close();
      }
    }
  }

  private static void add(GuardedSlot slot) {
    LOCK.lock();
    try {
      FREE.add(slot);
      count++;
    } finally {
      LOCK.unlock();
    }
  }
}
