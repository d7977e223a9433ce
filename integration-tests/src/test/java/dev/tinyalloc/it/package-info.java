/**
 * Tests of the packaged agent: each runs a small program from {@code programs} in a JVM of its own,
 * on every JDK that {@link dev.tinyalloc.it.Jdks} finds.
 */
package dev.tinyalloc.it;
