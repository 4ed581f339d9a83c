"""Interviews: paragraphs that ask, and between them the answers of one person, without marks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from undercount.read.lexicon import Lexicon, shared
from undercount.read.voices.classes import class_of
from undercount.read.words.blocks import Block
from undercount.units import ClaimantClass

_QUESTION: Final = 300  # code points; a longer paragraph that ends in "?" is prose
_FEWEST: Final = 3  # questions, and answers to them
_NAME: Final = re.compile(
    r"(?<![\w'’-])[^\W\d_a-zà-ÿ][\w'’-]+(?:\s(?:(?:de|da|al|el|bin|van|von|del|la)\s)?"
    r"[^\W\d_a-zà-ÿ][\w'’-]+){1,3}"
)
_BYLINE: Final = re.compile(r"(?i)\b(?:by|par|por|propos recueillis par|interview by)\s*:?\s*$")
_WITH: Final = shared("interview.with")


class Interviewee(NamedTuple):
    """Who answers: name, class, and where the name stands."""

    name: str
    cls: ClaimantClass
    at: tuple[int, int]


def interview(
    text: str, cut: Sequence[Block], lexicon: Lexicon
) -> tuple[Interviewee | None, frozenset[int]]:
    """Who answers in an interview, and where each paragraph of an answer begins.

    Nobody and nothing where the text is no interview: fewer than three questions that stand as
    paragraphs of their own and are answered.
    """
    asked = [_asks(text, block) for block in cut]
    first = asked.index(True) if True in asked else len(cut)
    answers = [
        block.start
        for i, block in enumerate(cut)
        if i > first and not asked[i] and block.kind == "paragraph"
    ]
    answered = sum(
        asked[i] and i + 1 < len(cut) and not asked[i + 1] for i in range(first, len(cut))
    )
    if answered < _FEWEST or len(answers) < _FEWEST:
        return None, frozenset()
    who = _named(text, cut[first].start, lexicon)
    return who, frozenset(answers if who is not None else ())


def _asks(text: str, block: Block) -> bool:
    words = text[block.start : block.end].strip()
    return len(words) < _QUESTION and words.rstrip("*_»” \u00a0\u202f").endswith("?")


def _named(text: str, end: int, lexicon: Lexicon) -> Interviewee | None:
    """The person whom the lines before the first question name: who was asked, else the first."""
    best: tuple[int, Interviewee] | None = None
    for match in _NAME.finditer(text, 0, end):
        before = text[max(0, match.start() - 40) : match.start()]
        name = match.group()
        if _BYLINE.search(before) or class_of(name, lexicon) != "unknown":
            continue
        near = text[match.start() : match.end() + 160].split("\n")[0]
        cls = class_of(name, lexicon, near)
        asked = any(before.rstrip().lower().endswith(words) for words in _WITH)
        rank = 2 * asked + (cls != "unknown")
        if best is None or rank > best[0]:
            best = rank, Interviewee(name, cls, match.span())
    return best[1] if best is not None and best[0] > 0 else None
