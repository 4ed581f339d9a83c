// What somebody should know without being stopped: a line that stays until it is closed.

import { make, visible } from "./dom.js";

/**
 * hint: what to do; key: of the decision it is about, shown once; look(): shows the item;
 * forget(key): is called when it was read.
 */
export function notice(words, { hint = "", key, look, forget }) {
  const list = document.getElementById("notices");
  if (key && list.querySelector(`[data-key="${CSS.escape(key)}"]`)) return;
  const close = () => {
    line.remove();
    if (key) forget(key);
  };
  const line = make("li", key ? { "data-key": key } : {},
    make("span", {}, visible(words)),
    hint && make("span", { class: "soft" }, visible(hint)),
    make("span", { class: "acts" },
      look && make("button", { type: "button", onclick: () => { close(); look(); } }, "Look at it"),
      make("button", { type: "button", onclick: close, "aria-label": "Close this notice" }, "Close"),
    ),
  );
  list.append(line);
}
