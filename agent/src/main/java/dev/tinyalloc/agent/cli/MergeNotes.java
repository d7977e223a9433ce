package dev.tinyalloc.agent.cli;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What somebody has to know who reads a merged report as if it were that of one process. */
final class MergeNotes {

  private static final String PEAKS =
      "every peakLiveBytes and peakBlockBytes is a sum of the processes' peaks: an upper bound, as"
          + " they have hardly been at one time";

  private static final String PERCENTILES =
      "p50, p90 and p99 with the mark estimate are estimated from those of the processes, weighted"
          + " by what each has freed or closed; max is exact";

  private static final String SERIES =
      "series has sums of the processes' last readings while all of them ran; its last point is not"
          + " that of totals";

  private static final String NO_SERIES =
      "series is empty: a process has no readings, or there is no time at which all of them have";

  private static final String NO_SITE_SERIES =
      "siteSeries is empty: the processes' readings are of different times";

  private static final String AGES = "ageMillis under oldest is as of the report of each process";

  private final List<Report> reports;
  private final List<String> twice;

  MergeNotes(List<Report> reports, List<String> twice) {
    this.reports = reports;
    this.twice = twice;
  }

  /** The lines for {@code merged}, with those that its parts had; none twice. */
  Set<String> lines(JsonObject merged) {
    Set<String> lines = new LinkedHashSet<>();
    for (Report report : reports) {
      for (JsonElement note : Json.list(report.json(), "notes")) {
        lines.add(note.getAsString());
      }
    }
    if (reports.size() > 1) {
      addGeneral(lines, merged);
    }
    lines.addAll(twice);
    unknown().forEach((key, files) -> lines.add(unknown(key, files)));
    return lines;
  }

  private static void addGeneral(Set<String> lines, JsonObject merged) {
    lines.add(PEAKS);
    lines.add(PERCENTILES);
    // Of a report that was merged before, the contrary may have been said.
    boolean isEmpty = merged.getAsJsonArray("series").isEmpty();
    lines.remove(isEmpty ? SERIES : NO_SERIES);
    lines.add(isEmpty ? NO_SERIES : SERIES);
    lines.add(NO_SITE_SERIES);
    lines.add(AGES);
  }

  private Map<String, Set<String>> unknown() {
    Map<String, Set<String>> files = new TreeMap<>();
    for (Report report : reports) {
      for (String key : report.unknown()) {
        files.computeIfAbsent(key, name -> new TreeSet<>()).add(report.name());
      }
    }
    return files;
  }

  private static String unknown(String key, Set<String> files) {
    return key
        + " of "
        + String.join(", ", files)
        + " is not in it: this version does not know what it means";
  }
}
