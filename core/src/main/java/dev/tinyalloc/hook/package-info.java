/**
 * Where rewritten code arrives. Counts at the site, chooses who serves, and keeps every promise of
 * the JDK's method.
 *
 * <p>Classes here run inside the application's own calls: they allocate nothing beyond the object
 * that was asked for, take no locks, never log and never throw anything the JDK would not throw.
 */
@NullMarked
package dev.tinyalloc.hook;

import org.jspecify.annotations.NullMarked;
