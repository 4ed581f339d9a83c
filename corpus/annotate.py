"""Annotations written as snippets to gold with offsets: `python annotate.py FOLDER`.

Beside each document NAME.txt (or NAME.html with its text NAME.html.txt) stands NAME.ann.json. In it
a span is a snippet of the text that occurs once, with ⟦ and ⟧ around the span itself; " ... "
inside stands for any words between. Written is NAME.gold.json; every problem of every
file is told. Where a field's words stand is found (`nearest`), or said with a snippet:
"claimant_at" and the like.
"""

from __future__ import annotations

import json
import re
import sys
from itertools import pairwise
from pathlib import Path
from typing import Any

from undercount import units
from undercount.units import hedge_interval

_VOCABULARIES = {
    "kind": units.KINDS, "quantifier": units.QUANTIFIERS, "unit": units.UNITS,
    "measure": units.MEASURES, "status": units.STATUSES, "detection": units.DETECTIONS,
    "claimant_class": units.CLAIMANT_CLASSES,
}  # fmt: skip
_DEFAULTS: dict[str, Any] = {
    "value": None, "low": None, "high": None, "kind": "count", "hedge": None,
    "quantifier": "exact", "unit": "person", "population": None, "measure": None,
    "status": "asserted", "claimant": None, "claimant_class": None, "artefact": None,
    "place": None, "period": None, "detection": "unknown",
}  # fmt: skip
_VERBATIM = ("hedge", "population", "claimant", "artefact", "place", "period")
_NUMBER = re.compile(
    r"\d+|\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|"
    r"fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|"
    r"ninety|hundreds?|thousands?|millions?|dozens?|scores|half|halved|third|thirds|quarter|"
    r"quarters|doubled?|tripled?|trebled|twice|threefold|"
    r"deux|trois|quatre|cinq|sept|huit|neuf|dix|onze|douze|treize|quatorze|quinze|seize|vingt|"
    r"trente|quarante|cinquante|soixante|cent|cents|mille|milliers?|centaines?|dizaines?|"
    r"quinzaine|vingtaine|trentaine|quarantaine|cinquantaine|moitié|tiers|doublé|triplé|"
    r"dos|tres|cuatro|cinco|siete|ocho|nueve|diez|once|doce|quince|veinte|treinta|cuarenta|"
    r"cincuenta|sesenta|setenta|ochenta|noventa|cien|ciento|cientos|centenares?|mil|miles|"
    r"decenas?|docenas?|mitad|tercio|doble|duplicado|triplicado)\b",
    re.IGNORECASE,
)


def span(text: str, at: str, where: str, problems: list[str]) -> tuple[int, int] | None:
    """Start and end of the bracketed part of a snippet that occurs once in the text."""
    parts = re.split(r"[⟦⟧]", at)
    if len(parts) != 3:
        problems.append(f"{where}: needs one ⟦ and one ⟧: {at!r}")
        return None
    pieces = [r"[\s\S]*?".join(map(re.escape, part.split(" ... "))) for part in parts]
    found = list(re.finditer(f"{pieces[0]}({pieces[1]}){pieces[2]}", text))
    if len(found) != 1:
        problems.append(f"{where}: the snippet occurs {len(found)} times: {at!r}")
        return None
    return found[0].span(1)


def nearest(text: str, words: str | None, start: int, end: int) -> tuple[int, int] | None:
    """Where a field's words most likely stand: in the number's sentence, before it, or after."""
    if words is None:
        return None
    bare = re.escape(words)
    spots = [m.span() for m in re.finditer(rf"(?<!\w){bare}(?!\w)", text)]
    spots = spots or [m.span() for m in re.finditer(bare, text)]
    before = [m.end() for m in re.finditer(r"[.!?]['\"”»]?\s|\n", text[:start])]
    after = re.search(r"[.!?]['\"”»]?(\s|$)|\n", text[end:])
    first, last = before[-1] if before else 0, end + (after.end() if after else len(text))

    def away(spot: tuple[int, int]) -> tuple[int, int]:
        inside = first <= spot[0] and spot[1] <= last
        rank = 0 if inside else 1 if spot[1] <= start else 2
        return rank, min(abs(spot[0] - end), abs(start - spot[1]))

    return min(spots, key=away, default=None)


