/**
 * What TinyAlloc costs, always beside what it replaces, in the same run. Compare ratios of arms,
 * never absolute times.
 */
package dev.tinyalloc.bench;
