// One queue on the screen: which item is shown, what a key does to it, what waits to be saved.
// How an item looks is for the queue's own script (figures.js, links.js, tracing.js).
//
//   open({
//     queue: "figures",
//     storage: localStorage,          // sessionStorage where no words may stay behind
//     decisions: [{ key: "a", decision: "accepted", label: "Accept", said: "Accepted" }, ...],
//     draw(place, item, desk) {},     // fills the empty <article>
//     follows(item, decision) {},     // words on what the decision brings about, if anything
//     why: true,                      // w lets words be typed that go with the next decision
//     again(decision) {},             // somebody looks at what was refused: show what it said
//     drawn(item) {},                 // after it stands on the screen, if anything is left to do
//     name(item) {},                  // a few words for the live region and the notices
//     ahead: 12,                      // items fetched at once, begun when half of them are used
//     kept: 60,                       // items held in memory; with ahead and kept 1, each look asks
//     keys: [{ key: "c", label: "Correct", act() {} }],     // what else this queue can do
//   })
//
// A decision may have `act(desk)` instead of deciding at once; it then calls desk.decide itself.

import { bind, takeWhy } from "./actions.js";
import { ask, make, number, sent, visible } from "./dom.js";
import { Keys } from "./keys.js";
import { notice } from "./notices.js";
import { Outbox } from "./outbox.js";
import { Shelf } from "./shelf.js";

const UNDOABLE = 200;

export class Desk {
  constructor(settings) {
    Object.assign(this, { ahead: 12, kept: 60 }, settings);
    const { by, project } = document.body.dataset;
    Object.assign(this, { by, project, drawer: `${project}/${by}/${settings.queue}` });
    const asked = new URLSearchParams(location.search);
    this.which = asked.get("which") ?? "waiting";
    this.order = asked.get("order") ?? "";
    this.place = document.getElementById("item");
    this.ids = [];
    this.at = -1;
    this.shelf = new Shelf(this);
    this.done = new Set(); // ids decided here and not undone
    this.late = null; // id of an item to be fetched anew once it is no longer being corrected
    this.keys = new Keys(document.getElementById("help"));
    this.outbox = new Outbox({
      storage: this.storage,
      drawer: this.drawer,
      send: (decision) => this.#send(decision),
      told: {
        saved: (decision, answer) => this.#saved(decision, answer),
        refused: (decision) => this.#takeBack(decision),
        changed: () => this.#tellSaving(),
      },
    });
    addEventListener("online", () => this.failed && this.go(this.at));
    bind(this, settings);
    this.#lists();
  }

  async open() {
    const query = new URLSearchParams({ which: this.which, order: this.order });
    try {
      const { ids } = await ask(`/api/${this.queue}/ids?${query}`);
      this.ids = ids;
    } catch (error) {
      this.#empty(error.problems ?? [{ what: "The server does not answer", hint: "Is it still running?" }]);
      return;
    }
    // What was decided before a reload and is still on its way is decided.
    for (const { id, decision } of this.outbox.waiting()) {
      if (decision === "undone") this.done.delete(id);
      else this.done.add(id);
    }
    const wanted = decodeURIComponent(location.hash.slice(1)) || this.#recall("at");
    let first = this.ids.indexOf(wanted);
    if (location.hash && wanted && first < 0) first = this.ids.unshift(wanted) - 1 && 0;
    if (first < 0 || (!location.hash && this.done.has(wanted))) first = this.#following(first);
    await this.go(first);
    this.outbox.start();
    this.#tellSaving();
  }

  /** The item on the screen, or undefined. */
  get item() {
    return this.shelf.get(this.ids[this.at]);
  }

  /** How many in this list are not decided yet. */
  get left() {
    return this.ids.reduce((n, id) => n + !this.done.has(id), 0);
  }

