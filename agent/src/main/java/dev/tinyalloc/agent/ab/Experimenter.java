package dev.tinyalloc.agent.ab;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Runs a whole plan. Used by one thread; {@link #stop} from any. */
public final class Experimenter {

  /** Whoever interrupts us from a terminal interrupts the fork as well. */
  private static final long SIGNAL_MILLIS = 300;

  private final Plan plan;
  private final Listener listener;
  private final ForkRunner runner;
  private final List<Fork> forks = new ArrayList<>();
  private final TreeSet<String> notFound = new TreeSet<>();
  private final long startNanos = System.nanoTime();
  private @Nullable String ended;

  public Experimenter(Plan plan, Listener listener) {
    this.plan = plan;
    this.listener = listener;
    runner = new ForkRunner(plan);
  }

  /** Kills the fork that runs, and has {@link #run} return what there is. */
  public void stop() {
    runner.stop();
  }

  /**
   * Runs all forks, or as many as can be.
   *
   * @throws IOException if the program cannot be started at all, or nothing can be kept
   */
  public Outcome run() throws IOException {
    for (int i = 0; i < plan.warmups() && ended == null; i++) {
      for (Arm arm : plan.arms()) {
        run(0, arm);
      }
    }
    for (int pair = 1; isWanted(pair); pair++) {
      for (Arm arm : plan.order(pair)) {
        run(pair, arm);
      }
    }
    runner.tidy();
    return new Outcome(experiment(), plan.folder());
  }

  private boolean isWanted(int pair) {
    if (ended != null) {
      return false;
    }
    return pair <= plan.pairs()
        || (plan.untilPrecise()
            && pair <= plan.mostPairs()
            && !Analysis.of(experiment()).isPrecise(plan.watched()));
  }

  private Experiment experiment() {
    return new Experiment(
        plan.command(),
        plan.armNames(),
        plan.allMetrics(),
        plan.pairs(),
        plan.warmups(),
        plan.marginPercent(),
        List.copyOf(forks),
        ended);
  }

  private void run(int pair, Arm arm) throws IOException {
    if (ended != null || isInterrupted()) {
      return;
    }
    int order = forks.size() + 1;
    listener.next(new Progress(order, expected(), arm.name(), pair, leftMillis()));
    Fork fork = runner.run(order, pair, arm);
    if (fork.failure() != null && isSignalled(fork)) {
      ended = "interrupted";
      return;
    }
    forks.add(fork);
    if (fork.failure() != null) {
      ended = FailedFork.describe(fork, runner.outputOf(order, arm));
    } else {
      look(fork);
      lookForAgent(fork, arm);
    }
  }

  /** An arm without the agent that it should have would be compared with itself. */
  private void lookForAgent(Fork fork, Arm arm) throws IOException {
    if (!runner.hadAgent(fork.order(), arm)) {
      ended =
          "fork "
              + fork.order()
              + " ("
              + fork.arm()
              + "): the agent stayed off; why is in the fork's output, "
              + runner.outputOf(fork.order(), arm);
    }
  }

  private boolean isInterrupted() {
    if (runner.isStopped()) {
      ended = "interrupted";
    }
    return ended != null;
  }

  /** Whether it died because we are about to. */
  private boolean isSignalled(Fork fork) {
    String failure = Objects.requireNonNull(fork.failure());
    if (failure.endsWith(" 130") || failure.endsWith(" 143")) {
      try {
        Thread.sleep(SIGNAL_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    return runner.isStopped();
  }

  /** Says at once, and once, if what the user looks for is not there. */
  private void look(Fork fork) {
    for (UserMetric metric : plan.metrics()) {
      if (!fork.values().containsKey(metric.metric()) && notFound.add(metric.name())) {
        listener.say(
            "metric \""
                + metric.name()
                + "\": no number in the output of fork "
                + fork.order()
                + " ("
                + fork.arm()
                + ") matches; it is kept in "
                + plan.folder());
      }
    }
  }

  private int expected() {
    return (plan.warmups() + plan.pairs()) * plan.arms().size();
  }

  private long leftMillis() {
    int done = forks.size();
    long spent = (System.nanoTime() - startNanos) / 1_000_000;
    return done == 0 ? -1 : spent * Math.max(1, expected() - done) / done;
  }
}
