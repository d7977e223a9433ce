package dev.tinyalloc.agent.history;

/** Where the figures come from. Called by one thread at a time, many thousand times. */
interface Counters {

  /** How many sites there are; ids are 1 to this number. It only grows. */
  int siteCount();

  /** Enters what is live at each site in {@code bytes[id]}; returns how many were entered. */
  int live(long[] bytes);

  /** Enters what each site has ever asked for in {@code bytes[id]}; returns how many. */
  int allocated(long[] bytes);

  /** Bytes live over all sites. */
  long totalLive();

  /** What TinyAlloc has committed, in bytes. */
  long committed();

  /** Hands the samples that have ended since the last call to {@code lifetimes}. */
  void drain(Lifetimes lifetimes);
}
