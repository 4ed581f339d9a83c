"""Say a message, or what another room said, in the language of the page being written.

The language is set around a whole page (`speaking`), not handed through every chart and filter:
a page has one, and what draws a tick should not have to know of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field

from undercount.languages import Catalogue, catalogue

__all__ = [
    "digits",
    "held",
    "leave",
    "left",
    "message",
    "plural",
    "plural_message",
    "say",
    "speaking",
    "spoken",
    "spoken_day",
]

MONTHS = "January February March April May June July August September October November December"
SHORT_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec"


@dataclass(slots=True)
class _Speaking:
    """The language of a page, and the sentences of it that had to stay English."""

    catalogue: Catalogue
    left: list[str] = field(default_factory=list)


_NOW: ContextVar[_Speaking | None] = ContextVar("language of the page", default=None)


@contextmanager
def speaking(code: str) -> Iterator[None]:
    """Everything written inside is in this language.

    Raises:
        ValueError: there is no such language.
    """
    token = _NOW.set(_Speaking(catalogue(code)))
    try:
        yield
    finally:
        _NOW.reset(token)


def spoken() -> str:
    """The language of the page, ISO 639-1."""
    return held().code


def left() -> tuple[str, ...]:
    """The sentences that had to stay English so far, each once."""
    now = _NOW.get()
    return tuple(dict.fromkeys(now.left)) if now else ()


def leave(text: str) -> None:
    """Count a text that has to stay English on a page that is not."""
    now = _NOW.get()
    if now and now.catalogue.code != "en":
        now.left.append(text)


def say(text: str, /, **places: object) -> str:
    """A message of the page, with its places filled.

    Args:
        text: the message in English, as the catalogues have it; `{name}` is a place.
        places: what stands in the places, already in the page's language.
    """
    told = message(text)
    return told.format(**places) if places else told


def plural(one: str, many: str, n: int, /, **places: object) -> str:
    """A message that counts, in the form that the language gives the number."""
    return plural_message(one, many, n).format(**places)


def message(text: str) -> str:
    """The translation of a message, its places still open; English where there is none."""
    return _messages(text, text)[0]


def plural_message(one: str, many: str, n: int) -> str:
    """The same of a message that counts."""
    told = _messages(one, one if n == 1 else many)
    return told[held().plural(abs(n))] if len(told) > 1 else told[0]


def _messages(text: str, otherwise: str) -> tuple[str, ...]:
    """The forms of a translation; English where there is none, and then it is counted."""
    told = held().messages.get(text)
    if told is None:
        leave(text)
    return told or (otherwise,)


def digits(written: str) -> str:
    """A number written as in English, with the separators of the page's language.

    >>> digits("7,380.5%")
    '7,380.5%'
    >>> with speaking("fr"):
    ...     digits("7,380.5%")
    '7\u202f380,5\u202f%'
    """
    sample = held().messages.get("1,234.5%")
    if not sample:
        return written
    thousands, point, percent = re.split(r"1|234|5", sample[0])[1:]
    return written.translate(str.maketrans({",": thousands, ".": point, "%": percent}))


def spoken_day(day: int, month: str, year: str = "") -> str:
    """A day with its month, an English name or its three letters, and its year where there is one.

    >>> spoken_day(1, "August", "2016")
    '1 August 2016'
    """
    for names in (MONTHS, SHORT_MONTHS):
        if month in names.split():
            month = say(names).split()[names.split().index(month)]
            break
    if day == 1:
        return say("1 {month} {year}", month=month, year=year).strip()
    return say("{day} {month} {year}", day=day, month=month, year=year).strip()


def held() -> Catalogue:
    """The catalogue of the page's language."""
    now = _NOW.get()
    return now.catalogue if now else catalogue("en")
