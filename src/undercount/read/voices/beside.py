"""Clauses of speech told by their place: a name, any verb, and a quotation beside it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from typing import Final

from undercount.read.lexicon import Lexicon, shared
from undercount.read.voices.attribution import Attribution
from undercount.read.voices.subjects import subject_before
from undercount.read.voices.wording import spoken
from undercount.read.words.phrases import low, phrase_after
from undercount.read.words.source import Source, source_of
from undercount.read.words.tokens import QUOTE, Token

_NOUN_BEFORE: Final = shared("attributions.noun_before")


@cache
def speech_verbs(lexicon: Lexicon) -> frozenset[str]:
    """Verbs of saying, thinking, wanting and judging, in all their forms."""
    keys = ("finite", "base", "participles")
    words = frozenset().union(*(spoken(lexicon, key) for key in keys))
    return words | lexicon.words("reporting.say") if lexicon.language == "es" else words


def held(source: Source, tokens: Sequence[Token], i: int) -> Attribution:
    """The clause of a subject and a verb whose speech follows."""
    verb = tokens[i]
    first = min(source.start, verb.start)
    return Attribution(
        source, "hold", first, verb.end, verb.end, tokens[-1].end, False, verb.start, verb.end
    )


def beside_quotes(
    text: str, tokens: Sequence[Token], clauses: Sequence[Attribution], lexicon: Lexicon
) -> list[Attribution]:
    """Clauses around quotations by their place alone: "QUOTE, Sol sang" and "Sol sang: QUOTE"."""
    found = []
    for q, token in enumerate(tokens):
        if token.low != QUOTE:
            continue
        clause = _behind(text, tokens, q, lexicon) or _ahead(text, tokens, q, lexicon)
        if clause is not None and not _is_known(clause, clauses):
            found.append(clause)
    return found


def _is_known(clause: Attribution, clauses: Sequence[Attribution]) -> bool:
    """Whether another clause has its verb there already."""
    at = bisect_left(clauses, clause.cue_start, key=lambda other: other.verb_start)
    return at < len(clauses) and clauses[at].verb_start <= clause.cue_end


def _is_verb(token: Token, lexicon: Lexicon) -> bool:
    if token.kind != "word" or token.upper:
        return False
    return token.low.endswith(("ed", "s")) or any(
        token.low in spoken(lexicon, key) for key in ("finite", "base", "beside_quotes")
    )


def _behind(text: str, tokens: Sequence[Token], q: int, lexicon: Lexicon) -> Attribution | None:
    """ "QUOTE, Sol sang.": a name or an article's noun, and a verb."""
    i = q + 1 + (low(tokens, q + 1) == ",")
    if i >= len(tokens):
        return None
    last = phrase_after(tokens, i, lexicon)
    for k in range(i + 1, min(last + 1, len(tokens))):
        if _is_verb(tokens[k], lexicon) and (
            tokens[k - 1].upper or k == last or tokens[k].low in speech_verbs(lexicon)
            or tokens[k].low in spoken(lexicon, "beside_quotes")
        ):  # fmt: skip
            source = source_of(text, tokens[i:k], lexicon)
            if source is None or not (tokens[i].upper or tokens[i].low in _NOUN_BEFORE):
                return None
            verb = tokens[k]
            return Attribution(
                source, "hold", source.start, verb.end, tokens[q].start, tokens[q].end, True,
                verb.start, verb.end,
            )  # fmt: skip
    return None


def _ahead(text: str, tokens: Sequence[Token], q: int, lexicon: Lexicon) -> Attribution | None:
    """ "Sol sang, QUOTE" and "Sol continued: QUOTE"."""
    i = q - 1
    if low(tokens, i) in (",", ":"):
        i -= 1
    if i > 0 and low(tokens, i + 1) == ":" and tokens[i].upper:
        return _labelled(text, tokens, i + 1, lexicon)
    if i < 1 or not _is_verb(tokens[i], lexicon):
        return None
    found = subject_before(text, tokens, i, lexicon)
    if found is None:
        return None
    return replace(held(found[0], tokens, i), end=tokens[q].end)


def _labelled(
    text: str, tokens: Sequence[Token], colon: int, lexicon: Lexicon
) -> Attribution | None:
    """ "A word from Ana Sol: QUOTE"."""
    first = colon
    while first > 0 and tokens[first - 1].kind == "word" and tokens[first - 1].upper:
        first -= 1
    source = source_of(text, tokens[first:colon], lexicon)
    return None if source is None else held(source, tokens, colon)
