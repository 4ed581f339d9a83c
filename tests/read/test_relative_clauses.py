"""Where a relative clause ends: before the verb of the sentence that it stands in. Invented."""

from __future__ import annotations

import pytest

from tests.read.texts import read


@pytest.mark.parametrize(
    ("text", "population"),
    [
        (
            "The number of people who came to the island in vans has doubled, reaching 5,300.",
            "people who came to the island in vans",
        ),
        (
            "The number of migrants who crossed the strait rose to 2,400, the ministry said.",
            "migrants who crossed the strait",
        ),
        ("Kitchen Aid counted 40 people who had no tent.", "people who had no tent"),
    ],
)
def test_it_gives_the_main_verb_back(text: str, population: str) -> None:
    assert {figure.population for figure in read(text).figures} == {population}
