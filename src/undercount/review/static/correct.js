// Correcting a figure: choose a field, select its words in the text, save.

import { make, number, visible } from "./dom.js";

export class Correcting {
  /**
   * fields: as the item has them; changes: what was already chosen; passage: where the words are;
   * list: the <dl> of fields; told: {draw(spans, name), taking(i, words), say(words),
   * save(changes), leave()}
   */
  constructor({ fields, changes = {}, passage, list, told }) {
    Object.assign(this, { fields, passage, list, told });
    this.changes = { ...changes };
    this.rows = new Map();
    this.heard = () => this.#selected();
    document.addEventListener("selectionchange", this.heard);
    list.replaceChildren(...fields.map((field, i) => this.#row(field, i)));
    this.choose(0);
  }

  /** Keys while correcting; all others rest. */
  get keys() {
    const digits = this.fields.slice(0, 9).map((field, i) => ({ key: `${i + 1}`, act: () => this.choose(i) }));
    return [
      ...digits,
      { key: "ArrowDown", act: () => this.choose(Math.min(this.at + 1, this.fields.length - 1)), repeats: true },
      { key: "ArrowUp", act: () => this.choose(Math.max(this.at - 1, 0)), repeats: true },
      { key: "ArrowRight", act: (event) => this.#move(1, event.shiftKey), repeats: true },
      { key: "ArrowLeft", act: (event) => this.#move(-1, event.shiftKey), repeats: true },
      { key: "Backspace", act: () => this.clear() },
      { key: "Delete", act: () => this.clear() },
      { key: "Enter", act: () => this.save() },
      { key: "Escape", act: () => this.told.leave() },
    ];
  }

  close() {
    document.removeEventListener("selectionchange", this.heard);
    getSelection().removeAllRanges();
  }

  /** Make a field the one that takes what is selected. */
  choose(i) {
    const field = this.fields[i];
    if (this.at !== undefined) this.rows.get(this.fields[this.at].name).classList.remove("chosen");
    this.at = i;
    const row = this.rows.get(field.name);
    row.classList.add("chosen");
    this.told.draw(this.#spans(), field.name);
    row.querySelector(".control").focus({ preventScroll: field.kind === "text" });
    getSelection().removeAllRanges();
    const span = this.#spans()[field.name];
    if (field.kind === "text" && span) this.passage.select(...span);
    if (field.kind === "text") this.passage.place.scrollIntoView({ block: "nearest" });
    this.#taking(field);
    this.told.say(field.kind === "text" ? `${field.label}: select its words in the text.` : field.label);
  }

  /** The field has no words: nobody said it. */
  clear() {
    const field = this.fields[this.at];
    if (field.kind !== "text" || !field.optional) return;
    this.#set(field, null);
    getSelection().removeAllRanges();
    this.told.draw(this.#spans(), field.name);
    this.told.say(`${field.label}: nothing.`);
  }

  /** Only what is new: the server puts it on top of what was changed before, so that an old number
   * does not go before what follows from a new one. */
  save() {
    if (Object.keys(this.changes).length) this.told.save({ ...this.changes });
    else this.told.say("Nothing was changed. Escape leaves.");
  }

  /** Where each field stands now, with what was changed. */
  #spans() {
    const spans = {};
    for (const { name, span } of this.fields) {
      const changed = this.changes[name];
      if (changed === undefined) spans[name] = span;
      else if (changed?.start !== undefined) spans[name] = [changed.start, changed.end];
    }
    return spans;
  }

  #selected() {
    const field = this.fields[this.at];
    const span = field.kind === "text" ? this.passage.selected() : null;
    if (!span) return;
    const [start, end] = span;
    this.#set(field, { text: this.passage.words(start, end), start, end });
  }

  /** Move the words that are selected, by a word; with shift, stretch or shrink them. */
  #move(by, stretch) {
    const field = this.fields[this.at];
    if (field.kind !== "text") return false;
    const words = this.passage.wordSpans;
    const span = this.passage.selected() ?? this.#spans()[field.name] ?? this.#spans()[this.fields[0].name];
    if (!words.length || !span) return false;
    let first = words.findIndex(([, end]) => end > span[0]);
    let last = words.findLastIndex(([start]) => start < span[1]);
    if (stretch) last = Math.max(first, Math.min(last + by, words.length - 1));
    else first = last = Math.max(0, Math.min(by > 0 ? last + 1 : first - 1, words.length - 1));
    this.passage.select(words[first][0], words[last][1]);
    this.told.say(this.passage.words(words[first][0], words[last][1]));
    return true;
  }

  #set(field, value) {
    const same = value === null
      ? !field.span && (field.value === null || field.value === undefined || field.value === "")
      : value?.start !== undefined
        ? field.span?.[0] === value.start && field.span?.[1] === value.end
        : value === field.value;
    if (same) delete this.changes[field.name];
    else this.changes[field.name] = value;
    const row = this.rows.get(field.name);
    row.classList.toggle("changed", !same);
    if (field.kind === "text") {
      row.querySelector(".control").textContent = this.#shown(field);
      this.#taking(field);
    }
  }

  #taking(field) {
    this.told.taking(this.fields.indexOf(field), `${field.label}: ${this.#shown(field)}`);
  }

  /** What the field holds now: what was changed, or what was read. */
  #value({ name, value }) {
    const changed = this.changes[name];
    return changed === undefined ? value : changed?.text ?? changed;
  }

