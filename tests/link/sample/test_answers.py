"""The sheet and the judgements: two ways to the same answers."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest

from tests.link.sample.claims import pairs_that_claim
from undercount.errors import InputError
from undercount.link.judgements import JUDGEMENTS, Judgements
from undercount.link.sample import choose_pairs, fingerprint
from undercount.link.sample_answers import NOBODY, Clerks, clerks_in
from undercount.link.sample_sheet import read_sample, write_sample

PAIRS, _ = pairs_that_claim(1, 500)
RECORD = [f"{r:04}" for r in range(PAIRS.n_records)]
SAMPLE = choose_pairs(PAIRS, 20, seed=2)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_sample(tmp_path / "sample.csv", PAIRS, SAMPLE, RECORD, {})
    return tmp_path


def clerks(folder: Path) -> Clerks:
    found = clerks_in(folder)
    assert found is not None
    return found


def type_in(folder: Path, answers: dict[int, str], reader: str = "") -> None:
    path = folder / "sample.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    for number, word in answers.items():
        rows[number] |= {"same": word, "reader": reader}
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def judge(folder: Path, answers: dict[int, str], by: str = "Ann") -> None:
    pairs = clerks(folder).pairs
    with Judgements(folder / JUDGEMENTS, fingerprint(PAIRS)) as file:
        for number, word in answers.items():
            file.judge(pairs[number], word, by=by, why="", key=None)


def same(folder: Path) -> list[float]:
    found = clerks(folder)
    answers = read_sample(folder / "sample.csv", PAIRS, RECORD, found.said)
    values: list[float] = answers.same.tolist()
    return values


def test_a_sheet_nobody_has_touched_waits_whole(folder: Path) -> None:
    assert (clerks(folder).waiting, clerks(folder).done, clerks(folder).said) == (20, False, {})


def test_half_in_the_sheet_and_half_on_the_page_is_done(folder: Path) -> None:
    type_in(folder, dict.fromkeys(range(10), "yes"))
    assert clerks(folder).waiting == 10
    judge(folder, dict.fromkeys(range(10, 20), "no"))
    assert clerks(folder).done
    assert same(folder) == [1.0] * 10 + [0.0] * 10
    answers = read_sample(folder / "sample.csv", PAIRS, RECORD, clerks(folder).said)
    assert set(answers.readers) == {NOBODY, "Ann"}


def test_on_the_page_alone_is_as_in_the_sheet_alone(folder: Path) -> None:
    words = {number: ("yes", "no", "unsure")[number % 3] for number in range(20)}
    judge(folder, words)
    by_page = same(folder)
    (folder / JUDGEMENTS).unlink()
    type_in(folder, words)
    assert same(folder) == by_page
    assert np.isclose(np.mean(by_page), (7 + 0 + 3) / 20, atol=0.03)


def test_where_people_differ_the_mean_counts(folder: Path) -> None:
    judge(folder, dict.fromkeys(range(20), "yes"))
    judge(folder, {0: "no", 1: "unsure", 2: "yes"}, by="Bea")
    assert same(folder)[:4] == [0.5, 0.75, 1.0, 1.0]
    answers = read_sample(folder / "sample.csv", PAIRS, RECORD, clerks(folder).said)
    assert answers.unsure == 1


def test_a_word_that_is_no_answer_is_told_once_nothing_waits(folder: Path) -> None:
    type_in(folder, {0: "ja"})
    judge(folder, dict.fromkeys(range(1, 19), "yes"))
    assert not clerks(folder).done
    judge(folder, {19: "yes"})
    assert clerks(folder).done
    with pytest.raises(InputError, match="'ja' is not yes, no or unsure"):
        same(folder)


def test_an_empty_cell_takes_nothing_back(folder: Path) -> None:
    type_in(folder, {0: "yes"}, "Ann")
    with Judgements(folder / JUDGEMENTS, fingerprint(PAIRS)) as file:
        file.take_in(clerks(folder).sheet)
    type_in(folder, {0: ""})
    assert clerks(folder).said[clerks(folder).pairs[0]] == {"Ann": "yes"}


def test_judgements_of_another_linkage_answer_nothing(folder: Path) -> None:
    pairs = clerks(folder).pairs
    with Judgements(folder / JUDGEMENTS, "00000000") as file:
        file.judge(pairs[0], "yes", by="Ann", why="", key=None)
    assert clerks(folder).said == {}
