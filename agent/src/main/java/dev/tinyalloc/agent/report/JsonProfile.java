package dev.tinyalloc.agent.report;

import com.google.gson.FormattingStyle;
import com.google.gson.stream.JsonWriter;
import dev.tinyalloc.agent.report.Calls.Arms;
import dev.tinyalloc.agent.report.Calls.Pair;
import dev.tinyalloc.agent.report.Calls.SiteTimes;
import dev.tinyalloc.agent.report.Calls.Timed;
import dev.tinyalloc.agent.report.Profile.Estimate;
import dev.tinyalloc.agent.report.Profile.Frame;
import dev.tinyalloc.agent.report.Profile.Growth;
import dev.tinyalloc.agent.report.Profile.Lifetimes;
import dev.tinyalloc.agent.report.Profile.OldBlock;
import dev.tinyalloc.agent.report.Profile.Point;
import dev.tinyalloc.agent.report.Profile.Sampling;
import dev.tinyalloc.agent.report.Profile.SiteSeries;
import dev.tinyalloc.agent.report.Profile.SizeCount;
import dev.tinyalloc.agent.report.Profile.StackCounts;
import dev.tinyalloc.agent.report.Snapshot.SiteCounts;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The parts of the JSON report that come from samples and from the passing of time. */
final class JsonProfile {

  /** Estimates are not known better than that. */
  private static final MathContext DIGITS = new MathContext(6);

  /** Of the room for the report, in percent, what is used when the list ends at the latest. */
  private static final int GROWTH_END = 96;

  private static final int SITE_SERIES_END = 98;
  private static final int STACKS_END = 98;
  private static final int LATENCY_END = 99;

  private final JsonWriter json;
  private final JsonRoom room;
  private final FormattingStyle lines;
  private final FormattingStyle oneLine;

  JsonProfile(JsonWriter json, JsonRoom room, FormattingStyle lines, FormattingStyle oneLine) {
    this.json = json;
    this.room = room;
    this.lines = lines;
    this.oneLine = oneLine;
  }

  /**
   * What belongs to one site, in the object that is open.
   *
   * @param whole with its sizes, and with the number of samples
   */
  void site(SiteCounts site, boolean whole) throws IOException {
    lifetimes(site.lifetimes(), whole);
    json.name("sizes").beginArray();
    for (SizeCount size : whole ? site.sizes() : List.<SizeCount>of()) {
      json.beginObject();
      json.name("upToBytes").value(size.upToBytes());
      json.name("allocations").value(size.allocations());
      json.endObject();
    }
    json.endArray();
    estimate(site.estimate());
  }

  private void lifetimes(Lifetimes lifetimes, boolean whole) throws IOException {
    json.name("lifetimeMicros").beginObject();
    json.name("p50").value(lifetimes.p50());
    json.name("p90").value(lifetimes.p90());
    json.name("p99").value(lifetimes.p99());
    json.name("max").value(lifetimes.max());
    if (whole && lifetimes.samples() > 0) {
      json.name("samples").value(lifetimes.samples());
    }
    json.endObject();
  }

  private void estimate(@Nullable Estimate estimate) throws IOException {
    if (estimate != null) {
      json.name("ifRedirected").beginObject();
      json.name("blockBytes").value(estimate.blockBytes());
      json.name("peakBlockBytes").value(estimate.peakBlockBytes());
      number("reused", estimate.reused());
      json.endObject();
    }
  }

  /** All the rest, in the object of the report. */
  void write(Snapshot snapshot) throws IOException {
    Profile profile = snapshot.profile();
    growth(profile.growth(), snapshot.sitesById());
    json.name("series").beginArray();
    for (Point point : profile.series().points()) {
      point(point);
    }
    json.endArray();
    siteSeries(profile.series().sites());
    sampling(profile.sampling());
    oldest(profile.oldest(), stacks(profile.stacks()));
    calls(profile.calls());
  }

  private void calls(Calls calls) throws IOException {
    if (calls.timedOneIn() > 0) {
      json.name("latency").beginObject();
      json.name("timedOneIn").value(calls.timedOneIn());
      json.name("sites").beginArray();
      room.fill("latency", calls.sites(), LATENCY_END, this::siteTimes);
      json.endArray();
      json.endObject();
    }
    if (calls.arms() != null) {
      arms(calls.arms());
    }
  }

  private void siteTimes(SiteTimes site) throws IOException {
    beginLine();
    json.name("id").value(site.site());
    timed("allocateNanos", site.allocate());
    timed("freeNanos", site.free());
    endLine();
  }

  private void timed(String name, Timed timed) throws IOException {
    json.name(name).beginObject();
    json.name("samples").value(timed.samples());
    json.name("p50").value(timed.p50());
    json.name("p90").value(timed.p90());
    json.name("p99").value(timed.p99());
    json.name("p999").value(timed.p999());
    json.name("max").value(timed.max());
    json.endObject();
  }