  /** Decide the item on the screen and show the next. */
  decide(decision, { changes, why, ...more } = {}) {
    const item = this.item;
    if (!item) return;
    const known = this.decisions.find((one) => one.decision === decision);
    const key = crypto.randomUUID();
    const kept = this.#put({
      key, id: item.id, decision, why: why ?? takeWhy(), version: item.version,
      changes: changes ?? {}, ...more,
    });
    if (!kept) return;
    this.#remember("mine", [...this.#recall("mine", []), { key, id: item.id }].slice(-UNDOABLE));
    this.done.add(item.id);
    const said = `${known?.said ?? decision}.`;
    this.#tellLast(`${said.slice(0, -1)}: ${this.name(item)}`, this.follows?.(item, decision));
    this.go(this.#following(this.at), said);
  }

  /** Take back my last decision and show its item again. */
  undo() {
    const mine = this.#recall("mine", []);
    const last = mine.pop();
    if (!last) return this.say("Nothing to undo.");
    const kept = this.#put({
      key: crypto.randomUUID(), id: last.id, decision: "undone", undoes: last.key, why: "",
      version: "", changes: {},
    });
    if (!kept) return;
    this.#remember("mine", mine);
    this.#tellLast("Undone");
    this.done.delete(last.id);
    if (!this.ids.includes(last.id)) this.ids.splice(Math.max(this.at, 0), 0, last.id);
    this.go(this.ids.indexOf(last.id), "Undone.");
  }

  /** Show the next item that is not decided; where one could not be fetched, that one. */
  next() {
    this.go(this.failed ? this.at : this.#following(this.at));
  }

  /** Show the item before this one, decided or not. */
  previous() {
    if (this.at > 0) this.go(this.at - 1);
    else if (this.at < 0 && this.ids.length) this.go(this.ids.length - 1);
    else this.say("This is the first.");
  }

  /** Show the item at a place in the list; -1 when nothing is left. */
  async go(at, said = "") {
    this.at = at;
    this.failed = false;
    this.shelf.drop(this.late);
    this.late = null;
    this.#tellProgress();
    if (at < 0) return this.#empty([], said);
    const id = this.ids[at];
    if (!this.shelf.has(id)) {
      this.place.setAttribute("aria-busy", "true");
      try {
        await this.shelf.fetch(this.ids.slice(at));
      } catch (error) {
        if (this.ids[this.at] !== id) return;
        this.failed = true;
        this.#empty(error.problems ?? NO_ANSWER, said, id);
        return;
      }
      if (this.ids[this.at] !== id) return; // another key was pressed meanwhile
    }
    this.redraw();
    const { item } = this;
    this.#remember("at", id);
    this.say(`${said} ${this.name(item)}. ${this.left} left.`.trim());
    this.shelf.look(this.ids.slice(at + 1), id);
  }

  /** Paint the item on the screen anew. */
  redraw() {
    this.place.removeAttribute("aria-busy");
    this.place.replaceChildren();
    this.place.dataset.id = this.item.id;
    document.body.classList.remove("nothing");
    document.body.classList.toggle("decided-here", this.done.has(this.item.id));
    this.draw(this.place, this.item, this);
    scrollTo(0, 0);
    this.drawn?.(this.item);
  }

  /** Say it to those who hear the page. */
  say(words) {
    document.getElementById("live").textContent = words;
  }

  /** Something to know that does not stop the work; see notices.js. */
  notice(words, { id, refused, ...more } = {}) {
    const look = async () => {
      await this.find(id);
      if (refused && this.item?.id === id) this.again?.(refused); // what was typed is not lost
    };
    notice(words, { ...more, look: id && look, forget: (key) => this.outbox.forget(key) });
  }

  /** Show one item by id, whether or not it is in this list. */
  find(id) {
    if (!this.ids.includes(id)) this.ids.splice(Math.max(this.at, 0), 0, id);
    this.done.delete(id);
    return this.go(this.ids.indexOf(id));
  }

  /** Keep a decision for sending; a browser that keeps nothing (no room, not allowed) says so. */
  #put(decision) {
    try {
      this.outbox.put(decision);
      return true;
    } catch (error) {
      this.notice("This browser could not keep the decision, so it was not made.", { hint: String(error.message) });
      return false;
    }
  }

  /** The lists of this queue, and the order that is kept from one to the next. */
  #lists() {
    const order = document.getElementById("order");
    const href = (which, chosen) => `?${new URLSearchParams({ which, ...(chosen && { order: chosen }) })}`;
    for (const link of document.querySelectorAll("[data-which]")) {
      link.href = href(link.dataset.which, this.order);
      if (link.dataset.which === this.which) link.setAttribute("aria-current", "page");
    }
    if (!order) return;
    order.value = this.order;
    order.addEventListener("change", () => location.assign(href(this.which, order.value)));
  }

  /** The next place after `at` that is not decided, from the start again at the end; or -1. */
  #following(at) {
    const n = this.ids.length;
    for (let step = 1; step <= n; step++) {
      const i = (at + step) % n;
      if (!this.done.has(this.ids[i])) return i;
    }
    return -1;
  }

  /** Send, but never in another's name: this browser may have entered for somebody else since, and
   * the server takes nothing of a page that was opened for another person or project. */
  #send(decision) {
    const settings = sent(decision);
    settings.headers["Undercount-Desk"] = encodeURIComponent(`${this.project}/${this.by}`);
    return ask(`/api/${this.queue}/decisions`, settings);
  }

  #saved(decision, answer) {
    const item = this.shelf.get(decision.id);
    if (item && answer.versions) {
      item.versions = answer.versions;
      item.disputed = answer.disputed;
    }
    if (answer.disputed && decision.decision !== "undone") {
      const others = answer.versions.filter((one) => one.by !== this.by);
      this.notice(
        `${others.map((one) => `${one.by} said ${this.word(one.decision)}`).join(", ")}; you said ` +
          `${this.word(decision.decision)}: ${item ? this.name(item) : answer.label ?? decision.id}.`,
        { hint: "Both are kept, side by side under Disputed.", id: decision.id },
      );
    }
    if (["undone", "corrected"].includes(decision.decision)) {
      const here = this.ids[this.at] === decision.id;
      // Its fields read otherwise now; while it is being corrected it stays until that is done.
      if (here && document.body.classList.contains("correcting")) this.late = decision.id;
      else this.shelf.drop(decision.id);
      if (here && !this.late) this.go(this.at);
    }
    this.decided?.(decision, answer);
  }

  /** What was decided last, and what follows from it, where the eye is anyway. */
  #tellLast(words, follows = "") {
    document.getElementById("last").replaceChildren(words, ...(follows ? [make("span", {}, follows)] : []));
  }

  #takeBack(decision) {
    this.done.delete(decision.id);
    this.#remember("mine", this.#recall("mine", []).filter(({ key }) => key !== decision.key));
    this.#tellLast("");
    this.shelf.drop(decision.id); // it may read otherwise now
    if (this.ids[this.at] === decision.id) this.go(this.at);
    else this.#tellProgress();
  }

  /** A decision in words: its own label's, or the word itself. */
  word(decision) {
    const known = this.decisions.find((one) => one.decision === decision);
    return known ? known.said.toLowerCase() : decision;
  }

  #tellProgress() {
    const left = document.getElementById("left");
    if (left) left.textContent = `${number(this.left)} ${["decided", "all"].includes(this.which) ? "in this list" : "left"}`;
  }

  #tellSaving() {
    const place = document.getElementById("saving");
    const n = this.outbox.waiting().length;
    const trouble = navigator.onLine === false ? "connection" : this.outbox.trouble;
    place.dataset.state = n === 0 ? "saved" : trouble ?? "sending";
    place.textContent = n === 0 ? "All saved" : `${number(n)} waiting to be saved${WHY[trouble] ?? ""}`;
    place.title = trouble === "server" ? visible(this.outbox.problem) : "";
    for (const { decision, problems } of this.outbox.refused()) {
      const { what = "it was refused", hint = "" } = problems[0] ?? {};
      this.notice(`Not saved: ${what}`, { hint, id: decision.id, key: decision.key, refused: decision });
    }
  }

  #empty(problems, said = "", id = "") {
    this.place.removeAttribute("aria-busy");
    this.place.dataset.id = id;
    document.body.classList.add("nothing");
    const words = problems.length
      ? problems.map((one) => make("p", { role: "alert" }, make("strong", {}, visible(one.what)), " ", visible(one.hint ?? "")))
      : [make("p", { class: "said" }, this.ids.length ? "That was the last of this list." : NOTHING[this.which] ?? NOTHING.all)];
    this.place.replaceChildren(make("div", { class: "end" }, ...words, make("p", {}, make("a", { href: "/" }, "Back to the overview"))));
    this.say(`${said} ${this.place.textContent}`.trim());
  }

  #remember(name, value) {
    this.storage.setItem(`undercount/${this.drawer}/${name}`, JSON.stringify(value));
  }

  #recall(name, otherwise = null) {
    return JSON.parse(this.storage.getItem(`undercount/${this.drawer}/${name}`)) ?? otherwise;
  }
}

const NO_ANSWER = [{ what: "The server does not answer.", hint: "Next (n) tries again." }];
const WHY = {
  connection: ", kept here until the connection is back",
  session: ", kept here: open the address that the server printed",
  server: ", kept here: the server could not write them down yet",
};
const NOTHING = {
  waiting: "Nothing waits to be decided.",
  second: "Nothing waits for a second reading.",
  disputed: "Nobody disagrees.",
  decided: "Nothing has been decided yet.",
  all: "There is nothing here.",
};

/** Open a queue on this page. */
export function open(settings) {
  const desk = new Desk(settings);
  desk.open();
  return desk;
}
