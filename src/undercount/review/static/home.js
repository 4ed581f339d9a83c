// The overview: what waits, what the answers are and how they would move, the report.

import { ask, counted, day, make, moment, number, sent, visible } from "./dom.js";
import { ranges } from "./ranges.js";

const AGAIN = 700; // ms between two looks at work that goes on
const NAMES = { figures: "Figures", links: "Links", tracing: "Tracing" };
const LISTS = [["second", "for a second reading"], ["disputed", "disputed"], ["decided", "decided by you"]];
const WAITS = document.getElementById("waits");
const ANSWERS = document.getElementById("answers");
const RUN = document.getElementById("run");
const REPORT = document.getElementById("report");
const RUNNING = document.getElementById("running");

async function waits() {
  const { queues, report } = await ask("/api/home");
  document.querySelectorAll('a[href="/report"]').forEach((link) => { link.hidden = report === null; });
  REPORT.textContent = report === null ? "There is no report yet." : `Written ${moment(report.at)}${report.stale ? "; people have decided since" : ""}.`;
  WAITS.replaceChildren(...queues.map((queue) => (queue.closed ? closed(queue) : waiting(queue))));
}

function waiting(queue) {
  const { name, today = {} } = queue;
  const lists = LISTS.filter(([which]) => queue[which]);
  return make("section", { class: "queue", "aria-labelledby": `queue-${name}` },
    make("h3", { id: `queue-${name}` }, NAMES[name] ?? name),
    make("p", { class: "said" },
      queue.waiting ? make("a", { href: `/${name}` }, make("strong", {}, number(queue.waiting)), queue.waiting === 1 ? " waits" : " wait") : "Nothing waits.",
    ),
    lists.length > 0 && make("ul", { class: "lists" }, ...lists.map(([which, words]) =>
      make("li", {}, make("a", { href: `/${name}?which=${which}` }, `${number(queue[which])} ${words}`)))),
    ...Object.entries(today).map(([by, counts]) => make("p", { class: "soft" }, `Today ${by === document.body.dataset.by ? "you" : visible(by)}: ${done(counts)}`)),
  );
}

const done = (counts) => Object.entries(counts).map(([decision, n]) => `${number(n)} ${decision}`).join(", ");

function closed({ name, closed: problems }) {
  return make("section", { class: "queue closed", "aria-labelledby": `queue-${name}` },
    make("h3", { id: `queue-${name}` }, NAMES[name] ?? name),
    ...problems.map(({ what, hint }) => make("p", { class: "soft" }, "Closed: ", visible(what), ". ", visible(hint ?? ""))),
  );
}

async function answers() {
  const found = await ask("/api/moved");
  ANSWERS.setAttribute("aria-busy", found.state === "working");
  if (found.state === "never") {
    ANSWERS.replaceChildren(make("p", { class: "said" }, "No answer has been worked out yet."));
  } else if (found.state === "failed") {
    ANSWERS.replaceChildren(...found.problems.map(({ what, hint }) =>
      make("p", { role: "alert" }, make("strong", {}, visible(what)), " ", visible(hint ?? ""))));
  } else if (found.answers) {
    ANSWERS.replaceChildren(...shown(found));
  } else {
    ANSWERS.replaceChildren(make("p", { class: "soft" }, "Working out what your decisions change."));
  }
  if (found.state === "working") setTimeout(() => answers().catch(trouble), AGAIN);
}

function shown({ answers: all, contradictions, unread = [] }) {
  const moved = all.filter((one) => one.moved);
  const words = moved.length === 0
    ? "What was decided since the last run changes no answer."
    : `What was decided since the last run moves ${moved.length} of ${counted(all.length, "answer")}.`;
  return [
    make("p", {}, words),
    all.length > 0 && make("ul", { class: "moves" }, ...all.map((one) => move(one, all))),
    contradictions && (contradictions.then > 0 || contradictions.now > 0) && make("p", {},
      contradictions.then === contradictions.now
        ? `${counted(contradictions.now, "contradiction")} between accepted figures.`
        : `Contradictions between accepted figures: ${number(contradictions.then)} then, ${number(contradictions.now)} now.`),
    unread.length > 0 && make("p", { class: "soft" },
      `${counted(unread.length, "document")} changed since the last run and will be read again: what they change, only a run tells.`),
  ].filter(Boolean);
}

function move({ series, title, day: of, level, moved, then, now }, all) {
  const alike = all.filter((one) => one.series === series).flatMap((one) => [one.then, one.now]);
  return make("li", { class: moved ? "moved" : null },
    make("p", { class: "eyebrow", dir: "auto" }, `${visible(title)}${of ? `, ${day(of)}` : ""}`),
    make("p", { class: "said" }, ...sentence(moved, then, now)),
    ranges(moved ? then : null, now, alike),
    make("p", { class: "soft" }, basis(then, now, level)),
  );
}

function sentence(moved, then, now) {
  const told = (answer) => {
    if (!answer) return "not asked for";
    if (answer.few !== undefined) return `fewer than ${number(answer.few)} counted, not shown`;
    if (answer.reason !== undefined) return "not estimable";
    return `${number(Math.round(answer.median))} (${number(Math.round(answer.lower))} to ${number(Math.round(answer.upper))})`;
  };
  if (!moved) return [make("strong", {}, told(now))];
  return [told(then), make("span", { "aria-hidden": "true" }, " → "), make("span", { class: "unseen" }, " would become "), make("strong", {}, told(now))];
}

function basis(then, now, level) {
  if (now?.reason) return visible([now.reason, now.would_help].filter(Boolean).join(" "));
  const range = level ? `Range of ${number(100 * level)}%` : "";
  if (now?.figures === undefined) return range;
  const from = then?.figures !== undefined && then.figures !== now.figures
    ? `${counted(then.figures, "figure")} then, ${number(now.figures)} now` : counted(now.figures, "figure");
  return [range, from].filter(Boolean).join("; ");
}

/** Start a run, or look how far it is; `watched`: it was seen to go on before. */
async function run(settings, watched = false) {
  const found = await ask("/api/run", settings);
  const busy = found.state === "running";
  RUN.disabled = busy;
  RUN.dataset.state = found.state;
  if (busy) {
    RUNNING.textContent = found.step ? `${found.step}${found.of ? `, ${number(found.done)} of ${number(found.of)}` : ""}` : "Starting";
    setTimeout(() => run(undefined, true).catch(trouble), AGAIN);
  } else if (found.state === "failed") {
    RUNNING.textContent = found.problems.map(({ what, hint }) => `${what}. ${hint ?? ""}`).map(visible).join(" ");
  } else if (found.state === "done" && watched) {
    RUNNING.textContent = found.did.length ? "The report is up to date." : "Nothing had changed: the report was up to date.";
    await Promise.all([waits(), answers()]);
  }
}

function trouble(error) {
  RUNNING.textContent = error.problems ? visible(error.problems[0].what) : "The server does not answer. Is it still running?";
  RUN.disabled = false;
}

RUN.addEventListener("click", () => run(sent({}), true).catch(trouble));
Promise.all([waits(), answers(), run()]).catch(trouble);
