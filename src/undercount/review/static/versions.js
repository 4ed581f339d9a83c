// What each person holds of one item, side by side.

import { make, moment, visible } from "./dom.js";

/** A <section>, or null where nobody decided. fields: [{name, label}] names what was changed. */
export function versions(item, me, fields = []) {
  if (!item.versions?.length) return null;
  const labels = new Map(fields.map(({ name, label }) => [name, label]));
  return make("section", { class: "versions", "aria-label": "Decided" },
    item.versions.length > 1 && make("h3", {}, differ(item.versions) ? "Two versions" : "Decided alike"),
    make("ul", {}, ...item.versions.map((one) => version(one, me, labels))),
  );
}

/** Whether two people hold different versions. */
export function differ(all) {
  return new Set(all.map(({ decision, changes }) => JSON.stringify([decision, changes ?? {}]))).size > 1;
}

function version({ by, decision, why, at, changes }, me, labels) {
  return make("li", { class: `version ${decision}` },
    make("p", { class: "who" }, make("bdi", {}, by === me ? "You" : visible(by)), ": ", make("strong", {}, visible(decision))),
    at && make("p", { class: "soft" }, moment(at)),
    why && make("p", {}, visible(why)),
    ...Object.entries(changes ?? {}).map(([name, value]) =>
      make("p", { class: "change label" }, `${labels.get(name) ?? name}: `, make("q", {}, visible(value?.text ?? value ?? "nothing"))),
    ),
  );
}
