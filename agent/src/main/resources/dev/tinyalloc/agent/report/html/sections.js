"use strict";
// All sections but the large ones, which have files of their own.

const MOST_ROWS = 50;

function totalsSection(report) {
  const totals = report.totals;
  const memory = report.memory;
  const seconds = report.uptimeMillis / 1000;
  const box = section("totals", "Totals");
  const figures = [
    ["Live", bytes(totals.liveBytes), `${count(totals.liveAllocations)} allocations`],
    ["Peak live", bytes(totals.peakLiveBytes), "most at once"],
    ["Allocated", bytes(totals.allocatedBytes), `${count(totals.allocations)} allocations`],
    ["Freed", bytes(totals.freedBytes), `${count(totals.frees)} frees`],
    ["Mean rate", bytesPerSecond(seconds > 0 ? totals.allocatedBytes / seconds : 0), `${count(seconds > 0 ? totals.allocations / seconds : 0)} allocations/s`],
  ];
  if (memory.reservedBytes > 0) {
    figures.push(["Committed", bytes(memory.committedBytes), `of ${bytes(memory.reservedBytes)} reserved`]);
  }
  box.append(element("dl", {class: "tiles"}, ...figures.map(([name, value, note]) =>
    element("div", {}, element("dt", {}, name), element("dd", {class: "figure"}, value), element("dd", {class: "muted"}, note)))));
}

function suspectsSection(report) {
  const box = section("suspects", "Leak suspects");
  const sites = new Map(report.sites.map((site) => [site.id, site]));
  const link = (id, place) => placeLabel(sites.get(id) ?? place, sites.has(id) && (() => openSite(sites.get(id))));
  const trends = new Map(report.siteSeries.map((series) => [series.id, series.liveBytes]));
  const open = report.arenas.filter((arena) => arena.neverClosed > 0);
  if (report.growth.length === 0) {
    box.append(element("p", {}, report.series.length < 2
      ? "There are too few samples over time to tell which sites grow."
      : "No site was seen whose live bytes kept rising."));
  } else {
    box.append(element("h3", {}, "Keep growing"), smallTable("Sites that keep growing",
      ["Site", "Growth", "95 % interval", "Confidence", "Over", "Live", "Trend"],
      report.growth.slice(0, MOST_ROWS).map((one) => [
        link(one.id, one), bytesPerSecond(one.bytesPerSecond),
        `${bytesPerSecond(one.bytesPerSecondLow)} to ${bytesPerSecond(one.bytesPerSecondHigh)}`,
        (100 * one.confidence).toFixed(1) + "\u00a0%", millis(one.windowMillis), bytes(one.liveBytes),
        trends.has(one.id) ? sparkline(trends.get(one.id)) : ""]), [0, 6]));
  }
  if (open.length > 0) {
    box.append(element("h3", {}, "Arenas never closed"), smallTable("Arenas never closed",
      ["Opened at", "Kind", "Never closed", "Opened"],
      open.slice(0, MOST_ROWS).map((arena) =>
        [placeLabel(arena), arena.kind, count(arena.neverClosed), count(arena.opened)]), [0, 1]));
  }
  if (report.oldest.length > 0) {
    box.append(element("h3", {}, "Oldest sampled blocks that live"), smallTable("Oldest blocks",
      ["Site", "Age", "Size", "Callers"],
      report.oldest.slice(0, MOST_ROWS).map((block) => [
        link(block.id, {class: "?", method: "?", line: -1}), millis(block.ageMillis), bytes(block.bytes),
        callersOf(report.stacks[block.stack])]), [0, 3]));
  }
}

function callersOf(stack) {
  return stack && stack.frames.length > 1
    ? element("details", {}, element("summary", {}, shortName(stack.frames[1])), frameList(stack.frames))
    : "–";
}

function lifetimesSection(report) {
  const sampled = report.sites.filter((site) => site.lifetimeMicros.samples > 0);
  if (sampled.length === 0) {
    return;
  }
  const box = section("lifetimes", "Lifetimes", "Of sampled blocks that were freed. "
    + "The bar goes from the median to the 99th percentile, the mark is the longest; each grid line is ten times the one before.");
  const most = Math.max(...sampled.map((site) => site.lifetimeMicros.max), 10);
  const scale = Math.ceil(Math.log10(most));
  const at = (micros) => Math.max(Math.log10(Math.max(micros, 1)) / scale, 0) * 100;
  const rows = sampled.sort((a, b) => b.allocatedBytes - a.allocatedBytes).slice(0, 20).map((site) => {
    const life = site.lifetimeMicros;
    const range = element("span", {class: "range"});
    range.style.setProperty("--from", at(life.p50) + "%");
    range.style.setProperty("--to", at(life.p99) + "%");
    range.style.setProperty("--max", at(life.max) + "%");
    range.style.setProperty("--step", 100 / scale + "%");
    return [placeLabel(site, () => openSite(site)),
      ...[life.p50, life.p90, life.p99, life.max].map(duration), count(life.samples), range];
  });
  box.append(smallTable("Lifetimes",
    ["Site", "p50", "p90", "p99", "max", "Samples", `1 µs to ${duration(10 ** scale)}`], rows, [0, 6]));
}

