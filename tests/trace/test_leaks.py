"""Whoever did not agree is nowhere: in no file, no list, no line of the log. Names are made up."""

from __future__ import annotations

import random
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.trace.made import DAY, PURPOSE, allowed, bring, keep
from undercount.errors import InputError
from undercount.trace.consent import reason_of
from undercount.trace.exports import FORMATS, export_people
from undercount.trace.store import Store

# Of each the first is what consent needs, and as likely as all others together.
_ANSWERS = ("yes", "no", "", "maybe", "oui", "Yes ", "1", "withdrawn", "نعم", "n")
_PURPOSES = (PURPOSE, "health", "", f"school; {PURPOSE}", "tracing of families")
_DAYS = ("", "2016-10-23", "2016-10-24", "2016-10-25", "25/10/2016", "soon", "2017", "01/11/2016")


def _one(dice: random.Random, words: tuple[str, ...]) -> str:
    return words[0] if dice.random() < 0.5 else dice.choice(words[1:])


def _people(kind: str, dice: random.Random, number: int) -> list[dict[str, str]]:
    return [
        {
            "id": f"{kind}{at:03}",
            "name": f"Marked{kind}{at:03}x",
            "mother": f"Mother{kind}{at:03}x",
            "consent": _one(dice, _ANSWERS),
            "purpose": _one(dice, _PURPOSES),
            "until": _one(dice, _DAYS),
        }
        for at in range(number)
    ]


def _may(row: dict[str, str], day: date) -> bool:
    answer = (row["consent"], row["purpose"], row["until"])
    return reason_of(*answer, wanted=PURPOSE, day=day) == "allowed"


@pytest.mark.parametrize("seed", range(5))
def test_who_did_not_agree_is_nowhere_however_answers_change(tmp_path: Path, seed: int) -> None:
    dice = random.Random(seed)
    database = tmp_path / "tracing.db"
    for round_ in range(3):
        day = DAY + timedelta(days=round_)
        told = {kind: _people(kind, dice, 60) for kind in ("case", "request")}
        with Store(database) as store:
            before = len(store.entries())
            for kind, rows in told.items():
                bring(store, kind, *rows, day=day)
            may = {kind: allowed(store, kind, day).people.ids for kind in told}
            assert min(map(len, may.values())) > 0
            pairs = [(dice.choice(may["case"]), dice.choice(may["request"])) for _ in range(30)]
            keep(store, *dict.fromkeys(pairs), day=day)
            for kind in told:
                for format in FORMATS:
                    out = tmp_path / f"{kind}.{format}"
                    export_people(
                        store, kind, out, purpose=PURPOSE, day=day, by="amal", why="x",
                        format=format,
                    )  # fmt: skip
            shown = repr(store.suggestions(purpose=PURPOSE, day=day)) + repr(
                store.entries()[before:]
            )
        files = b"".join(path.read_bytes() for path in tmp_path.iterdir())
        for kind, rows in told.items():
            assert may[kind] == [row["id"] for row in rows if _may(row, day)]
            for row in rows:
                agreed = _may(row, day)
                for name in (row["name"], row["mother"]):
                    assert (name.encode() in files) == agreed
                    assert name not in shown
                if not agreed:
                    assert row["id"] not in shown


def test_a_day_later_nobody_is_shown_whose_consent_has_ended(tmp_path: Path) -> None:
    with Store(tmp_path / "tracing.db") as store:
        for kind in ("case", "request"):
            bring(store, kind, {"id": f"{kind}1", "name": "Saba", "until": DAY.isoformat()})
        keep(store, ("case1", "request1"))
        assert store.suggestions(purpose=PURPOSE, day=DAY)
        later = DAY + timedelta(days=1)
        assert store.suggestions(purpose=PURPOSE, day=later) == ()
        assert len(allowed(store, "case", later)) == 0
        with pytest.raises(ValueError, match="without consent"):
            keep(store, ("case1", "request1"), day=later)
        with pytest.raises(InputError, match="none has consent that holds"):
            export_people(
                store, "case", tmp_path / "out.csv", purpose=PURPOSE, day=later, by="a", why="b"
            )
        with pytest.raises(InputError, match="consent expired"):
            store.decide(
                "case1", "request1", "accept", by="amal", why="x", people=["amal"],
                purpose=PURPOSE, day=later,
            )  # fmt: skip
