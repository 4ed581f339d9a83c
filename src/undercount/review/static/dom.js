// Elements from words. Text of documents enters the page here only, and only as text.

// The same characters as undercount/visible.py: what would act unseen is written out.
const UNSEEN = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]|\p{Cs}/gu;

/** The text with every character that would act unseen written out. */
export function visible(text) {
  return String(text).replace(
    UNSEEN,
    (found) => `[U+${found.codePointAt(0).toString(16).toUpperCase().padStart(4, "0")}]`,
  );
}

/** make("p", {class: "soft"}, "text", other): attributes as given; text only as text. */
export function make(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else made.setAttribute(name, value === true ? "" : value);
  }
  made.append(...children.flat(2).filter((child) => child !== null && child !== undefined && child !== false));
  return made;
}

const COUNT = new Intl.NumberFormat("en-GB", { maximumFractionDigits: 6 });
const DAY = new Intl.DateTimeFormat("en-GB", {
  day: "numeric", month: "short", year: "numeric", timeZone: "UTC",
});
const MOMENT = new Intl.DateTimeFormat("en-GB", {
  day: "numeric", month: "short", hour: "2-digit", minute: "2-digit",
});

/** 7000 as "7,000". */
export const number = (value) => COUNT.format(value);

/** counted(2, "figure") is "2 figures". */
export function counted(n, one, many = `${one}s`) {
  return `${number(n)} ${n === 1 ? one : many}`;
}

/** "2016-08-19" as "19 Aug 2016"; what is no day stays as it is. */
export function day(text) {
  const read = /^\d{4}-\d{2}-\d{2}$/.test(text ?? "") ? new Date(`${text}T00:00:00Z`) : null;
  return read && !Number.isNaN(read.valueOf()) ? DAY.format(read) : visible(text ?? "");
}

/** A moment of UTC in the clock of the reader: "19 Aug, 14:05". */
export function moment(text) {
  const read = new Date(text);
  return Number.isNaN(read.valueOf()) ? visible(text) : MOMENT.format(read);
}

/** An answer of the server as JSON, or an Error that says what it said. */
export async function ask(path, settings = {}) {
  const answer = await fetch(path, { credentials: "same-origin", ...settings });
  if (answer.ok) return answer.json();
  const said = await answer.json().catch(() => ({}));
  const problems = said.problems ?? [{ what: `The server answered ${answer.status}`, hint: "" }];
  throw Object.assign(new Error(problems.map((one) => one.what).join("; ")), {
    status: answer.status, problems,
  });
}

/** Settings of a POST with a JSON body. */
export const sent = (body) => ({
  method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body),
});
