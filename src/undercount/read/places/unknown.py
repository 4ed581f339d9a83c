"""Names that no gazetteer knows, told to be places by what stands around them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from undercount.read.places.matches import NEVER, PLACES
from undercount.read.words.tokens import Token

_TYPES: Final = PLACES.words("types")
_AFTER: Final = PLACES.words("after") - PLACES.words("unknown.not_after")
_BODIES: Final = PLACES.words("bodies")
_DIRECTIONS: Final = PLACES.words("directions")
_PREPOSITIONS: Final = PLACES.words("prepositions")
_WEAK: Final = PLACES.words("weak")
_TITLES: Final = PLACES.words("titles")
_BEFORE: Final = PLACES.words("before")
_LINKS: Final = PLACES.words("links")
_LOOSE: Final = frozenset(["states", "state", "division", "department", "departments"])
_ABSTRACT: Final = tuple(sorted(PLACES.words("unknown.abstract")))
_INSIDE: Final = PLACES.words("unknown.inside")
_MOVES: Final = PLACES.words("unknown.moves")
_MOVED: Final = PLACES.words("roles.moved") | PLACES.words("unknown.moved")
_JOINS: Final = frozenset([",", "and", "&", "/", "et", "y", "|"])
_APOSTROPHES: Final = frozenset("'’‘")
_LONGEST: Final = 4  # words of a name


def unknown(
    text: str, tokens: Sequence[Token], known: Sequence[tuple[int, int]]
) -> list[tuple[int, int]]:
    """Capital words that are no known name and stand as a place does, as token spans.

    "the Wazir Manda area in", "Charkhab, Zalakhan and Kandahar": a name before a type noun, or in
    a list with places that are known.
    """
    common = {token.low for token in tokens if not token.upper and token.kind == "word"}
    runs = [run for run in _runs(text, tokens, known) if not _is_common(tokens, run, common)]
    firsts = dict(known)
    lasts = {last: first for first, last in known}
    found: set[tuple[int, int]] = set()
    for first, last in runs:
        before = tokens[first - 1].low if first else ""
        if before in _TITLES:
            continue
        if before in _LINKS and first > 1 and tokens[first - 2].low in _BEFORE:
            found.add((first, last))  # "the villages of Bidi"
            continue
        if before in _INSIDE or (
            before in _MOVES and first > 1 and tokens[first - 2].low in _MOVED
        ):
            found.add((first, last))  # "displaced to Espiaa"
            continue
        noun = last
        while noun < len(tokens) and tokens[noun].low in ("health", "refugee", "idp"):
            noun += 1
        if noun >= len(tokens) or not _touches(text, tokens, noun):
            continue
        upper = tokens[noun].upper
        placed = before in _PREPOSITIONS or before in _WEAK or before in _JOINS or before == "the"
        typed = tokens[noun].low in _TYPES and (tokens[noun].low not in _LOOSE or not upper)
        if (typed and (placed or upper)) or (tokens[noun].low in _AFTER and placed and not upper):
            found.add((first, last))
    # A list hands on from neighbour to neighbour, in both directions.
    ordered = sorted(runs)
    for sweep in (ordered, ordered[::-1]):
        for first, last in sweep:
            if (first, last) in found:
                continue
            left, right = _back(tokens, first), _forth(tokens, last)
            beside_left = left > 0 and _ends(left, tokens, lasts, found)
            beside_right = right > 0 and _begins(right, firsts, found)
            if beside_left or beside_right:
                found.add((first, last))
    return sorted(found)


def _back(tokens: Sequence[Token], first: int) -> int:
    """One past the last token before a list's comma, "and" or bracketed number; 0 for no list."""
    i = first
    while (
        i > 0
        and first - i < 6
        and (
            tokens[i - 1].low in _JOINS
            or tokens[i - 1].kind == "number"
            or tokens[i - 1].low in "()"
        )
    ):
        i -= 1
    return i if any(token.low in _JOINS for token in tokens[i:first]) else 0


def _forth(tokens: Sequence[Token], last: int) -> int:
    """The first token after a list's comma, "and" or bracketed number; 0 for no list."""
    i = last
    while (
        i < len(tokens)
        and i - last < 6
        and (tokens[i].low in _JOINS or tokens[i].kind == "number" or tokens[i].low in "()")
    ):
        i += 1
    return i if any(token.low in _JOINS for token in tokens[last:i]) else 0


def _is_common(tokens: Sequence[Token], run: tuple[int, int], common: set[str]) -> bool:
    """Whether the text writes its words small elsewhere, or they end as abstract nouns do."""
    words = [token.low for token in tokens[run[0] : run[1]] if token.kind == "word"]
    return any(word in common or word.endswith(_ABSTRACT) for word in words)


def _ends(
    i: int, tokens: Sequence[Token], lasts: dict[int, int], found: set[tuple[int, int]]
) -> bool:
    """Whether a place ends before token `i`, its type noun left aside."""
    if i > 0 and tokens[i - 1].low in _TYPES:
        i -= 1
    return i in lasts or any((i - size, i) in found for size in range(1, _LONGEST + 1))


def _begins(i: int, firsts: dict[int, int], found: set[tuple[int, int]]) -> bool:
    return i in firsts or any((i, i + size) in found for size in range(1, _LONGEST + 1))


def _runs(
    text: str, tokens: Sequence[Token], known: Sequence[tuple[int, int]]
) -> list[tuple[int, int]]:
    """Runs of capital words, outside known names, that may be a name of a place."""
    taken = {i for first, last in known for i in range(first, last)}
    runs: list[tuple[int, int]] = []
    end = 0
    for first, token in enumerate(tokens):
        if first < end or not token.upper or first in taken or not _is_name(text, token):
            continue
        i = first + 1
        while i < len(tokens) and i not in taken and _touches(text, tokens, i):
            joined = tokens[i].low in _APOSTROPHES and tokens[i].start == tokens[i - 1].end
            glued = tokens[i - 1].low in _APOSTROPHES and tokens[i].kind == "word"
            if not (joined or glued or _is_name(text, tokens[i])):
                break
            i += 1
        last = end = i
        while last > first and tokens[last - 1].kind == "mark":
            last -= 1
        if sum(token.kind == "word" for token in tokens[first:last]) <= _LONGEST:
            runs.append((first, last))
    return runs


def _is_name(text: str, token: Token) -> bool:
    word = text[token.start : token.end]
    return (
        token.upper and token.kind == "word" and len(word) > 2 and not word.isupper()
        and not (token.low in NEVER or token.low in _BODIES or token.low in _TYPES
                 or token.low in _DIRECTIONS or token.low in _PREPOSITIONS or token.low in _WEAK)
    )  # fmt: skip


def _touches(text: str, tokens: Sequence[Token], i: int) -> bool:
    """Whether only a space or one line break parts a token from the one before."""
    gap = text[tokens[i - 1].end : tokens[i].start]
    return not gap.strip() and gap.count("\n") < 2
