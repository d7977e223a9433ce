package dev.tinyalloc.agent.ab;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One run of the program.
 *
 * @param pair which pair it belongs to, from 1; 0 for a warm-up, which no figure knows
 * @param arm the arm's name
 * @param order how many forks were started before it
 * @param values what was measured; a metric that could not be is not there
 * @param failure what was wrong with it, or null; a pair with such a fork is left out
 */
record Fork(
    int pair, String arm, int order, Map<Metric, Double> values, @Nullable String failure) {}
