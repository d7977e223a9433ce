package dev.tinyalloc.it;

import com.google.gson.JsonObject;
import dev.tinyalloc.it.programs.Ledger;
import java.util.List;

/**
 * One allocating line and its counts, as the report or the program itself says; {@code file} is
 * null where the class does not name it.
 */
record SiteCounts(
    String className,
    String method,
    String file,
    int line,
    long allocations,
    long allocatedBytes,
    long frees,
    long freedBytes,
    long liveAllocations,
    long liveBytes) {

  /** What the program's {@link Ledger} printed. */
  static List<SiteCounts> printedBy(ChildJvm.Result result) {
    return result
        .stdout()
        .lines()
        .filter(line -> line.startsWith(Ledger.MARK))
        .map(line -> printed(line.substring(Ledger.MARK.length()).split(Ledger.SEPARATOR, -1)))
        .toList();
  }

  private static SiteCounts printed(String[] parts) {
    return new SiteCounts(
        parts[0],
        parts[1],
        parts[2],
        Integer.parseInt(parts[3]),
        Long.parseLong(parts[4]),
        Long.parseLong(parts[5]),
        Long.parseLong(parts[6]),
        Long.parseLong(parts[7]),
        Long.parseLong(parts[8]),
        Long.parseLong(parts[9]));
  }

  /** The same line with what {@code other} has as well. */
  SiteCounts plus(SiteCounts other) {
    return new SiteCounts(
        className,
        method,
        file,
        line,
        allocations + other.allocations,
        allocatedBytes + other.allocatedBytes,
        frees + other.frees,
        freedBytes + other.freedBytes,
        liveAllocations + other.liveAllocations,
        liveBytes + other.liveBytes);
  }

  static SiteCounts of(JsonObject site) {
    return new SiteCounts(
        site.get("class").getAsString(),
        site.get("method").getAsString(),
        site.get("file").isJsonNull() ? null : site.get("file").getAsString(),
        site.get("line").getAsInt(),
        site.get("allocations").getAsLong(),
        site.get("allocatedBytes").getAsLong(),
        site.get("frees").getAsLong(),
        site.get("freedBytes").getAsLong(),
        site.get("liveAllocations").getAsLong(),
        site.get("liveBytes").getAsLong());
  }
}
