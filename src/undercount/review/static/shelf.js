// Items at hand: fetched some ahead of where the work is, so that the next is there at once.

import { ask } from "./dom.js";

const GONE = [{ what: "This item is no longer there.", hint: "" }];

export class Shelf {
  /** queue: its name; ahead: items fetched at once; kept: items held in memory. */
  constructor({ queue, ahead, kept }) {
    Object.assign(this, { queue, ahead, kept });
    this.items = new Map();
    this.coming = new Map(); // id to the request that brings it
  }

  has(id) {
    return this.items.has(id);
  }

  get(id) {
    return this.items.get(id);
  }

  /** Forget an item: the next look asks for it anew, for what is on its way is of before. */
  drop(id) {
    this.items.delete(id);
    this.coming.delete(id);
  }

  /** Fetch the first of `ids`, and those after it as far as is worth it. */
  async fetch(ids) {
    const [wanted] = ids;
    for (;;) {
      this.#request(ids.slice(0, this.ahead).filter((id) => !this.items.has(id) && !this.coming.has(id)));
      const request = this.coming.get(wanted);
      await request?.answer;
      if (this.items.has(wanted)) return;
      if (request?.gone.includes(wanted)) throw Object.assign(new Error(), { problems: GONE });
      // It was forgotten while it came: once more.
    }
  }

  /** Fetch what comes after the item `held`, where little of it is at hand. */
  look(ids, held) {
    const near = ids.slice(0, this.ahead / 2);
    if (near.some((id) => !this.items.has(id) && !this.coming.has(id))) {
      this.fetch(ids).catch(() => {}); // asked again when it is wanted
    }
    for (const id of this.items.keys()) {
      if (this.items.size <= this.kept) break;
      if (id !== held) this.items.delete(id);
    }
  }

  #request(ids) {
    if (!ids.length) return;
    const request = { gone: [] };
    ids.forEach((id) => this.coming.set(id, request));
    request.answer = this.#ask(ids, request).finally(() => {
      ids.filter((id) => this.coming.get(id) === request).forEach((id) => this.coming.delete(id));
    });
    request.answer.catch(() => {}); // said by whoever waits for it; nobody may
  }

  async #ask(ids, request) {
    const { items } = await ask(`/api/${this.queue}/items?ids=${ids.map(encodeURIComponent).join(",")}`);
    const current = ids.filter((id) => this.coming.get(id) === request);
    for (const item of items) if (current.includes(item.id)) this.items.set(item.id, item);
    request.gone = current.filter((id) => !this.items.has(id));
  }
}
