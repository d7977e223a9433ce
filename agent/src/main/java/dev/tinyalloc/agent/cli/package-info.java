/**
 * The command line: {@code java -jar tinyalloc-agent.jar COMMAND}. It runs in a process of its own
 * and knows the agent in another one by its answers only; nothing here touches the allocator.
 */
@NullMarked
package dev.tinyalloc.agent.cli;

import org.jspecify.annotations.NullMarked;
