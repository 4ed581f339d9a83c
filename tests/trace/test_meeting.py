"""Where encodings meet: possible pairs of rows, calibrated, and nobody's number among them."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from undercount.encode import Key
from undercount.encode.attack import attack
from undercount.errors import InputError, MissingFileError
from undercount.testing.worlds import simulate_tracing
from undercount.trace.consent import Allowed, allow
from undercount.trace.encoded import TRACING, encode_people, register_of
from undercount.trace.meeting import (
    FORMAT,
    Meeting,
    OwnPair,
    meet,
    own_pairs,
    read_meeting,
    settle,
)
from undercount.trace.people import people_of

DAY, PURPOSE = date(2016, 10, 24), "family tracing"
WORLD = simulate_tracing(80, 600, seed=32)
KEY = Key(bytes(range(32)))
TABLES = {"case": WORLD.cases, "request": WORLD.requests}


def agreed(kind: str, table: pa.Table | None = None, day: date = DAY) -> Allowed:
    table = TABLES[kind] if table is None else table
    return allow(people_of(kind, table, WORLD.columns[f"{kind}s"]), purpose=PURPOSE, day=day)


CASES, REQUESTS = (encode_people(agreed(kind), KEY) for kind in TABLES)
MET = meet(CASES.encodings, REQUESTS.encodings)
TRUTH = {(row["case"], row["request"]) for row in WORLD.truth.to_pylist() if row["consented"]}


def numbered(met: Meeting) -> list[tuple[str, str, float]]:
    return [
        (CASES.rows.numbers[p.case], REQUESTS.rows.numbers[p.request], p.probability)
        for p in met.pairs
    ]


def test_true_pairs_come_first() -> None:
    pairs = numbered(MET)
    first = {case: request for case, request, _ in reversed(pairs)}
    cases = {case for case, _ in TRUTH}
    assert sum((case, first.get(case)) in TRUTH for case in cases) >= 0.8 * len(cases)
    found = {case for case, request, _ in pairs if (case, request) in TRUTH}
    assert len(found) >= 0.85 * len(cases)


def test_probabilities_mean_what_they_say() -> None:
    pairs = numbered(MET)
    expected = sum(p for _, _, p in pairs)
    right = sum((case, request) in TRUTH for case, request, _ in pairs)
    assert expected == pytest.approx(right, rel=0.2)
    wrong = [p for case, request, p in pairs if (case, request) not in TRUTH]
    assert sum(p > 0.9 for p in wrong) <= 2


def test_pairs_of_a_case_fall_and_are_numbered_through() -> None:
    assert [p.pair for p in MET.pairs] == list(range(1, len(MET.pairs) + 1))
    for a, b in zip(MET.pairs, MET.pairs[1:], strict=False):
        assert a.case < b.case or (a.case == b.case and a.probability >= b.probability)
    assert all(p.probability >= MET.least for p in MET.pairs)


def test_nobodys_number_comes_out(tmp_path: Path) -> None:
    path = tmp_path / "meeting.json"
    MET.write(path)
    text = path.read_text(encoding="utf-8")
    numbers = (*CASES.rows.numbers, *REQUESTS.rows.numbers)
    assert not [number for number in numbers if number in text]
    plain = json.loads(text)
    assert set(plain) == {"format", "sha256", "rows", "least", "share", "pairs"}
    assert set(plain["pairs"][0]) == {"pair", "case", "request", "probability"}
    assert path.stat().st_mode & 0o077 == 0
    assert read_meeting(path) == MET


def test_each_body_reads_its_own_half() -> None:
    mine = own_pairs(MET, CASES.rows, agreed("case"))
    theirs = own_pairs(MET, REQUESTS.rows, agreed("request"))
    assert [p.pair for p in mine] == [p.pair for p in theirs]
    best = max(MET.pairs, key=lambda p: p.probability)
    number = CASES.rows.numbers[best.case]
    assert OwnPair(number, best.pair, best.probability) in mine


def test_who_withdrew_since_is_left_out() -> None:
    best = max(MET.pairs, key=lambda p: p.probability)
    number = CASES.rows.numbers[best.case]
    kept = WORLD.cases.filter(pa.compute.not_equal(WORLD.cases["id"], number))
    told = own_pairs(MET, CASES.rows, agreed("case", kept))
    assert number not in [p.number for p in told]
    assert told


def test_rows_of_another_file_are_refused() -> None:
    again = encode_people(agreed("case"), KEY)
    with pytest.raises(InputError, match="other encodings"):
        own_pairs(MET, again.rows, agreed("case"))
    with pytest.raises(InputError, match="of kind request, not case"):
        own_pairs(MET, CASES.rows, agreed("request"))


def test_files_the_wrong_way_round_are_refused() -> None:
    with pytest.raises(InputError, match="First cases, then requests") as caught:
        meet(REQUESTS.encodings, CASES.encodings)
    assert len(caught.value.problems) == 2


def test_other_keys_and_other_specs_are_refused() -> None:
    other = encode_people(agreed("request"), Key(bytes(32)))
    with pytest.raises(InputError, match="different keys"):
        meet(CASES.encodings, other.encodings)
    spec = replace(TRACING, flip=0.1)
    with pytest.raises(InputError, match="not made for tracing"):
        meet(replace(CASES.encodings, spec=spec), replace(REQUESTS.encodings, spec=spec))


def test_a_file_that_is_no_meeting(tmp_path: Path) -> None:
    with pytest.raises(MissingFileError):
        read_meeting(tmp_path / "none.json")
    plain = MET.to_dict()
    path = tmp_path / "meeting.json"
    beyond = {**plain["pairs"][0], "case": MET.sizes[0]}
    elsewhere = {**plain, "sha256": {"cases": "../" * 5, "requests": "0" * 64}}
    cut = {**plain, "rows": {}}
    for wrong in ({}, {"format": FORMAT}, {**plain, "pairs": [beyond]}, cut, elsewhere):
        path.write_text(json.dumps(wrong), encoding="utf-8")
        with pytest.raises(InputError, match="not a meeting"):
            read_meeting(path)


def test_a_lone_poor_hit_stays_poor() -> None:
    told, first = np.array([4.0]), np.array([0])
    p, _ = settle(told, first, first, 50, 10_000)
    assert p[0] < 0.01


def test_a_request_is_for_one_child_only() -> None:
    told = np.array([18.0, 18.0])
    p, _ = settle(told, np.array([0, 1]), np.array([7, 7]), 50, 10_000)
    assert p.sum() <= 1.1
    assert p[0] == pytest.approx(p[1])
    alone, _ = settle(told, np.array([0, 1]), np.array([7, 8]), 50, 10_000)
    assert (alone > 0.99).all()


def test_a_father_and_an_uncle_may_both_be_right() -> None:
    p, _ = settle(np.array([18.0, 18.0]), np.array([0, 0]), np.array([7, 8]), 50, 10_000)
    assert (p > 0.4).all()


def test_no_pair_is_no_trouble() -> None:
    none = np.empty(0, np.int64)
    p, share = settle(np.empty(0), none, none, 50, 10_000)
    assert len(p) == 0
    assert 0 < share < 0.5


@pytest.mark.long
def test_attackers_without_the_key_find_next_to_nobody() -> None:
    told = attack(register_of(agreed("request")), TRACING, [register_of(agreed("case"))])
    unseeded = [row.hardened for row in told.rows if "known" not in row.hardened.attack]
    assert max(rate.share for rate in unseeded) < 0.02
    assert told.with_key.share > 0.95
