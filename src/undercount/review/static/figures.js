// The queue of figures: the sentence in the middle, what was read from it beside.

import { Correcting } from "./correct.js";
import { open } from "./desk.js";
import { counted, day, make, moment, number, visible } from "./dom.js";
import { Passage } from "./passage.js";
import { versions } from "./versions.js";

const QUITE_SURE = 0.9;
const ALWAYS = 9; // fields shown without asking: those with a key
const MORE = "undercount/more-fields";

let passage = null;
let correcting = null;

const desk = open({
  queue: "figures",
  storage: localStorage,
  decisions: [
    { key: "a", decision: "accepted", label: "Accept", said: "Accepted" },
    { key: "c", decision: "corrected", label: "Correct", said: "Corrected", act: () => correct() },
    { key: "r", decision: "rejected", label: "Reject", said: "Rejected" },
    { key: "u", decision: "unsure", label: "Unsure", said: "Unsure" },
  ],
  draw,
  drawn: bringToSight,
  follows,
  why: true,
  again: ({ decision, changes }) => decision === "corrected" && correct(changes),
  name: (item) => `${visible(item.fields[0].value)}, ${visible(source(item))}`,
});

function source({ document: from }) {
  return from?.outlet ?? from?.title ?? from?.path ?? "typed by hand";
}

function draw(place, item) {
  stop();
  passage = new Passage(item.text, item.text_start);
  const text = make("div", { class: "text", dir: "auto", lang: item.document?.language });
  place.append(
    make("div", { class: "reading" }, heading(item), text, lapsed(item)),
    make("div", { class: "read" },
      make("p", { class: "read-as" }, visible(item.read_as)),
      usedIn(item),
      make("dl", { class: "fields" }, ...item.fields.slice(0, ALWAYS).map(fieldRow)),
      more(item),
      versions(item, desk.by, item.fields),
      beside(item),
    ),
  );
  mark(item, text, Object.fromEntries(item.fields.map(({ name, span }) => [name, span])));
}

/** What accepting brings about, in words. */
function follows(item, decision) {
  const names = answers(item);
  if (!names) return "";
  if (decision === "accepted" || decision === "corrected") return `counts in ${names} from the next report on`;
  return decision === "rejected" ? `does not count in ${names}` : "";
}

/** The answers it speaks to, by their titles where the item has them. */
function answers({ used_in: used = [], speaks_to: would = [], fields }) {
  const names = used.length ? used : would;
  const { titles, read, value } = fields.find(({ name }) => name === "quantity") ?? {};
  const title = titles?.[read ?? value];
  return names.length === 1 && title ? visible(title) : names.map(visible).join(", ");
}

/** Scroll to the number where the words before it fill the screen. */
function bringToSight() {
  const spot = desk.place.querySelector(".text mark, .text .sentence");
  const bottom = document.querySelector(".acts-bar").getBoundingClientRect().top;
  if (spot && spot.getBoundingClientRect().bottom > bottom - 48) spot.scrollIntoView({ block: "center" });
}

/** Draw the words with each field marked; `chosen` is the one that is being corrected. */
function mark(item, text, spans, chosen) {
  const keys = new Map(item.fields.map(({ name }, i) => [name, i < ALWAYS ? i + 1 : null]));
  const labels = new Map(item.fields.map(({ name, label }) => [name, label]));
  const marks = Object.entries(spans).filter(([, span]) => span).map(([name, [start, end]]) => ({
    start, end, tag: name === item.fields[0].name ? "mark" : "span",
    attributes: { class: `f f-${name}${name === chosen ? " chosen" : ""}`, "data-field": name, "data-key": keys.get(name), title: labels.get(name) },
  }));
  for (const { span: [start, end] } of item.others ?? []) {
    marks.push({ start, end, attributes: { class: "other", title: "Another figure" } });
  }
  const [start, end] = item.sentence ?? [passage.start, passage.end];
  marks.push({ start, end, attributes: { class: "sentence" } });
  passage.draw(text, marks);
}

function heading(item) {
  const from = item.document;
  if (!from) return make("header", {}, make("h2", {}, "Typed by hand"));
  const page = from.pages?.filter((start) => start <= (item.spans.surface?.[0] ?? -1)).length;
  const facts = [from.outlet, from.published && day(from.published), page && `page ${page}`].filter(Boolean);
  return make("header", {},
    make("p", { class: "eyebrow", dir: "auto" }, facts.map(visible).join(" · ")),
    make("h2", { dir: "auto" }, visible(from.title ?? from.path)),
  );
}

/** The fields without a key, folded away until somebody wants them; then they stay open. */
function more(item) {
  const rest = item.fields.slice(ALWAYS);
  if (!rest.length) return null;
  const part = make("details", { class: "more", open: localStorage.getItem(MORE) !== null },
    make("summary", {}, counted(rest.length, "more field")),
    make("dl", { class: "fields" }, ...rest.map((field) => fieldRow(field, ALWAYS))),
  );
  part.addEventListener("toggle", () => {
    if (part.open) localStorage.setItem(MORE, "1");
    else localStorage.removeItem(MORE);
  });
  return part;
}

