/**
 * What the passing of time tells: levels over time, sites that keep growing, lifetimes. A thread of
 * its own looks at the counters once in a while and keeps bounded histories; reports read them.
 *
 * <p>{@code HistoryThread → History → Floors (growth), Series (totals), SiteSeries (single sites),
 * Lifetimes}
 */
@NullMarked
package dev.tinyalloc.agent.history;

import org.jspecify.annotations.NullMarked;
