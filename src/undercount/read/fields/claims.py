"""Sentences that say something about numbers: too low, too high, disputed, rising, falling."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import pairwise
from typing import Final

from undercount.ledger.records import Claim, Figure
from undercount.read.fields.counted import unit_of
from undercount.read.lexicon import Lexicon
from undercount.read.words.tokens import Token
from undercount.units import ClaimType

# What a sentence says of the official figure weighs more than that numbers rise in it.
_ORDER: Final[tuple[ClaimType, ...]] = (
    "exceeds_official", "disputes", "overcount", "undercount", "trend_down", "trend_up",
)  # fmt: skip
_KEYS: Final = tuple(f"claims.{kind}" for kind in _ORDER)
_OFFICIAL: Final = frozenset(["government", "police_border"])
_HIGHER: Final = frozenset(["ngo", "igo", "academic", "inspectorate", "private"])
_HEDGE: Final = 3  # words of a hedge
_NEAR: Final = 30  # code points between "against" and the number it leads to
_UP: Final = ("more", "above", "higher", "up", "increase", "rise", "rose", "plus", "hausse", "más",
              "larger", "greater", "jump", "surge", "growth", "grew", "aumento")  # fmt: skip
_DOWN: Final = ("fewer", "less", "below", "lower", "down", "decrease", "fall", "fell", "drop",
                "dropped", "decline", "moins", "baisse", "recul", "reculé", "menos", "caída",
                "reduction")  # fmt: skip
_NOBODY: Final = frozenset(["them", "those", "us", "others"])
_MARKS: Final = '"“”«» '


def claim_of(
    text: str, start: int, end: int, tokens: Sequence[Token], figures: Sequence[Figure],
    before: Figure | None, lexicon: Lexicon, among: frozenset[str], *, denied: bool,
) -> Claim | None:  # fmt: skip
    """The claim that a sentence makes, or None.

    Args:
        text: the document's text.
        start: first code point of the sentence.
        end: one past its last.
        tokens: those of the sentence.
        figures: the figures in it.
        before: the last figure before it in its paragraph, or None.
        lexicon: words of the document's language.
        among: its words in lower case.
        denied: a reporting clause in it denies something.
    """
    kind = _said(text[start:end], tokens, figures, lexicon, among, denied=denied)
    kind = kind or _changed(tokens, figures) or _compared(text, figures, before, lexicon, among)
    if kind is None:
        return None
    return Claim(*_trimmed(text, start, end), kind)


def _changed(tokens: Sequence[Token], figures: Sequence[Figure]) -> ClaimType | None:
    """The direction of a change that is itself a figure: "a fifth fewer", "half as many as"."""
    for figure in figures:
        if figure.measure != "change" or figure.start is None or figure.end is None:
            continue
        if figure.kind == "change" and figure.value is not None and "%" not in figure.surface:
            words = {t.low for t in tokens if figure.end <= t.start < figure.end + 12}
            if "as" in words:
                return "trend_up" if figure.value >= 1 else "trend_down"
        near = [
            token.low for token in tokens
            if figure.start - 2 * _NEAR <= token.start < figure.end + _NEAR
        ]  # fmt: skip
        if any(word in _DOWN for word in near):
            return "trend_down"
        if any(word in _UP for word in near):
            return "trend_up"
    return None


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Leave out a quotation mark whose partner stands in another sentence."""
    inner = text[start:end]
    if inner[0] in _MARKS and not any(mark in inner[1:] for mark in '"”»'):
        start += 1
    elif inner[-1] in _MARKS and not any(mark in inner[:-1] for mark in '"“«'):
        end -= 1
    return start, end


