/**
 * What the command line and the agent say to each other, and the agent's ear: a local socket in a
 * directory that only its owner can enter. Nothing listens on the network. The command line reads
 * this package too, so it knows nothing of the allocator.
 */
@NullMarked
package dev.tinyalloc.agent.control;

import org.jspecify.annotations.NullMarked;
