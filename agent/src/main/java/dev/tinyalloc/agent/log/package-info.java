/**
 * What the agent itself has to say: lines on stderr that begin with {@code tinyalloc: }.
 *
 * <p>{@link dev.tinyalloc.agent.log.Console} writes them and is all that {@code premain} uses; the
 * other classes put SLF4J's interface on it and are loaded after the first rewritten class only.
 */
@NullMarked
package dev.tinyalloc.agent.log;

import org.jspecify.annotations.NullMarked;
