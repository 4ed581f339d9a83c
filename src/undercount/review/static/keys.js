// Keys of one letter, and the page of help that lists them and turns them off (WCAG 2.1.4).

import { make } from "./dom.js";

const OFF = "undercount/keys-off";

/** Whether a key pressed here is meant as writing. */
function writes(target) {
  return target.closest("input:not([type=checkbox]), select, textarea, dialog[open]") !== null;
}

export class Keys {
  /** keys: [{key, label, act, shown?}]; a later `set` replaces what acts. */
  constructor(help) {
    this.help = help;
    this.acts = new Map();
    this.instead = null;
    document.addEventListener("keydown", (event) => this.#press(event));
    help?.querySelector("[data-close]")?.addEventListener("click", () => help.close());
    const toggle = help?.querySelector("[data-keys]");
    if (toggle) {
      toggle.checked = this.on;
      toggle.addEventListener("change", () => {
        if (toggle.checked) localStorage.removeItem(OFF);
        else localStorage.setItem(OFF, "1");
        document.body.classList.toggle("no-keys", !this.on);
      });
    }
    document.body.classList.toggle("no-keys", !this.on);
  }

  get on() {
    return localStorage.getItem(OFF) === null;
  }

  /** Bind keys; each is also a line of the help. */
  set(keys) {
    for (const one of keys) this.acts.set(one.key, one);
    this.#list();
  }

  /** Only these keys act, until null gives the others back. */
  only(keys) {
    this.instead = keys && new Map(keys.map((one) => [one.key, one]));
  }

  #list() {
    const list = this.help?.querySelector("dl");
    list?.replaceChildren(
      ...[...this.acts.values()]
        .filter((one) => one.label)
        .map((one) =>
          make("div", {}, make("dt", {}, make("kbd", {}, one.shown ?? one.key)), make("dd", {}, one.label)),
        ),
    );
  }

  #press(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (writes(event.target)) return;
    const found = (this.instead ?? this.acts).get(event.key.length === 1 ? event.key.toLowerCase() : event.key);
    if (!found || (event.key.length === 1 && !this.on && found.key !== "?")) return;
    // A held key must not decide a hundred figures; scrolling may repeat.
    if (event.repeat && !found.repeats) {
      event.preventDefault();
      return;
    }
    if (found.act(event) !== false) event.preventDefault();
  }

  /** Show or close the page of help. */
  toggle() {
    if (this.help.open) this.help.close();
    else this.help.showModal();
  }
}
