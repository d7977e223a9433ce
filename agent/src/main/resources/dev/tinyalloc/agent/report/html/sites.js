"use strict";
// The table of sites, and what is known of one of them.

/** Sites as rows: with what the table sorts and searches by. */
function siteRows(report) {
  const trends = new Map(report.siteSeries.map((series) => [series.id, series.liveBytes]));
  return report.sites.map((site) => {
    const sampled = site.lifetimeMicros.samples > 0;
    const label = shortName(site);
    return {
      ...site,
      label,
      words: (fullName(site) + " " + label + " " + site.api + " " + site.route + " " + site.loader).toLowerCase(),
      trend: trends.get(site.id),
      grown: rise(trends.get(site.id)),
      rounding: site.blockBytes > 0 && site.allocatedBytes > 0 ? site.blockBytes / site.allocatedBytes - 1 : undefined,
      meanBytes: site.allocations > 0 ? site.allocatedBytes / site.allocations : undefined,
      lifeMedian: sampled ? site.lifetimeMicros.p50 : undefined,
      lifeLong: sampled ? site.lifetimeMicros.p99 : undefined,
    };
  });
}

function rise(trend) {
  const known = trend ? knownOf(trend) : [];
  return known.length > 1 ? known[known.length - 1] - known[0] : undefined;
}

/** Columns for which no site has a figure are left out. */
function siteColumns(rows, open) {
  const known = (field) => rows.some((row) => row[field] !== undefined);
  const columns = [
    placed("Site", open),
    numeric("Live", "liveBytes", bytes, {width: 84}),
    numeric("Count", "liveAllocations", count, {width: 80}),
    numeric("Trend", "grown", bytes, {
      width: 106,
      hozAlign: "left",
      headerHozAlign: "left",
      headerTooltip: "Live bytes over time; sorted by how much they rose",
      formatter: (cell) => {
        const trend = cell.getData().trend;
        return trend ? sparkline(trend) : document.createTextNode("");
      },
    }),
    numeric("Peak", "peakLiveBytes", bytes, {width: 84}),
    numeric("Allocated", "allocatedBytes", bytes, {width: 100}),
    numeric("Allocations", "allocations", count, {width: 110}),
    numeric("Rounding", "rounding", percent, {width: 102, headerTooltip: "What rounding up to blocks adds"}),
    numeric("Sizes", "meanBytes", bytes, {
      width: 84,
      hozAlign: "left",
      headerHozAlign: "left",
      headerTooltip: "Allocations by size, smallest first; sorted by the mean",
      formatter: (cell) => bars(cell.getData().sizes.map((size) => size.allocations)),
    }),
    numeric("Life p50", "lifeMedian", duration, {width: 92, headerTooltip: "Lifetime of sampled blocks, median"}),
    numeric("Life p99", "lifeLong", duration, {width: 92, headerTooltip: "Lifetime of sampled blocks, 99 in 100 lived shorter"}),
  ];
  return columns.filter((column) => column.field !== "meanBytes" || rows.some((row) => row.sizes.length > 0))
    .filter((column) => known(column.field));
}

let openSite = () => {};

function sitesSection(report) {
  const box = section("sites", "Sites", "Lines that allocate. Choose one to see its sizes, lifetimes and callers.");
  const rows = siteRows(report);
  if (rows.length === 0) {
    box.append(element("p", {}, "No call of ByteBuffer.allocateDirect or Arena.allocate was found."));
    return;
  }
  const field = searchField("site-search", "Search sites", "Class, method, file, api …");
  const found = element("span", {class: "muted", role: "status", id: "site-count"});
  const holder = element("div", {id: "site-table"});
  const detail = element("div", {id: "site-detail", "aria-live": "polite", tabindex: -1});
  box.append(element("div", {class: "tools"}, field, found), holder, detail);
  openSite = (site) => showSite(detail, site, report);
  const sortedBy = report.totals.liveBytes > 0 ? "liveBytes" : "allocatedBytes";
  const table = bigTable(holder, rows, siteColumns(rows, openSite), sortedBy);
  const tell = (number) => found.replaceChildren(`${count(number)} of ${count(rows.length)} sites`);
  tell(rows.length);
  table.on("dataFiltered", (filters, matching) => tell(matching.length));
  field.addEventListener("input", () => {
    const words = field.value.toLowerCase().split(/\s+/).filter((word) => word);
    table.setFilter((row) => words.every((word) => row.words.includes(word)));
  });
}

function showSite(detail, site, report) {
  const facts = element("dl", {class: "facts"});
  for (const [name, value] of siteFacts(site)) {
    facts.append(element("div", {}, element("dt", {}, name), element("dd", {}, value)));
  }
  const close = element("button", {type: "button", class: "button", click: () => detail.replaceChildren()}, "Close");
  detail.replaceChildren(element("div", {class: "panel"},
    element("div", {class: "title"}, element("h3", {class: "long"}, fullName(site)), close),
    facts, sizesOf(site), stacksOf(site, report)));
  detail.focus({preventScroll: true});
  detail.scrollIntoView({block: "nearest"});
}

function siteFacts(site) {
  const life = site.lifetimeMicros;
  const facts = [
    ["Calls", visible(site.api)],
    ["Served by", site.route],
    ["Class loader", visible(site.loader)],
    ["Live", `${bytes(site.liveBytes)} in ${count(site.liveAllocations)}`],
    ["Peak", bytes(site.peakLiveBytes)],
    ["Allocated", `${bytes(site.allocatedBytes)} in ${count(site.allocations)}`],
    ["Freed", `${bytes(site.freedBytes)} in ${count(site.frees)}`],
  ];
  if (site.blockBytes > 0) {
    facts.push(["After rounding up", bytes(site.blockBytes)], ["Large allocations", count(site.largeAllocations)]);
  }
  if (life.samples > 0) {
    facts.push([`Lifetime p50, p90, p99, max (${count(life.samples)} samples)`,
      [life.p50, life.p90, life.p99, life.max].map(duration).join(", ")]);
  }
  return facts;
}

function sizesOf(site) {
  if (site.sizes.length === 0) {
    return "";
  }
  const most = Math.max(...site.sizes.map((size) => size.allocations), 1);
  const rows = site.sizes.map((size) =>
    [size.upToBytes < 2 ** 62 ? "≤ " + bytes(size.upToBytes) : "larger", count(size.allocations), shareBar(size.allocations / most)]);
  return smallTable("Allocations by size", ["Size", "Allocations", ""], rows, [2]);
}

function stacksOf(site, report) {
  const stacks = report.stacks.filter((stack) => stack.id === site.id && stack.frames.length > 0).slice(0, 5);
  return element("div", {}, ...stacks.map((stack) =>
    element("details", {}, element("summary", {}, stackSummary(stack)), frameList(stack.frames))));
}

function stackSummary(stack) {
  const caller = stack.frames.length > 1 ? shortName(stack.frames[1]) : "nobody";
  return `Called by ${caller}: about ${bytes(stack.liveBytes)} live, ${bytes(stack.allocatedBytes)} allocated`;
}

function frameList(frames) {
  return element("ol", {class: "frames"}, ...frames.map((frame) => element("li", {}, fullName(frame))));
}
