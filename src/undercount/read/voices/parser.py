"""What a parser must answer to be asked for clauses of speech beside the rules."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from undercount.read.lexicon import Lexicon
from undercount.read.voices.attribution import Attribution


class Parser(Protocol):
    """A dependency parser of the user's, behind one question."""

    def clauses(
        self, text: str, start: int, end: int, quotes: Sequence[tuple[int, int]], lexicon: Lexicon
    ) -> list[Attribution]:
        """Verbs of speech with their subjects in `text[start:end]`, outside the quotations."""
        ...