  private void arms(Arms arms) throws IOException {
    json.name("ab").beginObject();
    json.name("share").value(arms.percent());
    json.name("unit").value(arms.unit());
    json.name("seed").value(arms.seed());
    json.name("warning").value(Arms.WARNING);
    json.name("pairs").beginArray();
    room.fill("pairs", arms.pairs(), LATENCY_END, this::pair);
    json.endArray();
    json.endObject();
  }

  private void pair(Pair pair) throws IOException {
    beginLine();
    json.name("jdk").value(pair.jdk());
    json.name("tinyalloc").value(pair.tinyalloc());
    endLine();
  }

  private void growth(List<Growth> growing, Map<Integer, SiteCounts> byId) throws IOException {
    json.name("growth").beginArray();
    room.fill("growth", growing, GROWTH_END, growth -> growth(growth, byId.get(growth.site())));
    json.endArray();
  }

  private void growth(Growth growth, @Nullable SiteCounts site) throws IOException {
    if (site == null) {
      return;
    }
    beginLine();
    json.name("id").value(site.id());
    json.name("class").value(site.className());
    json.name("method").value(site.method());
    json.name("line").value(site.line());
    number("bytesPerSecond", growth.bytesPerSecond());
    number("bytesPerSecondLow", growth.low());
    number("bytesPerSecondHigh", growth.high());
    number("confidence", growth.confidence());
    json.name("windowMillis").value(growth.windowMillis());
    json.name("liveBytes").value(site.liveBytes());
    endLine();
  }

  private void point(Point point) throws IOException {
    beginLine();
    json.name("time").value(point.time().toString());
    json.name("liveBytes").value(point.liveBytes());
    json.name("committedBytes").value(point.committedBytes());
    json.name("allocatedBytes").value(point.allocatedBytes());
    endLine();
  }

  private void siteSeries(List<SiteSeries> all) throws IOException {
    json.name("siteSeries").beginArray();
    room.fill("siteSeries", all, SITE_SERIES_END, this::siteSeries);
    json.endArray();
  }

  private void siteSeries(SiteSeries series) throws IOException {
    beginLine();
    json.name("id").value(series.site());
    numbers("liveBytes", series.liveBytes());
    numbers("allocatedBytes", series.allocatedBytes());
    endLine();
  }

  private void numbers(String name, List<Long> numbers) throws IOException {
    json.name(name).beginArray();
    for (long number : numbers) {
      json.value(number);
    }
    json.endArray();
  }

  private void sampling(Sampling sampling) throws IOException {
    json.name("sampling");
    beginLine();
    json.name("meanBytes").value(sampling.meanBytes());
    json.name("samples").value(sampling.samples());
    json.name("liveSamples").value(sampling.liveSamples());
    json.name("lost").value(sampling.lost());
    endLine();
  }

  /** Returns how many there are. */
  private int stacks(List<StackCounts> stacks) throws IOException {
    json.name("stacks").beginArray();
    List<StackCounts> others = room.fill("stacks", stacks, STACKS_END, this::stack);
    json.endArray();
    return stacks.size() - others.size();
  }

  private void stack(StackCounts stack) throws IOException {
    beginLine();
    json.name("id").value(stack.site());
    json.name("samples").value(stack.samples());
    number("allocations", stack.allocations());
    number("allocatedBytes", stack.allocatedBytes());
    json.name("liveSamples").value(stack.liveSamples());
    number("liveAllocations", stack.liveAllocations());
    number("liveBytes", stack.liveBytes());
    json.name("frames").beginArray();
    for (Frame frame : stack.frames()) {
      frame(frame);
    }
    json.endArray();
    endLine();
  }

  private void frame(Frame frame) throws IOException {
    json.beginObject();
    json.name("class").value(frame.className());
    json.name("method").value(frame.method());
    json.name("file").value(frame.file());
    json.name("line").value(frame.line());
    json.endObject();
  }

  private void oldest(List<OldBlock> blocks, int stacks) throws IOException {
    json.name("oldest").beginArray();
    for (OldBlock block : blocks) {
      beginLine();
      json.name("id").value(block.site());
      json.name("stack").value(block.stack() < stacks ? block.stack() : -1);
      json.name("bytes").value(block.bytes());
      json.name("ageMillis").value(block.ageMillis());
      endLine();
    }
    json.endArray();
  }

  private void number(String name, double number) throws IOException {
    json.name(name).value(new BigDecimal(number).round(DIGITS).stripTrailingZeros());
  }

  private void beginLine() throws IOException {
    json.beginObject();
    json.setFormattingStyle(oneLine);
  }

  private void endLine() throws IOException {
    json.endObject();
    json.setFormattingStyle(lines);
  }
}
