package dev.tinyalloc.agent.cli;

import com.google.gson.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * A report that was written to a file.
 *
 * @param name of the file, as the user wrote it
 * @param unknown keys that a later version has added
 */
record Report(String name, JsonObject json, Set<String> unknown) {

  static final String SCHEMA = "tinyalloc-report/1";

  /** That much may the clocks of a process, the one that is set and the other, drift apart. */
  private static final Duration DRIFT = Duration.ofSeconds(1);

  /** That of a process; 0 where there were several. */
  long pid() {
    return Json.number(json, "pid");
  }

  Instant time() {
    return Instant.parse(Json.text(json, "time"));
  }

  long uptimeMillis() {
    return Json.number(json, "uptimeMillis");
  }

  Instant start() {
    return time().minusMillis(uptimeMillis());
  }

  String program() {
    return Json.text(json, "program");
  }

  String mode() {
    return Json.text(Json.part(json, "agent"), "mode");
  }

  List<JsonObject> rows(String list) {
    return Json.rows(json, list);
  }

  /** How many rows of {@code list} had no room in the report. */
  long leftOut(String list) {
    return Json.number(Json.part(json, "leftOut"), list);
  }

  boolean isOfSameProcess(Report other) {
    return pid() != 0
        && pid() == other.pid()
        && Duration.between(start(), other.start()).abs().compareTo(DRIFT) <= 0;
  }
}
