"""Toponyms of humanitarian reports, as HumSet's annotators marked them: spans found and exact."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from undercount.errors import InputError, MissingFileError, Problem
from undercount.read.documents.about import about
from undercount.read.places.toponyms import toponyms
from undercount.read.scoring.corpus import CorpusScore
from undercount.read.scoring.score import Tally

Span = tuple[int, int]

LABELS: Final = {"LOC": "literal, found", "AST": "associative, found"}
"""A literal toponym says where ("in Syria"), an associative one whose ("Syrian", "WFP Syria")."""


def score(path: str | Path) -> CorpusScore:
    """Read every document of a HumSet file and compare the spans of its toponyms.

    The file is a JSON list of {text, annotations: [{start, end, label}]}, or one such record a
    line. Spaces at the ends of annotated spans are left out, and a span marked twice counts once.

    Rows: "toponyms, exact" has the same first and last character; in "toponyms, overlap" each
    annotated span pairs with at most one read span that shares a character with it (a list marked
    as one counts once); the two "found" rows are recall alone, of each kind of toponym.

    Raises:
        MissingFileError: there is no such file.
        InputError: it is no JSON of this shape.
    """
    file = Path(path)
    try:
        text = file.read_text(encoding="utf-8")
    except OSError as error:
        raise MissingFileError(Problem(f"cannot be read: {error}", str(path))) from None
    try:
        records = json.loads(text) if text.lstrip().startswith("[") else [
            json.loads(line) for line in text.splitlines() if line.strip()
        ]  # fmt: skip
        rows: dict[str, Tally] = {}
        for record in records:
            for row, tally in compare(record).items():
                rows[row] = rows.get(row, Tally()) + tally
    except (json.JSONDecodeError, KeyError, TypeError) as error:
        raise InputError(
            [Problem(f"not a HumSet file: {error!r}", file.name, hint="See docs/read.md.")]
        ) from None
    return CorpusScore("HumSet places", rows)


def compare(record: Mapping[str, Any]) -> dict[str, Tally]:
    """Tallies of one document."""
    text = record["text"]
    language = about(text, "humset.txt").language
    read = sorted({(name.start, name.end) for name in toponyms(text, language)})
    marked = {
        _trimmed(text, note["start"], note["end"]): note.get("label", "")
        for note in record["annotations"]
    }
    gold = sorted(span for span in marked if span[0] < span[1])
    rows = {
        "toponyms, exact": Tally(len(set(gold) & set(read)), len(gold), len(read)),
        "toponyms, overlap": Tally(_paired(gold, read), len(gold), len(read)),
    }
    for label, row in LABELS.items():
        spans = [span for span in gold if marked[span] == label]
        rows[row] = Tally(sum(1 for span in spans if _touched(span, read)), len(spans), len(spans))
    return rows


def _trimmed(text: str, start: int, end: int) -> Span:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _paired(gold: Sequence[Span], read: Sequence[Span]) -> int:
    """How many annotated spans find a read span of their own that overlaps them."""
    pairs, j = 0, 0
    for start, end in gold:
        while j < len(read) and read[j][1] <= start:
            j += 1
        if j < len(read) and read[j][0] < end:
            pairs, j = pairs + 1, j + 1
    return pairs


def _touched(span: Span, read: Sequence[Span]) -> bool:
    return any(start < span[1] and span[0] < end for start, end in read)
