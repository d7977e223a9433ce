/**
 * What the user asked for. {@link dev.tinyalloc.agent.options.Option} is the one table of keys,
 * {@link dev.tinyalloc.agent.options.Options} the values in force.
 *
 * <p>Read inside {@code premain}: plain Java, no lambdas, no regular expressions, no {@code
 * java.nio.file}, which all cost start-up time or would fix what the application may yet configure.
 */
@NullMarked
package dev.tinyalloc.agent.options;

import org.jspecify.annotations.NullMarked;
