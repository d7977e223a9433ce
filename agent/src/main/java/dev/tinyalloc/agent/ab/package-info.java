/**
 * The same program under different allocation, again and again, and what can be said of the
 * difference: {@code Experiment} is what was measured, {@code Analysis} what follows from it. Of
 * the rest of the command line it uses files, terminals and failures.
 */
@NullMarked
package dev.tinyalloc.agent.ab;

import org.jspecify.annotations.NullMarked;
