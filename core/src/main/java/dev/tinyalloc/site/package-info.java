/**
 * Allocation sites and their counters: who asked, how often, for how much, how much is still out.
 *
 * <p>A {@link dev.tinyalloc.site.Site} is one line of the program. Each carrier thread counts in
 * {@link dev.tinyalloc.site.SiteTally} objects of its own, without atomics; the reader adds them
 * up. Nothing here knows an allocator or a buffer.
 */
@NullMarked
package dev.tinyalloc.site;

import org.jspecify.annotations.NullMarked;
