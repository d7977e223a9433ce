"use strict";
// Live, committed and allocated bytes over time.

/** Bytes allocated in each second up to a point; nothing for the first. */
function allocationRate(points, seconds) {
  return points.map((point, at) => {
    const past = at > 0 ? seconds[at] - seconds[at - 1] : 0;
    return past > 0 ? (point.allocatedBytes - points[at - 1].allocatedBytes) / past : null;
  });
}

function themeColor(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

/** Round powers of two, where uPlot would have round decimals. */
function byteSteps(plot, axis, from, to, step) {
  const base = 2 ** Math.ceil(Math.log2(Math.max(step, 1)));
  const ticks = [];
  for (let at = Math.ceil(from / base) * base; at <= to; at += base) {
    ticks.push(at);
  }
  return ticks;
}

function chartOptions(width, committed) {
  const grid = {stroke: themeColor("--line"), width: 1};
  const axis = (more) =>
    ({stroke: themeColor("--muted"), grid, ticks: {show: false}, font: "12px system-ui, sans-serif", ...more});
  const amount = {size: 78, splits: byteSteps};
  const write = (unit) => (plot, value) => value === null ? "–" : unit(value);
  const series = (label, color, more) =>
    ({label, stroke: themeColor(color), width: 1.75, points: {show: false}, value: write(bytes), ...more});
  const fromZero = {range: (plot, low, high) => [0, Math.max(1.08 * high, 1)]};
  return {
    width,
    height: 260,
    scales: {bytes: fromZero, rate: fromZero},
    axes: [
      axis({}),
      axis({...amount, scale: "bytes", values: (plot, ticks) => ticks.map(bytes)}),
      axis({...amount, size: 86, scale: "rate", side: 1, grid: {show: false}, values: (plot, ticks) => ticks.map(bytesPerSecond)}),
    ],
    series: [
      {label: "Time", value: (plot, at) => at === null ? "–" : new Date(1000 * at).toLocaleString()},
      series("Live", "--live", {scale: "bytes", fill: themeColor("--live-fill")}),
      ...(committed ? [series("Committed", "--committed", {scale: "bytes", dash: [6, 3]})] : []),
      series("Allocated per second", "--rate", {scale: "rate", width: 1.25, value: write(bytesPerSecond)}),
    ],
  };
}

function timeSection(report) {
  const box = section("time", "Over time");
  const points = report.series;
  if (points.length < 2) {
    box.append(element("p", {}, "There are no samples over time: the program ended before two were taken."));
    return;
  }
  const seconds = points.map((point) => Date.parse(point.time) / 1000);
  const committed = points.some((point) => point.committedBytes > 0);
  const data = [seconds, points.map((point) => point.liveBytes)];
  if (committed) {
    data.push(points.map((point) => point.committedBytes));
  }
  data.push(allocationRate(points, seconds));
  const last = points[points.length - 1];
  const plot = element("div", {class: "plot", role: "img", "aria-label":
    `Live bytes over time, from ${bytes(points[0].liveBytes)} to ${bytes(last.liveBytes)}`});
  box.append(plot, element("p", {class: "muted note"}, "Drag over the chart to zoom, double-click for the whole."));
  let shown = null;
  redrawn(plot, (width) => {
    shown?.destroy();
    shown = new uPlot(chartOptions(width, committed), data, plot);
  });
}
