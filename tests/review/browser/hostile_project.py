"""A project of hostile documents, run; and what must not be in a page that shows them."""

from __future__ import annotations

import csv
from pathlib import Path

from tests.review.browser.canary import Canary
from undercount.workflow.pipeline import run

CORPUS = Path(__file__).parents[1] / "hostile"
MARKUP = "<script>owned=1</script><img src=x onerror=\"owned=2\">' onmouseover='owned=3' {{7*7}}"
UNSEEN = "".join(map(chr, (0x202A, 0x202B, 0x202D, 0x202E, 0x2066, 0x2067, 0x2068, 0x07, 0x1B)))
NAME = "<img src=x onerror=owned=4>.txt"

_COLUMNS = (
    "quantity", "value", "unit", "measure", "claimant", "place", "period_start", "publisher",
    "title",
)  # fmt: skip

# What is in the page that the server's own templates and scripts do not make.
FOREIGN = """() => {
  const found = [];
  for (const part of document.querySelectorAll('*')) {
    const tag = part.localName;
    if (['iframe', 'object', 'embed', 'base', 'form', 'img', 'video', 'audio', 'style', 'svg',
         'math', 'template', 'noscript', 'b', 'i', 'marquee'].includes(tag)
        && !part.matches('svg.range, form.reason'))
      found.push(part.outerHTML.slice(0, 120));
    if (tag === 'script' && !part.src.startsWith(location.origin + '/static/'))
      found.push(part.outerHTML.slice(0, 120));
    for (const {name, value} of part.attributes) {
      if (name.startsWith('on') || /^\\s*(javascript:|vbscript:|data:\\w)/i.test(value))
        found.push(`${tag} ${name}=${value.slice(0, 80)}`);
    }
  }
  if (typeof owned !== 'undefined') found.push('owned');
  return found;
}"""


def write_project(root: Path, canary: Canary) -> Path:
    """The corpus as documents of a project whose own words are hostile too; it has been run."""
    (root / "documents").mkdir(parents=True)
    for file in CORPUS.iterdir():
        if file.suffix in (".txt", ".html"):
            text = file.read_text(encoding="utf-8").replace("CANARY", canary.origin)
            (root / "documents" / file.name).write_text(text, encoding="utf-8")
    sentence = "The harbour authority counted {} people in the camp of Halden on 3 May 2021."
    (root / "documents" / NAME).write_text(sentence.format(521))
    huge = "A volunteer spoke of rain, " * 5_000 + sentence.format(531) + " Mud." * 5_000
    (root / "documents" / "huge.txt").write_text(huge)
    title = MARKUP.replace("\\", "\\\\").replace('"', '\\"')
    (root / "undercount.toml").write_text(
        f'[project]\ntitle = "{title} \\u202Eslaver"\n[[document]]\npath = "documents/*"\n'
        f'[[series]]\nname = "camp"\nquantity = "camp"\ntitle = "{title}"\n'
    )
    (root / "hand").mkdir()
    with (root / "hand" / "figures.csv").open("w", newline="", encoding="utf-8") as typed:
        rows = csv.writer(typed)
        rows.writerow(_COLUMNS)
        address = f'=HYPERLINK("{canary.origin}")'
        rows.writerow(
            ["camp", 541, "person", "stock", MARKUP, MARKUP, "2021-05-03", address, MARKUP]
        )
    run(root)
    return root
