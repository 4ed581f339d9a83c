"""How one printed number can come of another: rounded, cut off, a digit changed or two swapped."""

from __future__ import annotations

import math
from typing import Final, Literal

Slip = Literal["same", "rounded", "cut", "digit", "swap", "lost"]

_LONG: Final = 4  # digits of a number in which one slip is told from chance
_TELLING: Final = 3
_ROUNDED: Final = 0.05  # 7,000 may stand for 6,901, and 10,000 hardly for 9,106
_CUT: Final = 0.03


def significant(value: float) -> int:
    """Digits of a whole number without its trailing zeros.

    >>> significant(6400), significant(6429), significant(7000)
    (2, 4, 1)
    """
    return len(f"{value:.0f}".rstrip("0"))


def relation(first: float, later: float) -> Slip | None:
    """How `later` is `first` as another hand printed it; None where it is another number.

    "rounded" and "cut" need a later number with zeros at its end; "digit" and "swap" two exact
    numbers of four digits or more; "lost" a later number with one digit less.

    >>> relation(6429, 6400), relation(4486, 4480), relation(6486, 6468), relation(10188, 10088)
    ('rounded', 'cut', 'swap', 'digit')
    >>> relation(6901, 9106) is None
    True
    """
    if first == later:
        return "same"
    if min(first, later) < 10 or first != int(first) or later != int(later):
        return None
    place = written_place(later)
    if place > written_place(first) and later >= 100:
        if abs(first - later) <= min(place / 2, _ROUNDED * first):
            return "rounded"
        if math.floor(first / place) * place == later and first - later <= _CUT * first:
            return "cut"
    return slip(first, later)


def slip(first: float, later: float) -> Slip | None:
    """The slip of a hand between two exact numbers, if one explains them."""
    one, two = f"{first:.0f}", f"{later:.0f}"
    if len(one) == len(two):
        exact = min(significant(first), significant(later)) >= _TELLING
        if len(one) < _LONG or not exact:
            return None
        places = [i for i, (a, b) in enumerate(zip(one, two, strict=True)) if a != b]
        if len(places) == 1:
            return "digit"
        if len(places) == 2 and places[1] == places[0] + 1:
            i, j = places
            return "swap" if (one[i], one[j]) == (two[j], two[i]) else None
        return None
    if len(one) != len(two) + 1 or len(two) < 2:
        return None
    # A zero more or less is a matter of scale, and says too little in numbers of few digits.
    left_out = any(one[:i] + one[i + 1 :] == two for i in range(len(one)) if one[i] != "0")
    return "lost" if left_out else None


def written_place(value: float) -> int:
    """The place of the last digit that is not zero: 10 for 4,480, 1 for 4,486.

    >>> written_place(4480), written_place(4486), written_place(7000)
    (10, 1, 1000)
    """
    if value < 1 or value != int(value):
        return 1
    text = f"{value:.0f}"
    return int(10 ** (len(text) - len(text.rstrip("0"))))


def shapes(value: float) -> tuple[str, ...]:
    """Keys that two exact numbers share if and only if a digit or a swap can explain them.

    Swapped digits share the sorted digits, which others share as well: ask `slip` afterwards.
    """
    text = f"{value:.0f}"
    if len(text) < _LONG or significant(value) < _TELLING:
        return ()
    return (*(f"{text[:i]}*{text[i + 1 :]}" for i in range(len(text))), "".join(sorted(text)))


def coarser(value: float) -> tuple[float, ...]:
    """What the number may be printed as when it is rounded or cut off.

    >>> coarser(4486)
    (4480.0, 4490.0, 4400.0, 4500.0, 4000.0)
    """
    found: dict[float, None] = {}
    place = written_place(value) * 10
    while place <= value and value == int(value):
        down = math.floor(value / place) * place
        for number in (down, down + place if value - down >= place / 2 else down):
            if number >= 100 and number != value:
                found[float(number)] = None
        place *= 10
    return tuple(found)
