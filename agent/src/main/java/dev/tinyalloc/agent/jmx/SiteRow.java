package dev.tinyalloc.agent.jmx;

import dev.tinyalloc.agent.report.Snapshot.SiteCounts;
import org.jspecify.annotations.Nullable;

/** A site, with getters by which JMX makes it a composite. Sizes are bytes. */
public final class SiteRow {

  private final SiteCounts site;

  SiteRow(SiteCounts site) {
    this.site = site;
  }

  /** Number of the site in this process. */
  public int getId() {
    return site.id();
  }

  /** The method as the source calls it. */
  public String getApi() {
    return site.api();
  }

  /** The calling class. */
  public String getClassName() {
    return site.className();
  }

  /** The calling method. */
  public String getMethod() {
    return site.method();
  }

  /** Source file, or null. */
  public @Nullable String getFile() {
    return site.file();
  }

  /** Source line, or -1. */
  public int getLine() {
    return site.line();
  }

  /** Class loader, as in the report. */
  public String getLoader() {
    return site.loader();
  }

  /** Who is asked to serve. */
  public String getRoute() {
    return site.route();
  }

  /** Allocations ever made. */
  public long getAllocations() {
    return site.allocations();
  }

  /** What those asked for. */
  public long getAllocatedBytes() {
    return site.allocatedBytes();
  }

  /** Allocations that have ended. */
  public long getFrees() {
    return site.frees();
  }

  /** What those had asked for. */
  public long getFreedBytes() {
    return site.freedBytes();
  }

  /** Allocations that have not ended. */
  public long getLiveAllocations() {
    return site.liveAllocations();
  }

  /** What those asked for. */
  public long getLiveBytes() {
    return site.liveBytes();
  }

  /** The most bytes live at once. */
  public long getPeakLiveBytes() {
    return site.peakLiveBytes();
  }

  /** What all requests cost after rounding up. */
  public long getBlockBytes() {
    return site.blockBytes();
  }
}
