"""Interviews; people, bodies and numbers are invented."""

from __future__ import annotations

from tests.read.texts import read

TEXT = """\
"They come when the river is low"

The Delta Herald spoke to Mara Dovic, director of the Orla relief society, at the ferry.

How many people are here tonight?

We have 312 people in the hall and 40 more in tents.

And last year?

Last year the hall held 90. My colleague Ivo Brandt said 120 people had slept in the school.

What do you need?

Some 200 beds, to begin with.
"""


def test_answers_are_the_words_of_whoever_is_asked() -> None:
    said = {figure.surface: figure.claimant for figure in read(TEXT).figures}
    assert said["312"] == said["40"] == said["90"] == said["200"] == "Mara Dovic"
    assert said["120"] == "Ivo Brandt"


def test_two_questions_make_no_interview() -> None:
    text = TEXT.replace("What do you need?", "They need much.")
    said = {figure.surface: figure.claimant for figure in read(text).figures}
    assert said["312"] is None
