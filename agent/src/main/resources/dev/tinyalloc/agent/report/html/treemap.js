"use strict";
// Bytes by package, class and line, as areas. d3-hierarchy lays them out; they are plain elements.

const MOST_TILES = 250;
const TREEMAP_HEIGHT = 420;

/** The same hue for the same package everywhere on the page. */
function hueOf(name) {
  let hash = 7;
  for (const unit of name) {
    hash = (31 * hash + unit.codePointAt(0)) % 9973;
  }
  return Math.round(hash * 137.508) % 360;
}

function child(node, key, name, hue) {
  let found = node.byKey.get(key);
  if (!found) {
    found = {name, hue, byKey: new Map(), children: []};
    node.byKey.set(key, found);
    node.children.push(found);
  }
  return found;
}

/** Packages, in them classes, in them sites; what is too small to see is one tile. */
function treeOfSites(sites, field) {
  const root = {name: "All packages", byKey: new Map(), children: []};
  const sorted = sites.filter((site) => site[field] > 0).sort((a, b) => b[field] - a[field]);
  for (const site of sorted.slice(0, MOST_TILES)) {
    const inPackage = packageOf(site.class);
    const hue = hueOf(inPackage);
    const node = child(root, inPackage, visible(inPackage.slice(0, -1)) || "(no package)", hue);
    child(node, site.class, visible(site.class.slice(inPackage.length)), hue)
      .children.push({site, name: visible(site.method) + (site.line >= 0 ? ":" + site.line : ""), hue, bytes: site[field]});
  }
  const rest = sorted.slice(MOST_TILES);
  if (rest.length > 0) {
    root.children.push({name: `${count(rest.length)} smaller sites`, bytes: rest.reduce((sum, site) => sum + site[field], 0)});
  }
  return root;
}

function tile(node, zoom) {
  const width = node.x1 - node.x0;
  const height = node.y1 - node.y0;
  const text = `${node.data.name} ${bytes(node.value)}`;
  const whole = node.data.site ? `${fullName(node.data.site)} ${bytes(node.value)}` : text;
  const label = width > 34 && height > 15
    ? [element("span", {class: "name"}, node.data.name), " ", element("span", {class: "size"}, bytes(node.value))]
    : [];
  const act = node.children ? () => zoom(node) : node.data.site && (() => openSite(node.data.site));
  const made = element(act ? "button" : "div",
    {class: node.children ? "tile group" : "tile", title: title(whole), "aria-label": title(whole),
      type: act ? "button" : undefined, click: act || undefined, tabindex: node.children ? undefined : -1}, ...label);
  for (const [name, value] of [["left", node.x0], ["top", node.y0], ["width", width], ["height", height]]) {
    made.style[name] = value + "px";
  }
  made.style.setProperty("--hue", node.data.hue ?? 220);
  return made;
}

function drawTreemap(box, path, data, width, zoom) {
  const root = d3.hierarchy(data, (node) => node.children).sum((node) => node.bytes ?? 0).sort((a, b) => b.value - a.value);
  const inside = (padding) => (node) => node.depth > 0 ? padding : 0;
  d3.treemap().size([width, TREEMAP_HEIGHT]).round(true).paddingInner(2).paddingOuter(inside(2)).paddingTop(inside(19))(root);
  const tiles = root.descendants().filter((node) => node.depth > 0 && node.x1 - node.x0 > 1 && node.y1 - node.y0 > 1);
  box.replaceChildren(...tiles.map((node) => tile(node, zoom)));
  const steps = path.map((step, at) => element("button", {type: "button", class: "link", click: () => zoom(null, at)}, step.name));
  box.previousElementSibling.replaceChildren(...steps.flatMap((step, at) => at > 0 ? [" › ", step] : [step]), ` ${bytes(root.value)}`);
}

function treemapSection(report) {
  const fields = {liveBytes: "Live", peakLiveBytes: "Peak", allocatedBytes: "Allocated"};
  if (report.totals.allocatedBytes === 0) {
    return;
  }
  const box = section("treemap", "By package, class and line",
    "Areas are bytes. Choose a package or a class to go into it, a line to see its site.");
  const tiles = element("div", {class: "treemap"});
  let path = [];
  const draw = () => drawTreemap(tiles, path, path[path.length - 1], tiles.clientWidth, zoom);
  const zoom = (node, depth) => {
    path = node ? [...path, ...node.ancestors().reverse().slice(1).map((step) => step.data)] : path.slice(0, depth + 1);
    draw();
  };
  const show = (field) => {
    path = [treeOfSites(report.sites, field)];
    draw();
  };
  const first = report.totals.liveBytes > 0 ? "liveBytes" : "peakLiveBytes";
  box.append(element("div", {class: "tools"}, choice("Bytes", fields, first, show)), element("div", {class: "crumbs"}), tiles);
  path = [treeOfSites(report.sites, first)];
  redrawn(tiles, draw);
}
