package dev.tinyalloc.agent.cli;

import com.google.gson.JsonObject;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What sites can be ordered by: the highest comes first. */
enum SiteKey {
  LIVE('l', "liveBytes"),
  COUNT('c', "liveAllocations"),
  ALLOCATED('a', "allocatedBytes"),
  ALLOCATIONS('n', "allocations"),
  FREED('f', "freedBytes"),
  PEAK('p', "peakLiveBytes"),
  BLOCK('b', "blockBytes"),
  LIFETIME('t', "lifetimeMicros");

  private final char letter;
  private final String field;

  SiteKey(char letter, String field) {
    this.letter = letter;
    this.field = field;
  }

  /** The one that this key of a keyboard picks, or null. */
  static @Nullable SiteKey byLetter(int typed) {
    for (SiteKey key : values()) {
      if (key.letter == typed) {
        return key;
      }
    }
    return null;
  }

  /** The figure of a site. */
  long of(JsonObject site) {
    return this == LIFETIME
        ? site.getAsJsonObject(field).get("p50").getAsLong()
        : site.get(field).getAsLong();
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
