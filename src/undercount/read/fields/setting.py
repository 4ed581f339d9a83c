"""Where a number stands: the clause that tells how it is meant."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from undercount.read.lexicon import Lexicon
from undercount.read.words.tokens import Token


@dataclass(frozen=True, slots=True)
class Setting:
    """Where a number stands.

    Attributes:
        text: the document's text.
        start: first code point of its clause.
        end: one past the clause's last.
        tokens: those of the sentence.
        lexicon: words of the document's language.
        denied: somebody denies it.
    """

    text: str
    start: int
    end: int
    tokens: Sequence[Token]
    lexicon: Lexicon
    denied: bool = False
