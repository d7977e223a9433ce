"use strict";
// Tables. Tabulator takes the strings that formatters return for HTML: all of ours return nodes.

const ROWS_BEFORE_SCROLLING = 14;

const numeric = (heading, field, write, more = {}) => ({
  title: heading,
  field,
  sorter: "number",
  hozAlign: "right",
  headerHozAlign: "right",
  headerSortStartingDir: "desc",
  formatter: (cell) => {
    const value = cell.getValue();
    return document.createTextNode(value === undefined || value === null ? "–" : write(value));
  },
  ...more,
});

const textual = (heading, field, more = {}) => ({
  title: heading,
  field,
  sorter: "string",
  formatter: (cell) => {
    const text = visible(cell.getValue() ?? "");
    return element("span", {title: title(text)}, text);
  },
  ...more,
});

/** The column with the line of the program; `open` is told the row. */
const placed = (heading, open, more = {}) => ({
  title: heading,
  field: "label",
  sorter: "string",
  minWidth: 220,
  widthGrow: 4,
  formatter: (cell) => {
    const row = cell.getData();
    return placeLabel(row, open && (() => open(row)));
  },
  ...more,
});

/** A sorted table of many rows, of which only those in sight are in the page. */
function bigTable(box, rows, columns, sortedBy) {
  const made = new Tabulator(box, {
    data: rows,
    columns,
    layout: "fitColumns",
    height: rows.length > ROWS_BEFORE_SCROLLING ? "27rem" : false,
    initialSort: [{column: sortedBy, dir: "desc"}],
    columnDefaults: {minWidth: 64, resizable: false},
    placeholder: "Nothing to show",
    headerSortElement: "<span class='arrow' aria-hidden='true'></span>",
  });
  made.on("tableBuilt", () => {
    box.querySelectorAll(".tabulator-col.tabulator-sortable").forEach((heading) => {
      heading.tabIndex = 0;
      heading.addEventListener("keydown", (event) => {
        if (event.key === "Enter" || event.key === " ") {
          event.preventDefault();
          heading.click();
        }
      });
    });
  });
  return made;
}

/** A small table; cells are text or nodes, and figures but in the columns of `names`. */
function smallTable(caption, headings, rows, names = [0]) {
  const side = (at) => ({class: names.includes(at) ? undefined : "number"});
  const head = headings.map((heading, at) => element("th", {...side(at), scope: "col"}, heading));
  const body = rows.map((row) =>
    element("tr", {}, ...row.map((cell, at) => element("td", side(at), cell))));
  return element("div", {class: "scroll"},
    element("table", {"aria-label": caption},
      element("thead", {}, element("tr", {}, ...head)), element("tbody", {}, ...body)));
}

/** A bar as long as the share, for a cell. */
function shareBar(share, kind = "") {
  const bar = element("span", {class: "share " + kind});
  bar.style.setProperty("--share", (100 * share).toFixed(2) + "%");
  return bar;
}
