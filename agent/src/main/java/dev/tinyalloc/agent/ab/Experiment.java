package dev.tinyalloc.agent.ab;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All forks of a program, and how they were run.
 *
 * @param command the program's command line
 * @param arms names, the base first: {@code jdk, tinyalloc}; the second is judged against the
 *     first, a third against both
 * @param metrics all that were to be measured, in the order of tables
 * @param wanted so many pairs were asked for
 * @param warmups so many forks of each arm came first and are not counted
 * @param marginPercent a difference of less does not matter
 * @param forks in the order they ran, warm-ups and failed ones too
 * @param ended why it ended before its time, or null
 */
record Experiment(
    List<String> command,
    List<String> arms,
    List<Metric> metrics,
    int wanted,
    int warmups,
    double marginPercent,
    List<Fork> forks,
    @Nullable String ended) {}
