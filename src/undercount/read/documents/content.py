"""What a parser takes out of a file: the text, and what the file says about itself."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

_INVISIBLE: Final = re.compile("[\u00ad\u200b\u2060\ufeff]")


@dataclass(slots=True)
class Content:
    """Text of a page, a PDF or a Word file, with the facts of its head.

    Attributes:
        text: main text, one block a line.
        title: title as the file states it, or None.
        outlet: who published it, or None.
        published: when it was published, as the file writes it, or None.
        made: when the file was made, as the file writes it; weaker than `published`.
        language: language as the file states it, or None.
        cautions: what went less than well, in words.
        pages: where each page begins in the text; empty for what has no pages.
    """

    text: str = ""
    title: str | None = None
    outlet: str | None = None
    published: str | None = None
    made: str | None = None
    language: str | None = None
    cautions: list[str] = field(default_factory=list)
    pages: tuple[int, ...] = ()


def without_invisible(text: str) -> str:
    """The text as it is seen: soft hyphens and spaces of no width would cut words and numbers."""
    return _INVISIBLE.sub("", text)
