package dev.tinyalloc.agent.ab;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What has come of an experiment. Immutable. */
public final class Outcome {

  private final Experiment experiment;
  private final Analysis analysis;
  private final Path folder;

  Outcome(Experiment experiment, Path folder) {
    this.experiment = experiment;
    this.analysis = Analysis.of(experiment);
    this.folder = folder;
  }

  /** Why it ended before its time, or null. */
  public @Nullable String ended() {
    return experiment.ended();
  }

  /** Whether any pair is complete, so that there is something to show. */
  public boolean hasPairs() {
    return analysis.completePairs() > 0;
  }

  /** The user's metrics that no fork has. */
  public List<String> missing(List<UserMetric> wanted) {
    List<String> missing = new ArrayList<>();
    for (UserMetric metric : wanted) {
      if (experiment.forks().stream().noneMatch(f -> f.values().containsKey(metric.metric()))) {
        missing.add(metric.name());
      }
    }
    return missing;
  }

  /** Where the forks' output is. */
  public Path folder() {
    return folder;
  }

  /** A table for people. */
  public String text(boolean colours) {
    return AbText.of(analysis, colours);
  }

  /** For programs: schema {@code tinyalloc-ab/1}. */
  public void json(Writer out) throws IOException {
    AbJson.write(analysis, out);
  }

  /** A page with all forks, and how they compare. */
  public void html(Writer out) throws IOException {
    AbHtml.write(analysis, out);
  }
}
