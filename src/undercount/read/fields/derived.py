"""Numbers that nobody stated and the words imply: "doubled to 6,400" means about 3,200 before.

Each is worked out from two figures of the text and the few words between them, with the interval
of both, and kept apart from what was stated: no series and no total is made of it.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from undercount.ledger.records import Derived, Figure
from undercount.read.lexicon import Lexicon
from undercount.read.lexicon.facets import facets

_ROUND: Final = 0.1  # "doubled", "two thirds" and "one in five" are round words: a tenth each way
_GAP: Final = 70  # code points between the two figures of one derivation
_CLOSE: Final = 16  # code points in which "aumentaron un" stands right before a percentage
_REACH: Final = 45  # code points before a change in which its direction stands
_OPEN: Final = frozenset(["denied", "hypothetical", "target"])


@dataclass(frozen=True, slots=True)
class _Factor:
    """What a change does: a factor from `low` to `high`, or so many added where `added` is True.

    `start` is where the words that say so begin.
    """

    start: int
    low: float
    high: float
    added: bool = False


def derived(
    text: str, here: Sequence[Figure], before: Sequence[Figure], language: str
) -> list[Derived]:
    """The numbers implied by the figures of one sentence.

    Args:
        text: the document's text.
        here: the figures of the sentence in order.
        before: those of the last sentence with figures, for "two thirds of them".
        language: of the document.
    """
    words = facets(language)
    found = []
    for i, figure in enumerate(here):
        if figure.status in _OPEN or figure.start is None:
            continue
        one = None
        if _is_change(text, figure, words):
            one = _changed(text, here, i, words)
        elif figure.kind in ("percent", "ratio") and figure.measure != "rate":
            one = _shared(text, here, i, before[0] if len(before) == 1 else None, words)
        if one is not None:
            found.append(one)
    return found


def _is_change(text: str, figure: Figure, words: Lexicon) -> bool:
    """A change, by its measure or by the word of a rise or fall right before its percentage."""
    if figure.measure == "change" or figure.kind == "change":
        return True
    if figure.kind != "percent" or figure.start is None:
        return False
    begin = max(figure.sentence_start or 0, figure.start - _CLOSE)
    signs = words.pattern("derived.up", "derived.down").finditer(text, begin, figure.start)
    by = words.words("derived.by") | {""}
    return any(text[sign.end : figure.start].strip().lower() in by for sign in signs)


def _is_count(figure: Figure | None) -> bool:
    if figure is None or figure.kind not in ("count", "range", "vague"):
        return False
    return figure.measure not in ("change", "rate") and figure.status not in _OPEN


def _changed(text: str, here: Sequence[Figure], i: int, words: Lexicon) -> Derived | None:
    """ "Doubled to 6,400", "up 40% to 7,000", "up by 1,200 to 9,000", "tripled from 1,200"."""
    change, stated = here[i], here[i + 1] if i + 1 < len(here) else None
    if stated is None or not _is_count(stated):
        return None
    if stated.hedge and stated.hedge.lower() in words.words("derived.to"):
        # "Se duplicaron hasta 6.400": the word leads to the number and does not bound it.
        spans = {name: span for name, span in stated.spans.items() if name != "hedge"}
        stated = replace(stated, low=stated.value, high=stated.value, spans=spans)
    link = _link(text, change, stated)
    if link is None:
        return None
    factor = _factor(text, change, link, words)
    if factor is None:
        return None
    if _leads(link, words):
        if factor.added:
            ends = _low(stated) - factor.high, _high(stated) - factor.low
            rule = f"{stated.surface} without the change of {change.surface}"
        else:
            ends = _low(stated) / factor.high, _high(stated) / factor.low
            rule = f"{stated.surface} divided by the change ({change.surface})"
        return _implied(factor.start, stated, stated, ends, rule, None)
    # "Tripled from 1,200 to 3,600", "9,000, up 40% from 6,400": both ends are stated.
    if any(_is_count(figure) for figure in (*here[:i], *here[i + 2 :])):
        return None
    multiple = change.kind in ("change", "ratio") and link in words.words("derived.the")
    if not (multiple or _comes(link, words)):
        return None
    if factor.added:
        ends = _low(stated) + factor.low, _high(stated) + factor.high
        rule = f"{stated.surface} with the change of {change.surface}"
    else:
        ends = _low(stated) * factor.low, _high(stated) * factor.high
        rule = f"{stated.surface} times the change ({change.surface})"
    period = None if change.period == stated.period else change.period
    return _implied(factor.start, stated, stated, ends, rule, period)


def _factor(text: str, change: Figure, link: str, words: Lexicon) -> _Factor | None:
    """What the change does to a number, or None where its direction is not said."""
    start, low, high = _first(change), _low(change), _high(change)
    if change.kind in ("change", "ratio"):
        if low == high:
            low, high = low * (1 - _ROUND), high * (1 + _ROUND)
        return _Factor(start, low, high) if low > 0 else None
    begin = max(change.sentence_start or 0, start - _REACH)
    signs = [
        (hit.start, sign)
        for sign, key in ((1, "derived.up"), (-1, "derived.down"))
        for hit in words.pattern(key).finditer(text, begin, start)
    ]
    if signs:
        start, sign = max(signs)
    else:
        up = words.pattern("derived.up").search(link) is not None
        down = words.pattern("derived.down").search(link) is not None
        if up == down:
            return None
        sign = 1 if up else -1
    if change.kind == "percent":
        if low == high:
            half = 0.5 if low == int(low) else 0.05  # what rounding to the last digit hides
            low, high = low - half, high + half
        low, high = sorted((1 + sign * low / 100, 1 + sign * high / 100))
        return _Factor(start, low, high) if low > 0 else None
    low, high = sorted((sign * low, sign * high))
    return _Factor(start, low, high, added=True)


def _shared(
    text: str, here: Sequence[Figure], i: int, before: Figure | None, words: Lexicon
) -> Derived | None:
    """ "Half of the 1,000", "900 people, two thirds of them children", "of the 900, a third"."""
    share = here[i]
    low, high = _low(share), _high(share)
    if share.kind == "percent":
        if low == high:
            low, high = low - 0.5, high + 0.5
        low, high = max(low, 0) / 100, high / 100
    elif low == high:
        low, high = low * (1 - _ROUND), high * (1 + _ROUND)
    if low > 1:
        return None
    high = min(high, 1)
    base, start, end = _base(text, here, i, before, words)
    if base is None:
        return None
    rule = f"{share.surface} of {base.surface}"
    ends = _low(base) * low, _high(base) * high
    return _implied(start, base, share, ends, rule, base.period, end)


def _base(
    text: str, here: Sequence[Figure], i: int, before: Figure | None, words: Lexicon
) -> tuple[Figure | None, int, int]:
    """The count that a share is of, and the span of the words that say so."""
    share = here[i]
    first, last = _first(share), share.end or 0
    after = here[i + 1] if i + 1 < len(here) else None
    if after is not None and _is_count(after):
        link = _link(text, share, after)
        if link is not None and link in words.words("derived.of"):
            return after, first, after.end or last
    marked = _marked(text, first, last, share, words)
    if marked is not None:
        prior = next((figure for figure in reversed(here[:i]) if _is_count(figure)), None)
        if prior is not None and ";" not in text[prior.end or 0 : first]:
            return prior, prior.start or 0, marked
        if prior is None and before is not None and _is_count(before):
            return before, first, marked
        return None, first, last
    prior = here[i - 1] if i else None
    if prior is not None and _is_count(prior) and _is_whole(text, prior, first, words):
        return prior, prior.start or 0, last
    return None, first, last


def _marked(text: str, first: int, last: int, share: Figure, words: Lexicon) -> int | None:
    """Where "two thirds of them" and "of whom a third" end, or None where nothing says so."""
    after = words.pattern("derived.of_them").search(text, last, last + 30)
    if after is not None and not text[last : after.start].strip():
        return after.end
    begin = max(share.sentence_start or 0, first - 30)
    for hit in words.pattern("derived.of_whom").finditer(text, begin, first):
        if not text[hit.end : first].strip(" ,"):
            return last
    return None


def _is_whole(text: str, prior: Figure, first: int, words: Lexicon) -> bool:
    """ "Of the 900 people, a third": the count opens its clause behind "of", a comma follows."""
    begin = max(prior.sentence_start or 0, (prior.start or 0) - 20)
    head = " ".join(text[begin : _first(prior)].lower().replace("’", "'").split())
    opens = head in words.words("derived.whole")
    return opens and "," in text[prior.end or 0 : first] and first - (prior.end or 0) < _GAP


def _implied(
    start: int, stated: Figure, last: Figure, ends: tuple[float, float], rule: str,
    period: str | None, end: int = 0,
) -> Derived | None:  # fmt: skip
    low, high = math.floor(ends[0] + 1e-6), math.ceil(ends[1] - 1e-6)
    if high < 0:
        return None
    return Derived(
        start=start, end=max(end, last.end or 0), of_start=stated.start or 0, low=max(low, 0),
        high=high, rule=rule, period=period,
    )  # fmt: skip


def _link(text: str, left: Figure, right: Figure) -> str | None:
    """The words between two figures, hedge left out, or None where they stand too far apart."""
    start, end = left.end or 0, _first(right)
    if not start <= end <= start + _GAP:
        return None
    return " ".join(text[start:end].lower().replace("’", "'").split()).strip(" ,")


def _leads(link: str, words: Lexicon) -> bool:
    """Whether the words lead from a change to where it ended: "to", "over the year, reaching"."""
    if link in words.words("derived.to") or f" {link}".endswith(words.endings("derived.reach")):
        return ";" not in link
    return _opens(link, words) and f" {link}".endswith(words.endings("derived.to"))


def _comes(link: str, words: Lexicon) -> bool:
    """Whether the words lead from a change to where it began: "from", "more than the"."""
    if link in words.words("derived.from") or link in words.words("derived.than"):
        return True
    return _opens(link, words) and f" {link}".endswith(words.endings("derived.from"))


def _opens(link: str, words: Lexicon) -> bool:
    """Whether only a time or the noun of the change stands between: "in a year to"."""
    return link.count(" ") < 6 and link.split(" ", 1)[0] in words.words("derived.middle")


def _first(figure: Figure) -> int:
    """Where a figure begins, a hedge before it taken in."""
    start = figure.start or 0
    hedge = figure.spans.get("hedge")
    return start if hedge is None or hedge[0] > start else hedge[0]


def _low(figure: Figure) -> float:
    return figure.low or 0


def _high(figure: Figure) -> float:
    return figure.high or 0
