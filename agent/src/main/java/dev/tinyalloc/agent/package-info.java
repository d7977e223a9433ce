/**
 * What the system class loader sees of the agent: the entry class and the loader of all the rest.
 *
 * <p>Only the classes of this very package lie where the application's class loaders look. The
 * sub-packages and all libraries are under {@code inst/} in the jar and are loaded by {@link
 * dev.tinyalloc.agent.AgentClassLoader}; the allocator and the hooks are defined in the boot loader
 * when the first class is rewritten.
 */
@NullMarked
package dev.tinyalloc.agent;

import org.jspecify.annotations.NullMarked;
