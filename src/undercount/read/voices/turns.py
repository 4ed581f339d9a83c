"""Transcripts: lines that begin with the name of who speaks, and minutes."""

from __future__ import annotations

import re
from collections import Counter
from typing import Final

from undercount.read.lexicon import Lexicon

_TURN: Final = re.compile(
    r"^(?P<name>[^\W\d_][^.:;,\"“”«»\n]{0,50}?)\s?(?:\([^)\n]{1,40}\))?:[ \u00a0]+(?=\S)", re.M
)
_LINES: Final = 3  # fewer turns make no transcript
_WORDS: Final = 5


def speakers(text: str, lexicon: Lexicon) -> frozenset[str]:
    """The labels under which people speak in turn, or none in a text that is no transcript.

    One label at least comes twice; "Note:" and "Source:" alone are no conversation.
    """
    labels = Counter(
        match["name"] for match in _TURN.finditer(text) if _is_name(match["name"], lexicon)
    )
    if sum(labels.values()) < _LINES or max(labels.values()) < 2:
        return frozenset()
    return frozenset(labels)


def turn(line: str, names: frozenset[str]) -> re.Match[str] | None:
    """The label that opens a line, where it is one of the speakers' names."""
    match = _TURN.match(line) if names else None
    return match if match is not None and match["name"] in names else None


def _is_name(label: str, lexicon: Lexicon) -> bool:
    words = label.replace("’", "'").split()
    if len(words) > _WORDS:
        return False
    small = lexicon.words("nouns.closed")
    return all(word[0].isupper() or word.lower() in small for word in words)
