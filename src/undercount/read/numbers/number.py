"""What one number in a text says, before anybody asks what it counts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple

from undercount.read.words.tokens import Token

Form = Literal["scalar", "range", "vague", "percent", "ratio", "change"]


class Number(NamedTuple):
    """A number as written, with the tokens and the code points it spans.

    Attributes:
        first: index of its first token.
        last: one past the index of its last token.
        start: first code point.
        end: one past the last code point.
        value: percent 0-100, ratio and change as factors; None for ranges and vague words.
        low: lower end of what the bare words say, without their hedge.
        high: upper end.
        form: "scalar" for a plain count.
        about: the words themselves say "about" ("une quarantaine", "fifty-odd").
        plain: digits without any separator, as a year is written.
        opened: a word such as "between" stands before the range.
        score: a result of a match, which counts nothing.
        gap: the code points between the two ends of a range, or None.
    """

    first: int
    last: int
    start: int
    end: int
    value: float | None
    low: float
    high: float
    form: Form = "scalar"
    about: bool = False
    plain: bool = False
    opened: bool = False
    score: bool = False
    gap: tuple[int, int] | None = None


def number_of(
    tokens: Sequence[Token], first: int, last: int, value: float,
    form: Form = "scalar", *, about: bool = False, plain: bool = False,
) -> Number:  # fmt: skip
    """The number that the tokens from `first` to before `last` say."""
    start, end = tokens[first].start, tokens[last - 1].end
    return Number(first, last, start, end, value, value, value, form, about, plain)
