"""Say in the page's language what other rooms said: whole sentences, found by their words.

A sentence of an estimator is English with numbers, days and names in it. The catalogue has it as a
pattern with places. What stands in a place is told too where it is ours (a number, a day, a
sentence of its own) and stays as it is where it is a name.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from undercount.languages import Catalogue
from undercount.report.language import (
    MONTHS,
    SHORT_MONTHS,
    digits,
    held,
    leave,
    message,
    spoken_day,
)

_SENTENCE = re.compile(r"(?<=[a-z0-9)%\]\"”`'][.?!])\s+(?=[A-Z“\"`])")
_NUMBER = re.compile(r"([^\w\s]?)(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?(%?)")
_DAY = re.compile(
    rf"\b(\d{{1,2}}) ({'|'.join([*MONTHS.split(), *SHORT_MONTHS.split()])})(?: (\d{{4}}))?\b"
)
_PERIOD = re.compile(r"\b\d{1,2}(?: [A-Z][a-z]+(?: \d{4})?)? to \d{1,2} [A-Z][a-z]+ \d{4}\b")
_BRACKETS = re.compile(r"(.+) \(([^()]*)\)", re.DOTALL)
_NESTED = re.compile(r"(.+?) \((.+)\)", re.DOTALL)
# A number behind the words of caution that a source used: the words stay as they were said.
_HEDGED = re.compile(r"(\D+) (\d{1,3}(?:,\d{3})+)")
# Between the things of a row that a sentence holds.
_BETWEEN = ("; ", ", then ", " + ")
_DEEPEST = 4
# Sentences that one translation may join.
_LONGEST = 6


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a text.

    Attributes:
        text: the words.
        english: whether they had to stay English on a page that is not.
    """

    text: str
    english: bool = False


def local(text: str) -> str:
    """What another room said, as plain text; what has no translation stays as it is."""
    return " ".join(piece.text for piece in pieces(text))


def known(text: str) -> str:
    """A word that another room uses as a name, in the page's language; a name as it is."""
    return held().sentences.get(text, text)


def typed_row(text: str) -> str:
    """A part of a row that somebody typed, told as a sentence: its days and our few words."""
    spoken = held()
    if spoken.code == "en":
        return text
    text = _PERIOD.sub(lambda days: _told(days[0], spoken, 0) or days[0], text)
    text = _DAY.sub(lambda day: spoken_day(int(day[1]), day[2], day[3] or ""), text)
    for ours in (" according to ", " Note: "):
        text = text.replace(ours, f" {message(ours.strip())} ")
    return text


def pieces(text: str) -> tuple[Piece, ...]:
    """What another room said, sentence by sentence; `left` counts what had to stay English."""
    spoken = held()
    if spoken.code == "en":
        return (Piece(text),)
    if not any(map(str.isalpha, text)):
        return (Piece(_place(text, spoken, 0)),)
    whole = _told(text, spoken, 0)
    if whole is not None:
        return (Piece(whole),)
    made = []
    waiting = _SENTENCE.split(text)
    while waiting:
        # As many sentences as the catalogue has in one: a translation may join what English parts.
        runs = ((n, _told(" ".join(waiting[:n]), spoken, 0)) for n in _downwards(waiting))
        n, told = next((it for it in runs if it[1] is not None), (1, None))
        if told is None:
            leave(waiting[0])
        made.append(Piece(waiting[0] if told is None else told, told is None))
        waiting = waiting[n:]
    return tuple(made)


def _downwards(sentences: list[str]) -> range:
    return range(min(len(sentences), _LONGEST), 0, -1)


def _told(text: str, spoken: Catalogue, depth: int) -> str | None:
    """The translation of a text that the catalogue knows, or that is nothing but a number."""
    if text in spoken.sentences:
        return spoken.sentences[text]
    if _NUMBER.fullmatch(text):
        return digits(text)
    if day := _DAY.fullmatch(text):
        return spoken_day(int(day[1]), day[2], day[3] or "")
    if depth > _DEEPEST:
        return None
    for pattern in spoken.patterns:
        if (found := pattern.places(text)) is not None:
            places = {name: _place(it, spoken, depth + 1) for name, it in found.items()}
            return pattern.told.format(**places)
    return None


def _place(text: str, spoken: Catalogue, depth: int) -> str:
    """What stands in a place: a number, a day, words of the catalogue, else a name as it is."""
    if text in spoken.sentences:
        return spoken.sentences[text]
    for between in _BETWEEN:
        if between in text:
            parts = [_place(part, spoken, depth) for part in text.split(between)]
            return spoken.sentences.get(between, between).join(parts)
    if (told := _told(text, spoken, depth)) is not None:
        return told
    if inside := _BRACKETS.fullmatch(text) or _NESTED.fullmatch(text):
        return f"{_place(inside[1], spoken, depth)} ({_place(inside[2], spoken, depth)})"
    # A name may hold a comma; what stands between commas is ours where it is a number or a day.
    parts = text.split(", ")
    if len(parts) > 1 and all(part in spoken.sentences for part in parts):
        return ", ".join(spoken.sentences[part] for part in parts)
    if len(parts) > 1:
        numbers = [any(map(str.isdigit, part)) for part in parts]
        return ", ".join(
            _place(part, spoken, depth) if number else part
            for part, number in zip(parts, numbers, strict=True)
        )
    if hedged := _HEDGED.fullmatch(text):
        return f"{hedged[1]} {digits(hedged[2])}"
    return text
