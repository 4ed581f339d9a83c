"""Transcripts: lines that begin with the name of who speaks, and minutes."""

from __future__ import annotations

import re
from collections import Counter
from typing import Final

from undercount.read.lexicon import Lexicon

_TURN: Final = re.compile(
    r"^(?P<name>[^\W\d_][^.:;,\"“”«»\n]{0,50}?)\s?(?:\([^)\n]{1,40}\))?:[ \u00a0]+(?=\S)", re.M
)
_LABEL: Final = re.compile(
    r"(?:[^\n]{0,60} [—–-] )?(?P<name>(?:(?:[A-Z][a-zé]{0,4}\.|Rt|The) ?){0,3}"
    r"[^\W\d_][^.:;(\"“”«»\n]{2,90})"
    r"(?P<office>\([^):\n]{2,90}\))?\s?:\s+(?=[^\W\d_\"“«])"
)
_SIGNED: Final = re.compile(
    r"(?:Asked|Answered|Answer|Reply|Response|Replied|Réponse|Respuesta)\s(?:by|from|de|du|del)\s"
    r"(?P<name>[^\W\d_][^:;(\"\n]{2,60}?)\s?(?P<office>\([^)\n]{2,90}\))?[:.]?$"
)
_BY: Final = re.compile(r"(?:(?:Moved|Asked|Tabled|Proposed|Seconded|Presented)\sby\s)")
_LINES: Final = 3  # fewer turns make no transcript
_WORDS: Final = 5
_HONOURS: Final = frozenset(["hon", "honourable", "rt", "baroness", "the"])


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


def label(line: str, lexicon: Lexicon) -> tuple[int, int, str] | None:
    """Who speaks below or behind a label, with the office they hold.

    "Minister for Housing (Ana Sol): As of May ...", "Mr. Ivo Sel (Minister of Ports): ..." and
    "Answered by Ana Sol"; the span of the name or office that stands first.
    """
    match = _LABEL.match(line) or _SIGNED.match(line.rstrip())
    if match is None:
        return None
    start, end = match.span("name")
    moved = _BY.match(line, start)
    start = moved.end() if moved else start
    name = line[start:end].rstrip()
    office = match["office"] or ""
    words = [word.strip(".,").lower() for word in name.split()]
    roles, titles = lexicon.words("reporting.roles"), lexicon.words("reporting.titles")
    titled = bool(words) and (words[0] in titles or words[0] in _HONOURS)
    held = any(word.strip("(),.").lower() in roles for word in office.split())
    if not (any(word in roles for word in words) or titled or (held and _is_name(name, lexicon))):
        return None
    while titled and len(name.split()) > 1 and (
        name.split()[0].strip(".").lower() in titles | _HONOURS
    ):  # fmt: skip
        start += len(name.split()[0]) + 1
        name = name.split(None, 1)[1]
    return start, start + len(name), f"{name} {office}".strip()


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
