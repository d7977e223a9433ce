package dev.tinyalloc.agent.options;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** All options, in the order in which help and messages list them. */
public enum Option {
  MODE(
      "mode",
      "redirect",
      Choices.one("redirect", "observe", "ab", "off"),
      "redirect: TinyAlloc serves the memory; observe: the JDK serves it, statistics only; ab:"
          + " both, see ab.*"),
  APIS(
      "apis",
      "bytebuffer+arena",
      Choices.some("bytebuffer", "arena"),
      "which of the two are instrumented"),
  INCLUDE("include", null, Text.GLOBS, "only call sites in these classes are redirected"),
  EXCLUDE("exclude", null, Text.GLOBS, "call sites in these classes are not redirected"),
  CALLERS(
      "callers",
      "all",
      Choices.one("all", "sites"),
      "all: also callers without a call site of their own; sites: only rewritten call sites"),
  LARGE_THRESHOLD("large.threshold", "128k", Quantity.SIZE, "requests above it bypass the tiers"),
  PURGE_DELAY("purge.delay", "1s", Quantity.TIME, "how long an empty segment stays committed"),
  RECLAIM(
      "reclaim",
      "25",
      Quantity.PERCENT,
      "percent of the time that may go into collections asked for before direct memory runs out;"
          + " 0: none"),
  REPORT(
      "report",
      "text",
      Choices.noneOr("text", "json", "html", "collapsed", "jfr"),
      "what is written at exit"),
  REPORT_FILE(
      "report.file", null, Text.PATH, "where reports go; %p pid, %t time; none: text to stderr"),
  COLLAPSED(
      "collapsed",
      "allocated",
      Choices.one("allocated", "live"),
      "which bytes the collapsed stacks have"),
  INTERVAL(
      "interval", "10s", Quantity.TIME, "spacing of the time series kept for the reports; 0: none"),
  STACKS("stacks", "512k", Quantity.SIZE, "mean bytes between sampled call stacks; 0: none"),
  DEBUG(
      "debug",
      "none",
      Choices.noneOr("check", "guard"),
      "check: canaries, poison, quarantine, double frees; guard: sampled guard pages"),
  LATENCY(
      "latency",
      "0",
      Quantity.COUNT,
      "one call in so many is timed, for latencies by site; 0: none, but one in 64 in mode ab"),
  AB_SHARE("ab.share", "50", Quantity.PERCENT, "percent routed to TinyAlloc in mode ab"),
  AB_UNIT(
      "ab.unit",
      "call",
      Choices.one("call", "site", "thread"),
      "what is assigned to an arm in mode ab"),
  AB_SEED("ab.seed", "1", Quantity.COUNT, "decides what falls to which arm in mode ab"),
  PROMETHEUS(
      "prometheus", null, Text.ADDRESS, "HOST:PORT to serve metrics on; port 0: any free one"),
  LOG(
      "log",
      "warn",
      Choices.one("error", "warn", "info", "debug"),
      "the least important of the agent's own messages that are shown"),
  CONFIG("config", null, Text.PATH, "a properties file with more options");

  private final String key;
  private final @Nullable String byDefault;

  // Kinds are immutable; saying so to Error Prone would take a library of annotations.
  @SuppressWarnings("ImmutableEnumChecker")
  private final Kind kind;

  private final String meaning;

  Option(String key, @Nullable String byDefault, Kind kind, String meaning) {
    this.key = key;
    this.byDefault = byDefault;
    this.kind = kind;
    this.meaning = meaning;
  }

  /** The name as users write it. */
  public String key() {
    return key;
  }

  /** The value when nobody says otherwise, or null where there is none. */
  public @Nullable String byDefault() {
    return byDefault;
  }

  /** What the option does, in one phrase. */
  public String meaning() {
    return meaning;
  }

  /** What may be written as its value; completes "accepted: …". */
  public String accepted() {
    return kind.accepted();
  }

  /** The name of the environment variable. */
  String variable() {
    return OptionReader.VARIABLE_PREFIX + key.replace('.', '_').toUpperCase(Locale.ROOT);
  }

  Kind kind() {
    return kind;
  }

  /** The option with this key, or null. */
  static @Nullable Option byKey(String key) {
    for (Option option : values()) {
      if (option.key.equals(key)) {
        return option;
      }
    }
    return null;
  }

  static String[] keys() {
    Option[] options = values();
    String[] keys = new String[options.length];
    for (int i = 0; i < options.length; i++) {
      keys[i] = options[i].key;
    }
    return keys;
  }
}
