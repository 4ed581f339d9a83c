"use strict";
// From a number to its words without losing the place: the row of the ledger beside the number.
{
  const peek = document.getElementById("peek");
  const body = document.getElementById("peek-body");
  const whole = document.getElementById("peek-whole");
  const back = document.getElementById("back");
  let from = null;

  function fill(row) {
    body.replaceChildren();
    for (const cell of row.cells) {
      const name = document.createElement("dt");
      const said = document.createElement("dd");
      name.textContent = cell.dataset.label;
      for (const part of cell.childNodes) said.append(part.cloneNode(true));
      body.append(name, said);
    }
    whole.setAttribute("href", "#" + row.id);
  }

  function show(row, link) {
    fill(row);
    if (!peek.contains(link)) from = link;
    if (!peek.open) peek.show();
    peek.scrollTop = 0;
    peek.querySelector("h2").focus();
  }

  function close() {
    peek.close();
    if (from && from.isConnected) from.focus({ preventScroll: true });
  }

  // A closed part opens for whoever is led into it, in browsers too that do not do so themselves.
  function open(part) {
    for (let at = part; at; at = at.parentElement) if (at.localName === "details") at.open = true;
  }

  document.addEventListener("click", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    const link = event.target.closest('a[href^="#"]');
    if (!link) return;
    const target = document.getElementById(link.getAttribute("href").slice(1));
    if (!target) return;
    if (target.localName === "tr" && target.closest(".ledger") && link !== whole) {
      event.preventDefault();
      show(target, link);
      return;
    }
    open(target);
    if (link === whole) peek.close();
    if (link.closest("nav, .skip")) return;
    from = link === whole && from ? from : link;
    back.hidden = false;
  });

  back.addEventListener("click", () => {
    back.hidden = true;
    if (!from || !from.isConnected) return;
    open(from);
    from.scrollIntoView({ block: "center" });
    from.focus({ preventScroll: true });
  });

  document.getElementById("peek-close").addEventListener("click", close);
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && peek.open) close();
  });
}
