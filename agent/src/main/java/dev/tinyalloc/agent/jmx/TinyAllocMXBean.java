package dev.tinyalloc.agent.jmx;

/** What the MBean shows, as of the moment of asking. The same figures as in the report. */
public interface TinyAllocMXBean {

  /** The most rows that {@link #getSites} has. */
  int SITES = 100;

  /** The mode of the agent: {@code redirect} or {@code observe}. */
  String getMode();

  /** The version of the agent. */
  String getVersion();

  /** Allocations ever made, of all sites. */
  long getAllocations();

  /** What those asked for, in bytes. */
  long getAllocatedBytes();

  /** Allocations that have ended. */
  long getFrees();

  /** What those had asked for, in bytes. */
  long getFreedBytes();

  /** Allocations that have not ended. */
  long getLiveAllocations();

  /** What those asked for, in bytes. */
  long getLiveBytes();

  /** The most bytes live at once. */
  long getPeakLiveBytes();

  /** TinyAlloc's memory that pages may back, of all its arenas, in bytes. */
  long getCommittedBytes();

  /** Address space taken from the system, in bytes. */
  long getReservedBytes();

  /** Blocks that hold live allocations, rounding included, in bytes. */
  long getLiveBlockBytes();

  /** Blocks that nobody holds, in bytes. */
  long getFreeBlockBytes();

  /** Parts of segments that are not cut into blocks, in bytes. */
  long getUncutBytes();

  /** Segments that nobody uses and that have not been given back, in bytes. */
  long getEmptySegmentBytes();

  /** Live blocks above the large threshold, in bytes. */
  long getLargeBytes();

  /** Freed ones that have not been given back, in bytes. */
  long getCachedLargeBytes();

  /** Bookkeeping on the Java heap, in bytes; an estimate. */
  long getMetadataBytes();

  /** Arenas of the program that are open. */
  long getOpenArenas();

  /** Arenas that became unreachable while open. */
  long getNeverClosedArenas();

  /** The sites that hold most bytes, {@value #SITES} at most, the largest first. */
  SiteRow[] getSites();

  /** Gives back all memory that nobody uses, now; returns how many bytes that was. */
  long purge();
}
