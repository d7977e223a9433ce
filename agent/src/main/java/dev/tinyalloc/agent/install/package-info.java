/**
 * From the options to a running agent: what happens inside {@code premain}, and at exit.
 *
 * <p>Nothing here may load ASM, SLF4J or the allocator: a program that allocates no direct memory
 * does not pay for them.
 */
@NullMarked
package dev.tinyalloc.agent.install;

import org.jspecify.annotations.NullMarked;
