package dev.tinyalloc.os;

/**
 * What tells one call stack from another: two with the same key are the same lines, as far as was
 * looked. It is made of numbers alone, so that no class stays reachable through it.
 *
 * @param hash of the methods and of the places in them, frame by frame
 * @param frames how many frames were looked at, from the innermost on
 */
public record StackKey(long hash, int frames) {}
