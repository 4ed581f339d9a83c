"""Clauses that leave out their verb: "the agency counted 90 minors and the charities 91"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from undercount.read.lexicon import Lexicon
from undercount.read.voices.attribution import Attribution
from undercount.read.voices.classes import class_of
from undercount.read.voices.subjects import named_source
from undercount.read.words.phrases import is_amount, low, phrase_after
from undercount.read.words.tokens import Token

_LINKS = frozenset(["and", "et", ",", ";", "while", "but"])


def with_gaps(
    text: str, tokens: Sequence[Token], found: Sequence[Attribution], lexicon: Lexicon
) -> list[Attribution]:
    """Reporting clauses with those added whose verb is that of the clause before.

    A body right before a number, after "and" or a comma, has said that number where somebody else
    has given one just before.
    """
    clauses = list(found)
    for i in range(1, len(tokens) - 1):
        if tokens[i].low not in _LINKS or low(tokens, i - 1) in _LINKS:
            continue
        last = phrase_after(tokens, i + 1, lexicon)
        if last <= i + 1 or not is_amount(tokens, last, lexicon):
            continue
        at = next(
            (
                k for k, clause in enumerate(clauses)
                if clause.kind in ("say", "record") and not clause.after
                and clause.cue_end <= tokens[i].start < clause.end
            ),
            None,
        )  # fmt: skip
        if at is None or not _has_number(tokens, clauses[at].cue_end, tokens[i].start):
            continue
        source = named_source(text, tokens, i + 1, last, lexicon)
        if source is None or source.name is None:
            continue
        if class_of(source.name, lexicon) in ("unknown", "migrant", "private"):
            continue
        first, end = tokens[i + 1].start, tokens[last - 1].end
        gapped = replace(clauses[at], source=source, cue_start=first, cue_end=end, start=end)
        clauses[at] = replace(clauses[at], end=tokens[i].start)
        clauses.insert(at + 1, gapped)
    return clauses


def _has_number(tokens: Sequence[Token], start: int, end: int) -> bool:
    return any(token.kind == "number" and start <= token.start < end for token in tokens)
