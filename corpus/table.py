"""The table of the corpus's README, counted: `python corpus/table.py` writes it anew."""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from drills import drills

HERE = Path(__file__).parent
_PLACE = re.compile(r"(<!-- table -->\n).*?(<!-- /table -->)", re.DOTALL)
KINDS = {
    "a": "news, agency copy, inspection, situation report, a page, a retelling",
    "b": "audit, communiqué, feature, opinion, release, page, agency copy",
    "c": "science, parliament, local and agency news, release, page",
    "d": "flash update, human rights, interview, ombudsman, tabloid, page",
    "e": "news, agency copy, inspection, release, situation report",
    "f": "a court, a letter, a long read, a release, a page",
    "g": "radio, news, pages",
    "h": "news, release, parliament, a page",
    "i": "a blog, communiqué, inspection, situation report, agency copy",
    "j": "bulletin, long read, notes, opinion, update",
    "k": "newspapers, agency copy, tabloid, corrections, radio",
    "l": "inspection, audit, ombudsman, courts, parliament, minutes, bulletins, letters",
    "m": "situation reports, flash updates, tables, appeals, camp notes",
    "n": "features, opinion, interviews, blogs, a book, an abstract, posts",
    "o": "four chains of three: a release, who retells it, who retells that",
    "p": "releases, donor letters, surveys, fact sheets, newsletters",
    "q": "Spanish newsrooms, ombudsman, parliament, tables; English agency copy",
    "r": "police notes, courts, referral statistics, minutes, letters, live pages",
    "s": "displacement rounds, bulletins, disasters, a census, captions",
    "t": "alerts, explainers, threads, museum texts, a worksheet, a company",
    "u": "Horn and Gulf: news, agency copy, releases, some names in Arabic script",
    "v": "situation reports, fact sheets, dashboards, police notes, referral statistics",
    "w": "French and Spanish: press, releases, ombudsmen, parliaments, bulletins",
    "x": "reportage, opinion, courts, committees, audits, disasters, threads, interviews",
}
PARTS = {"train": "training", "development": "development", "test": "test"}


def table() -> str:
    """One row a hand, one for the drills, one for all."""
    split = json.loads((HERE / "split.json").read_text(encoding="utf-8"))
    part = {name: PARTS[key] for key, names in split.items() for name in names}
    lines = ["| hand | part | documents | en / fr / es | figures | other numbers | kinds |",
             "|---|---|--:|--:|--:|--:|---|"]  # fmt: skip
    total, tongues = [0, 0, 0], Counter[str]()
    for hand in sorted(KINDS):
        golds = [json.loads(f.read_text(encoding="utf-8"))
                 for f in sorted((HERE / hand).glob("*.gold.json"))]  # fmt: skip
        spoken = Counter(gold.get("language") or "en" for gold in golds)
        row = [len(golds), sum(len(g["figures"]) for g in golds),
               sum(len(g["not_figures"]) for g in golds)]  # fmt: skip
        lines.append(_row(hand, part[hand], row, spoken, KINDS[hand]))
        total = [a + b for a, b in zip(total, row, strict=True)]
        tongues += spoken
    lines.append(_row("**all**", "", total, tongues, ""))
    made = [one for file in sorted((HERE / "drills").glob("*.txt")) for one in drills(file)]
    row = [len(made), sum(len(d.figures) for d in made), sum(len(d.not_figures) for d in made)]
    spoken = Counter(drill.language for drill in made)
    lines.append(_row("drills", part["drills"], row, spoken, "short, marked in the text"))
    return "\n".join(lines) + "\n"


def _row(hand: str, part: str, row: list[int], spoken: Counter[str], kinds: str) -> str:
    tongues = " / ".join(str(spoken[code]) for code in ("en", "fr", "es"))
    return f"| {hand} | {part} | {row[0]} | {tongues} | {row[1]:,} | {row[2]:,} | {kinds} |"


def main() -> None:
    """Write the table into the README."""
    file = HERE / "README.md"
    text = file.read_text(encoding="utf-8")
    file.write_text(_PLACE.sub(lambda m: m[1] + table() + m[2], text), encoding="utf-8")


if __name__ == "__main__":
    main()
