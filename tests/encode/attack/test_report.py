from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest

from tests.encode.attack.lists import BETWEEN, LIST, taken
from undercount.encode.attack import ATTACKS, SEEDED, AttackReport, Rate, attack
from undercount.encode.attack.report import HALF, SAME, Row
from undercount.errors import InputError

SOME = taken(LIST, np.arange(90))


@pytest.fixture(scope="module")
def hardened() -> AttackReport:
    return attack(SOME, BETWEEN)


def test_the_table_holds_both_rates_and_fits_a_page(hardened: AttackReport) -> None:
    assert max(map(len, hardened.text.splitlines())) <= 80
    assert "not hardened" in hardened.text
    assert "as it leaves" in hardened.text
    assert hardened.with_key.share > 0.95
    by_name = {row.hardened.attack: row for row in hardened.rows if row.holds == SAME}
    assert by_name["graph, by nodes"].bare.share > 0.2
    assert by_name["graph, by nodes"].hardened.right <= 3


def test_what_is_breakable_is_said() -> None:
    found, none = Rate("graph, aligned", 500, 500, 285), Rate("graph, aligned", 500, 500, 1)
    whole = Rate("looked up", 500, 500, 500)
    told = AttackReport("clinic", 500, 500, (Row(SAME, found, found),), whole).text
    assert "BREAKABLE" in told
    assert "57%" in told
    assert "`between` in [encode]" in " ".join(told.split())
    told = AttackReport("clinic", 500, 500, (Row(SAME, found, none),), whole).text
    assert "BREAKABLE" not in told
    seeded = Rate("graph, 20 people known", 500, 500, 10, seeds=20)
    told = AttackReport("clinic", 500, 500, (Row(SAME, found, seeded),), whole).text
    assert "BREAKABLE" not in told
    assert "2.0% of the others" in " ".join(told.split())


def test_each_attacker_that_finds_people_is_told_with_his_own_rate() -> None:
    most, few = Rate("graph, aligned", 500, 500, 285), Rate("pattern mining", 250, 250, 5)
    rows = (Row(SAME, most, most), Row(HALF, few, few), Row(HALF, few, replace(few, right=4)))
    made = AttackReport("clinic", 500, 500, rows, Rate("looked up", 500, 500, 500))
    told = " ".join(made.text.split())
    assert f"whoever holds {SAME} finds up to 57% of the people; whoever holds {HALF} " in told
    assert "others finds up to 2% of the people." in told
    # Who has named all lists is not told to name them.
    again = " ".join(replace(made, across=True).text.split())
    assert "BREAKABLE" in again
    assert "[encode]" not in again


def test_each_attack_is_told_as_it_begins() -> None:
    told: list[tuple[str, int, int]] = []
    attack(SOME, BETWEEN, tell=lambda *step: told.append(step))
    names = [*ATTACKS, SEEDED]
    assert told == [(names[i % len(names)], i, 28) for i in range(28)]


def test_the_table_tells_nothing_of_anybody(hardened: AttackReport) -> None:
    told = hardened.text + json.dumps(hardened.to_dict())
    for tokens in SOME.records["tokens"].to_pylist():
        assert not any(token in told for token in tokens if len(token) > 5)


@pytest.mark.long
def test_the_same_seed_the_same_table(hardened: AttackReport) -> None:
    assert attack(SOME, BETWEEN).to_dict() == hardened.to_dict()


def test_a_list_too_small_for_a_rate_is_refused() -> None:
    with pytest.raises(InputError, match="attacks need 40"):
        attack(taken(LIST, np.arange(20)), BETWEEN)
