"""What a line's label counts ("Deaths: 12"), and what a question asks for ("How many left?")."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from undercount.read.fields.counted import unit_of
from undercount.read.fields.counted_phrases import Counted, noun_phrase, spanning
from undercount.read.lexicon import Lexicon, shared
from undercount.read.numbers.number import Number
from undercount.read.words.phrases import low
from undercount.read.words.tokens import Token
from undercount.units import Unit

_AVERAGES: Final = frozenset(
    [
        "average",
        "daily",
        "weekly",
        "monthly",
        "total",
        "new",
        "overall",
        "number",
        "of",
        "nombre",
        "moyen",
        "promedio",
    ]
)


def labelled(
    text: str, tokens: Sequence[Token], number: Number, lexicon: Lexicon
) -> Counted | None:
    """What the label of a "label: number" line counts; a phrase of None where it names nobody."""
    colon = next((k for k in range(number.first) if tokens[k].low == ":"), None)
    if colon is None or tokens[0].kind == "number":
        return None
    label = tokens[:colon]
    if any(token.kind == "number" for token in tokens[colon : number.first]):
        return None
    behind = noun_phrase(text, tokens, number.last, lexicon)
    if behind is not None and behind.unit != "other":
        return behind
    if any(token.kind == "number" and k < 1 for k, token in enumerate(label)):
        return None
    i = 0
    while i < colon and (
        low(label, i) in _AVERAGES or low(label, i) in lexicon.words("nouns.closed")
    ):
        i += 1
    if low(label, i) in lexicon.words("nouns.totals") and low(label, i + 1) in ("of", "de"):
        i += 2
    while i < colon and unit_of(low(label, i), lexicon) != "place_capacity":
        found = noun_phrase(text, label, i, lexicon) if _counts_from(label, i, lexicon) else None
        if found is not None and found.unit != "other":
            return _whole_label(text, label, found)._replace(last=number.last)
        i += 1
    return _participle_label(text, label, number, lexicon)


def is_labelled(tokens: Sequence[Token], number: Number, lexicon: Lexicon) -> bool:
    """Whether a sentence opens with a label and its number: "Injured: at least 198."."""
    k = number.first - 1
    while k > 0 and tokens[k].low in lexicon.words("nouns.hedging"):
        k -= 1
    if low(tokens, k) != ":" or not 0 < k <= _LABEL:
        return False
    return not any(token.low in lexicon.words("reporting.say") for token in tokens[:k])


def bare_label(text: str, tokens: Sequence[Token], number: Number, lexicon: Lexicon) -> Counted:
    """What a label counts that names nobody: things ("Tents: 40"), places to sleep, else people."""
    label = tokens[: number.first - 1]
    if label and label[0].low in _THINGS:
        end = next((k for k, t in enumerate(label) if k and not _is_open(t, lexicon)), len(label))
        found = spanning(text, label[0].start, label[end - 1].end, "other", number.last)
        return found._replace(how="label")
    holds = any(unit_of(token.low, lexicon) == "place_capacity" for token in label)
    unit: Unit = "place_capacity" if holds else "person"
    return Counted(None, unit, number.last, how="label")


def _is_open(token: Token, lexicon: Lexicon) -> bool:
    return token.kind == "word" and token.low not in lexicon.words("nouns.closed")


_THINGS: Final = shared("things.plural")
_LABEL: Final = 9  # words of a label


def _whole_label(text: str, label: Sequence[Token], found: Counted) -> Counted:
    """ "Children travelling alone", "People returned since May"; "Passengers per truck" less."""
    if found.at is None:
        return found
    start, end = found.at
    last = next((k for k, token in enumerate(label) if token.start >= end), len(label))
    per = next((k for k in range(last) if label[k].low == "per" and label[k].start > start), None)
    if per is not None:
        head = label[per - 1]
        return found._replace(phrase=text[start : head.end], at=(start, head.end), unit="person")
    stop = last
    while stop < len(label) and label[stop].kind == "word" and label[stop].low not in _LABEL_ENDS:
        stop += 1
    tail = [token.low for token in label[last:stop]]
    if not tail or len(tail) > _TAIL or not tail[0].endswith(("ed", "ing")) or tail[0] in _LISTED:
        return found
    end = label[stop - 1].end
    return found._replace(phrase=text[start:end], at=(start, end))


_TAIL: Final = 3
_LABEL_ENDS: Final = shared("population.label_ends")
# These say that somebody counted, not who is counted.
_LISTED: Final = shared("population.listed")


def _participle_label(
    text: str, label: Sequence[Token], number: Number, lexicon: Lexicon
) -> Counted | None:
    """ "Evacuated from the coast: 7,400", "Born abroad: 6 %": people by what befell them."""
    if not label:
        return None
    first = label[0].low
    if first in lexicon.words("nouns.fate") or (
        first == "born" or (len(first) > _WORD and first.endswith("ed"))
    ):
        stop = 1
        if first == "born":
            while stop < len(label) and label[stop].kind == "word":
                stop += 1
        return spanning(text, label[0].start, label[stop - 1].end, "person", number.last)
    return None


_WORD: Final = 4


def _counts_from(tokens: Sequence[Token], i: int, lexicon: Lexicon) -> bool:
    """Whether a phrase with a known noun may begin at `i`: the noun, or an adjective before it."""
    return any(unit_of(low(tokens, k), lexicon) for k in (i, i + 1, i + 2)) and (
        low(tokens, i) not in lexicon.words("nouns.closed")
    )


def asked(text: str, tokens: Sequence[Token], lexicon: Lexicon) -> Counted | None:
    """ "How many officials had he suspended?": what the answer will count."""
    for i in range(len(tokens) - 1):
        word = tokens[i].low
        if word == "how" and tokens[i + 1].low == "many":
            at = i + 2
        elif word in ("combien", "cuántos", "cuántas"):
            at = i + 1
            while low(tokens, at) in ("de", "d", "'", "’"):
                at += 1
        else:
            continue
        found = noun_phrase(text, tokens, at, lexicon)
        return None if found is None else found._replace(last=0)
    if len(tokens) in (2, 3) and tokens[-1].low == "?":  # "Interpreters?"
        found = noun_phrase(text, tokens, 0, lexicon)
        return None if found is None or found.unit == "other" else found
    return None
