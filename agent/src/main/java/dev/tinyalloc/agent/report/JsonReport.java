package dev.tinyalloc.agent.report;

import com.google.gson.FormattingStyle;
import com.google.gson.stream.JsonWriter;
import dev.tinyalloc.agent.report.Snapshot.Memory;
import dev.tinyalloc.agent.report.Snapshot.OpeningCounts;
import dev.tinyalloc.agent.report.Snapshot.SiteCounts;
import dev.tinyalloc.agent.report.Snapshot.SizeClass;
import dev.tinyalloc.agent.report.Snapshot.Times;
import dev.tinyalloc.agent.report.Snapshot.Totals;
import java.io.IOException;
import java.io.Writer;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The report for programs: schema {@code tinyalloc-report/1}, one line for each site, in at most
 * about {@link JsonRoom#FILE_BYTES}.
 */
final class JsonReport {

  private static final String SCHEMA = "tinyalloc-report/1";

  private static final FormattingStyle LINES = FormattingStyle.PRETTY;
  private static final FormattingStyle ONE_LINE = FormattingStyle.COMPACT;

  /** Of the room for the report, in percent, what is used when the list ends at the latest. */
  private static final int SITES_END = 94;

  private static final int ARENAS_END = 95;
  private static final int MISSED_END = 99;

  /** What a site takes without its sizes and samples, in bytes, where names are not long. */
  private static final int SITE_BYTES = 460;

  private final JsonRoom room;
  private final JsonWriter json;
  private final JsonProfile profile;

  /** Sites that are not written yet. */
  private int sitesLeft;

  /** Whether there is no room for the sizes of those. */
  private boolean isTight;

  private JsonReport(JsonRoom room) {
    this.room = room;
    json = new JsonWriter(room.writer());
    json.setFormattingStyle(LINES);
    profile = new JsonProfile(json, room, LINES, ONE_LINE);
  }

  /** Writes the report, and a newline at its end; leaves {@code out} open. */
  static void write(Snapshot snapshot, Writer out) throws IOException {
    write(snapshot, out, JsonRoom.FILE_BYTES);
  }

  /** The same with room for every row. */
  static void writeAll(Snapshot snapshot, Writer out) throws IOException {
    write(snapshot, out, JsonRoom.NO_LIMIT);
  }

  private static void write(Snapshot snapshot, Writer out, long maxBytes) throws IOException {
    JsonReport report = new JsonReport(new JsonRoom(out, maxBytes));
    report.write(snapshot);
    report.json.flush();
    out.write('\n');
  }

  private void write(Snapshot snapshot) throws IOException {
    json.beginObject();
    json.name("schema").value(SCHEMA);
    program(snapshot.program());
    agent(snapshot.agent());
    totals(snapshot.totals());
    memory(snapshot.memory());
    sizeClasses(snapshot.sizeClasses());
    sites(snapshot.sites());
    arenas(snapshot.arenas());
    profile.write(snapshot);
    coverage(snapshot.coverage());
    leftOut();
    json.endObject();
  }

  private void program(Snapshot.Program program) throws IOException {
    json.name("program").value(program.name());
    json.name("pid").value(program.pid());
    json.name("time").value(program.time().toString());
    json.name("uptimeMillis").value(program.uptimeMillis());
    json.name("jvm");
    beginLine();
    json.name("version").value(program.jvmVersion());
    json.name("vendor").value(program.jvmVendor());
    endLine();
  }

  private void agent(Snapshot.Agent agent) throws IOException {
    json.name("agent").beginObject();
    json.name("version").value(agent.version());
    json.name("mode").value(agent.mode().name().toLowerCase(Locale.ROOT));
    json.name("options").beginObject();
    for (Map.Entry<String, String> option : agent.options().entrySet()) {
      json.name(option.getKey()).value(option.getValue());
    }
    json.endObject();
    json.endObject();
  }

  private void totals(Totals totals) throws IOException {
    json.name("totals").beginObject();
    json.name("allocations").value(totals.allocations());
    json.name("allocatedBytes").value(totals.allocatedBytes());
    json.name("frees").value(totals.frees());
    json.name("freedBytes").value(totals.freedBytes());
    json.name("liveAllocations").value(totals.liveAllocations());
    json.name("liveBytes").value(totals.liveBytes());
    json.name("peakLiveBytes").value(totals.peakLiveBytes());
    json.endObject();
  }

  private void memory(Memory memory) throws IOException {
    json.name("memory").beginObject();
    json.name("reservedBytes").value(memory.reservedBytes());
    json.name("committedBytes").value(memory.committedBytes());
    json.name("liveBlockBytes").value(memory.liveBlockBytes());
    json.name("freeBlockBytes").value(memory.freeBlockBytes());
    json.name("uncutBytes").value(memory.uncutBytes());
    json.name("emptySegmentBytes").value(memory.emptySegmentBytes());
    json.name("largeBytes").value(memory.largeBytes());
    json.name("cachedLargeBytes").value(memory.cachedLargeBytes());
    json.name("metadataBytes").value(memory.metadataBytes());
    json.endObject();
  }

  private void sizeClasses(Iterable<SizeClass> classes) throws IOException {
    json.name("sizeClasses").beginArray();
    for (SizeClass sizeClass : classes) {
      beginLine();
      json.name("blockBytes").value(sizeClass.blockBytes());
      json.name("liveBlocks").value(sizeClass.liveBlocks());
      json.name("allocations").value(sizeClass.allocations());
      endLine();
    }
    json.endArray();
  }

  private void sites(List<SiteCounts> sites) throws IOException {
    json.name("sites").beginArray();
    sitesLeft = sites.size();
    List<SiteCounts> others = room.fill("sites", sites, SITES_END, this::site);
    if (!others.isEmpty()) {
      site(OtherSites.sum(others), true);
    }
    json.endArray();
  }

  /** That all sites are named is worth more than all that is known of those that matter least. */
  private void site(SiteCounts site) throws IOException {
    isTight |= room.isTight((long) sitesLeft * SITE_BYTES, SITES_END);
    if (isTight) {
      room.leaveOut("sizes");
    }
    sitesLeft--;
    site(site, !isTight);
  }

  private void site(SiteCounts site, boolean whole) throws IOException {
    beginLine();
    place(site);
    counts(site);
    profile.site(site, whole);
    endLine();
  }

  private void place(SiteCounts site) throws IOException {
    json.name("id").value(site.id());
    json.name("api").value(site.api());
    json.name("class").value(site.className());
    json.name("method").value(site.method());
    json.name("file").value(site.file());
    json.name("line").value(site.line());
    json.name("loader").value(site.loader());
    json.name("route").value(site.route());
  }

  private void counts(SiteCounts site) throws IOException {
    json.name("allocations").value(site.allocations());
    json.name("allocatedBytes").value(site.allocatedBytes());
    json.name("frees").value(site.frees());
    json.name("freedBytes").value(site.freedBytes());
    json.name("liveAllocations").value(site.liveAllocations());
    json.name("liveBytes").value(site.liveBytes());
    json.name("peakLiveBytes").value(site.peakLiveBytes());
    json.name("blockBytes").value(site.blockBytes());
    json.name("largeAllocations").value(site.largeAllocations());
  }

  private void arenas(List<OpeningCounts> arenas) throws IOException {
    json.name("arenas").beginArray();
    room.fill("arenas", arenas, ARENAS_END, this::arena);
    json.endArray();
  }

  private void arena(OpeningCounts arena) throws IOException {
    beginLine();
    json.name("class").value(arena.className());
    json.name("method").value(arena.method());
    json.name("file").value(arena.file());
    json.name("line").value(arena.line());
    json.name("loader").value(arena.loader());
    json.name("kind").value(arena.kind());
    json.name("opened").value(arena.opened());
    json.name("closed").value(arena.closed());
    json.name("neverClosed").value(arena.neverClosed());
    json.name("segments").value(arena.segments());
    json.name("segmentBytes").value(arena.bytes());
    times("openNanos", arena.open());
    times("closeNanos", arena.close());
    endLine();
  }

  private void times(String name, Times times) throws IOException {
    json.name(name).beginObject();
    json.name("p50").value(times.p50());
    json.name("p90").value(times.p90());
    json.name("p99").value(times.p99());
    json.name("max").value(times.max());
    json.endObject();
  }

  private void coverage(Snapshot.Coverage coverage) throws IOException {
    json.name("coverage").beginObject();
    json.name("rewrittenClasses").value(coverage.rewrittenClasses());
    json.name("rewrittenSites").value(coverage.rewrittenSites());
    json.name("otherCallers").value(coverage.otherCallers());
    json.name("missed").beginArray();
    room.fill("missed", coverage.missed(), MISSED_END, this::missed);
    json.endArray();
    json.endObject();
  }

  private void missed(AgentRun.Missed missed) throws IOException {
    beginLine();
    json.name("class").value(missed.className());
    json.name("loader").value(missed.loader());
    json.name("reason").value(missed.reason());
    endLine();
  }

  private void leftOut() throws IOException {
    if (!room.leftOut().isEmpty()) {
      json.name("leftOut");
      beginLine();
      for (Map.Entry<String, Integer> list : room.leftOut().entrySet()) {
        json.name(list.getKey()).value(list.getValue());
      }
      endLine();
    }
  }

  private void beginLine() throws IOException {
    json.beginObject();
    json.setFormattingStyle(ONE_LINE);
  }

  private void endLine() throws IOException {
    json.endObject();
    json.setFormattingStyle(LINES);
  }
}
