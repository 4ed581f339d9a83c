"""Where the words of a field stand: each field of a figure is one click from its text."""

from __future__ import annotations

from typing import Protocol

Span = tuple[int, int]


class _Standing(Protocol):
    """Anything with a first code point and one past its last; None where it stands nowhere."""

    @property
    def start(self) -> int | None: ...
    @property
    def end(self) -> int | None: ...


def at(words: _Standing | None) -> Span | None:
    """Where a period, a place or a hedge stands, or None without one."""
    if words is None or words.start is None or words.end is None:
        return None
    return words.start, words.end


def words(text: str, where: _Standing | Span | None) -> str | None:
    """The words at a span, verbatim, or None without one."""
    span = where if where is None or isinstance(where, tuple) else at(where)
    return None if span is None else text[slice(*span)]


def spans_of(**fields: Span | None) -> dict[str, Span]:
    """The spans of a figure's fields by name, those left out that say nothing.

    >>> spans_of(hedge=(3, 8), period=None)
    {'hedge': (3, 8)}
    """
    return {name: span for name, span in fields.items() if span is not None}
