"use strict";
// How figures and names are written, and elements made. Names come from the program, which may call
// a class anything: they only ever become text nodes and attributes, never HTML.

const BYTE_UNITS = ["B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"];
const COUNT_UNITS = ["", "k", "M", "G", "T", "P", "E"];
const LONGEST_TITLE = 2000;

function digits(number) {
  const size = Math.abs(number);
  return number.toFixed(size >= 99.95 || number === 0 ? 0 : size >= 9.995 ? 1 : 2);
}

function scaled(number, step, units) {
  let unit = 0;
  let rest = number;
  while (Math.abs(rest) >= step && unit < units.length - 1) {
    rest /= step;
    unit++;
  }
  const figure = unit === 0 && Number.isInteger(rest) ? String(rest) : digits(rest);
  return units[unit] === "" ? figure : figure + "\u00a0" + units[unit];
}

const bytes = (number) => scaled(number, 1024, BYTE_UNITS);
const bytesPerSecond = (number) => bytes(number) + "/s";
const percent = (share) => digits(100 * share) + "\u00a0%";

function count(number) {
  return Math.abs(number) < 1e7
    ? Math.round(number).toLocaleString("en-US")
    : scaled(number, 1000, COUNT_UNITS);
}

function duration(micros) {
  const steps = [[1e3, 1, "µs"], [1e6, 1e3, "ms"], [6e7, 1e6, "s"], [3.6e9, 6e7, "min"], [1.728e11, 3.6e9, "h"]];
  for (const [below, unit, name] of steps) {
    if (micros < below) {
      return (unit === 1 ? String(Math.round(micros)) : digits(micros / unit)) + "\u00a0" + name;
    }
  }
  return digits(micros / 8.64e10) + "\u00a0d";
}

const millis = (number) => duration(1000 * number);
const nanos = (number) => number < 1000 ? digits(number) + "\u00a0ns" : duration(number / 1000);

/** The text with what does not print, or changes the direction of what follows, as in source. */
function visible(text) {
  return String(text).replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}]/gu, (point) => {
    if (point === "\n") return "\\n";
    if (point === "\t") return "\\t";
    if (point === "\u200d") return point; // joins emoji
    return Array.from({length: point.length}, (_, at) =>
      "\\u" + point.charCodeAt(at).toString(16).padStart(4, "0")).join("");
  });
}

function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") {
      made.addEventListener(name, value);
    } else if (value !== undefined && value !== null && value !== false) {
      made.setAttribute(name, value);
    }
  }
  made.append(...children);
  return made;
}

function drawing(tag, attributes, ...children) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) {
    made.setAttribute(name, value);
  }
  made.append(...children);
  return made;
}

function packageOf(className) {
  return className.slice(0, className.lastIndexOf(".") + 1);
}

/** PoolArena.newChunk:735 */
function shortName(place) {
  const line = place.line >= 0 ? ":" + place.line : "";
  const simple = place.class.slice(packageOf(place.class).length);
  return visible(simple + "." + place.method) + line;
}

/** io.netty.buffer.PoolArena.newChunk(PoolArena.java:735) */
function fullName(place) {
  const line = place.line >= 0 ? ":" + place.line : "";
  const where = place.file ? "(" + visible(place.file) + line + ")" : line;
  return visible(place.class + "." + place.method) + where;
}

function title(text) {
  return text.length > LONGEST_TITLE ? text.slice(0, LONGEST_TITLE) + "…" : text;
}

/** What stands in a cell for a line of the program. */
function placeLabel(place, open) {
  const label = [
    element("span", {class: "name"}, shortName(place)),
    element("span", {class: "muted package"}, visible(packageOf(place.class).slice(0, -1))),
  ];
  const attributes = {class: "place", title: title(fullName(place))};
  return open
    ? element("button", {...attributes, type: "button", click: open}, ...label)
    : element("span", attributes, ...label);
}

/** What is known of levels over time: they begin with -1 until the site was followed. */
function knownOf(numbers) {
  return numbers.filter((number) => number >= 0);
}

/** A line through the numbers, from 0 up; it begins where they are known. */
function sparkline(numbers, width = 90, height = 20) {
  const known = knownOf(numbers);
  const most = Math.max(...known, 1);
  const step = width / Math.max(numbers.length - 1, 1);
  const start = (numbers.length - known.length) * step;
  const points = known.map((number, at) =>
    (start + at * step).toFixed(1) + "," + (height - 1 - (number / most) * (height - 2)).toFixed(1));
  const area = `${start.toFixed(1)},${height} ${points.join(" ")} ${width},${height}`;
  return drawing("svg", {class: "spark", width, height, viewBox: `0 0 ${width} ${height}`, "aria-hidden": "true"},
    drawing("polygon", {points: area}), drawing("polyline", {points: points.join(" ")}));
}

/** A bar for each number. */
function bars(numbers, width = 64, height = 20) {
  const most = Math.max(...numbers, 1);
  const step = Math.min(width / Math.max(numbers.length, 1), 10);
  const made = numbers.map((number, at) => {
    const size = Math.max((number / most) * height, number > 0 ? 1 : 0);
    return drawing("rect", {x: at * step, y: height - size, width: Math.max(step - 1, 0.5), height: size});
  });
  return drawing("svg", {class: "bars", width, height, "aria-hidden": "true"}, ...made);
}

/** A section of the page, with its link in the navigation. */
function section(id, name, note) {
  const heading = element("h2", {id: id + "-title"}, name);
  const made = element("section", {id, "aria-labelledby": id + "-title"}, heading);
  if (note) {
    made.append(element("p", {class: "muted note"}, note));
  }
  document.getElementById("report").append(made);
  document.getElementById("sections").append(element("a", {href: "#" + id}, name));
  return made;
}

/** Buttons of which one is pressed; tells `chosen` which. */
function choice(label, names, first, chosen) {
  const buttons = Object.entries(names).map(([key, name]) =>
    element("button", {type: "button", class: "button", "data-key": key, "aria-pressed": String(key === first)}, name));
  const group = element("div", {class: "choice", role: "group", "aria-label": label}, ...buttons);
  group.addEventListener("click", (event) => {
    const key = event.target.dataset.key;
    if (key) {
      buttons.forEach((button) => button.setAttribute("aria-pressed", String(button === event.target)));
      chosen(key);
    }
  });
  return group;
}

function searchField(id, label, hint) {
  return element("input", {type: "search", id, placeholder: hint, "aria-label": label, autocomplete: "off"});
}

/** Calls `draw` now, and again whenever the width of `box` or the theme changes. */
function redrawn(box, draw) {
  let width = 0;
  const again = () => {
    width = box.clientWidth;
    if (width > 0) {
      draw(width);
    }
  };
  new ResizeObserver(() => box.clientWidth !== width && again()).observe(box);
  document.addEventListener("theme", again);
  again();
}
