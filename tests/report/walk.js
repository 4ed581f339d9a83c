() => {
  // A day, a year, and the level of a range are no numbers that somebody said or worked out.
  const month =
    "(?:January|February|March|April|May|June|July|August|September|October|November|December|" +
    "Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sep|Oct|Nov|Dec|janvier|février|mars|avril|mai|juin|juillet|août|" +
    "septembre|octobre|novembre|décembre|janv\\.|févr\\.|avr\\.|juil\\.|sept\\.|oct\\.|nov\\.|déc\\.)";
  const other = [
    /\d{4}-\d\d-\d\d/g,
    new RegExp(`\\d{1,2}(?:er)?(?:\\s?(?:–|au)\\s?\\d{1,2})?\\s${month}(?:\\s\\d{4})?`, "g"),
    /\bdu 1er\b/g,
    new RegExp(`${month}\\s\\d{4}`, "g"),
    /(?<![\d,.])(?:19|20)\d\d(?!\d|[,.]\d)/g,
    /\d+(?:\.\d+)?%\s(?:band|interval|range|probability)/g,
    /(?:probabilité|bande|intervalle)(?: de| à)\s\d+(?:,\d+)?\s%/gi,
    /\(\d+\s?%\s?:/g,
  ];
  // What heads a part, names something, or is stated by whoever asks: see docs/report.md.
  const exempt =
    "h1,h2,h3,h4,h5,caption,thead,summary,title,desc,code,cite,bdi,output,.scale,.facts,.hedges,.stated";
  const basis = "[data-basis]";
  const row = 'tr[id^="figure-"]';
  const leads = (part) =>
    part.matches(row) ||
    part.matches(".assumed, [data-basis=counts], [data-basis=documents], section.robustness") ||
    part.querySelector('a[href^="#figure-"], [data-basis]') !== null ||
    part.querySelector(row) !== null;

  function how(at) {
    const link = at.closest('a[href^="#"]');
    if (link) {
      const target = document.getElementById(link.getAttribute("href").slice(1));
      if (!target) return "";
      if (target.matches(row)) return "figure";
      return leads(target) ? "basis" : "";
    }
    if (at.closest(row)) return "words";
    const here = at.closest(basis);
    if (here && leads(here)) return "beside";
    const rests = at.closest("[data-rests]");
    if (rests) {
      const to = document.getElementById(rests.dataset.rests);
      const said = rests.querySelector(`a[href="#${CSS.escape(rests.dataset.rests)}"], a[href="#${rests.dataset.rests}"]`);
      return to && said && leads(to) ? "rests" : "";
    }
    if (at.closest("#claims blockquote")) return "words";
    return "";
  }

  const found = { counts: {}, lost: [] };
  for (const part of document.querySelectorAll("header.page, main")) {
    const walker = document.createTreeWalker(part, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const at = walker.currentNode.parentElement;
      let text = walker.currentNode.data;
      for (const pattern of other) text = text.replace(pattern, " ");
      const numbers = text.match(/\d[\d,.]*/g);
      if (!numbers || at.closest(exempt)) continue;
      const kind = how(at);
      if (kind) found.counts[kind] = (found.counts[kind] || 0) + numbers.length;
      else found.lost.push(walker.currentNode.data.trim().slice(0, 120));
    }
  }
  return found;
}
