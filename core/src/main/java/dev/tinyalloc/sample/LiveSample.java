package dev.tinyalloc.sample;

/**
 * A sampled allocation that has not ended.
 *
 * @param site id of the site
 * @param bytes requested bytes
 * @param ageNanos since when, in nanoseconds
 * @param stack {@link StackTotals#id} of its call stack
 * @param weight how many allocations it stands for
 */
public record LiveSample(int site, long bytes, long ageNanos, int stack, double weight) {}
