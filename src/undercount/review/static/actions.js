// What may be done with the item on the screen: each with its key, its button, its line of help.

import { make } from "./dom.js";

/** Bind the keys and draw the buttons of a desk. decisions, keys, why: see desk.js. */
export function bind(desk, { decisions, keys = [], why = false }) {
  const act = (one) => () => {
    if (desk.item) (one.act ?? (() => desk.decide(one.decision)))(desk);
  };
  const all = [
    ...decisions.map((one) => ({ ...one, act: act(one), button: true })),
    ...keys.map((one) => ({ ...one, act: () => desk.item && one.act(desk) })),
    ...(why ? [{ key: "w", label: "Say why", act: askWhy }] : []),
    { key: "z", label: "Undo", act: () => desk.undo(), button: true },
    { key: "p", label: "Previous", act: () => desk.previous(), button: true },
    { key: "n", label: "Next", act: () => desk.next(), button: true },
    { key: "j", label: "Scroll down", act: () => scrollBy(0, 120), repeats: true },
    { key: "k", label: "Scroll up", act: () => scrollBy(0, -120), repeats: true },
    { key: "?", label: "These keys", act: () => desk.keys.toggle() },
  ];
  desk.keys.set(all);
  const shown = all.filter((one) => one.button);
  document.getElementById("actions").replaceChildren(
    ...shown.filter((one) => one.decision).map(button),
    make("p", { id: "last", class: "soft" }),
    ...shown.filter((one) => !one.decision).map(button),
  );
  document.getElementById("help-open")?.addEventListener("click", () => desk.keys.toggle());
}

function button({ key, label, decision = "", act }) {
  return make("button", { type: "button", class: `act ${decision}`.trim(), onclick: act, "data-key": key,
    "aria-keyshortcuts": key }, make("kbd", { "aria-hidden": "true" }, key), make("span", {}, label));
}

function askWhy() {
  const place = document.getElementById("why");
  place.hidden = false;
  place.focus();
  place.onkeydown = (event) => {
    if (event.key !== "Enter" && event.key !== "Escape") return;
    event.preventDefault();
    if (event.key === "Escape") place.value = "";
    place.hidden = place.value.trim() === "";
    place.blur();
  };
}

/** The words typed for the next decision; they go with it and are gone. */
export function takeWhy() {
  const place = document.getElementById("why");
  const words = place.value.trim();
  place.value = "";
  place.hidden = true;
  return words;
}
