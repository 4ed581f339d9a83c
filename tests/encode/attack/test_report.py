from __future__ import annotations

import json

import numpy as np
import pytest

from tests.encode.attack.lists import BETWEEN, LIST, taken
from undercount.encode import Spec
from undercount.encode.attack import AttackReport, attack
from undercount.errors import InputError


@pytest.fixture(scope="module")
def hardened() -> AttackReport:
    return attack(LIST, BETWEEN, most=200)


def test_the_table_holds_both_rates_and_fits_a_page(hardened: AttackReport) -> None:
    lines = hardened.text.splitlines()
    assert max(map(len, lines)) <= 80
    assert "not hardened" in hardened.text
    assert "as it leaves" in hardened.text
    assert hardened.with_key.share > 0.95
    aligned = [row for row in hardened.rows if row.hardened.attack == "graph, aligned"]
    assert aligned[0].bare.share > 0.9
    assert aligned[0].hardened.share < 0.03


def test_what_is_breakable_is_said(hardened: AttackReport) -> None:
    open_to_itself = attack(LIST, Spec(), most=200)
    assert "BREAKABLE" in open_to_itself.text
    assert "[encode] between" in open_to_itself.text


def test_the_table_tells_nothing_of_anybody(hardened: AttackReport) -> None:
    told = hardened.text + json.dumps(hardened.to_dict())
    for tokens in LIST.records["tokens"].to_pylist():
        assert not any(token in told for token in tokens if len(token) > 5)


def test_the_same_seed_the_same_table(hardened: AttackReport) -> None:
    assert attack(LIST, BETWEEN, most=200).to_dict() == hardened.to_dict()


def test_a_list_too_small_for_a_rate_is_refused() -> None:
    with pytest.raises(InputError, match="attacks need 40"):
        attack(taken(LIST, np.arange(20)), BETWEEN)
