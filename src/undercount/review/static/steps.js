// The steps and days of a case: a checklist of the office, folded in until it is wanted.

import { day, make, visible } from "./dom.js";

const ANSWERS = { yes: "✓ yes", no: "✗ no", "not known": "– not known" };

export function steps(route) {
  const next = coming(route.steps);
  return make("details", { class: "steps" },
    make("summary", {}, next ? `Steps and days; next: ${visible(next.name)}, by ${day(next.last)}` : "Steps and days"),
    make("p", { class: "soft" }, visible(`${route.title}. ${route.notice}.`)),
    make("p", {}, visible(`The possible link: ${route.link}.`)),
    ...route.grounds.map(ground),
    part("Documents", route.papers.map((one) => [one.state, one.article, one.says])),
    part("Steps", route.steps.map((one) => [when(one), one.article, said(one)])),
    part("To keep in mind", route.notes.map((one) => ["", one.article, one.says])),
  );
}

function coming(all) {
  return all.filter((one) => !one.done && one.last).sort((a, b) => (a.last < b.last ? -1 : 1))[0];
}

function ground({ name, article, says, checks }) {
  const against = checks.some((one) => one.answer === "no");
  return make("section", {},
    make("h3", {}, visible(`May support: ${name} (${article})`), against && make("span", { class: "soft" }, ", but a condition speaks against it")),
    make("p", {}, visible(`${says}.`)),
    list(checks.map((one) => [ANSWERS[one.answer], one.article, `${one.says} (${one.why})`])),
  );
}

const part = (title, rows) => (rows.length ? make("section", {}, make("h3", {}, title), list(rows)) : null);

function list(rows) {
  return make("ul", {}, ...rows.map(([state, article, words]) => make("li", {},
    state && make("strong", {}, visible(state)), make("span", { class: "soft" }, visible(article)), make("span", {}, visible(words)))));
}

function when({ state, done, last }) {
  if (done) return `${state} ${day(done)}`;
  return last ? `${state}, by ${day(last)}` : state;
}

function said({ says, because, missed }) {
  return [because ? `${says} (${because})` : says, missed].filter(Boolean).join(". ");
}
