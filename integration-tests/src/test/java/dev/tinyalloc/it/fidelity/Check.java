package dev.tinyalloc.it.fidelity;

/** Finds out one thing about direct buffers. */
@FunctionalInterface
interface Check {

  /** What it found out: printed, compared. What it throws means that the check is broken. */
  Object find() throws Throwable;
}
