"""Two records in words: every level of every comparison has its verdict."""

from __future__ import annotations

import pytest

from undercount.link.comparisons import comparisons_for
from undercount.link.likeness import by_likeness
from undercount.link.told import told, verdict_of

EVERY = frozenset(
    ("name", "year", "sex", "nationality", "place", "language", "address", "phone", "number")
)
DIFFER = {
    "another name", "another given name", "another father's name", "births years apart",
    "births two or three years apart", "another sex", "another nationality", "another place",
    "another language", "another address", "another phone", "another number",
}  # fmt: skip
IN_PART = {
    "a common part of the name in common", "given name spelled otherwise",
    "father's name spelled otherwise", "day and month of birth swapped",
    "same year of birth, nearly same day", "same year of birth, another day",
    "same day of birth in another year", "births a year apart", "place a little alike",
    "place much alike", "address a little alike", "address much alike", "phone but for one digit",
    "number but for one digit",
}  # fmt: skip


def test_each_level_of_each_comparison_has_the_verdict_it_should() -> None:
    name, *rest = comparisons_for(EVERY)
    for comparison in (by_likeness(name), *rest):
        for level in comparison.levels:
            words = level.words
            if ", the whole " in words:
                same = words.endswith(("the same", "nearly the same", "much alike"))
                expected = "agree" if same else "partly"
            else:
                expected = (
                    "differ" if words in DIFFER else "partly" if words in IN_PART else "agree"
                )
            assert verdict_of(words) == expected, words


@pytest.mark.parametrize(
    ("texts", "compared", "verdict", "words"),
    [
        (("Noor", "Noor"), {"name": "the name in common"}, "agree", "the name in common"),
        (("Noor A", "Noor B"), {"name": "a part of the name in common",
                                "given": "another given name"},
         "partly", "a part of the name in common; another given name"),
        (("Noor", ""), {}, "unknown", "only one of them has it"),
        (("Noor", "noor"), {}, "agree", "written alike"),
        (("Noor", "Omar"), {}, "differ", "written otherwise"),
    ],
)  # fmt: skip
def test_a_field_in_words(
    texts: tuple[str, str], compared: dict[str, str], verdict: str, words: str
) -> None:
    (made,) = told({"name": texts}, compared)
    assert (made.verdict, made.words) == (verdict, words)


def test_fields_come_in_one_order_and_neither_known_is_said() -> None:
    made = told({"sex": ("", ""), "name": ("A", "B")}, {})
    assert [one.field for one in made] == ["name", "sex"]
    assert made[1].words == "neither of them has it"
