"""Numbers in a text, for checking its arithmetic; years and days of a month left out."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from undercount.ledger.aliases import fold

_NUMBER: Final = re.compile(
    r"(?<![\w.,])(?:\d{1,3}(?:[,. \u00a0\u202f]\d{3})+(?!\d)|\d+(?:[.,]\d{1,2})?)(?![\d])"
)
MONTHS: Final = (
    # Whole names: "12 separated children" and "3 married men" are no days.
    r"(?:jan(?:uary|vier|v)?|feb(?:ruary|rero)?|mar(?:ch|s|zo)?|apr(?:il)?|mayo?|june?|july?"
    r"|aug(?:ust)?|sept?(?:ember|embre|iembre)?|setiembre|oct(?:ober|obre|ubre)?"
    r"|nov(?:ember|embre|iembre)?|dec(?:ember)?|f[eé]vr?(?:ier)?|avr(?:il)?|mai|juin|juil(?:let)?"
    r"|ao[uû]t|d[eé]c(?:embre)?|ene(?:ro)?|abr(?:il)?|juni?o|juli?o|ago(?:sto)?|dic(?:iembre)?)"
)
_DAY_BEFORE: Final = re.compile(rf"\b{MONTHS} (?:the )?$")
_DAY_AFTER: Final = re.compile(
    rf"^(?:st|nd|rd|th|er)?(?: of)?(?: (?:to|and|a|au|-) \d+)? {MONTHS}\b"
)
_HEDGED: Final = re.compile(
    r"(?:\babout|\bsome|\baround|\bapproximately|\broughly|\benviron|\bquelque|\bunos|\bcerca de|~"
    r"|\bnearly|\balmost|\bpres de)\s*$"
)


@dataclass(frozen=True, slots=True)
class Written:
    """A number as it stands in a text.

    Attributes:
        value: the number.
        percent: whether a per cent sign or word follows.
        hedged: whether a word such as "about" stands before it.
        other: whether it is another reading of the number before it: "(or 5,307)".
        start: where it begins.
        end: one past its end.
    """

    value: float
    percent: bool
    hedged: bool
    other: bool
    start: int
    end: int


@lru_cache(maxsize=20_000)
def numbers(text: str) -> tuple[Written, ...]:
    """The numbers of a text in order, dates left out.

    >>> [n.value for n in numbers("On 11 October 2016 they found 5,684, of whom 7% (398) were ill")]
    [5684.0, 7.0, 398.0]
    """
    plain = re.sub(r"[\u00a0\u202f]", " ", text.casefold())
    found = []
    for match in _NUMBER.finditer(plain):
        before = _fold_end(plain[max(0, match.start() - 24) : match.start()])
        after = plain[match.end() : match.end() + 30]
        if _is_date(match[0], before, after):
            continue
        found.append(
            Written(
                _value(match[0]),
                bool(re.match(r" ?(?:%|per ?cent|pour cent|por ciento)", after)),
                bool(_HEDGED.search(before)),
                bool(re.search(r"\b(?:or|ou|o)\s*$", before)),
                match.start(),
                match.end(),
            )
        )
    return tuple(found)


def _fold_end(text: str) -> str:
    """The last words before a number, folded, with a trailing space kept."""
    return f"{fold(text)} " if text.endswith(" ") else fold(text)


def _value(number: str) -> float:
    digits = re.sub(r"[ ,.](?=\d{3}(?!\d))", "", number)
    return float(digits.replace(",", "."))


def _is_date(number: str, before: str, after: str) -> bool:
    if re.fullmatch(r"(?:19|20)\d\d", number) and not re.match(r" ?[+=x]| people| person", after):
        return not re.search(r"[+=x] ?$", before)
    if re.fullmatch(r"\d{1,2}", number):
        return bool(_DAY_BEFORE.search(before) or _DAY_AFTER.match(after))
    return False
