// Words of a document on the screen, counted as the ledger counts them: in code points.

import { make } from "./dom.js";

// One sign stands for one that would act unseen, so that counting stays true.
const UNSEEN = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]|\p{Cs}/gu;
const STAND_IN = "\ufffd";

export class Passage {
  /** text: the words; start: the code point of the document at which they begin. */
  constructor(text, start = 0) {
    this.points = Array.from(text);
    this.start = start;
    this.end = start + this.points.length;
    this.pieces = new Map(); // text node to the code point it begins with
  }

  /** The words between two code points of the document. */
  words(start, end) {
    return this.points.slice(start - this.start, end - this.start).join("");
  }

  /**
   * Draw the words into `place`. spans: [{start, end, attributes, tag?}]; one may lie in another,
   * and one that crosses another's end is drawn in two pieces.
   */
  draw(place, spans) {
    this.place = place;
    this.pieces.clear();
    const inside = spans
      .map((span) => ({ ...span, start: Math.max(span.start, this.start), end: Math.min(span.end, this.end) }))
      .filter((span) => span.start < span.end);
    place.replaceChildren(...this.#nest(inside, this.start, this.end));
  }

  #nest(spans, from, to) {
    const nodes = [];
    let at = from;
    let left = [...spans].sort((a, b) => a.start - b.start || b.end - a.end);
    while (left.length) {
      const [first, ...others] = left;
      if (first.start > at) nodes.push(this.#piece(at, first.start));
      const within = others.filter((span) => span.start < first.end);
      const inner = within.map((span) => ({ ...span, end: Math.min(span.end, first.end), open: span.end > first.end }));
      nodes.push(
        make(first.tag ?? "span", first.open ? { ...first.attributes, "data-key": null } : first.attributes,
          ...this.#nest(inner, first.start, first.end)),
      );
      at = first.end;
      left = others
        .filter((span) => span.end > first.end)
        .map((span) => ({ ...span, start: Math.max(span.start, first.end) }))
        .sort((a, b) => a.start - b.start || b.end - a.end);
    }
    if (at < to) nodes.push(this.#piece(at, to));
    return nodes;
  }

  #piece(start, end) {
    const node = document.createTextNode(this.words(start, end).replace(UNSEEN, STAND_IN));
    this.pieces.set(node, start);
    return node;
  }

  /** The code points that are selected on the screen, without spaces at the ends; or null. */
  selected() {
    const selection = getSelection();
    if (!selection.rangeCount || selection.isCollapsed) return null;
    const range = selection.getRangeAt(0);
    if (!this.place?.contains(range.startContainer) && !this.place?.contains(range.endContainer)) return null;
    return this.trimmed(this.#pointOf(range.startContainer, range.startOffset), this.#pointOf(range.endContainer, range.endOffset));
  }

  /** A span without the spaces at its ends, or null where nothing is left. */
  trimmed(start, end) {
    const blank = (at) => /\s/u.test(this.points[at - this.start]);
    while (start < end && blank(start)) start++;
    while (end > start && blank(end - 1)) end--;
    return start < end ? [start, end] : null;
  }

  /** Select these code points on the screen. */
  select(start, end) {
    const [from, fromOffset] = this.#nodeOf(start, true);
    const [to, toOffset] = this.#nodeOf(end, false);
    if (from && to) getSelection().setBaseAndExtent(from, fromOffset, to, toOffset);
  }

  /** Where the words begin and end: [[start, end], ...]. */
  get wordSpans() {
    if (!this.spans) {
      this.spans = [];
      let from = null;
      this.points.forEach((point, i) => {
        const blank = /\s/u.test(point);
        if (!blank && from === null) from = i;
        if (blank && from !== null) {
          this.spans.push([from + this.start, i + this.start]);
          from = null;
        }
      });
      if (from !== null) this.spans.push([from + this.start, this.end]);
    }
    return this.spans;
  }

  #pointOf(node, offset) {
    if (node.nodeType === Node.TEXT_NODE && this.pieces.has(node)) {
      return this.pieces.get(node) + Array.from(node.data.slice(0, offset)).length;
    }
    // Between elements, or outside: the first piece after that place, else the end.
    const spot = document.createRange();
    spot.setStart(node, offset);
    for (const [piece, start] of this.pieces) {
      if (spot.comparePoint(piece, 0) >= 0) return start;
    }
    return this.end;
  }

  #nodeOf(point, first) {
    let found = [null, 0];
    for (const [piece, start] of this.pieces) {
      const length = Array.from(piece.data).length;
      if (first ? start <= point && point < start + length : start < point && point <= start + length) {
        found = [piece, Array.from(piece.data).slice(0, point - start).join("").length];
        break;
      }
    }
    return found;
  }
}
