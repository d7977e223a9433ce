package dev.tinyalloc.agent.options;

/** Option {@code report}: the forms in which a report can be written. */
public enum ReportFormat {
  /** A table for people. */
  TEXT,
  /** The schema {@code tinyalloc-report/1}. */
  JSON,
  /** One page with all figures, for browsers. */
  HTML,
  /** Call stacks with their bytes, a line each. */
  COLLAPSED,
  /** A recording of the JDK's flight recorder, with events of ours. */
  JFR
}
