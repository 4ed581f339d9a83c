// Decisions on their way to the disk. Each waits in the browser's storage under a key of its own
// until the server has acknowledged it: a reload or a lost connection loses nothing. The key goes
// with it, so that what is sent twice is appended once.

// Answers that the same decision would get again and again; any other may change.
const NEVER = [400, 404, 405, 413, 422];
const FIRST_WAIT = 500;
const LONGEST_WAIT = 8000;

export class Outbox {
  /**
   * storage: localStorage, or sessionStorage where no words may stay behind.
   * drawer: a name that no other project, person or queue shares.
   * send(decision): resolves once it is on the disk; rejects with an Error, its `status` and
   *   `problems` set where the server answered.
   * told: {saved(decision, answer), refused(decision, error), changed(outbox)}
   */
  constructor({ storage, drawer, send, told }) {
    Object.assign(this, { storage, drawer: `undercount/${drawer}/`, send, told });
    this.last = 0;
    this.busy = false;
    this.problem = ""; // what the server said to it
    this.trouble = null; // null | "connection" | "session" | "server"
    this.wait = FIRST_WAIT;
    addEventListener("online", () => this.#again());
    addEventListener("offline", () => this.#changed());
    addEventListener("storage", () => this.#changed());
  }

  /** What waits, oldest first. */
  waiting() {
    return this.#names("out/").map((name) => JSON.parse(this.storage.getItem(name)));
  }

  /** What the server would not take, oldest first: {decision, problems}. */
  refused() {
    return this.#names("refused/").map((name) => JSON.parse(this.storage.getItem(name)));
  }

  forget(key) {
    for (const name of this.#names("refused/")) {
      if (JSON.parse(this.storage.getItem(name)).decision.key === key) {
        this.storage.removeItem(name);
      }
    }
    this.#changed();
  }

  /** Keep a decision and start sending. Kept before anything else happens. */
  put(decision) {
    // Two in one millisecond keep their order; so do those of two tabs, by their clocks.
    this.last = Math.max(Date.now(), this.last + 1);
    this.storage.setItem(`${this.drawer}out/${this.last}-${decision.key}`, JSON.stringify(decision));
    this.#changed();
    this.start();
  }

  /** Send what waits, in order, one at a time. */
  async start() {
    if (this.busy) return;
    this.busy = true;
    clearTimeout(this.timer);
    for (let [name] = this.#names("out/"); name; [name] = this.#names("out/")) {
      const decision = JSON.parse(this.storage.getItem(name));
      try {
        const answer = await this.send(decision);
        this.storage.removeItem(name);
        this.#fine();
        this.told.saved(decision, answer);
      } catch (error) {
        if (NEVER.includes(error.status)) {
          this.storage.setItem(
            name.replace("/out/", "/refused/"),
            JSON.stringify({ decision, problems: error.problems ?? [] }),
          );
          this.storage.removeItem(name);
          this.#fine();
          this.told.refused(decision, error);
        } else {
          this.#later(error);
          break;
        }
      }
    }
    this.busy = false;
    this.#changed();
  }

  #fine() {
    this.trouble = null;
    this.wait = FIRST_WAIT;
  }

  #later({ status, problems }) {
    this.trouble = status === undefined ? "connection" : [401, 403].includes(status) ? "session" : "server";
    this.problem = problems?.[0]?.what ?? "";
    this.timer = setTimeout(() => this.start(), this.wait);
    this.wait = Math.min(2 * this.wait, LONGEST_WAIT);
  }

  #again() {
    this.wait = FIRST_WAIT;
    this.start();
  }

  #changed() {
    this.told.changed(this);
  }

  #names(kind) {
    const found = [];
    for (let i = 0; i < this.storage.length; i++) {
      const name = this.storage.key(i);
      if (name.startsWith(this.drawer + kind)) found.push(name);
    }
    return found.sort();
  }
}