def convert(file: Path) -> tuple[dict[str, Any], list[str]]:
    """The gold of one annotation file, and what is wrong with it."""
    ann = json.loads(file.read_text(encoding="utf-8"))
    doc = ann["doc"]
    plain = file.parent / (doc + ".txt" if doc.endswith((".html", ".htm")) else doc)
    text = plain.read_text(encoding="utf-8")
    problems: list[str] = []
    taken: list[tuple[int, int]] = []
    gold: dict[str, Any] = {key: ann.get(key) for key in ("doc", "language", "published", "outlet")}

    def rows(key: str, *keep: str) -> list[dict[str, Any]]:
        made = []
        for item in ann.get(key, []):
            at = span(text, item["at"], f"{key}", problems)
            if at is None:
                continue
            row = {"start": at[0], "end": at[1]}
            row.update({name: item.get(name) for name in keep})
            made.append(row | {"_": item})
        return sorted(made, key=lambda row: row["start"])

    gold["figures"] = []
    for row in rows("figures"):
        item = row.pop("_")
        row["surface"] = text[row["start"] : row["end"]]
        where = f"figure {row['surface']!r} at {row['start']}"
        placed = {f"{name}_at" for name in _VERBATIM}
        unknown = set(item) - set(_DEFAULTS) - {"at"} - placed
        if unknown:
            problems.append(f"{where}: unknown fields {sorted(unknown)}")
        row |= {key: item.get(key, default) for key, default in _DEFAULTS.items()}
        for key, allowed in _VOCABULARIES.items():
            if row[key] not in allowed:
                problems.append(f"{where}: {key} is {row[key]!r}, allowed: {', '.join(allowed)}")
        for key in _VERBATIM:
            if row[key] is not None and row[key] not in text:
                problems.append(f"{where}: {key} {row[key]!r} is not verbatim in the text")
        row["spans"] = {}
        for key in _VERBATIM:
            if item.get(f"{key}_at"):
                found = span(text, item[f"{key}_at"], f"{where}: {key}_at", problems)
                if found and text[found[0] : found[1]] != row[key]:
                    problems.append(f"{where}: {key}_at brackets other words than {key}")
            else:
                found = nearest(text, row[key], row["start"], row["end"])
            if found:
                row["spans"][key] = list(found)
        bare = row["quantifier"] in ("range", "vague")
        if bare and (row["value"] is not None or row["low"] is None or row["high"] is None):
            problems.append(f"{where}: range and vague have value null and give low and high")
        if not bare and row["value"] is None:
            problems.append(f"{where}: value is missing")
        elif not bare and row["low"] is None:
            whole = row["kind"] not in ("percent", "ratio", "change", "rate")
            row["low"], row["high"] = hedge_interval(row["quantifier"], row["value"], whole=whole)
        taken.append((row["start"], row["end"]))
        gold["figures"].append(row)
    gold["not_figures"] = []
    for row in rows("not_figures", "why"):
        row.pop("_")
        row["surface"] = text[row["start"] : row["end"]]
        if row["why"] not in units.REJECTIONS:
            problems.append(f"not_figure {row['surface']!r}: why is {row['why']!r}")
        taken.append((row["start"], row["end"]))
        gold["not_figures"].append(row)
    for key, keep in (
        ("quotes", ("speaker", "direct")),
        ("posts", ("handle", "name", "date", "role")),
        ("claims", ("type",)),
    ):
        gold[key] = rows(key, *keep)
        for row in gold[key]:
            row.pop("_")
            if row.get("speaker") and row["speaker"] not in text:
                problems.append(f"quote: speaker {row['speaker']!r} is not in the text")
    for row in gold["claims"]:
        if row["type"] not in units.CLAIM_TYPES:
            problems.append(f"claim type {row['type']!r}")
    taken.sort()
    for (_, end), (start, _) in pairwise(taken):
        if start < end:
            problems.append(f"two spans overlap near {text[start - 20 : end + 20]!r}")
    for match in _NUMBER.finditer(text):
        if not any(start < match.end() and match.start() < end for start, end in taken):
            context = text[max(0, match.start() - 30) : match.end() + 30]
            problems.append(f"number without annotation (fine if no number): {context!r}")
    return gold, problems


def main() -> None:
    """Convert every annotation of the folder."""
    for file in sorted(Path(sys.argv[1]).glob("*.ann.json")):
        try:
            gold, problems = convert(file)
        except (json.JSONDecodeError, KeyError, FileNotFoundError) as error:
            print(f"{file.name}: {error!r}")
            continue
        for problem in problems:
            print(f"{file.name}: {problem}")
        out = file.with_name(file.name.replace(".ann.json", ".gold.json"))
        out.write_text(json.dumps(gold, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        print(f"{out.name}: {len(gold['figures'])} figures, {len(gold['not_figures'])} not_figures,"
              f" {len(gold['quotes'])} quotes, {len(gold['claims'])} claims")  # fmt: skip


if __name__ == "__main__":
    main()
