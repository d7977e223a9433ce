"use strict";
// Unpacks the report, which stands in the page as JSON in gzip in base64, and shows it.

const DRAWN = [totalsSection, timeSection, suspectsSection, sitesSection, treemapSection, flameSection,
  lifetimesSection, memorySection, estimatesSection, arenasSection, coverageSection];

const progress = document.getElementById("status");

function setTheme(name) {
  document.documentElement.dataset.theme = name;
  document.getElementById("theme").textContent = name === "dark" ? "Light" : "Dark";
  document.dispatchEvent(new Event("theme"));
}

function followTheme() {
  const system = matchMedia("(prefers-color-scheme: dark)");
  const follow = () => setTheme(system.matches ? "dark" : "light");
  const button = document.getElementById("theme");
  system.addEventListener("change", follow);
  button.addEventListener("click", () => setTheme(document.documentElement.dataset.theme === "dark" ? "light" : "dark"));
  button.hidden = false;
  follow();
}

async function unpack() {
  const packed = Uint8Array.from(atob(document.getElementById("data").textContent), (unit) => unit.charCodeAt(0));
  const plain = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Response(plain).text();
}

function header(report) {
  const name = visible(report.program || `process ${report.pid}`);
  document.title = title(`${name} – TinyAlloc report`);
  document.getElementById("program").textContent = name;
  const facts = [
    `pid ${report.pid}`,
    new Date(report.time).toLocaleString(),
    `up ${millis(report.uptimeMillis)}`,
    `Java ${report.jvm.version} (${report.jvm.vendor})`,
    `TinyAlloc ${report.agent.version}, mode ${report.agent.mode}`,
  ];
  document.getElementById("facts").textContent = visible(facts.join(" · "));
  const options = Object.entries(report.agent.options);
  const list = document.getElementById("option-list");
  list.append(...options.map(([key, value]) =>
    element("div", {}, element("dt", {}, visible(key)), element("dd", {}, visible(value)))));
  document.getElementById("options").hidden = options.length === 0;
}

/** A section that fails takes no other with it. */
function draw(part, report) {
  try {
    part(report);
  } catch (failure) {
    console.error(failure);
    document.getElementById("report").append(element("p", {class: "notice"}, `A section cannot be shown: ${failure.message}`));
  }
}

function offerJson(text, pid) {
  const button = document.getElementById("save");
  button.addEventListener("click", () => {
    const file = new Blob([text], {type: "application/json"});
    const link = element("a", {href: URL.createObjectURL(file), download: `tinyalloc-${pid}.json`});
    link.click();
    URL.revokeObjectURL(link.href);
  });
  button.hidden = false;
}

async function show() {
  if (typeof DecompressionStream === "undefined") {
    throw new Error("this browser has no DecompressionStream; Chrome 80, Firefox 113, Safari 16.4 and later have it");
  }
  const text = await unpack();
  const report = JSON.parse(text);
  header(report);
  document.getElementById("sections").hidden = false;
  progress.remove();
  DRAWN.forEach((part) => draw(part, report));
  offerJson(text, report.pid);
  document.documentElement.dataset.ready = "true";
}

followTheme();
progress.textContent = "Unpacking the report…";
show().catch((failure) => {
  progress.className = "notice";
  progress.textContent = `The report cannot be shown: ${failure.message}. The same figures are in the report that report=json writes.`;
});
