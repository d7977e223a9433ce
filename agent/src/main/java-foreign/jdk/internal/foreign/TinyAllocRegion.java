package jdk.internal.foreign;

import dev.tinyalloc.hook.Region;

/** A list of resources that has a region. */
interface TinyAllocRegion {

  /** The region of the arena. */
  Region region();
}