function memorySection(report) {
  const memory = report.memory;
  if (memory.committedBytes === 0) {
    return;
  }
  const tiers = [
    ["Live blocks", memory.liveBlockBytes, "live", "held by the program, rounding included"],
    ["Free blocks", memory.freeBlockBytes, "free", "in slabs, held by nobody"],
    ["Uncut", memory.uncutBytes, "uncut", "parts of segments not cut into slabs"],
    ["Empty segments", memory.emptySegmentBytes, "empty", "not given back yet"],
    ["Large", memory.largeBytes, "large", "live blocks above the threshold"],
    ["Large, freed", memory.cachedLargeBytes, "cached", "not given back yet"],
  ];
  const box = section("memory", "Memory by tier", `${bytes(memory.committedBytes)} committed, `
    + `${bytes(memory.reservedBytes)} reserved, ${bytes(memory.metadataBytes)} of bookkeeping on the Java heap.`);
  const stacked = element("div", {class: "stacked", role: "img",
    "aria-label": tiers.map(([name, size]) => `${name} ${bytes(size)}`).join(", ")});
  for (const [name, size, kind] of tiers) {
    const part = element("span", {class: kind, title: `${name} ${bytes(size)}`});
    part.style.flexGrow = size / memory.committedBytes;
    stacked.append(part);
  }
  box.append(stacked, smallTable("Memory by tier", ["Tier", "Bytes", "Share", "What it is"],
    tiers.map(([name, size, kind, what]) => [element("span", {class: "key " + kind}, name), bytes(size),
      percent(size / memory.committedBytes), element("span", {class: "muted"}, what)]), [0, 3]));
  roundingNote(box, report.sites);
  sizeClassTable(box, report.sizeClasses.filter((one) => one.allocations > 0));
}

function roundingNote(box, sites) {
  const rounded = sites.filter((site) => site.blockBytes > 0);
  const asked = rounded.reduce((sum, site) => sum + site.allocatedBytes, 0);
  const given = rounded.reduce((sum, site) => sum + site.blockBytes, 0);
  if (asked > 0) {
    box.append(element("p", {}, `Rounding up to blocks and pages has added `
      + `${percent(given / asked - 1)} to what was asked for: ${bytes(asked)} became ${bytes(given)}.`));
  }
}

function sizeClassTable(box, classes) {
  if (classes.length === 0) {
    return;
  }
  const live = Math.max(...classes.map((one) => one.liveBlocks * one.blockBytes), 1);
  const ever = Math.max(...classes.map((one) => one.allocations), 1);
  box.append(element("h3", {}, "Size classes in use"), smallTable("Size classes",
    ["Block", "Live blocks", "Live bytes", "", "Allocations", ""],
    classes.map((one) => [bytes(one.blockBytes), count(one.liveBlocks), bytes(one.liveBlocks * one.blockBytes),
      shareBar(one.liveBlocks * one.blockBytes / live),
      count(one.allocations), shareBar(one.allocations / ever, "other")]), [3, 5]));
}

function estimatesSection(report) {
  const sites = report.sites.filter((site) => site.ifRedirected);
  if (sites.length === 0) {
    return;
  }
  const box = section("estimates", "If it were redirected",
    "Estimated from what was observed. The program is taken to ask for the same, its sizes to be mixed at the peak as over all, "
    + "and what lives at once to be all that is fresh.");
  const rows = sites.map((site) => ({...site, label: shortName(site)}));
  const holder = element("div", {});
  box.append(holder);
  bigTable(holder, rows, [
    placed("Site", (row) => openSite(row)),
    numeric("Allocated", "allocatedBytes", bytes, {width: 100}),
    numeric("In blocks", "ifRedirected.blockBytes", bytes, {width: 100}),
    numeric("Peak now", "peakLiveBytes", bytes, {width: 105}),
    numeric("Peak in blocks", "ifRedirected.peakBlockBytes", bytes, {width: 130}),
    numeric("Reused", "ifRedirected.reused", percent, {width: 90}),
  ], "peakLiveBytes");
}

function arenasSection(report) {
  if (report.arenas.length === 0) {
    return;
  }
  const box = section("arenas", "Arenas",
    "Lines that open arenas. Segments, bytes and times are those of closed ones; times come from a sample.");
  const rows = report.arenas.map((arena) =>
    ({...arena, label: shortName(arena), openNow: arena.opened - arena.closed - arena.neverClosed}));
  const holder = element("div", {id: "arena-table"});
  box.append(holder);
  bigTable(holder, rows, [
    placed("Opened at"),
    textual("Kind", "kind", {width: 90}),
    numeric("Opened", "opened", count, {width: 96}),
    numeric("Closed", "closed", count, {width: 96}),
    numeric("Open", "openNow", count, {width: 80}),
    numeric("Never closed", "neverClosed", count, {width: 116}),
    numeric("Segments", "segments", count, {width: 100}),
    numeric("Bytes", "segmentBytes", bytes, {width: 96}),
    numeric("Open p50", "openNanos.p50", nanos, {width: 96}),
    numeric("Open p99", "openNanos.p99", nanos, {width: 96}),
    numeric("Close p50", "closeNanos.p50", nanos, {width: 100}),
  ], "opened");
}

function coverageSection(report) {
  const coverage = report.coverage;
  const box = section("coverage", "Coverage");
  box.append(element("p", {}, `${count(coverage.rewrittenSites)} calls were redirected in `
    + `${count(coverage.rewrittenClasses)} classes; ${count(coverage.otherCallers)} more callers were found by a walk over the stack.`));
  if (coverage.missed.length === 0) {
    box.append(element("p", {}, "No class is known to allocate past the counts."));
    return;
  }
  box.append(element("h3", {}, "Classes that allocate, or may, and are not counted"));
  const holder = element("div", {id: "missed-table"});
  box.append(holder);
  bigTable(holder, coverage.missed, [
    textual("Class", "class", {widthGrow: 2, minWidth: 220}),
    textual("Loader", "loader", {width: 120}),
    textual("Reason", "reason", {widthGrow: 3, minWidth: 260}),
  ], "class");
}
