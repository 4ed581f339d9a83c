"""Where a number begins and ends: "300" is no number of "1,300", nor "5" of "5.5 million"."""

from __future__ import annotations

import re
from typing import Final

from undercount.read.endpoint.fold import lower
from undercount.read.endpoint.prompt import Sentence

_AROUND: Final = 24  # code points beside a number that may go on with it
# "2, 669" and "2. 669" may be one number written badly: no part of it is taken for one.
_BLANK: Final = "[ \u00a0\u2009\u202f]"
_GROUP_FIRST: Final = re.compile(r"\d{3}(?!\d)")
_GROUP_BEFORE: Final = re.compile(
    rf"(?<!\d)\d{{1,3}}(?:(?:[.,'’]|{_BLANK})\d{{3}}){{0,4}}[.,'’]?{_BLANK}?$"
)
_GROUP_LAST: Final = re.compile(rf"(?<!\d)\d{{1,3}}(?:(?:[.,'’]|{_BLANK})\d{{3}}){{0,4}}$")
_GROUP_AFTER: Final = re.compile(rf"[.,'’]?{_BLANK}?\d{{3}}(?!\d)")
_TOUCHING: Final = re.compile(r"\d[.,'’/:]$")
_GOES_ON: Final = re.compile(r"[.,'’/:]\d")
# Scales that may follow a number behind a space or a hyphen, also those no lexicon of ours holds.
_SCALE: Final = re.compile(
    rf"(?:{_BLANK}|-)?"
    r"(?:hundred|thousand|million|billion|trillion|lakh|crore|dozen|score|millier|mille|milliard"
    r"|mil|millón|millones|mln|mio|mrd|mn|bn|tn|m|k)s?\b"
)


def on_boundaries(text: str, span: tuple[int, int], sentence: Sentence) -> bool:
    """Whether the number at `span` is no part of a longer one.

    >>> on_boundaries("Some 1,300 came", (7, 10), Sentence(1, 0, 15))
    False
    >>> on_boundaries("Some 5.5 million", (5, 8), Sentence(1, 0, 16))
    False
    >>> on_boundaries("Some 300 came", (5, 8), Sentence(1, 0, 13))
    True
    """
    start, end = span
    before = text[max(sentence.start, start - _AROUND) : start]
    number, after = text[start:end], lower(text[end : min(sentence.end, end + _AROUND)])
    if before[-1:].isalnum() or after[:1].isdigit():
        return False
    if number[0].isdigit():
        if _TOUCHING.search(before):
            return False
        if _GROUP_FIRST.match(number) and _GROUP_BEFORE.search(before):
            return False
    if not number[-1].isdigit():
        return True
    if _GOES_ON.match(after) or _SCALE.match(after):
        return False
    return not (_GROUP_LAST.search(number) and _GROUP_AFTER.match(after))
