// How far people agree who decided apart from each other: each queue's alpha, with what it means.

import { ask, counted, make, number, visible } from "./dom.js";

const PLACE = document.getElementById("queues");
const NAMES = { figures: "Figures", links: "Links", tracing: "Tracing" };
const SHOWN = 20; // items of two minds listed at first
const MARKS = [0, 0.667, 0.8, 1];
const SVG = "http://www.w3.org/2000/svg";

function section(queue) {
  const { name, closed, words } = queue;
  const id = `queue-${name}`;
  const parts = closed
    ? closed.map(({ what, hint }) => make("p", { class: "soft" }, "Closed: ", visible(what), ". ", visible(hint ?? "")))
    : [make("p", { class: "said" }, visible(words)), scale(queue), pairs(queue), table(queue), differing(queue)];
  return make("section", { "aria-labelledby": id }, make("h2", { id }, NAMES[name] ?? name), ...parts);
}

/** Where alpha lies between chance and perfect, with the two marks that words hang on. */
function scale({ alpha, range }) {
  if (alpha === null || alpha === undefined) return null;
  const draw = (tag, attributes) => {
    const made = document.createElementNS(SVG, tag);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    return made;
  };
  const least = Math.min(0, alpha, range?.[0] ?? 0);
  const x = (value) => 4 + (392 * (value - least)) / (1 - least);
  const picture = draw("svg", { viewBox: "0 0 400 14", class: "range" });
  if (range) picture.append(draw("line", { x1: x(range[0]), x2: x(range[1]), y1: 7, y2: 7 }));
  for (const mark of MARKS) picture.append(draw("path", { class: "mark", d: `M${x(mark)} 1v12` }));
  picture.append(draw("circle", { cx: x(alpha), cy: 7, r: 4 }));
  const marks = MARKS.map((mark) => {
    const label = make("span", {}, `${mark}`);
    label.style.left = `${x(mark) / 4}%`;
    return label;
  });
  const legend = "The line is where alpha would lie with other items of the same kind. 0 is chance, from 0.667 on " +
    "tentative conclusions hold, from 0.8 on firm ones; 1 is perfect agreement.";
  return make("figure", { class: "alpha", "data-own": true },
    make("div", { "aria-hidden": "true" }, picture, make("div", { class: "marks" }, ...marks)),
    make("figcaption", { class: "soft" }, legend));
}

const two = (value) => (value === null ? "–" : value.toFixed(2));

function pairs({ pairs: all }) {
  const some = (all ?? []).filter((one) => one.items > 0);
  if (!some.length) return null;
  return rows("Two by two", ["Who", "Items of both", "Agreed", "Alpha"],
    some.map(({ people, items, agreed, alpha }) => [people.map(visible).join(" and "), number(items), number(agreed), two(alpha)]));
}

function table({ table: all, decisions }) {
  if (!all?.length || Object.keys(decisions).length < 2) return null;
  return rows("What met what", ["One said", "Another said", "Times"],
    all.map(({ one, other, times }) => [one, other, number(times)]));
}

function rows(caption, heads, all) {
  return make("table", { "data-own": true }, make("caption", {}, caption),
    make("thead", {}, make("tr", {}, ...heads.map((words) => make("th", { scope: "col" }, words)))),
    make("tbody", {}, ...all.map(([first, ...others]) =>
      make("tr", {}, make("th", { scope: "row" }, first), ...others.map((words) => make("td", {}, words))))));
}

function differing({ name, differing: all }) {
  if (!all?.length) return null;
  return make("div", {},
    make("h3", {}, `${counted(all.length, "item")} of two minds`),
    make("ul", { class: "minds" }, ...all.slice(0, SHOWN).map(({ item, decisions }) =>
      make("li", {}, make("a", { href: `/${name}?which=all#${encodeURIComponent(item)}` },
        Object.entries(decisions).map(([who, decision]) => `${visible(who)}: ${decision}`).join(", "))))),
    all.length > SHOWN && make("p", {}, make("a", { href: `/${name}?which=disputed` }, "All that is disputed")),
  );
}

ask("/api/agreement").then(
  ({ queues }) => PLACE.replaceChildren(...queues.map(section)),
  (error) => PLACE.replaceChildren(make("p", { role: "alert" }, visible(error.problems?.[0].what ?? "The server does not answer."))),
);