def _said(
    sentence: str, tokens: Sequence[Token], figures: Sequence[Figure], lexicon: Lexicon,
    among: frozenset[str], *, denied: bool,
) -> ClaimType | None:  # fmt: skip
    refused = any(figure.status == "denied" for figure in figures)
    if not (refused or denied or lexicon.pattern(*_KEYS).search(sentence, among=among)):
        return None
    counts = bool(figures) or _speaks_of_numbers(tokens, lexicon)
    for kind in _ORDER:
        if kind == "disputes" and refused:
            return kind
        if kind == "disputes" and denied and counts and not _of_plans(tokens, lexicon):
            return kind
        if lexicon.pattern(f"claims.{kind}").search(sentence, among=among) is None:
            continue
        if kind in ("trend_up", "trend_down") and not counts:
            continue
        if kind in ("undercount", "overcount") and not counts:
            continue
        if kind == "disputes" and (not counts or _of_plans(tokens, lexicon)):
            continue
        return kind
    return None


def _of_plans(tokens: Sequence[Token], lexicon: Lexicon) -> bool:
    """Whether what is rejected is a plan or a request and no statement."""
    verbs, objects = lexicon.words("reporting.deny"), lexicon.words("claims.not_disputed")
    return any(
        token.low in verbs and any(later.low in objects for later in tokens[i + 1 : i + 4])
        for i, token in enumerate(tokens)
    )


def _speaks_of_numbers(tokens: Sequence[Token], lexicon: Lexicon) -> bool:
    numbers = _words_of_numbers(lexicon)
    return any(
        token.low in numbers
        or (unit_of(token.low, lexicon) is not None and token.low not in _NOBODY)
        for token in tokens
    )


@cache
def _words_of_numbers(lexicon: Lexicon) -> frozenset[str]:
    totals = lexicon.words("nouns.totals") | lexicon.words("reporting.artefacts")
    return totals | {f"{word}s" for word in totals} | lexicon.words("claims.counted")


def _compared(
    text: str, figures: Sequence[Figure], before: Figure | None, lexicon: Lexicon,
    among: frozenset[str],
) -> ClaimType | None:  # fmt: skip
    """A rise or a contradiction that two figures show without a word for it."""
    pairs = list(pairwise(figures))
    for left, right in pairs:
        near = max(left.end or 0, (right.start or 0) - _NEAR)
        between = text[near : right.start or 0]
        if "target" in (left.measure, right.measure) or "capacity" in (left.measure, right.measure):
            continue
        if left.value is None or right.value is None or left.unit != right.unit:
            continue
        against = list(lexicon.pattern("claims.against").finditer(between, among=among))
        led = bool(against) and _leads(between[against[-1].end :])
        if led and left.value != right.value:
            return "trend_up" if left.value > right.value else "trend_down"
        lead = text[max(0, (left.start or 0) - 40) : left.start]
        if lexicon.pattern("claims.went_from").search(lead) and left.value != right.value:
            return "trend_up" if right.value > left.value else "trend_down"
    if before is not None and figures and before.claimant != figures[0].claimant:
        pairs.append((before, figures[0]))
    for left, right in pairs:
        kind = _contradiction(left, right)
        if kind is not None:
            return kind
    return None


def _leads(words: str) -> bool:
    """Whether only a hedge stands between "against" and its number."""
    return len(words.split()) <= _HEDGE and not any(mark in words for mark in ";:.,")


def _contradiction(left: Figure, right: Figure) -> ClaimType | None:
    """Two sources, one population, two numbers."""
    if left.claimant == right.claimant or left.unit != right.unit:
        return None
    if left.status != "asserted" or right.status != "asserted":
        return None
    if left.measure != right.measure or left.population is None or left.measure in (
        "rate", "change", "target", "capacity",
    ):  # fmt: skip
        return None
    if left.population.lower() != (right.population or "").lower() or left.low is None:
        return None
    if right.high is None or right.low is None or left.high is None:
        return None
    official, other = (left, right) if left.claimant_class in _OFFICIAL else (right, left)
    if official.claimant_class not in _OFFICIAL or other.claimant_class in _OFFICIAL:
        return None
    if other.claimant_class in _HIGHER and (other.high or 0) > (official.high or 0):
        return "exceeds_official"
    return "disputes" if other.claimant is not None and official.high != other.high else None
