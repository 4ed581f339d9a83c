"""Short documents with their figures marked in the text: `python corpus/drills.py FILE...` checks.

A file holds many. Each begins with a line "### NAME LANGUAGE"; in its text stands a mark for every
number: ⟦surface|population|measure|claimant⟧ for a figure, with "|u=UNIT" and "|st=STATUS" where
they are not person and asserted; ⟦surface|!why⟧ for any other number. Population and claimant are
words of the document, "-" where there is none, "=" where they are those of the figure before.
"""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

from annotate import nearest

from undercount import units

_MARK = re.compile(r"⟦([^⟦⟧]*)⟧")
_MEASURES = {
    "s": "stock", "f": "flow", "c": "cumulative", "r": "rate", "x": "change", "cap": "capacity",
    "t": "target", "?": "unknown",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Drill:
    """One short document.

    Attributes:
        name: as its head says, unique in the corpus.
        language: ISO 639-1 code.
        text: without the marks.
        figures: start, end, surface, population, measure, claimant, unit, status, spans.
        not_figures: start, end, surface, why.
        problems: what is wrong with its marks, in words.
    """

    name: str
    language: str
    text: str
    figures: list[dict[str, Any]]
    not_figures: list[dict[str, Any]]
    problems: list[str]


def drills(file: Path) -> list[Drill]:
    """All documents of a file, each with what is wrong with it."""
    made = []
    for block in re.split(r"(?m)^### ", file.read_text(encoding="utf-8"))[1:]:
        head, _, body = block.partition("\n")
        name, language = head.split()[:2]
        made.append(_drill(name, language, body.strip("\n")))
    return made


def _drill(name: str, language: str, body: str) -> Drill:
    parts, at, done = [], 0, 0
    marks: list[tuple[int, int, list[str]]] = []
    for mark in _MARK.finditer(body):
        surface, *rest = mark.group(1).split("|")
        lead = body[done : mark.start()]
        start = at + len(lead)
        marks.append((start, start + len(surface), rest))
        parts += [lead, surface]
        at, done = start + len(surface), mark.end()
    text = "".join(parts) + body[done:]
    drill = Drill(name, language, text, [], [], [])
    before: dict[str, Any] = {"population": None, "claimant": None}
    for start, end, rest in marks:
        row: dict[str, Any] = {"start": start, "end": end, "surface": text[start:end]}
        if len(rest) == 1 and rest[0].startswith("!"):
            drill.not_figures.append(row | {"why": rest[0][1:]})
            if rest[0][1:] not in units.REJECTIONS:
                drill.problems.append(f"{row['surface']!r}: no such reason {rest[0]!r}")
        elif len(rest) >= 3 and rest[1] in _MEASURES:
            before = _figure(drill, row, rest, before)
        else:
            drill.problems.append(f"{row['surface']!r}: the mark is {'|'.join(rest)!r}")
    if re.search(r"[⟦⟧]", text):
        drill.problems.append("a bracket is not closed")
    held = [(one["start"], one["end"]) for one in (*drill.figures, *drill.not_figures)]
    for digits in re.finditer(r"\d+", text):
        if not any(start < digits.end() and digits.start() < end for start, end in held):
            drill.problems.append(f"digits without a mark: {digits.group()!r} at {digits.start()}")
    return drill


def _figure(
    drill: Drill, row: dict[str, Any], rest: list[str], before: dict[str, Any]
) -> dict[str, Any]:
    said: dict[str, str | None] = {"-": None}
    for name, words in (("population", rest[0]), ("claimant", rest[2])):
        row[name] = before[name] if words == "=" else said.get(words, words)
        if row[name] is not None and row[name] not in drill.text:
            drill.problems.append(f"{row['surface']!r}: {name} {row[name]!r} is not in the text")
            row[name] = None
    row |= {"measure": _MEASURES[rest[1]], "unit": "person", "status": "asserted"}
    for extra in rest[3:]:
        key, _, word = extra.partition("=")
        field = {"u": "unit", "st": "status"}.get(key)
        if field is None or word not in (units.UNITS if field == "unit" else units.STATUSES):
            drill.problems.append(f"{row['surface']!r}: unknown {extra!r}")
        else:
            row[field] = word
    row["spans"] = {
        name: list(found) for name in ("population", "claimant")
        if (found := nearest(drill.text, row[name], row["start"], row["end"]))
    }  # fmt: skip
    drill.figures.append(row)
    return row


def main() -> int:
    """Check the files."""
    wrong = 0
    for file in map(Path, sys.argv[1:]):
        made = drills(file)
        for drill in made:
            for problem in drill.problems:
                wrong += 1
                print(f"{file.name}, {drill.name}: {problem}")
        figures = sum(len(drill.figures) for drill in made)
        others = sum(len(drill.not_figures) for drill in made)
        print(f"{file.name}: {len(made)} documents, {figures} figures, {others} other numbers")
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main())