function fieldRow(field, i) {
  const sure = field.confidence ?? 1;
  return make("div", { class: `field f-${field.name}`, "data-field": field.name },
    make("dt", {}, i < 9 && make("kbd", { "aria-hidden": "true" }, `${i + 1}`), make("span", { class: "label" }, field.label)),
    make("dd", { class: field.value === null || field.value === "" ? "none" : null },
      make("span", { dir: "auto" }, visible(inWords(field))),
      (field.left_open || sure < QUITE_SURE) && make("span", { class: `sure${sure < 0.6 ? " low" : ""}` }, howSure(field, sure)),
    ),
  );
}

function howSure(field, sure) {
  const share = `${Math.round(100 * sure)}% sure`;
  return field.left_open ? `left open: the guess was ${share}` : share;
}

function inWords({ value, kind, titles }) {
  if (value === null || value === undefined || value === "") return "—";
  if (kind === "day") return day(value);
  if (kind === "number") return number(value);
  if (titles?.[value]) return titles[value];
  return kind === "choice" ? String(value).replaceAll("_", " ") : String(value);
}

function usedIn(item) {
  const names = answers(item);
  if (!names) return null;
  return make("p", { class: "soft" }, item.used_in?.length ? "Counts in: " : "Once accepted it counts in: ", names);
}

function lapsed({ lapsed: before }) {
  if (!before) return null;
  const words = typeof before === "string" ? before : `${before.decision} by ${before.by}, ${moment(before.at)}`;
  return make("p", { class: "lapsed" }, make("strong", {}, "Decided before, when it read otherwise: "), visible(words));
}

function beside({ beside: others }) {
  if (!others?.length) return null;
  return make("section", { class: "beside", "aria-label": "Beside it" },
    make("h3", {}, "Beside it"),
    make("ul", {}, ...others.map(other)),
  );
}

function other(one) {
  const words = make("blockquote", { dir: "auto" });
  if (one.sentence) {
    const length = Array.from(one.surface).length;
    const spot = one.offset ?? null;
    new Passage(one.sentence).draw(words, spot === null ? [] : [{ start: spot, end: spot + length, tag: "mark", attributes: {} }]);
  } else words.append(visible(one.surface));
  const facts = (...all) => all.filter(Boolean).map(visible).join(" · ");
  return make("li", { title: one.text ? visible(one.text) : null },
    make("p", { class: "eyebrow" }, facts(one.why, one.who)),
    words,
    make("p", { class: "soft" }, facts(one.document, one.published && day(one.published))),
    make("button", { type: "button", class: "plain", onclick: () => desk.find(one.id) }, "Look at it"),
  );
}

/** Correct the figure on the screen; `changes` are what was already chosen. */
function correct(changes = {}) {
  const { item } = desk;
  const text = desk.place.querySelector(".text");
  document.body.classList.add("correcting");
  const list = desk.place.querySelector(".fields");
  desk.place.querySelector(".more")?.remove();
  // On a small screen the fields are far from the words: this list chooses among them too.
  const taking = make("select", { class: "taking", "aria-label": "The field that takes the words",
    onchange: () => correcting.choose(Number(taking.value)) },
    ...item.fields.map(({ label, kind }, i) => kind === "text" && make("option", { value: i }, capital(label))));
  list.after(
    make("div", { class: "ends" },
      taking,
      make("button", { type: "button", class: "act corrected", onclick: () => correcting.save() }, make("kbd", { "aria-hidden": "true" }, "Enter"), " Save"),
      make("button", { type: "button", class: "act", onclick: () => desk.go(desk.at) }, make("kbd", { "aria-hidden": "true" }, "Esc"), " Leave"),
    ),
  );
  correcting = new Correcting({
    fields: item.fields, changes, passage, list,
    told: {
      draw: (spans, chosen) => mark(item, text, spans, chosen),
      taking: (i, words) => {
        const option = taking.querySelector(`[value="${i}"]`);
        if (option) option.textContent = capital(words);
        taking.value = option ? i : "";
      },
      say: (words) => desk.say(words),
      save: (changes) => { stop(); desk.decide("corrected", { changes }); },
      leave: () => { desk.go(desk.at); desk.say("Left as it was."); },
    },
  });
  list.before(
    make("p", { class: "soft how" }, "Choose a field, then select its words in the text. ",
      make("kbd", {}, "←"), make("kbd", {}, "→"), " another word, with ", make("kbd", {}, "⇧"), " more or fewer; ",
      make("kbd", {}, "⌫"), " not said."),
  );
  desk.keys.only(correcting.keys);
}

function stop() {
  if (!correcting) return;
  correcting.close();
  correcting = null;
  document.body.classList.remove("correcting");
  desk.keys.only(null);
}

// A list's options know no ::first-letter.
const capital = (words) => words.charAt(0).toUpperCase() + words.slice(1);
