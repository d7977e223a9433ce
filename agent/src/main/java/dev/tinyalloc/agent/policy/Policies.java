package dev.tinyalloc.agent.policy;

import dev.tinyalloc.agent.boot.BootInstaller;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The routes that users have asked for. Any thread.
 *
 * <p>A rule is about sites that are known and about those to come; of several for one site the
 * newest wins. Rules stay when the agent is detached, and hold again once it is attached to the
 * same process.
 */
public final class Policies {

  private static final Object LOCK = new Object();

  /** Oldest first. Replaced, never changed. */
  private static volatile List<Rule> rules = List.of();

  /** What is to be done before TinyAlloc serves anything where the mode is to observe. */
  private static @Nullable Runnable preparation;

  private static boolean prepared;

  private Policies() {}

  /**
   * What has become of a rule.
   *
   * @param sites how many known sites it is about
   */
  public record Outcome(int sites) {}

  /**
   * Has the sites that {@code pattern} is about served as {@code route} says, from their next
   * allocation on.
   *
   * @param pattern number of a site, as in the report, or a glob over its class, over {@code
   *     class.method} or over {@code class.method:line}
   * @param route {@code jdk}, {@code tinyalloc}, or {@code auto}: whatever the mode says
   * @throws IllegalArgumentException if either is wrong; the message names it and says what is
   *     accepted, and nothing has changed
   */
  public static Outcome set(String pattern, String route) {
    return set(pattern, route, BootInstaller::installed);
  }

  static Outcome set(String pattern, String route, BooleanSupplier hooksAreThere) {
    Choice choice = Choice.of(route);
    Outcome outcome;
    synchronized (LOCK) {
      int sites = hooksAreThere.getAsBoolean() ? SiteRoutes.count() : 0;
      Rule rule = Rule.of(pattern, choice, sites);
      // First the rules, then a look at what is there: who registers a site does it the other way
      // round, so that one of the two sees the other.
      rules = with(rule);
      outcome = new Outcome(hooksAreThere.getAsBoolean() ? SiteRoutes.apply(rules, rule) : 0);
    }
    prepare();
    return outcome;
  }

  /** The rules with {@code newest}, without those that change nothing any more. */
  private static List<Rule> with(Rule newest) {
    List<Rule> all = new ArrayList<>();
    for (Rule rule : rules) {
      if (!newest.isOfAll() && !newest.isAsOf(rule)) {
        add(all, rule);
      }
    }
    add(all, newest);
    return List.copyOf(all);
  }

  /** A rule that takes nothing back says what holds anyway. */
  private static void add(List<Rule> all, Rule rule) {
    if (rule.choice() != Choice.AUTO || !all.isEmpty()) {
      all.add(rule);
    }
  }

  /**
   * Gives the site with this id the route that the rules say. To be called whenever one is
   * registered, before it is used.
   */
  public static void registered(int id) {
    if (!rules.isEmpty()) {
      synchronized (LOCK) {
        SiteRoutes.apply(rules, id);
      }
    }
  }

  /**
   * Has {@code action} run when a rule first routes anything to TinyAlloc, at once if one does. It
   * is for a mode in which nothing else does; once has run, further ones are not needed.
   */
  public static void beforeRedirection(Runnable action) {
    synchronized (LOCK) {
      preparation = prepared ? null : action;
    }
    prepare();
  }

  /** Undoes {@link #beforeRedirection}. */
  public static void noPreparation() {
    synchronized (LOCK) {
      preparation = null;
      prepared = false;
    }
  }

  private static void prepare() {
    Runnable action = null;
    synchronized (LOCK) {
      if (preparation != null && redirects()) {
        action = preparation;
        preparation = null;
        prepared = true;
      }
    }
    // Outside: it changes classes of the JDK.
    if (action != null) {
      action.run();
    }
  }

  private static boolean redirects() {
    for (Rule rule : rules) {
      if (rule.choice() == Choice.TINYALLOC) {
        return true;
      }
    }
    return false;
  }
}
