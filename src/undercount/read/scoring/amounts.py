"""What corpora of quantities annotate: every amount, be it a figure for us or not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

from undercount.read.numbers.quantities import Quantity

# Money, ages, durations and measures are amounts; days, years, roads, codes and ranks are none.
_AMOUNTS: Final = frozenset([None, "money", "age", "time", "other"])


def amounts(text: str, found: Iterable[Quantity], split: frozenset[str]) -> Iterator[Quantity]:
    """The amounts among these quantities, in the corpus's way of writing ranges.

    Args:
        text: what they stand in.
        found: as `quantities` lists them.
        split: ranges joined by one of these words are two amounts, others are one.
    """
    inside = (0, 0)
    for quantity in found:
        if quantity.why not in _AMOUNTS or quantity.low is None:
            continue
        if inside[0] <= quantity.start < inside[1]:
            continue  # the 1,000 of "3 deaths per 1,000 people" is no amount
        inside = inside if quantity.carried else quantity.unit or inside
        if quantity.gap is not None and text[slice(*quantity.gap)].strip() in split:
            yield from halves(text, quantity)
        else:
            yield quantity


def halves(text: str, quantity: Quantity) -> Iterator[Quantity]:
    """The two ends of a range as quantities of their own."""
    assert quantity.gap is not None
    first, second = (quantity.start, quantity.gap[0]), (quantity.gap[1], quantity.end)
    for (start, end), value in ((first, quantity.low), (second, quantity.high)):
        yield replace(
            quantity, start=start, end=end, surface=text[start:end], value=value, low=value,
            high=value, gap=None,
        )  # fmt: skip
