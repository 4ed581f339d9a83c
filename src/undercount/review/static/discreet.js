// Where the queue of tracing keeps what waits: a reason may hold a name, and stays in this page's
// memory alone. Ids and places go to the storage of the tab, so that a reload finds its place.

const WORDS = /\/(out|refused)\//;

export class Discreet {
  #memory = new Map();

  get length() {
    return this.#memory.size + sessionStorage.length;
  }

  key(i) {
    const names = [...this.#memory.keys()];
    return i < names.length ? names[i] : sessionStorage.key(i - names.length);
  }

  getItem(name) {
    return WORDS.test(name) ? this.#memory.get(name) ?? null : sessionStorage.getItem(name);
  }

  setItem(name, value) {
    if (WORDS.test(name)) this.#memory.set(name, value);
    else sessionStorage.setItem(name, value);
  }

  removeItem(name) {
    this.#memory.delete(name);
    if (!WORDS.test(name)) sessionStorage.removeItem(name);
  }
}
