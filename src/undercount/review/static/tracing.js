// The queue of tracing: a child's case and a relative's request, side by side. Each look is a line
// in the log of access, so nothing is fetched before it is wanted, and nothing is held back.

import { open } from "./desk.js";
import { Discreet } from "./discreet.js";
import { make, visible } from "./dom.js";
import { pair } from "./pair.js";
import { steps } from "./steps.js";
import { versions } from "./versions.js";

const storage = new Discreet();

const desk = open({
  queue: "tracing",
  storage,
  ahead: 1,
  kept: 1,
  decisions: [
    { key: "a", decision: "accept", label: "Accept", said: "Accepted", act: () => ask("accept") },
    { key: "r", decision: "reject", label: "Reject", said: "Rejected", act: () => ask("reject") },
    { key: "u", decision: "ask", label: "Ask for more", said: "More asked for", act: () => ask("ask") },
  ],
  draw,
  name: (item) => visible(item.label),
  decided,
});

// What was decided is on its way for a moment only; a reason is kept nowhere but here.
addEventListener("beforeunload", (event) => {
  if (desk.outbox.waiting().length) event.preventDefault();
});

const form = reason();
document.getElementById("actions").before(form);

function draw(place, item) {
  fold();
  place.append(
    make("div", { class: "whole" },
      make("header", {},
        make("p", { class: "eyebrow", dir: "auto" }, visible(`Case ${item.case} · request ${item.request}`)),
        make("h2", {}, chance(item)),
        item.none && make("p", { class: "soft" }, `That no request is for this child: ${item.none.words}.`),
      ),
      pair("The child's case and the request, field by field", [head("Case", item.case), head("Request", item.request)], item.fields),
      signatures(item),
      rivals(item.rivals),
      steps(item.steps),
    ),
  );
}

function chance({ likelihood }) {
  if (!likelihood) return "Not suggested by the last ranking";
  const { words, note } = likelihood;
  return [`Possible: ${words}`, note && make("span", { class: "soft" }, ` (${note})`)];
}

const head = (kind, number) =>
  make("span", {}, make("span", {}, kind), " ", make("span", { class: "soft", dir: "auto" }, visible(number)));

function signatures(item) {
  return make("section", { class: "signatures", "aria-label": "Decided" },
    make("p", {}, item.standing ? `${sentence(item.standing)}.` : "A match needs two people who accept on what is known today."),
    versions({ versions: item.versions.map((one) => ({ ...one, decision: desk.word(one.decision) })) }, desk.by),
  );
}

const sentence = (words) => visible(words.charAt(0).toUpperCase() + words.slice(1));

function rivals({ requests, cases }) {
  const list = (title, all) => all.length && make("div", {}, make("h3", {}, title),
    make("ul", {}, ...all.map((one) => make("li", {},
      make("button", { type: "button", class: "plain", onclick: () => desk.find(one.id) }, visible(one.label)),
      make("span", { class: "soft" }, ` possible, ${one.likelihood}`)))));
  const found = [list("Other requests for this child", requests), list("Other children this request may be for", cases)].filter(Boolean);
  return found.length ? make("section", { class: "rivals", "aria-label": "Rivals" }, ...found) : null;
}

/** The line in which a reason is written; it opens above the buttons when a decision is begun. */
function reason() {
  return make("form", { class: "reason", hidden: true, novalidate: true, autocomplete: "off", onsubmit: save },
    make("label", { for: "reason" }),
    make("input", { id: "reason", type: "text", maxlength: 2000, autocomplete: "off", spellcheck: "false", "aria-describedby": "reason-wrong", onkeydown: leave }),
    make("p", { id: "reason-wrong", class: "wrong", role: "alert" }),
    make("div", { class: "both" },
      make("button", { type: "submit", class: "act" }, make("kbd", { "aria-hidden": "true" }, "Enter"), make("span", { class: "saves" })),
      make("button", { type: "button", class: "act", onclick: close }, make("kbd", { "aria-hidden": "true" }, "Esc"), "Leave")),
  );
}

function ask(decision) {
  form.dataset.decision = decision;
  form.hidden = false;
  const { label } = desk.decisions.find((one) => one.decision === decision);
  form.querySelector("label").textContent = `${label}: why, in your own words? It is kept with the decision.`;
  form.querySelector(".saves").textContent = label;
  wrong("");
  form.elements.reason.focus({ preventScroll: true });
}

function wrong(words) {
  if (words) form.elements.reason.setAttribute("aria-invalid", "true");
  else form.elements.reason.removeAttribute("aria-invalid");
  form.querySelector(".wrong").textContent = words;
}

function save(event) {
  event.preventDefault();
  const why = form.elements.reason.value.trim();
  if (!why) return wrong("A decision needs its reason.");
  fold();
  desk.decide(form.dataset.decision, { why });
}

function leave(event) {
  if (event.key !== "Escape") return;
  event.preventDefault();
  close();
}

function close() {
  fold();
  desk.say("Left as it was.");
}

/** The line of the reason away, and the keys act again. */
function fold() {
  if (form.hidden) return;
  form.reset();
  form.hidden = true;
  document.getElementById("main").focus({ preventScroll: true });
}

/** What holds for the pair now: one of two signatures, a match, or two who see it differently. */
function decided({ decision }, { label, standing, disputed }) {
  if (decision === "undone" || disputed) return;
  for (const line of document.querySelectorAll("#notices [data-standing]")) line.remove();
  desk.notice(`${sentence(label)}: ${standing}.`);
  document.getElementById("notices").lastElementChild.dataset.standing = "";
}
