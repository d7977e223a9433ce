package dev.tinyalloc.site;

/** Who is to serve a site. */
public enum Route {
  /** Whom the mode says. */
  AUTO,
  /** The JDK; its allocations are counted. */
  JDK,
  /** TinyAlloc, also where the mode is to observe. */
  TINYALLOC
}
