package dev.tinyalloc.agent.ab;

/**
 * What is measured of a fork.
 *
 * @param name as in tables and files: {@code wall}, {@code peakRss}, or the user's own
 * @param unit of its values: {@code ms}, {@code bytes}, {@code ns}, or empty for plain numbers
 * @param higherIsBetter whether more of it is better; else less is
 */
record Metric(String name, String unit, boolean higherIsBetter) {}
