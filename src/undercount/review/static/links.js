// The queue of links: is it one person, or two? No probability is on the screen, on purpose.

import { open } from "./desk.js";
import { make, visible } from "./dom.js";
import { pair } from "./pair.js";
import { versions } from "./versions.js";

const desk = open({
  queue: "links",
  storage: sessionStorage, // ids and answers alone; they go with the tab
  decisions: [
    { key: "a", decision: "yes", label: "One person", said: "One person" },
    { key: "r", decision: "no", label: "Two people", said: "Two people" },
    { key: "u", decision: "unsure", label: "Cannot tell", said: "Cannot tell" },
  ],
  draw,
  name: (item) => visible(item.label),
});

function draw(place, item) {
  place.append(
    make("div", { class: "whole" },
      make("header", {},
        make("p", { class: "eyebrow" }, visible(`${item.linkage} · ${item.label}`)),
        make("h2", {}, "One person, or two?"),
      ),
      pair("Two records, field by field", item.records.map(head), item.fields),
      versions({ versions: item.versions.map(inWords) }, desk.by),
      make("p", { class: "soft note" },
        "How likely the machine holds it is not shown: this sample measures how far the machine can be trusted."),
    ),
  );
}

const head = ({ list, record }) =>
  make("span", {}, make("span", { dir: "auto" }, visible(list)), " ", make("span", { class: "soft", dir: "auto" }, visible(record)));

const inWords = (one) => ({
  ...one, decision: desk.word(one.decision), why: one.sheet ? "typed in the sheet" : one.why,
});
