package dev.tinyalloc.agent.options;

import dev.tinyalloc.agent.log.LogLevel;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The options in force. Immutable; any thread. */
public final class Options {

  /** The largest size class; written out, since looking it up would load {@code core}. */
  private static final long LARGEST_BLOCK_BYTES = 128 << 10;

  /** A timed call costs two readings of the clock: so they cost each call about a nanosecond. */
  private static final int TIMED_ONE_IN = 64;

  /** Only what was set; see {@link #text} for the rest. */
  private final Map<Option, String> set;

  private Options(Map<Option, String> set) {
    this.set = set;
  }

  /**
   * Reads the options from all places.
   *
   * @param argument the agent's argument, {@code key=value[,key=value…]}, or null
   * @param properties where {@code tinyalloc.<key>} are looked up
   * @param environment where {@code TINYALLOC_<KEY>} are looked up
   * @throws OptionException on the first mistake
   */
  public static Options read(
      @Nullable String argument, Properties properties, Map<String, String> environment)
      throws OptionException {
    return new Options(new OptionReader().read(argument, properties, environment));
  }

  /** A time as options have it, in milliseconds; negative where the text is none. */
  public static long millis(String time) {
    return Quantity.TIME.parse(time);
  }

  /** Who serves the memory. */
  public AgentMode mode() {
    return AgentMode.valueOf(name(required(Option.MODE)));
  }

  /** One call in so many is timed; 0 means none. */
  public int timedOneIn() {
    int said = (int) Quantity.COUNT.parse(required(Option.LATENCY));
    return said == 0 && mode() == AgentMode.AB ? TIMED_ONE_IN : said;
  }

  /** In mode {@code ab} so many percent fall to TinyAlloc. */
  public int abPercent() {
    return (int) Quantity.PERCENT.parse(required(Option.AB_SHARE));
  }

  /** What falls to an arm as a whole. */
  public AbUnit abUnit() {
    return AbUnit.valueOf(name(required(Option.AB_UNIT)));
  }

  /** What falls to which arm depends on it. */
  public long abSeed() {
    return Quantity.COUNT.parse(required(Option.AB_SEED));
  }

  /** What is instrumented. */
  public Set<Api> apis() {
    Set<Api> apis = EnumSet.noneOf(Api.class);
    for (String part : Lists.split(required(Option.APIS))) {
      apis.add(Api.valueOf(name(part)));
    }
    return Collections.unmodifiableSet(apis);
  }

  /** Globs of the classes whose call sites are redirected; empty means all. */
  public List<String> includes() {
    return globs(Option.INCLUDE);
  }

  /** Globs of the classes whose call sites are left alone; stronger than {@link #includes}. */
  public List<String> excludes() {
    return globs(Option.EXCLUDE);
  }

  /** At most so many percent of the time go into collections that are asked for; 0 means none. */
  public int reclaimPercent() {
    return (int) Quantity.PERCENT.parse(required(Option.RECLAIM));
  }

  /** Whether callers other than rewritten call sites are served, too. */
  public boolean servesAllCallers() {
    return required(Option.CALLERS).equals("all");
  }

  /** Requests above this many bytes bypass the tiers, and all above 128 KiB. */
  public long largeThreshold() {
    return Quantity.SIZE.parse(required(Option.LARGE_THRESHOLD));
  }

  /** How long an empty segment stays committed, in milliseconds; 0 means for ever. */
  public long purgeDelayMillis() {
    return Quantity.TIME.parse(required(Option.PURGE_DELAY));
  }

  /** Spacing of the time series, in milliseconds; 0 means that time is not looked at. */
  public long intervalMillis() {
    return Quantity.TIME.parse(required(Option.INTERVAL));
  }

  /** Whether every block is checked for damage when it is freed, and after. */
  public boolean checks() {
    return Lists.split(required(Option.DEBUG)).contains("check");
  }

  /** Whether a sample of the blocks lies between guard pages. */
  public boolean guards() {
    return Lists.split(required(Option.DEBUG)).contains("guard");
  }

  /** How many bytes lie between sampled call stacks in the mean; 0 means none are sampled. */
  public long stackBytes() {
    return Quantity.SIZE.parse(required(Option.STACKS));
  }

  /** Whether {@link #stackBytes} was said by somebody, and so holds at any rate. */
  public boolean fixesStackBytes() {
    return set.containsKey(Option.STACKS);
  }

  /** What is written at exit; empty means nothing. */
  public Set<ReportFormat> reports() {
    Set<ReportFormat> formats = EnumSet.noneOf(ReportFormat.class);
    String value = required(Option.REPORT);
    if (!value.equals("none")) {
      for (String part : Lists.split(value)) {
        formats.add(ReportFormat.valueOf(name(part)));
      }
    }
    return Collections.unmodifiableSet(formats);
  }

  /** Path pattern of the report, {@code %p} and {@code %t} not yet replaced, or null. */
  public @Nullable String reportFile() {
    return text(Option.REPORT_FILE);
  }

  /** Which bytes the collapsed stacks have. */
  public StackBytes collapsed() {
    return StackBytes.valueOf(name(required(Option.COLLAPSED)));
  }

  /** {@code HOST:PORT} that metrics are served on, or null. */
  public @Nullable String prometheus() {
    return text(Option.PROMETHEUS);
  }

  /** The least important of our own messages that are shown. */
  public LogLevel log() {
    return LogLevel.valueOf(name(required(Option.LOG)));
  }

  /** Every option that has a value, by key, as the user would write it; in the table's order. */
  public Map<String, String> asMap() {
    Map<String, String> map = new LinkedHashMap<>();
    for (Option option : Option.values()) {
      String value = text(option);
      if (value != null) {
        map.put(option.key(), value);
      }
    }
    return Collections.unmodifiableMap(map);
  }

  /** One line for each thing that was asked for and that this version does not do. */
  public List<String> notices() {
    List<String> notices = new ArrayList<>();
    if (largeThreshold() > LARGEST_BLOCK_BYTES) {
      notices.add("option \"large.threshold\": blocks end at 128k; 128k is used");
    }
    return notices;
  }

  private List<String> globs(Option option) {
    String value = text(option);
    return value == null ? List.of() : Collections.unmodifiableList(Lists.split(value));
  }

  private String required(Option option) {
    String value = text(option);
    if (value == null) {
      throw new IllegalStateException("option " + option.key() + " has neither value nor default");
    }
    return value;
  }

  private @Nullable String text(Option option) {
    String value = set.get(option);
    return value != null ? value : option.byDefault();
  }

  private static String name(String word) {
    return word.toUpperCase(Locale.ROOT);
  }
}
