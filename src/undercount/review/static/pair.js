// Two records side by side, field by field: what agrees and what does not stands in words.

import { make, visible } from "./dom.js";

const VERDICTS = {
  agree: ["✓", "agree"],
  partly: ["≈", "agree in part"],
  differ: ["✗", "differ"],
  unknown: ["–", "not known"],
  none: ["–", "not compared"],
};

/**
 * A table. heads: what stands over the two records; fields: [{label, values: [a, b], latin, verdict, words}];
 * latin: how names in other letters are read, or "".
 * Roles are given, since on a phone the rows are laid out as blocks.
 */
export function pair(caption, heads, fields) {
  const head = ["", ...heads, "The two"];
  return make("table", { class: "pair", role: "table" },
    make("caption", { class: "unseen" }, caption),
    make("thead", { role: "rowgroup" },
      make("tr", { role: "row" }, ...head.map((words, i) => (i
        ? make("th", { scope: "col", role: "columnheader" }, words)
        : make("td", { role: "cell" })))),
    ),
    make("tbody", { role: "rowgroup" }, ...fields.map(row)),
  );
}

function row({ label, values, latin, verdict, words }) {
  const [sign, said] = VERDICTS[verdict];
  return make("tr", { role: "row", class: verdict },
    make("th", { scope: "row", role: "rowheader" }, label),
    ...values.map((value, i) =>
      make("td", { role: "cell", class: value ? null : "none" },
        value ? make("bdi", {}, visible(value)) : make("span", {}, "not known"),
        latin[i] && make("span", { class: "soft latin" }, `read: ${visible(latin[i])}`))),
    make("td", { role: "cell", class: "verdict" },
      make("strong", {}, make("span", { "aria-hidden": "true" }, `${sign} `), said), " ",
      words && make("span", { class: "soft" }, visible(words))),
  );
}
