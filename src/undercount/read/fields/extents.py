"""How far a noun phrase may run: "families", "families of victims", "families who fled"."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from undercount.read.fields.counted import unit_of
from undercount.read.fields.counted_phrases import english_head, extended, relative_clause
from undercount.read.lexicon import Lexicon
from undercount.read.words.phrases import low
from undercount.read.words.tokens import Token

ROMANCE: Final = frozenset(["fr", "es"])
_WORDS: Final = 4  # words of a complement
_PREPOSITIONS: Final = frozenset(
    [
        "of",
        "from",
        "to",
        "with",
        "in",
        "without",
        "for",
        "under",
        "at",
        "on",
        "by",
        "between",
        "awaiting",
        "de",
        "du",
        "des",
        "d",
        "en",
        "à",
        "sans",
        "sous",
        "con",
        "sin",
        "del",
    ]
)
_RELATIVES: Final = frozenset(["who", "that", "which", "qui", "que", "dont"])
_AND: Final = frozenset(["and", "or", "et", "ou", "y", "e", "o"])
_PARTICIPLES: Final = ("és", "ées", "is", "ies", "us", "ues", "ados", "adas", "idos", "idas")


class Extent(NamedTuple):
    """One way to end a phrase: one past its last token, and how it got there."""

    last: int
    how: str


def extents(tokens: Sequence[Token], i: int, lexicon: Lexicon) -> list[Extent]:
    """All ways to end the noun phrase that begins at token `i`, the shortest first."""
    if i >= len(tokens) or tokens[i].kind != "word":
        return []
    romance = lexicon.language in ROMANCE
    head = _romance_head(tokens, i, lexicon) if romance else english_head(tokens, i, lexicon)
    if head is None:
        return _guess(tokens, i, lexicon)
    found = [Extent(head, "bare")]
    if romance:
        found += _adjectives(tokens, head, lexicon)
    else:
        found += _fates(tokens, head, lexicon)
    for base in list(found):
        found += _tails(tokens, i, base, lexicon)
    known = {extent.last for extent in found}
    full = extended(tokens, i, head, lexicon)
    if full not in known:
        found.append(Extent(full, "full"))
    return found


def _guess(tokens: Sequence[Token], i: int, lexicon: Lexicon) -> list[Extent]:
    """A phrase whose head no rule knows: up to the next word of a closed class."""
    last = i
    while last < len(tokens) and last - i < _WORDS and _is_open(tokens[last], lexicon):
        last += 1
    return [Extent(last, "guess")] if last > i else []


def _is_open(token: Token, lexicon: Lexicon) -> bool:
    return (
        token.kind == "word"
        and token.low not in lexicon.words("nouns.closed")
        and token.low not in lexicon.words("nouns.not_after")
        and token.low not in lexicon.words("dates.weekdays")
    )


def _romance_head(tokens: Sequence[Token], i: int, lexicon: Lexicon) -> int | None:
    """One past the noun itself: the first word, or the second after an adjective."""
    if not _is_open(tokens[i], lexicon):
        return None
    if unit_of(tokens[i].low, lexicon) is None and unit_of(low(tokens, i + 1), lexicon):
        return i + 2
    known = unit_of(tokens[i].low, lexicon) is not None
    return i + 1 if known or tokens[i].low.endswith(("s", "x")) else None


def _adjectives(tokens: Sequence[Token], head: int, lexicon: Lexicon) -> list[Extent]:
    found = []
    last = head
    while last < len(tokens) and last - head < 2 and _is_open(tokens[last], lexicon):
        word = tokens[last].low
        if tokens[last].upper or word in lexicon.words("nouns.verbs"):
            break
        if not word.endswith(("s", "x", "é", "e", "o", "a", "l")):
            break
        last += 1
        how = "participle" if word.endswith(_PARTICIPLES) else "adjective"
        found.append(Extent(last, how if word.endswith(("s", "x")) else "singular"))
    return found


def _fates(tokens: Sequence[Token], head: int, lexicon: Lexicon) -> list[Extent]:
    """ "people intercepted", "people have died", "figures wrapped in blankets"."""
    fate = lexicon.words("nouns.fate")
    word = low(tokens, head)
    if word in lexicon.words("nouns.fate_auxiliary") and low(tokens, head + 1) in fate:
        return [Extent(head + 2, "has fate")]
    if word in fate:
        return [Extent(head + 1, "fate")]
    if word in lexicon.words("measure.irregular") or (word.endswith("ed") and len(word) > 3):
        return [Extent(head + 1, "participle")]
    return [Extent(head + 1, "ing")] if word.endswith("ing") and len(word) > 4 else []


def _tails(tokens: Sequence[Token], i: int, base: Extent, lexicon: Lexicon) -> list[Extent]:
    """Complements, relative clauses and second nouns behind one end."""
    at, lead = base.last, "" if base.how == "bare" else f"{base.how} "
    word = low(tokens, at)
    if word in _RELATIVES:
        return [Extent(relative_clause(tokens, at), f"{lead}relative")]
    if word == "per" and low(tokens, at + 1) not in lexicon.words("period.units") | {"cent"}:
        return [Extent(min(at + 2, len(tokens)), "per")]
    if word in _AND and at + 1 < len(tokens) and _is_open(tokens[at + 1], lexicon):
        return [Extent(at + 2, f"{lead}and")]
    if word not in _PREPOSITIONS:
        return []
    first = at + 1
    elided = low(tokens, first) in ("'", "’")
    first += elided
    last = first
    while last < len(tokens) and last - first < _WORDS and _is_open(tokens[last], lexicon):
        verb = tokens[last].low in lexicon.words("nouns.verbs")
        if last > first and verb and unit_of(tokens[last].low, lexicon) is None:
            break
        last += 1
        if lexicon.language in ROMANCE and last - first == 2:
            break
    if last == first:
        return []
    name = " name" if tokens[first].upper else ""
    found = [Extent(last, f"{lead}{word}{name}")]
    if low(tokens, last) == "from" and last + 1 < len(tokens) and tokens[last + 1].upper:
        found.append(Extent(last + 2, f"{lead}{word} from"))
    if lexicon.language in ROMANCE and last - first == 2:
        found.insert(0, Extent(last - 1, f"{lead}{word}{name}"))
    return found
