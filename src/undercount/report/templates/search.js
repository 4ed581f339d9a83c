"use strict";
// The ledger by words, speaker and standing. Rows are hidden, never moved: links keep their places.
{
  const form = document.getElementById("search");
  // More marks than anybody reads would only slow the typing down.
  const MOST = 2000;
  if (form) {
    const found = document.getElementById("search-found");
    const groups = [...document.querySelectorAll("#ledger details.group")].map((part) => ({
      part,
      rows: [...part.querySelectorAll("tbody tr")].map((row) => ({
        row,
        text: plain(row.textContent),
        who: row.cells[1].querySelector("bdi").textContent,
        used: row.querySelector('a[href^="#series-"]') !== null,
      })),
    }));
    let before = null;

    // Without accents, and 7,000 like 7000: a reader types what is quick.
    function plain(text) {
      return text
        .normalize("NFKD")
        .replace(/\p{M}/gu, "")
        .replace(/(\d)[,.\s](?=\d{3}(?!\d))/g, "$1")
        .toLowerCase();
    }

    function mark(words) {
      if (!window.CSS || !CSS.highlights) return;
      CSS.highlights.delete("found");
      if (!words.length) return;
      const ranges = [];
      for (const { part } of groups) {
        if (part.hidden) continue;
        const walker = document.createTreeWalker(part, NodeFilter.SHOW_TEXT);
        while (walker.nextNode()) {
          const text = walker.currentNode.data.toLowerCase();
          for (const word of words) {
            for (let at = text.indexOf(word); at >= 0 && ranges.length < MOST; at = text.indexOf(word, at + word.length)) {
              const range = new Range();
              range.setStart(walker.currentNode, at);
              range.setEnd(walker.currentNode, at + word.length);
              ranges.push(range);
            }
          }
        }
      }
      CSS.highlights.set("found", new Highlight(...ranges));
    }

    function look() {
      const typed = form.elements.words.value.trim();
      const words = plain(typed).split(/\s+/).filter(Boolean);
      const who = form.elements.who.value;
      const standing = form.elements.standing.value;
      const used = form.elements.used.checked;
      const asked = Boolean(words.length || who || standing || used);
      if (asked && !before) before = groups.map(({ part }) => part.open);
      let shown = 0;
      let all = 0;
      groups.forEach(({ part, rows }, i) => {
        let here = 0;
        for (const item of rows) {
          const fits =
            words.every((word) => item.text.includes(word)) &&
            (!who || item.who === who) &&
            (!standing || item.row.classList.contains(standing)) &&
            (!used || item.used);
          item.row.hidden = !fits;
          here += fits;
        }
        part.hidden = asked && !here;
        part.open = asked ? here > 0 : before ? before[i] : part.open;
        shown += here;
        all += rows.length;
      });
      if (!asked) before = null;
      mark(typed.toLowerCase().split(/\s+/).filter(Boolean));
      const how = !asked ? "all" : shown ? "some" : "none";
      found.textContent = found.dataset[how].replace("{n}", shown).replace("{all}", all);
    }

    form.addEventListener("input", look);
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("reset", () => requestAnimationFrame(look));
    // A link to a row that the search hides must find it.
    window.addEventListener("hashchange", () => {
      const row = document.getElementById(decodeURIComponent(location.hash.slice(1)));
      if (row && row.closest("#ledger") && row.hidden) {
        form.reset();
        look();
        row.scrollIntoView();
      }
    });
    form.hidden = false;
    look();
  }
}
