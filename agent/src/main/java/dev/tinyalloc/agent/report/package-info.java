/**
 * What the user reads in the end.
 *
 * <p>{@link dev.tinyalloc.agent.report.ReportWriter} is the way in. {@code SnapshotTaker} gathers
 * every figure into a {@code Snapshot}, which is plain data; {@code TextReport}, {@code JsonReport}
 * and {@code HtmlReport} know the snapshot and nothing else. Only {@code CoreReader} and {@code
 * SampleReader} touch the allocator: a program without an allocation site never loads them. {@code
 * docs/report.md} defines the figures.
 *
 * <p>Runs inside the exit of programs that may be tiny: the way of a text report without sites is
 * free of lambdas, of {@code String.format} and of joined strings, which cost tens of milliseconds
 * when they are the first in the process.
 */
@NullMarked
package dev.tinyalloc.agent.report;

import org.jspecify.annotations.NullMarked;
