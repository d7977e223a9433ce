/**
 * Sampled allocations: who called the line that allocated, how much they hold, how long it lives.
 *
 * <p>Every byte that is asked for has the same chance to be met by a {@link
 * dev.tinyalloc.sample.SampleClock}; the allocation it belongs to then is a sample. {@link
 * dev.tinyalloc.sample.Samples} keeps it as long as the allocation lives, with its {@link
 * dev.tinyalloc.sample.Stack}, and weighs it by the inverse of its chance, so that sums of weights
 * are unbiased estimates. Nothing here knows an allocator, a buffer, or what a site is.
 */
@NullMarked
package dev.tinyalloc.sample;

import org.jspecify.annotations.NullMarked;
