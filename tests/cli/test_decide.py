"""Correcting, taking back and looking back at the command line; and what a run makes of it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Call
from undercount.workflow.pipeline import run, stale_steps

BY = ("--by", "A. Tester")
# The note counts 620; suppose that the reader had taken another source and no question for it.
ALIASES = "kind,from,to\nsource,Quayside Kitchen,Quayside Kitchen\n"


@pytest.fixture
def figure(project: Path, call: Call) -> str:
    """The id of the 620 people of the note; nothing says yet which question they speak to."""
    (project / "hand" / "aliases.csv").write_text(ALIASES)
    run(project)
    return str(_entry(project, call)["id"])


def _entry(project: Path, call: Call, surface: str = "620") -> dict[str, Any]:
    listed = json.loads(call("ledger", project, "--json").out)
    (entry,) = [row for row in listed if row["figure"]["surface"] == surface]
    return dict(entry)


def _observed(project: Path) -> dict[str, tuple[float, str]]:
    (series,) = run(project).reconciled["series"]
    return {item["figure_id"]: (item["value"], item["source"]) for item in series["observations"]}


def test_a_correction_reaches_series_and_report(project: Path, call: Call, figure: str) -> None:
    before = _observed(project)
    assert figure not in before
    called = call(
        "decide", project, "correct", figure, *BY, "--why", "the charity's own count",
        "--set", "quantity=quay", "--set", "claimant=Quayside Kitchen",
        "--set", "period_start=2021-06-09", "--set", "period_end=2021-06-09",
    )  # fmt: skip
    assert (called.code, called.err) == (0, "")
    assert "quantity quay" in " ".join(called.out.split())
    assert {"reconcile quay", "write the report"} <= set(stale_steps(project))
    assert _observed(project)[figure] == (620.0, "Quayside Kitchen")
    report = (project / "reports" / "index.html").read_text(encoding="utf-8")
    assert "9 Jun 2021" in report
    # Corrected again, another number; then taken back twice: as if nobody had decided.
    call("decide", project, "correct", figure, *BY, "--set", "value=640")
    assert _observed(project)[figure] == (640.0, "Quayside Kitchen")
    for _ in range(2):
        assert call("decide", project, "undo", figure, *BY).code == 0
    assert _observed(project) == before
    assert "9 Jun 2021" not in (project / "reports" / "index.html").read_text(encoding="utf-8")
    assert stale_steps(project) == ()


def test_what_follows_from_words_is_corrected_with_them(
    project: Path, call: Call, figure: str
) -> None:
    called = call("decide", project, "correct", _entry(project, call, "500")["id"], *BY,
                  "--set", "surface=Nearly 500")  # fmt: skip
    # The number is read as it was: its hedge and its interval are what the reader has.
    assert "All is as it was read" in called.out
    called = call("decide", project, "correct", figure, *BY, "--set", "period=14 June 2021")
    assert "period_start 2021-06-14, period_end 2021-06-14" in " ".join(called.out.split())
    assert _entry(project, call)["corrected"] == ["period", "period_end", "period_start"]


def test_history_tells_everything_and_json_has_it_all(
    project: Path, call: Call, figure: str
) -> None:
    assert "Nobody has decided" in call("ledger", project, "--history", figure).out
    call("decide", project, "accept", figure, *BY, "--why", "seen")
    call("decide", project, "correct", figure, "--by", "B. Tester", "--set", "place=")
    call("decide", project, "undo", figure, "--by", "B. Tester")
    told = call("ledger", project, "--history", figure).out
    for words in ("A. Tester", "seen", "place empty", "(taken back)", "takes back no. 2"):
        assert words in " ".join(told.split())
    made = json.loads(call("ledger", project, "--history", figure, "--json").out)
    assert [row["decision"] for row in made] == ["accepted", "corrected", "undone"]
    assert made[1]["changes"] == {"place": None}
    assert call("ledger", project, "--history", "nope").code == 2
    assert "accepted" in call("ledger", project).out


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("correct", "{}", *BY), "needs --set"),
        (("correct", "{}", "{}", *BY, "--set", "unit=boat"), "one figure"),
        (("accept", "{}", *BY, "--set", "unit=boat"), "goes with correct"),
        (("correct", "{}", *BY, "--set", "unit"), "is not FIELD=VALUE"),
        (("correct", "{}", *BY, "--set", "colour=red"), "The fields are"),
        (("correct", "{}", *BY, "--set", "unit=boat", "--set", "unit=case"), "given twice"),
        (("correct", "{}", *BY, "--set", "value=many"), "is not a number"),
        (("correct", "{}", *BY, "--set", "unit=ghost"), "not one of person"),
        (("correct", "{}", *BY, "--set", "place=Nowhere"), 'does not say "Nowhere"'),
        (("correct", "{}", *BY, "--set", "surface=old quay"), "sentence does not say|no number"),
        (("correct", "nope", *BY, "--set", "unit=boat"), 'no figure "nope"'),
        (("undo", "{}", *BY), "nothing on"),
        (("correct", "{}", "--by", " ", "--set", "unit=boat"), "name of who decided"),
    ],
)
def test_what_is_wrong_is_told_and_nothing_is_kept(
    project: Path, call: Call, figure: str, words: tuple[str, ...], why: str
) -> None:
    called = call("decide", project, *(word.replace("{}", figure) for word in words))
    assert called.code == 2
    assert any(part in " ".join(called.err.split()) for part in why.split("|"))
    assert "Nobody has decided" in call("ledger", project, "--history", figure).out


def test_typed_by_hand_is_mended_in_its_file(project: Path, call: Call, figure: str) -> None:
    listed = json.loads(call("ledger", project, "--all", "--json").out)
    typed = next(row for row in listed if row["figure"]["origin"] == "hand")
    called = call("decide", project, "correct", typed["id"], *BY, "--set", "unit=boat")
    assert called.code == 2
    assert f"Mend line {typed['figure']['row']} of hand/figures.csv" in " ".join(called.err.split())
