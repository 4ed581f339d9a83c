"""What a reporting clause reports: the spans of reported speech that hang on it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import Final

from undercount.read.lexicon import Lexicon
from undercount.read.voices.attribution import Attribution
from undercount.read.words.tokens import QUOTE, Token

_EDGES: Final = frozenset([",", ".", ";", ":", "–", "—", "-", ")", "!", "?", "…", "”", '"', "'"])
_OPEN: Final = frozenset([",", ":", "–", "—", "-"])
_LEAST: Final = 2  # words of reported speech


def contents(
    clause: Attribution,
    tokens: Sequence[Token],
    clauses: Sequence[Attribution],
    lexicon: Lexicon,
) -> list[tuple[int, int]]:
    """Spans of what a clause reports in words of the writer; none where all is in marks.

    Args:
        clause: one reporting clause of the passage.
        tokens: the passage's tokens, quotations masked.
        clauses: all reporting clauses of the passage.
        lexicon: words of the language.
    """
    if clause.kind == "according":
        if clause.after:
            spans = [(clause.start, clause.cue_start)]
        else:
            spans = [(clause.cue_end, clause.end)]
    elif clause.after:
        spans = [(clause.start, clause.cue_start), (clause.cue_end, tokens[-1].end)]
    else:
        spans = [(max(clause.start, clause.cue_end), clause.end)]
    found = []
    for start, end in spans:
        part = _within(tokens, start, end)
        part = _trimmed(part, lexicon)
        if sum(1 for token in part if token.kind != "mark") < _LEAST:
            continue
        found.append((part[0].start, part[-1].end))
    return found


def _within(tokens: Sequence[Token], start: int, end: int) -> Sequence[Token]:
    first = bisect_left(tokens, start, key=lambda token: token.start)
    last = bisect_left(tokens, end, key=lambda token: token.start)
    return tokens[first:last]


def _trimmed(tokens: Sequence[Token], lexicon: Lexicon) -> Sequence[Token]:
    first, last = 0, len(tokens)
    while last > first and tokens[last - 1].low in _EDGES:
        last -= 1
    while first < last and tokens[first].low in _OPEN:
        first += 1
    return tokens[first:last]
