"""The corpus: every annotation is in order, field by field."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.corpus.test_gold import in_order

CORPUS = Path(__file__).parents[2] / "corpus"
AUTHORS = "abcdefghijklmnopqrst"


@pytest.mark.parametrize("folder", [*AUTHORS, "second"])
def test_annotations_are_in_order(folder: str) -> None:
    for file in sorted((CORPUS / folder).glob("*.gold.json")):
        gold = json.loads(file.read_text(encoding="utf-8"))
        # The second annotator's documents lie with their authors.
        doc = CORPUS / (gold["doc"][0] if folder == "second" else folder) / gold["doc"]
        plain = doc.with_name(doc.name + ".txt") if doc.suffix == ".html" else doc
        text = plain.read_text(encoding="utf-8")
        in_order(gold, text)
        for figure in gold["figures"]:
            for name, (start, end) in figure["spans"].items():
                assert text[start:end] == figure[name], (file.name, figure["surface"], name)


def test_what_was_retold_points_at_figures() -> None:
    starts = {}
    for file in sorted((CORPUS / "o").glob("*.gold.json")):
        gold = json.loads(file.read_text(encoding="utf-8"))
        starts[gold["doc"]] = {figure["start"] for figure in gold["figures"]}
    pairs = [
        row
        for file in sorted((CORPUS / "o").glob("*.pairs.json"))
        for row in json.loads(file.read_text(encoding="utf-8"))
    ]
    assert len(pairs) > 100
    for row in pairs:
        for side in ("from", "to"):
            assert row[side]["start"] in starts[row[side]["doc"]]


def test_there_are_as_many_documents_as_told() -> None:
    assert len(list(CORPUS.glob("[k-t]/*.gold.json"))) == 145
    assert len(list(CORPUS.glob("second/*.gold.json"))) == 16
