package dev.tinyalloc.agent.ab;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/** A number that is found in the program's output: the last match counts. */
public final class UserMetric {

  private static final Pattern FORM =
      Pattern.compile("([A-Za-z][\\w./-]*)(?::(higher|lower))?=(.+)", Pattern.DOTALL);

  private final Metric metric;
  private final Pattern pattern;

  private UserMetric(Metric metric, Pattern pattern) {
    this.metric = metric;
    this.pattern = pattern;
  }

  /**
   * Reads {@code NAME=REGEX}, {@code NAME:higher=REGEX} or {@code NAME:lower=REGEX}.
   *
   * @throws IllegalArgumentException if it is not of that form
   */
  public static UserMetric of(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      throw new IllegalArgumentException(
          "\"" + text + "\" is not NAME=REGEX, NAME:higher=REGEX or NAME:lower=REGEX");
    }
    if (Metrics.isBuiltIn(form.group(1))) {
      throw new IllegalArgumentException(
          "\"" + form.group(1) + "\" is measured anyway; give the metric another name");
    }
    boolean higher = "higher".equals(form.group(2));
    return new UserMetric(new Metric(form.group(1), "", higher), compile(form.group(3)));
  }

  private static Pattern compile(String regex) {
    try {
      return Pattern.compile(regex, Pattern.MULTILINE);
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException(
          "\"" + regex + "\" is no regular expression: " + e.getDescription());
    }
  }

  /** What the table calls it. */
  public String name() {
    return metric.name();
  }

  Metric metric() {
    return metric;
  }

  /** The number in {@code output}; null if there is none. */
  @Nullable Double find(String output) {
    Double last = null;
    try {
      Matcher matcher = pattern.matcher(output);
      while (matcher.find()) {
        Double number = number(matcher.groupCount() > 0 ? matcher.group(1) : matcher.group());
        last = number != null ? number : last;
      }
    } catch (StackOverflowError tooDeep) {
      return last;
    }
    return last;
  }

  /** Numbers for people have separators. */
  private static @Nullable Double number(@Nullable String text) {
    if (text == null) {
      return null;
    }
    try {
      double number = Double.parseDouble(text.trim().replaceAll("(?<=\\d)[,_](?=\\d{3})", ""));
      return Double.isFinite(number) ? number : null;
    } catch (NumberFormatException e) {
      return null;
    }
  }
}
