/** TinyAlloc in recordings of the JDK's flight recorder. Loaded once somebody makes a recording. */
@NullMarked
package dev.tinyalloc.agent.jfr;

import org.jspecify.annotations.NullMarked;
