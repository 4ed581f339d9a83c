// Two ranges above each other on one scale: what an answer was, what it would be.

import { make, number } from "./dom.js";

const SVG = "http://www.w3.org/2000/svg";
const [WIDTH, ROW] = [400, 11];

function draw(tag, attributes) {
  const made = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  return made;
}

/** A picture with its scale, or null where there is no number; `alike` are all on that scale. */
export function ranges(then, now, alike) {
  const all = alike.filter((one) => one?.upper !== undefined);
  const rows = [["then", "in the report", then], ["now", then ? "as decided" : "", now]]
    .filter(([, , one]) => one?.upper !== undefined);
  if (!rows.length) return null;
  const most = Math.max(...all.map((one) => one.upper)) || 1;
  const x = (value) => ((WIDTH - 8) * value) / most + 4;
  const bar = ([name, words, one]) => {
    const picture = draw("svg", { viewBox: `0 0 ${WIDTH} ${ROW}`, class: `range ${name}` });
    picture.append(
      draw("line", { x1: x(one.lower), x2: x(one.upper), y1: ROW / 2, y2: ROW / 2 }),
      draw("circle", { cx: x(one.median), cy: ROW / 2, r: 4 }),
    );
    return [make("span", {}, words), picture];
  };
  // The sentence above says the same in words.
  return make("div", { class: then ? "ranges" : "ranges one", "aria-hidden": "true" }, ...rows.flatMap(bar),
    make("span", {}), make("p", {}, make("span", {}, "0"), make("span", {}, number(Math.round(most)))));
}
