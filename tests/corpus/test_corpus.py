"""The corpus: every annotation is in order, field by field."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from tests.corpus.test_gold import in_order

sys.path.insert(0, str(Path(__file__).parents[2] / "corpus"))

from drills import drills
from table import table

CORPUS = Path(__file__).parents[2] / "corpus"
AUTHORS = "abcdefghijklmnopqrstuvwx"


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


@pytest.mark.parametrize("file", sorted((CORPUS / "drills").glob("*.txt")), ids=lambda f: f.stem)
def test_drills_are_in_order(file: Path) -> None:
    for drill in drills(file):
        assert drill.problems == [], drill.name
        for figure in drill.figures:
            for name, (start, end) in figure["spans"].items():
                assert drill.text[start:end] == figure[name]


def test_the_table_is_what_there_is() -> None:
    assert table() in (CORPUS / "README.md").read_text(encoding="utf-8")


def test_thirty_documents_are_annotated_twice() -> None:
    again = sorted((CORPUS / "second").glob("*.gold.json"))
    assert len(again) == 30
    assert all((CORPUS / file.name[0] / file.name).is_file() for file in again)


def test_every_hand_is_in_one_part() -> None:
    split = json.loads((CORPUS / "split.json").read_text(encoding="utf-8"))
    hands = [name for names in split.values() for name in names]
    assert sorted(hands) == sorted([*AUTHORS, "drills"])
    # The test part stays the one that nobody has tuned on.
    assert split["test"] == ["c", "d", "m", "t"]


def test_a_drill_reads_its_marks(tmp_path: Path) -> None:
    file = tmp_path / "one.txt"
    file.write_text(
        "### Z1 en\nOn ⟦3 May|!date⟧ the parish counted ⟦60|families|s|parish|u=household⟧ "
        "families; about ⟦a third|=|s|=⟧ had left.\n\n### Z2 en\n⟦12|gulls|z|-⟧ gulls, 13 cats\n",
        encoding="utf-8",
    )
    good, bad = drills(file)
    assert good.text == "On 3 May the parish counted 60 families; about a third had left."
    assert [f["surface"] for f in good.figures] == ["60", "a third"]
    assert [(f["population"], f["claimant"]) for f in good.figures] == [("families", "parish")] * 2
    assert (good.figures[0]["unit"], good.problems) == ("household", [])
    assert [trap["why"] for trap in good.not_figures] == ["date"]
    assert len(bad.problems) == 3
