package dev.tinyalloc.hook;

import dev.tinyalloc.os.Os;
import dev.tinyalloc.site.Site;
import dev.tinyalloc.site.SiteTally;

/**
 * A lane's tally of one site. What frees an allocation keeps the tally that has counted it: mostly
 * the same carrier frees, and from here its lane is one load away. Looked up, the two come a chain
 * of ten loads later.
 */
final class LaneTally extends SiteTally {

  final Lane lane;

  /** The id of the site. */
  final int site;

  LaneTally(Lane lane, Site site) {
    super(site);
    this.lane = lane;
    this.site = site.id();
  }

  @Override
  public void usualCost(long cost) {
    super.usualCost(cost);
    lane.forget(this);
  }

  /** Whether the calling thread is the lane's carrier, and may count here. */
  boolean isHere() {
    return lane.isHomeOf(Os.CURRENT.carrierId());
  }
}
