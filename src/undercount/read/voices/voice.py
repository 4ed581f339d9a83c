"""A source with its class."""

from __future__ import annotations

from dataclasses import dataclass

from undercount.units import ClaimantClass


@dataclass(frozen=True, slots=True)
class Voice:
    """A source with its class. `name` is None for the issuer of the document itself.

    `at` and `artefact_at` are where the name and the document's noun stand in the text.
    """

    name: str | None
    cls: ClaimantClass
    artefact: str | None = None
    at: tuple[int, int] | None = None
    artefact_at: tuple[int, int] | None = None


def named_in(text: str, name: str, cls: ClaimantClass) -> Voice:
    """A voice by a name that stands somewhere in the text, as the full name of a quoted person."""
    at = text.find(name)
    return Voice(name, cls, at=(at, at + len(name)) if at >= 0 else None)
