/** TinyAlloc's figures as Prometheus reads them. Loaded if an option asks for them. */
@NullMarked
package dev.tinyalloc.agent.prometheus;

import org.jspecify.annotations.NullMarked;
