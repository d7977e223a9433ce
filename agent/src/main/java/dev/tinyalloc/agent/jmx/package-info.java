/** TinyAlloc's MBean. Loaded once somebody asks for the platform's MBean server. */
@NullMarked
package dev.tinyalloc.agent.jmx;

import org.jspecify.annotations.NullMarked;
