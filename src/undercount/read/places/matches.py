"""Where names of the gazetteer stand in a text, before it is decided whether they are places."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from undercount.read.lexicon import Lexicon
from undercount.read.places.gazetteer import Name, gazetteer, plain
from undercount.read.words.tokens import Token

_LONGEST: Final = 9  # tokens, apostrophes and full stops among them
_GLUE: Final = frozenset("'’‘`ʼ.-")
PLACES: Final = Lexicon("places")
"""Words that tell places apart from other names, of all languages."""

NEVER: Final = PLACES.words("never")
"""Words that are no place, however they stand."""

_SMALL: Final = PLACES.words("small")


@dataclass(frozen=True, slots=True)
class Match:
    """A name of the gazetteer at `tokens[first:last]`."""

    first: int
    last: int
    name: Name
    split: bool = False

    @property
    def kind(self) -> str:
        """Kind of its most likely place."""
        return self.name.entries[0].kind


def matches(text: str, tokens: Sequence[Token]) -> list[Match]:
    """Longest names of the gazetteer, none overlapping, in order; time linear in the tokens."""
    found: list[Match] = []
    end = 0
    for i, token in enumerate(tokens):
        if i < end or not token.upper or token.kind != "word":
            continue
        match = _longest(text, tokens, i)
        if match is None and "-" in token.low:
            match = _compound(tokens, i)
        if match is None:
            continue
        if match.last > i + 1 or token.low not in NEVER:
            found.append(match)
        end = match.last
    return found


def _piece(token: Token) -> str:
    """What a token adds to a name in plain form."""
    low = token.low
    return low if low.isascii() and low.isalpha() else "" if low == "-" else plain(low)


def _longest(text: str, tokens: Sequence[Token], i: int) -> Match | None:
    known = gazetteer()
    key = _piece(tokens[i])
    best: Match | None = None
    last, gap = i, ""
    while True:
        token = tokens[last]
        initial = token.low == "." and tokens[last - 1].upper and len(tokens[last - 1].low) == 1
        whole = token.upper or not gap or token.kind != "word" or token.low not in _SMALL
        if whole and (token.kind != "mark" or token.low == "'s" or initial):
            name = known.find(key)
            if name is not None and not (token.low == "'s" and last == i + 1):
                best = Match(i, last + 1, name)
        last += 1
        if last >= len(tokens) or last - i >= _LONGEST:
            return best
        token, before = tokens[last], tokens[last - 1]
        gap = text[before.end : token.start]
        if token.kind == "mark" and (gap or (token.low not in _GLUE and token.low[1:] != "s")):
            return best
        if gap.strip() or gap.count("\n") > 1 or (gap and before.low == "."):
            return best
        if token.kind == "word" and not token.upper and gap and token.low not in _SMALL:
            return best
        piece = _piece(token)
        key = f"{key} {piece}" if gap or before.low == "-" else key + piece


def _compound(tokens: Sequence[Token], i: int) -> Match | None:
    """ "Kabul-Jalalabad": two names in one word; "Syria-based": the first is one."""
    known = gazetteer()
    parts = tokens[i].low.split("-")
    names = [known.find(plain(part)) for part in parts]
    first = next((name for name in names if name is not None), None)
    if first is None:
        return None
    if all(name is not None and name.entries[0].size >= 3 for name in names):
        return Match(i, i + 1, first)
    if first.entries[0].kind in "CNA" and first.entries[0].size >= 6 and names[0] is first:
        return Match(i, i + 1, first, split=True)
    return None
