"use strict";
// Sampled call stacks as a flame graph, the roots on top. d3-hierarchy lays it out; frames are
// plain elements, and only those wide enough to be seen exist.

const FRAME_HEIGHT = 19;
const NARROWEST_FRAME = 1.5;

/** All stacks as one tree, the callers above the called; `field` is what its widths are. */
function treeOfStacks(stacks, field, nameOfSite) {
  const root = {name: "all", full: "all", own: 0, byName: new Map(), children: []};
  for (const stack of stacks.filter((one) => one[field] > 0)) {
    framesOf(stack, nameOfSite).reduce(deeper, root).own += stack[field];
  }
  return root;
}

function framesOf(stack, nameOfSite) {
  return stack.frames.length > 0
    ? stack.frames.map(frameOf).reverse()
    : [{name: "(callers not kept)", full: "(callers not kept)"}, nameOfSite(stack.id)];
}

function frameOf(place) {
  return {name: shortName(place), full: fullName(place), hue: hueOf(packageOf(place.class))};
}

function deeper(node, frame) {
  let found = node.byName.get(frame.full);
  if (!found) {
    found = {...frame, own: 0, byName: new Map(), children: []};
    node.byName.set(frame.full, found);
    node.children.push(found);
  }
  return found;
}

/** The frames that stand above or below `focus`, which is as wide as the graph. */
function framesInSight(root, focus, width) {
  const scale = width / (focus.x1 - focus.x0);
  const made = [];
  const visit = (node) => {
    const from = Math.max((node.x0 - focus.x0) * scale, 0);
    const to = Math.min((node.x1 - focus.x0) * scale, width);
    if (to - from >= NARROWEST_FRAME) {
      made.push({node, from, width: to - from});
      (node.children ?? []).forEach(visit);
    }
  };
  visit(root);
  return made;
}

function frameElement({node, from, width}, focus, all, zoom, matches) {
  const text = title(`${node.data.full} – ${bytes(node.value)}, ${percent(node.value / all)}`);
  const kind = (node.depth < focus.depth ? " above" : "") + (node.depth > 0 && matches(node) ? " found" : "");
  const made = element("button", {type: "button", class: "frame" + kind, title: text, "aria-label": text, click: () => zoom(node)},
    width > 30 ? node.data.name : "");
  made.style.left = from + "px";
  made.style.top = node.depth * FRAME_HEIGHT + "px";
  made.style.width = Math.max(width - 1, 1) + "px";
  if (node.data.hue !== undefined) {
    made.style.setProperty("--hue", node.data.hue);
  }
  return made;
}

/** How many frames match, and how much they stand for; what stands on a match is in it already. */
function tally(root, matches) {
  let frames = 0;
  let sum = 0;
  const visit = (node, counted) => {
    const match = node.depth > 0 && matches(node);
    frames += match ? 1 : 0;
    sum += match && !counted ? node.value : 0;
    (node.children ?? []).forEach((below) => visit(below, counted || match));
  };
  visit(root, false);
  return {frames, sum};
}

/** Draws into `box`, and tells `found` of what a search has found. */
class FlameGraph {
  constructor(box, found) {
    this.box = box;
    this.found = found;
    this.term = "";
  }

  show(tree) {
    this.root = d3.partition()(d3.hierarchy(tree).sum((node) => node.own).sort((a, b) => b.value - a.value));
    this.zoom(this.root);
  }

  zoom(node) {
    this.focus = node;
    this.draw();
  }

  search(term) {
    this.term = term.toLowerCase();
    this.draw();
  }

  draw() {
    const matches = (node) => this.term !== "" && node.data.full.toLowerCase().includes(this.term);
    const frames = framesInSight(this.root, this.focus, this.box.clientWidth);
    const deepest = Math.max(...frames.map((frame) => frame.node.depth));
    this.box.style.height = (deepest + 1) * FRAME_HEIGHT + "px";
    const zoom = (node) => this.zoom(node);
    this.box.replaceChildren(...frames.map((frame) =>
      frameElement(frame, this.focus, this.root.value, zoom, matches)));
    const {frames: number, sum} = tally(this.root, matches);
    this.found.textContent = this.term ? `${count(number)} frames, ${bytes(sum)}, ${percent(sum / this.root.value)}` : "";
  }
}

function flameSection(report) {
  if (report.stacks.length === 0) {
    return;
  }
  const names = {liveBytes: "Live", allocatedBytes: "Allocated"};
  const sites = new Map(report.sites.map((site) => [site.id, site]));
  const nameOfSite = (id) => sites.has(id) ? frameOf(sites.get(id)) : {name: "(unknown)", full: "(unknown)"};
  const box = section("flame", "Call stacks", flameNote(report.sampling));
  const frames = element("div", {class: "frames-box", role: "group", "aria-label": "Flame graph"});
  const field = searchField("flame-search", "Search call stacks", "Class or method …");
  const found = element("span", {class: "muted", role: "status", id: "flame-found"});
  const graph = new FlameGraph(frames, found);
  const show = (metric) => graph.show(treeOfStacks(report.stacks, metric, nameOfSite));
  const first = report.stacks.some((stack) => stack.liveBytes > 0) ? "liveBytes" : "allocatedBytes";
  const reset = element("button",
    {type: "button", class: "button", id: "flame-reset", click: () => graph.zoom(graph.root)}, "Reset zoom");
  box.append(element("div", {class: "tools"}, choice("Bytes", names, first, show), field, reset, found),
    element("div", {class: "flame"}, frames));
  field.addEventListener("input", () => graph.search(field.value));
  show(first);
  redrawn(frames, () => graph.draw());
}

function flameNote(sampling) {
  return `Estimated from ${count(sampling.samples)} sampled allocations, one in ${bytes(sampling.meanBytes)} on average`
    + `${sampling.lost > 0 ? `; ${count(sampling.lost)} more found no room` : ""}. `
    + "Callers stand above what they call; choose a frame to zoom.";
}
