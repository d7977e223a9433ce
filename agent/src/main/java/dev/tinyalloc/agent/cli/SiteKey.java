package dev.tinyalloc.agent.cli;

import com.google.gson.JsonObject;

/** What sites can be ordered by: the highest comes first. */
enum SiteKey {
  LIVE("liveBytes"),
  COUNT("liveAllocations"),
  ALLOCATED("allocatedBytes"),
  ALLOCATIONS("allocations"),
  FREED("freedBytes"),
  PEAK("peakLiveBytes"),
  BLOCK("blockBytes"),
  LIFETIME("lifetimeMicros");

  private final String field;

  SiteKey(String field) {
    this.field = field;
  }

  /** The figure of a site. */
  long of(JsonObject site) {
    return this == LIFETIME
        ? site.getAsJsonObject(field).get("p50").getAsLong()
        : site.get(field).getAsLong();
  }
}
