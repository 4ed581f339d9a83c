"""The score on two tiny invented documents with annotations of their own."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from undercount.errors import InputError, MissingFileError
from undercount.read import read_document, score, score_corpus, to_gold

TEXTS = {
    "quay.txt": "The harbour ministry said 40 people came on 3 May 2017.",
    "hill.txt": 'About 90 people sleep on the hill. "Nobody told us to leave," said Ana Sol.',
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in TEXTS.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
        gold = to_gold(read_document(name, tmp_path))
        path = tmp_path / name.replace(".txt", ".gold.json")
        path.write_text(json.dumps(gold), encoding="utf-8")
    return tmp_path


def _change(folder: Path, **fields: object) -> None:
    path = folder / "quay.gold.json"
    gold = json.loads(path.read_text(encoding="utf-8"))
    gold["figures"][0] |= fields
    path.write_text(json.dumps(gold), encoding="utf-8")


def test_its_own_reading_scores_one(folder: Path) -> None:
    total = score(folder).total
    assert all(tally.f1 == 1 for tally in total.values())
    assert (total["figure"].annotated, total["quote"].annotated) == (2, 1)


def test_a_wrong_claimant_costs_the_field_and_the_complete_record(folder: Path) -> None:
    _change(folder, claimant="police")
    total = score(folder).total
    assert (total["claimant"].right, total["complete record"].right) == (1, 1)
    assert total["figure or trap"].f1 == 1


@pytest.mark.parametrize(
    ("field", "value"),
    [("claimant", "ministry"), ("population", "The People"), ("measure", "cumulative")],
)
def test_what_annotators_differ_in_is_forgiven(folder: Path, field: str, value: str) -> None:
    _change(folder, **{field: value})
    assert score(folder).total["complete record"].right == 2


def test_a_figure_not_annotated_costs_precision_only(folder: Path) -> None:
    path = folder / "hill.gold.json"
    gold = json.loads(path.read_text(encoding="utf-8"))
    gold["figures"] = []
    path.write_text(json.dumps(gold), encoding="utf-8")
    tally = score(folder).total["figure"]
    assert (tally.recall, tally.precision) == (1.0, 0.5)


def test_the_table_fits_a_terminal(folder: Path) -> None:
    table = score(folder).table()
    assert max(map(len, table.splitlines())) <= 80
    assert "quay.txt" in table
    assert "complete record" in table


def test_it_says_the_same_in_json(folder: Path) -> None:
    found = json.loads(json.dumps(score(folder).to_dict()))
    assert found["total"]["figure"] == {
        "right": 2, "annotated": 2, "read": 2, "precision": 1.0, "recall": 1.0, "f1": 1.0,
    }  # fmt: skip
    assert sorted(found["documents"]) == ["hill.txt", "quay.txt"]


def test_all_broken_annotations_are_named_at_once(folder: Path) -> None:
    (folder / "quay.gold.json").write_text("{", encoding="utf-8")
    (folder / "hill.gold.json").write_text('{"doc": "hill.txt"}', encoding="utf-8")
    with pytest.raises(InputError) as caught:
        score(folder)
    assert [problem.file for problem in caught.value.problems] == [
        "hill.gold.json", "quay.gold.json",
    ]  # fmt: skip


def test_a_folder_without_annotations_is_named(tmp_path: Path) -> None:
    with pytest.raises(MissingFileError, match="annotated"):
        score(tmp_path)


def test_a_page_is_compared_in_the_text_that_its_annotation_counts(tmp_path: Path) -> None:
    page = "<html><body><article><h1>Quay</h1><p>40 people came.</p><p>On 3 May 60 left.</p>"
    (tmp_path / "quay.html").write_text(page, encoding="utf-8")
    reading = read_document("quay.html", tmp_path)
    gold = to_gold(reading)
    for name in ("figures", "not_figures"):
        for row in gold[name]:
            row["start"] += 7
            row["end"] += 7
    (tmp_path / "quay.gold.json").write_text(json.dumps(gold), encoding="utf-8")
    (tmp_path / "quay.html.txt").write_text(f"Header{chr(10)}{reading.text}", encoding="utf-8")
    total = score(tmp_path).total
    assert (total["figure"].right, total["figure"].annotated) == (2, 2)


def test_a_file_of_a_public_corpus_is_told_by_its_shape(tmp_path: Path) -> None:
    row = {
        "id": "invented", "text": "About 300 families came.",
        "frames": [{
            "quantity": {"text": "300", "begin": 6, "end": 9},
            "unit": {"text": "families", "begin": 10, "end": 18},
            "modifier": {"text": "About", "begin": 0, "end": 5},
        }],
    }  # fmt: skip
    file = tmp_path / "frames.jsonl"
    file.write_text(json.dumps(row), encoding="utf-8")
    assert score_corpus(file).rows["number, exact"].f1 == 1
    file.write_text('{"text": "no"}', encoding="utf-8")
    with pytest.raises(InputError, match="no known corpus"):
        score_corpus(file)


@pytest.mark.parametrize(
    ("gold", "why"),
    [
        ("[" * 50_000 + "]" * 50_000, "nested too deep"),
        ('{"figures":' * 50_000 + "1" + "}" * 50_000, "nested too deep"),
        ('{"doc": "quay.txt", "figures": ' + "[" * 500 + "]" * 500 + "}", "must hold objects"),
        ('{"doc": ' + "9" * 5_000 + "}", "digits"),
        ('{\n"doc" "quay.txt"}', "not JSON, Expecting ':' delimiter in line 2"),
        ("[]", "must hold objects"),
    ],
)
def test_a_gold_file_that_is_none_is_one_problem(folder: Path, gold: str, why: str) -> None:
    (folder / "quay.gold.json").write_text(gold, encoding="utf-8")
    with pytest.raises(InputError) as error:
        score(folder)
    (problem,) = error.value.problems
    assert problem.file == "quay.gold.json"
    assert problem.what.startswith("not an annotation: ")
    assert why in problem.what


def test_a_document_that_cannot_be_read_is_named_beside_broken_gold(folder: Path) -> None:
    (folder / "quay.txt").write_bytes(b"")
    (folder / "hill.gold.json").write_text("{", encoding="utf-8")
    with pytest.raises(InputError) as error:
        score(folder)
    assert [item.file for item in error.value.problems] == ["hill.gold.json", "quay.txt"]
