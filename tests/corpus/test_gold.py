"""Our own annotated documents: the annotation is in order, and the reader stays as right as told.

The floors are below what docs/read.md states, so that they fail when something breaks and not
when one figure is read otherwise. Authors c and d are those nobody looks at while writing rules.
"""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from undercount import units
from undercount.read import load, read_text, score

HERE = Path(__file__).parents[2] / "corpus"
AUTHORS = "abcdefghij"
GOLD = sorted(HERE.glob("[a-j]/*.gold.json"))
FLOORS = {
    "a": 0.62, "b": 0.68, "c": 0.29, "d": 0.37, "e": 0.55, "f": 0.70, "g": 0.40, "h": 0.48,
    "i": 0.61, "j": 0.51,
}  # fmt: skip
_VERBATIM = ("hedge", "population", "claimant", "artefact", "place", "period")
_CLOSED = {
    "kind": units.KINDS, "quantifier": units.QUANTIFIERS, "unit": units.UNITS,
    "measure": units.MEASURES, "status": units.STATUSES, "detection": units.DETECTIONS,
    "claimant_class": units.CLAIMANT_CLASSES,
}  # fmt: skip


def _gold(file: Path) -> tuple[dict[str, Any], str]:
    gold = json.loads(file.read_text(encoding="utf-8"))
    return gold, load(gold["doc"], file.parent).text


def in_order(gold: dict[str, Any], text: str) -> None:
    """Every span is of its words, every word of a list is in it, no two numbers overlap."""
    for item in (*gold["figures"], *gold["not_figures"]):
        assert text[item["start"] : item["end"]] == item["surface"]
    for figure in gold["figures"]:
        for name in _VERBATIM:
            assert figure[name] is None or figure[name] in text, (figure["surface"], name)
        for name, allowed in _CLOSED.items():
            assert figure[name] in allowed, (figure["surface"], name)
        assert figure["low"] <= figure["high"]
        if figure["value"] is not None:
            # "Almost 300" ends at 299, "more than 300" begins at 301.
            assert figure["low"] - 1 <= figure["value"] <= figure["high"] + 1
    spans = sorted((i["start"], i["end"]) for i in (*gold["figures"], *gold["not_figures"]))
    assert all(end <= start for (_, end), (start, _) in pairwise(spans))
    assert all(item["why"] in units.REJECTIONS for item in gold["not_figures"])
    assert all(claim["type"] in units.CLAIM_TYPES for claim in gold["claims"])


@pytest.mark.parametrize("file", GOLD, ids=lambda file: file.name.removesuffix(".gold.json"))
def test_an_annotation_is_in_order(file: Path) -> None:
    in_order(*_gold(file))


@pytest.mark.parametrize("file", GOLD, ids=lambda file: file.name.removesuffix(".gold.json"))
def test_every_span_read_is_verbatim(file: Path) -> None:
    gold, _ = _gold(file)
    reading = read_text(load(gold["doc"], file.parent))
    text = reading.text
    for item in reading.rejected:
        assert text[item.start : item.end] == item.surface
    for figure in reading.figures:
        assert text[slice(figure.start, figure.end)] == figure.surface
        for name, (start, end) in figure.spans.items():
            assert text[start:end] == getattr(figure, name), (figure.surface, name)
    for quote in reading.quotes:
        assert text[quote.start : quote.end].strip()


def test_there_are_documents_of_ten_authors() -> None:
    assert len(GOLD) >= 69
    assert {(file.parent.name, file.name[:2]) for file in GOLD} == {(a, f"{a}-") for a in AUTHORS}


@pytest.mark.parametrize("author", AUTHORS)
def test_the_reader_is_as_right_as_told(author: str) -> None:
    total = score(HERE / author).total
    assert total["figure or trap"].f1 >= 0.88
    assert total["complete record"].recall >= FLOORS[author]
