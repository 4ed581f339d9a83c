"""What the network decides: words of the document, the same on every run, within limits."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace

import pytest

from tests.read.model.test_windows import LONG
from tests.read.texts import read
from undercount import units
from undercount.ledger import Figure, Reading
from undercount.read import Document, abstain, read_text
from undercount.read.model import decide as deciding
from undercount.read.model.answers import Answer
from undercount.read.model.calibration import Calibration
from undercount.read.model.decide import decide, decided
from undercount.read.model.mentions import SPANS, Mention

PLAIN = Calibration(0.5, {}, {})
TEXT = "Since May the coastguard has brought 540 people to Sarn, the mayor said on 3 June 2023."
VOCABULARIES = {
    "unit": units.UNITS, "measure": units.MEASURES, "status": units.STATUSES,
    "detection": units.DETECTIONS, "claimant_class": units.CLAIMANT_CLASSES,
}  # fmt: skip


def _answer(reading: Reading, figure: Figure, *, sure: float = 0.9, **words: str | None) -> Answer:
    spans: dict[str, tuple[int, int] | None] = {}
    for name in SPANS:
        said = words.get(name, getattr(figure, name))
        at = -1 if said is None else reading.text.index(said)
        spans[name] = None if said is None else (at, at + len(said))
    closed = {name: str(words.get(name) or getattr(figure, name)) for name in VOCABULARIES}
    odds = dict.fromkeys((*VOCABULARIES, *SPANS), 0.9) | {"figure": sure}
    mention = Mention(figure.start or 0, figure.end or 0, figure=figure)
    return Answer(mention, {"figure": "figure", **closed}, spans, odds)


@pytest.mark.parametrize("text", [TEXT, LONG])
def test_every_phrase_is_of_the_text_and_every_word_of_its_list(text: str) -> None:
    reading = decide(read(text))
    assert reading.figures
    for figure in reading.figures:
        assert text[slice(figure.start, figure.end)] == figure.surface
        for name, (start, end) in figure.spans.items():
            assert text[start:end] == getattr(figure, name), name
        for name in SPANS:
            assert (getattr(figure, name) is None) == (name not in figure.spans)
        for name, allowed in VOCABULARIES.items():
            assert getattr(figure, name) in allowed
        assert all(0.0 <= sure <= 1.0 for sure in figure.confidences.values())


def _spots(reading: Reading) -> list[int]:
    figures = [figure.start or 0 for figure in reading.figures]
    return sorted([*figures, *(trap.start for trap in reading.rejected)])


def test_no_number_is_lost_and_none_appears() -> None:
    before, after = read(LONG), decide(read(LONG))
    assert _spots(before) == _spots(after)
    kept = {f.start: f for f in before.figures}
    for figure in after.figures:
        rules = kept[figure.start]
        assert (figure.value, figure.low, figure.high) == (rules.value, rules.low, rules.high)


def test_another_process_decides_the_same() -> None:
    code = (
        "from tests.read.model.test_windows import LONG\n"
        "from tests.read.texts import read\n"
        "from undercount.read.model.decide import decide\n"
        "print(repr(decide(read(LONG))))"
    )
    made = [
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
        for _ in range(2)
    ]
    assert made[0].stdout == made[1].stdout == f"{decide(read(LONG))!r}\n"


def test_what_is_taken_for_no_figure_is_rejected_and_kept() -> None:
    reading = read(TEXT)
    (figure,) = reading.figures
    after = decided(reading, [_answer(reading, figure, sure=0.1)], PLAIN)
    assert after.figures == ()
    assert ("540", "other") in {(trap.surface, trap.why) for trap in after.rejected}


def test_the_days_follow_the_period() -> None:
    reading = read(TEXT)
    (figure,) = reading.figures
    (after,) = decided(reading, [_answer(reading, figure, period="3 June 2023")], PLAIN).figures
    assert str(after.period_start) == str(after.period_end) == "2023-06-03"
    assert after.period_anchor == "stated"
    (bare,) = decided(reading, [_answer(reading, figure, period=None)], PLAIN).figures
    assert (bare.period_start, bare.period_end, bare.period_anchor) == (None, None, "none")


def test_how_directly_a_claimant_speaks_follows_who_it_is() -> None:
    reading = read(TEXT)
    (figure,) = reading.figures
    assert (figure.claimant, figure.directness) == ("mayor", "reported")
    changed = _answer(reading, figure, claimant="coastguard", claimant_class="police_border")
    (after,) = decided(reading, [changed], PLAIN).figures
    assert (after.claimant, after.directness) == ("coastguard", "reported")
    (own,) = decided(reading, [_answer(reading, figure, claimant=None)], PLAIN).figures
    assert own.directness != "reported"


def test_a_document_of_numbers_is_read_by_the_rules(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(deciding, "MOST", 0)
    reading = read(LONG)
    after = decide(reading)
    assert replace(after, cautions=()) == replace(reading, cautions=())
    assert "by the rules alone" in after.cautions[-1]
    assert abstain(after) == after
    assert abstain(after, 1.0) != after


def test_the_rules_alone_are_there_without_the_network() -> None:
    document = Document("invented.txt", "0" * 64, TEXT, "utf-8")
    assert read_text(document, model=False) == read(TEXT)
