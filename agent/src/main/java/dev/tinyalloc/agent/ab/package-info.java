/**
 * The same program under different allocation, again and again, and what can be said of the
 * difference. A {@code Plan} says what is to be run; {@code Experimenter} runs it, fork by fork;
 * {@code Experiment} is what was measured, and {@code Analysis} what follows from it. Knows nothing
 * of the command line.
 */
@NullMarked
package dev.tinyalloc.agent.ab;

import org.jspecify.annotations.NullMarked;