  #shown(field) {
    return visible(this.#value(field) ?? "—");
  }

  #row(field, i) {
    const id = `field-${field.name}`;
    const row = make("div", { class: `field f-${field.name}${field.name in this.changes ? " changed" : ""}`, "data-field": field.name },
      make("dt", {}, i < 9 && make("kbd", { "aria-hidden": "true" }, `${i + 1}`), make("label", { class: "label", for: id, id: `${id}-label` }, field.label)),
      make("dd", {}, this.#control(field, id, i)),
    );
    row.addEventListener("focusin", () => this.at !== i && this.choose(i));
    this.rows.set(field.name, row);
    return row;
  }

  #control(field, id, i) {
    if (field.kind === "text") {
      return make("button", { type: "button", id, class: "control words", "aria-labelledby": `${id}-label ${id}`,
        onclick: () => this.choose(i) }, this.#shown(field));
    }
    const ends = (event) => {
      if (event.key !== "Enter" && event.key !== "Escape") return;
      event.preventDefault();
      event.stopPropagation();
      if (event.key === "Enter") this.save();
      else this.told.leave();
    };
    if (field.choices) {
      return make("select", { id, class: "control", onkeydown: ends, onchange: (event) => this.#set(field, event.target.value || null) },
        ...options(field).map((value) =>
          make("option", { value, selected: value === (this.#value(field) ?? "") },
            value ? visible(field.titles?.[value] ?? value.replaceAll("_", " ")) : "—")));
    }
    const read = (event) => {
      const said = event.target.value.trim();
      if (field.kind === "number") {
        const n = Number(said.replaceAll(/[,\s\u202f]/g, ""));
        event.target.setAttribute("aria-invalid", said !== "" && Number.isNaN(n));
        if (said === "" || !Number.isNaN(n)) this.#set(field, said === "" ? null : n);
      } else this.#set(field, said || null);
    };
    const now = this.#value(field);
    return make("input", { id, class: "control", type: field.kind === "day" ? "date" : "text", autocomplete: "off",
      inputmode: field.kind === "number" ? "decimal" : null, onkeydown: ends, oninput: read,
      value: now === null || now === undefined ? "" : field.kind === "number" ? number(now) : now });
  }
}

/** What a list offers: its words, what stands there now, and nothing where nothing is allowed. */
function options({ choices, value, optional }) {
  const all = value && !choices.includes(value) ? [value, ...choices] : choices;
  return optional || !value ? ["", ...all] : all;
}
