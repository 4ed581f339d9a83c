"""Scores on corpora of the same shape as the public ones; every text here is invented."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from undercount.errors import InputError, MissingFileError
from undercount.read.numbers.quantities import quantities
from undercount.read.scoring import idetect, isi, newsquant
from undercount.read.scoring.corpus import CorpusScore


def _write(folder: Path, rows: list[dict[str, Any]], *, lines: bool = True) -> Path:
    file = folder / "corpus.json"
    text = "\n".join(json.dumps(row) for row in rows) if lines else json.dumps(rows)
    file.write_text(text + "\n", encoding="utf-8")
    return file


def _row(score: CorpusScore, name: str) -> tuple[int, int, int]:
    tally = score.rows[name]
    return tally.right, tally.annotated, tally.read


def _mark(text: str, part: str) -> dict[str, Any]:
    begin = text.index(part)
    return {"text": part, "begin": begin, "end": begin + len(part)}


def test_isi_counts_spans_to_the_character(tmp_path: Path) -> None:
    text = "About 40 tents and 3 wells broke between 5 and 7 May 2019; a third of boats sank."
    frames = [
        {
            "quantity": _mark(text, "40"), "unit": _mark(text, "tents"),
            "modifier": _mark(text, "About"),
        },
        {"quantity": _mark(text, "40"), "unit": _mark(text, "tents")},
        {"quantity": _mark(text, "3"), "unit": _mark(text, "wells broke")},
        {"quantity": _mark(text, "third"), "unit": _mark(text, "boats")},
    ]  # fmt: skip
    score = isi.score(_write(tmp_path, [{"text": text, "frames": frames}]))
    assert _row(score, "number, exact") == (3, 3, 3)
    assert _row(score, "unit") == (3, 3, 3)
    assert _row(score, "unit, exact") == (2, 3, 3)
    assert _row(score, "hedge, exact") == (1, 1, 1)


def test_isi_writes_ranges_and_pronouns_its_own_way() -> None:
    text = "One of the wells gave between 30 and 35 litres, for 6-59 months, one well 2 to 3."
    read = isi.project(text, quantities(text))
    assert [q.surface for q in read] == ["30", "35", "6-59", "one", "2 to 3"]


def test_a_number_inside_a_unit_is_no_quantity() -> None:
    text = "There were 3 deaths per 1,000 births."
    assert [q.surface for q in isi.project(text, quantities(text))] == ["3"]


def test_newsquant_matches_values_then_units_and_changes(tmp_path: Path) -> None:
    rows = [
        {
            "text": "Shares fell 3% to $40 in 2019 after about 12 mills shut.",
            "quantities": [
                {"change": "down", "value": "3.0", "unit": "%", "normalized_unit": "percentage"},
                {"change": "=", "value": "40.0", "unit": "$", "normalized_unit": "dollar"},
                {"change": "=", "value": "12", "unit": "looms", "normalized_unit": "loom"},
                {"change": "=", "value": "99", "unit": "-", "normalized_unit": "-"},
            ],
        },
        {
            "text": "It costs between $2 and $3 a day, eight or nine days, twice a year.",
            "quantities": [
                {"change": "=", "value": "2.0-3.0", "unit": "$ a day", "normalized_unit": "-"},
                {"change": "=", "value": "8", "unit": "days", "normalized_unit": "day"},
                {"change": "=", "value": "9", "unit": "days", "normalized_unit": "day"},
            ],
        },
    ]
    score = newsquant.score(_write(tmp_path, rows, lines=False))
    assert _row(score, "value") == (6, 7, 6)
    assert _row(score, "unit") == (5, 7, 6)
    assert _row(score, "change") == (5, 7, 6)
    assert _row(score, "change other than =") == (1, 1, 2)


def test_idetect_asks_for_the_figure_and_for_sums(tmp_path: Path) -> None:
    def row(text: str, figure: int, unit: str = "People") -> dict[str, Any]:
        return {"Excerpt": text, "Displacement figure": figure, "Reporting unit": unit,
                "Specific location": None}  # fmt: skip

    rows = [
        row("The flood forced 1 200 people from their homes.", 1200),
        row("Fire destroyed 40 homes.", 40, "Households"),
        row("In the north 30 people fled, and in the south 20 people did.", 50),
        row("Más de diez familias fueron evacuadas en la zona.", 10, "Households"),
        row("Nobody fled.", 77),
    ]
    score = idetect.score(_write(tmp_path, rows))
    assert _row(score, "right figure") == (3, 5, 5)
    assert _row(score, "right figure if stated") == (3, 3, 3)
    assert _row(score, "right figure or sum") == (4, 5, 5)
    assert _row(score, "unit") == (3, 3, 3)


def test_a_table_of_a_score_fits_eighty_columns(tmp_path: Path) -> None:
    score = isi.score(_write(tmp_path, [{"text": "40 tents", "frames": []}]))
    assert all(len(line) <= 80 for line in score.table().splitlines())
    assert score.to_dict()["rows"]["number, exact"]["read"] == 1


def test_records_of_another_shape_are_named_all_at_once(tmp_path: Path) -> None:
    with pytest.raises(MissingFileError):
        isi.score(tmp_path / "none.jsonl")
    broken = tmp_path / "broken.jsonl"
    broken.write_text('{"text": \n{"text": "a"\n', encoding="utf-8")
    with pytest.raises(InputError) as caught:
        isi.score(broken)
    assert len(caught.value.problems) == 2
    with pytest.raises(InputError) as caught:
        isi.score(_write(tmp_path, [{"text": "a"}, {"text": "b", "frames": []}, {"frames": []}]))
    assert [problem.row for problem in caught.value.problems] == [1, 3]
    with pytest.raises(InputError):
        newsquant.score(_write(tmp_path, [[1]], lines=False))  # type: ignore[list-item]  # wrong on purpose
