package dev.tinyalloc.agent.ab;

import dev.tinyalloc.agent.report.Units;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.commons.statistics.descriptive.Median;

/** An experiment as a table, a row a metric. */
final class AbText {

  private static final String GREEN = "\u001b[32m";
  private static final String RED = "\u001b[31m";
  private static final String PLAIN = "\u001b[0m";

  private final StringBuilder out = new StringBuilder();
  private final boolean colours;

  private AbText(boolean colours) {
    this.colours = colours;
  }

  static String of(Analysis analysis, boolean colours) {
    AbText text = new AbText(colours);
    text.write(analysis);
    return text.out.toString();
  }

  private void write(Analysis analysis) {
    Experiment experiment = analysis.experiment();
    int pairs = analysis.completePairs();
    out.append(pairs).append(pairs == 1 ? " pair of " : " pairs of ").append(experiment.wanted());
    out.append(", ").append(experiment.warmups()).append(" warm-up, margin ");
    out.append(number(experiment.marginPercent())).append(" %\n");
    table(analysis.main());
    for (ArmComparison further : analysis.further()) {
      table(further);
    }
    notes(analysis);
  }

  private void table(ArmComparison arms) {
    if (arms.metrics().isEmpty()) {
      return;
    }
    List<String[]> rows = new ArrayList<>();
    rows.add(new String[] {"metric", arms.base(), arms.other(), "change", "95 %", "p", "verdict"});
    for (Comparison metric : arms.metrics()) {
      rows.add(row(metric));
    }
    int[] widths = new int[rows.get(0).length];
    for (String[] row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row[i].length());
      }
    }
    out.append('\n');
    for (int i = 0; i < rows.size(); i++) {
      line(rows.get(i), widths, i == 0 ? PLAIN : colour(arms.metrics().get(i - 1).verdict()));
    }
  }

  private static String[] row(Comparison metric) {
    String unit = metric.metric().unit();
    return new String[] {
      metric.metric().name(),
      value(median(metric.pairs().base()), unit),
      value(median(metric.pairs().other()), unit),
      percent(metric.ratio()),
      metric.interval().equals(Interval.UNKNOWN)
          ? "-"
          : "[" + percent(metric.interval().low()) + ", " + percent(metric.interval().high()) + "]",
      p(metric.pHolm()),
      metric.verdict().word()
    };
  }

  private void line(String[] row, int[] widths, String colour) {
    out.append(row[0]).append(" ".repeat(widths[0] - row[0].length()));
    for (int i = 1; i < row.length - 1; i++) {
      out.append("  ").append(" ".repeat(widths[i] - row[i].length())).append(row[i]);
    }
    String verdict = row[row.length - 1];
    out.append("  ");
    out.append(colours && !colour.equals(PLAIN) ? colour + verdict + PLAIN : verdict);
    out.append('\n');
  }

  private static String colour(Verdict verdict) {
    return switch (verdict) {
      case BETTER -> GREEN;
      case WORSE -> RED;
      default -> PLAIN;
    };
  }

  private void notes(Analysis analysis) {
    out.append('\n');
    ArmComparison main = analysis.main();
    if (main.metrics().isEmpty()) {
      out.append("No pair of forks has ended well: there is nothing to compare.\n");
    } else {
      out.append("change: ").append(main.other()).append(" against ").append(main.base());
      out.append(", the median of pairs; p: corrected for ").append(main.metrics().size());
      out.append(main.metrics().size() == 1 ? " metric" : " metrics").append(".\n");
    }
    ofMetrics(main);
    String warning = main.warning();
    if (warning != null) {
      out.append(warning).append('\n');
    }
    if (analysis.experiment().ended() != null) {
      out.append("ended early: ").append(analysis.experiment().ended()).append('\n');
    }
  }

  /** One line for all metrics that the same is to be said of. */
  private void ofMetrics(ArmComparison arms) {
    Map<String, List<String>> names = new LinkedHashMap<>();
    for (Comparison metric : arms.metrics()) {
      if (metric.note() != null) {
        names.computeIfAbsent(metric.note(), note -> new ArrayList<>()).add(metric.metric().name());
      }
    }
    names.forEach(
        (note, of) -> {
          String which = of.size() == arms.metrics().size() ? "" : String.join(", ", of) + ": ";
          out.append(which).append(note).append('\n');
        });
  }

  private static double median(double[] values) {
    return Median.withDefaults().evaluate(Arrays.copyOf(values, values.length));
  }

  private static String value(double value, String unit) {
    return switch (unit) {
      case "bytes" -> Units.bytes((long) value);
      case "ms" -> number(value) + " ms";
      case "ns" -> number(value) + " ns";
      default -> number(value);
    };
  }

  /** In about four digits. */
  private static String number(double value) {
    int decimals = Math.abs(value) >= 1_000 || value == Math.rint(value) ? 0 : digits(value);
    return String.format(Locale.ROOT, "%,." + decimals + "f", value);
  }

  private static int digits(double value) {
    return Math.abs(value) >= 100 ? 1 : Math.abs(value) >= 10 ? 2 : 3;
  }

  private static String percent(double ratio) {
    return Double.isNaN(ratio) ? "-" : String.format(Locale.ROOT, "%+.1f %%", 100 * (ratio - 1));
  }

  private static String p(double p) {
    return p < 0.0001 ? "<0.0001" : String.format(Locale.ROOT, "%.4f", p);
  }
}
