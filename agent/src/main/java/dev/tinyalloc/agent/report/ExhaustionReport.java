package dev.tinyalloc.agent.report;

import dev.tinyalloc.agent.log.Console;
import dev.tinyalloc.agent.report.Snapshot.SiteCounts;
import dev.tinyalloc.hook.Exhaustion;
import java.util.ArrayList;
import java.util.List;

/**
 * Prints the sites that hold most when direct memory has run out: who reads the error asks that.
 */
public final class ExhaustionReport implements Exhaustion.Teller {

  private static final int ROWS = 10;

  /** What the console puts before each line counts as well. */
  private static final int COLUMNS = TextReport.COLUMNS - "tinyalloc: ".length();

  @Override
  public void tell(String message) {
    for (String line : text(message, new CoreReader().sites()).split("\n")) {
      Console.error(line);
    }
  }

  /** The message, and the first of {@code sites}, which come in {@link SiteOrder}. */
  static String text(String message, List<SiteCounts> sites) {
    List<SiteCounts> holders = new ArrayList<>();
    long all = 0;
    for (SiteCounts site : sites) {
      all += site.liveBytes();
      if (site.liveBytes() > 0 && holders.size() < ROWS) {
        holders.add(site);
      }
    }
    StringBuilder out = new StringBuilder();
    out.append("direct memory has run out: ").append(message).append('\n');
    out.append("who holds it (").append(Units.bytes(all)).append(" counted by site):\n");
    new SiteTable(holders).appendTo(out, COLUMNS);
    return out.toString();
  }
}
