"use strict";
(() => {
  const result = JSON.parse(document.getElementById("data").textContent);
  const [base, other] = result.arms;
  const margin = result.marginPercent / 100;
  const COLOURS = { better: "var(--better)", worse: "var(--worse)" };

  /** A number with its unit, for people. */
  function shown(value, unit) {
    if (value === null || value === undefined) return "–";
    if (unit === "bytes") {
      let step = 0;
      while (Math.abs(value) >= 1024 && step < 4) {
        value /= 1024;
        step++;
      }
      unit = ["B", "KiB", "MiB", "GiB", "TiB"][step];
    }
    const text = value.toLocaleString("en", { maximumSignificantDigits: 4 });
    return unit ? text + " " + unit : text;
  }

  function percent(ratio) {
    return ratio === null ? "–" : (ratio >= 1 ? "+" : "−") + Math.abs(100 * (ratio - 1)).toFixed(1) + " %";
  }

  function interval(metric) {
    return metric.ci95[0] === null ? "–" : `[${percent(metric.ci95[0])}, ${percent(metric.ci95[1])}]`;
  }

  function add(parent, tag, text) {
    const element = document.createElement(tag);
    if (text !== undefined) element.textContent = text;
    parent.append(element);
    return element;
  }

  /** The whole scale that all intervals fit on, but for those that would leave no room to the rest. */
  function reach(metrics) {
    const ends = metrics.flatMap((m) => m.ci95).filter((end) => end !== null).map((end) => Math.abs(end - 1));
    const usual = d3.quantile(ends, 0.9) ?? margin;
    return Math.min(Math.max(usual * 1.2, 2 * margin), 2);
  }

  /** The interval of one metric against the margin. */
  function bar(cell, metric, most) {
    const width = 260;
    const height = 22;
    const x = d3.scaleLinear([1 - most, 1 + most], [4, width - 4]).clamp(true);
    const svg = d3.select(cell).append("svg").attr("width", width).attr("height", height);
    svg.append("title").text(`${metric.name}: ${percent(metric.ratio)} ${interval(metric)}`);
    svg.append("rect").attr("x", x(1 - margin)).attr("width", x(1 + margin) - x(1 - margin)).attr("height", height)
      .attr("fill", "var(--band)");
    svg.append("line").attr("x1", x(1)).attr("x2", x(1)).attr("y2", height).attr("stroke", "var(--line)");
    if (metric.ci95[0] === null) return;
    const colour = COLOURS[metric.verdict] ?? "var(--plain)";
    svg.append("line").attr("x1", x(metric.ci95[0])).attr("x2", x(metric.ci95[1])).attr("y1", height / 2)
      .attr("y2", height / 2).attr("stroke", colour).attr("stroke-width", 3);
    svg.append("circle").attr("cx", x(metric.ratio)).attr("cy", height / 2).attr("r", 4.5).attr("fill", colour);
  }

  function table(parent, metrics, arms) {
    const section = add(parent, "section");
    add(section, "h2", `${arms[1]} against ${arms[0]}`);
    const scroll = add(section, "div");
    scroll.className = "scroll";
    const rows = add(scroll, "table");
    const head = add(add(rows, "thead"), "tr");
    for (const title of ["metric", "change", "95 %", "interval", "p", "verdict"]) add(head, "th", title);
    const body = add(rows, "tbody");
    const most = reach(metrics);
    for (const metric of metrics) {
      const row = add(body, "tr");
      add(row, "td", metric.name);
      add(row, "td", percent(metric.ratio));
      add(row, "td", interval(metric));
      bar(add(row, "td"), metric, most);
      add(row, "td", metric.p < 0.0001 ? "<0.0001" : metric.p.toFixed(4));
      const verdict = add(row, "td", metric.verdict + (metric.note ? `: ${metric.note}` : ""));
      verdict.className = metric.verdict;
    }
  }

  function frame(parent, caption, width, height) {
    const figure = add(parent, "figure");
    add(figure, "figcaption", caption);
    return d3.select(figure).append("svg").attr("width", width).attr("height", height);
  }

  function scale(metric, height) {
    const values = metric[base].concat(metric[other]);
    return d3.scaleLinear(d3.extent(values), [height - 24, 10]).nice();
  }

  function axis(svg, y, unit) {
    svg.append("g").attr("transform", "translate(76,0)")
      .call(d3.axisLeft(y).ticks(5).tickFormat((value) => shown(value, unit)));
  }

  /** One line for each pair, from the base to the other arm. */
  function pairs(parent, metric) {
    const [width, height] = [340, 240];
    const svg = frame(parent, "pairs", width, height);
    const y = scale(metric, height);
    const x = d3.scalePoint([base, other], [130, width - 50]);
    axis(svg, y, metric.unit);
    metric[base].forEach((from, pair) => {
      const to = metric[other][pair];
      const group = svg.append("g");
      group.append("title")
        .text(`pair ${pair + 1}: ${shown(from, metric.unit)} → ${shown(to, metric.unit)}`);
      group.append("line").attr("x1", x(base)).attr("y1", y(from)).attr("x2", x(other)).attr("y2", y(to))
        .attr("stroke", "var(--muted)").attr("stroke-opacity", 0.5);
      group.append("circle").attr("cx", x(base)).attr("cy", y(from)).attr("r", 3.5).attr("fill", "var(--base)");
      group.append("circle").attr("cx", x(other)).attr("cy", y(to)).attr("r", 3.5).attr("fill", "var(--other)");
    });
    for (const arm of [base, other]) {
      svg.append("text").attr("x", x(arm)).attr("y", height - 6).attr("text-anchor", "middle").text(arm);
    }
  }

  /** All forks of each arm, in their order from left to right, and their median. */
  function forks(parent, metric) {
    const [width, height] = [420, 240];
    const svg = frame(parent, "forks, in order; the line is the median", width, height);
    const y = scale(metric, height);
    const x = d3.scaleBand([base, other], [84, width - 8]).paddingInner(0.1);
    axis(svg, y, metric.unit);
    for (const arm of [base, other]) {
      const place = d3.scaleLinear([0, Math.max(1, metric[arm].length - 1)], [x(arm) + 8, x(arm) + x.bandwidth() - 8]);
      const colour = arm === base ? "var(--base)" : "var(--other)";
      metric[arm].forEach((value, pair) => {
        svg.append("circle").attr("cx", place(pair)).attr("cy", y(value)).attr("r", 3.5).attr("fill", colour)
          .append("title").text(`${arm}, pair ${pair + 1}: ${shown(value, metric.unit)}`);
      });
      const median = d3.median(metric[arm]);
      svg.append("line").attr("x1", x(arm)).attr("x2", x(arm) + x.bandwidth()).attr("y1", y(median)).attr("y2", y(median))
        .attr("stroke", colour).attr("stroke-width", 1.5);
      svg.append("text").attr("x", x(arm) + x.bandwidth() / 2).attr("y", height - 6).attr("text-anchor", "middle")
        .text(`${arm}: ${shown(median, metric.unit)}`);
    }
  }

  function detail(parent, metric) {
    const section = add(parent, "section");
    const better = metric.higherIsBetter ? "more is better" : "less is better";
    add(section, "h2", `${metric.name}: ${metric.verdict}, ${percent(metric.ratio)} ${interval(metric)}`);
    const line = add(section, "p", better);
    line.className = "muted";
    const plots = add(section, "div");
    plots.className = "plots";
    pairs(plots, metric);
    forks(plots, metric);
  }

  document.title = `TinyAlloc A/B: ${other} against ${base}`;
  document.getElementById("title").textContent = document.title;
  document.getElementById("command").textContent = result.command.join(" ");
  document.getElementById("facts").textContent =
    `${result.forks} of ${result.wantedForks} pairs, ${result.warmups} warm-up, margin ${result.marginPercent} %`
    + (result.warning ? `; ${result.warning}` : "");
  if (result.ended) {
    const ended = document.getElementById("ended");
    ended.textContent = `ended early: ${result.ended}`;
    ended.hidden = false;
  }
  const main = document.getElementById("result");
  table(main, result.metrics, result.arms);
  for (const further of result.further) table(main, further.metrics, [further.base, further.arm]);
  for (const metric of result.metrics) detail(main, metric);
  document.documentElement.dataset.ready = "true";
})();
