/**
 * Programs that know nothing of TinyAlloc: a server as its users run it, and the load for it.
 *
 * <p>{@link dev.tinyalloc.samples.HttpServerSample} runs under the agent, {@link
 * dev.tinyalloc.samples.LoadDriver} in a JVM of its own without it; {@code samples/demo} starts
 * both.
 */
package dev.tinyalloc.samples;
