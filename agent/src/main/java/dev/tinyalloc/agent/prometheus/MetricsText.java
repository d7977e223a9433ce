package dev.tinyalloc.agent.prometheus;

import dev.tinyalloc.agent.report.SiteLabel;
import dev.tinyalloc.agent.report.Snapshot;
import dev.tinyalloc.agent.report.Snapshot.Memory;
import dev.tinyalloc.agent.report.Snapshot.OpeningCounts;
import dev.tinyalloc.agent.report.Snapshot.SiteCounts;
import dev.tinyalloc.agent.report.Snapshot.Totals;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot.InfoDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.IOException;
import java.io.OutputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The figures in Prometheus' text format. Keep one for all scrapes: it sees to it that counters
 * never fall. Any thread, one at a time.
 */
public final class MetricsText {

  /** Rows of a metric, of which there is one more for all the rest. */
  static final int ROWS = 1_000;

  private static final int COLUMNS = 200;
  private static final String REST = "(others)";
  private static final Labels OTHER_SITES = Labels.of("site", REST, "api", REST);
  private static final Labels OTHER_ARENAS = Labels.of("site", REST, "kind", REST);

  private final PrometheusTextFormatWriter writer = PrometheusTextFormatWriter.create();

  /** By the site's id: they never change, and making them takes most of a scrape's time. */
  private final Map<Integer, Labels> siteLabels = new HashMap<>();

  private final CounterRows siteCounters = new CounterRows(ROWS, OTHER_SITES);
  private final CounterRows arenaCounters = new CounterRows(ROWS, OTHER_ARENAS);
  private final CounterRows processCounters = new CounterRows(1, Labels.EMPTY);

  /** Media type of the text, with version and encoding. */
  public String contentType() {
    return writer.getContentType();
  }

  /** Writes {@code snapshot}, in UTF-8; leaves {@code out} open. */
  public synchronized void write(Snapshot snapshot, OutputStream out) throws IOException {
    MetricSnapshots.Builder metrics = MetricSnapshots.builder();
    metrics.metricSnapshot(info(snapshot.agent()));
    process(snapshot.totals(), metrics);
    sites(snapshot.sites(), metrics);
    memory(snapshot.memory(), metrics);
    arenas(snapshot.arenas(), metrics);
    writer.write(out, metrics.build());
  }

  private static InfoSnapshot info(Snapshot.Agent agent) {
    String mode = agent.mode().name().toLowerCase(Locale.ROOT);
    Labels labels = Labels.of("version", agent.version(), "mode", mode);
    return InfoSnapshot.builder()
        .name("tinyalloc")
        .help("The agent.")
        .dataPoint(InfoDataPointSnapshot.builder().labels(labels).build())
        .build();
  }

  private void process(Totals totals, MetricSnapshots.Builder metrics) {
    LabelledSums counters = new LabelledSums();
    counters.add(
        Labels.EMPTY,
        totals.allocations(),
        totals.allocatedBytes(),
        totals.frees(),
        totals.freedBytes());
    Family.counters(
        metrics,
        processCounters.rows(counters),
        new Family("tinyalloc_process_allocations", "Allocations of all sites."),
        new Family("tinyalloc_process_allocated_bytes", "What those asked for."),
        new Family("tinyalloc_process_frees", "Allocations that have ended."),
        new Family("tinyalloc_process_freed_bytes", "What those had asked for."));
    Family.gauges(
        metrics,
        Map.of(
            Labels.EMPTY,
            new long[] {totals.liveAllocations(), totals.liveBytes(), totals.peakLiveBytes()}),
        new Family("tinyalloc_process_live_allocations", "Allocations that have not ended."),
        new Family("tinyalloc_process_live_bytes", "What those asked for."),
        new Family("tinyalloc_process_peak_live_bytes", "The most bytes live at once."));
  }

  private void sites(List<SiteCounts> sites, MetricSnapshots.Builder metrics) {
    LabelledSums counters = new LabelledSums();
    LabelledSums levels = new LabelledSums();
    for (SiteCounts site : sites) {
      if (site.allocations() > 0) {
        Labels labels = siteLabels.computeIfAbsent(site.id(), id -> labels(site));
        counters.add(
            labels,
            site.allocations(),
            site.allocatedBytes(),
            site.frees(),
            site.freedBytes(),
            site.blockBytes());
        levels.add(labels, site.liveAllocations(), site.liveBytes());
      }
    }
    Family.counters(
        metrics,
        siteCounters.rows(counters),
        new Family("tinyalloc_allocations", "Allocations by the line that makes them."),
        new Family("tinyalloc_allocated_bytes", "What those asked for."),
        new Family("tinyalloc_frees", "Allocations that have ended."),
        new Family("tinyalloc_freed_bytes", "What those had asked for."),
        new Family("tinyalloc_block_bytes", "What all requests cost after rounding up."));
    Family.gauges(
        metrics,
        GaugeRows.rows(levels, ROWS, OTHER_SITES),
        new Family("tinyalloc_live_allocations", "Allocations that have not ended."),
        new Family("tinyalloc_live_bytes", "What those asked for."));
  }

  private static Labels labels(SiteCounts site) {
    return Labels.of("site", SiteLabel.of(site, COLUMNS), "api", site.api());
  }

  private static void memory(Memory memory, MetricSnapshots.Builder metrics) {
    LabelledSums tiers = new LabelledSums();
    tiers.add(Labels.of("tier", "live_blocks"), memory.liveBlockBytes());
    tiers.add(Labels.of("tier", "free_blocks"), memory.freeBlockBytes());
    tiers.add(Labels.of("tier", "uncut"), memory.uncutBytes());
    tiers.add(Labels.of("tier", "empty_segments"), memory.emptySegmentBytes());
    tiers.add(Labels.of("tier", "large"), memory.largeBytes());
    tiers.add(Labels.of("tier", "cached_large"), memory.cachedLargeBytes());
    Family.gauges(
        metrics,
        tiers.all(),
        new Family("tinyalloc_memory_bytes", "TinyAlloc's memory; the sum is what is committed."));
    Family.gauges(
        metrics,
        Map.of(
            Labels.EMPTY,
            new long[] {
              memory.committedBytes(), memory.reservedBytes(), memory.metadataBytes(),
            }),
        new Family("tinyalloc_committed_bytes", "Memory that pages may back."),
        new Family("tinyalloc_reserved_bytes", "Address space taken from the system."),
        new Family("tinyalloc_metadata_bytes", "Bookkeeping on the Java heap; an estimate."));
  }

  private void arenas(List<OpeningCounts> openings, MetricSnapshots.Builder metrics) {
    LabelledSums counters = new LabelledSums();
    for (OpeningCounts opening : openings) {
      counters.add(
          Labels.of("site", SiteLabel.of(opening, COLUMNS), "kind", opening.kind()),
          opening.opened(),
          opening.closed(),
          opening.neverClosed());
    }
    Family.counters(
        metrics,
        arenaCounters.rows(counters),
        new Family("tinyalloc_arenas_opened", "Arenas by the line that opens them."),
        new Family("tinyalloc_arenas_closed", "Those that were closed."),
        new Family("tinyalloc_arenas_never_closed", "Those that nobody can close any more."));
  }
}
