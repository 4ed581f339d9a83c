"""What kind of body a source is, from the words that describe it."""

from __future__ import annotations

from typing import Final

from undercount.read.lexicon import Lexicon
from undercount.units import ClaimantClass

# In this order: "police union" is police before it is a union, "UN agency" before "agency".
_ORDER: Final[tuple[ClaimantClass, ...]] = (
    "inspectorate", "igo", "ngo", "academic", "police_border", "migrant", "private", "government",
    "journalist",
)  # fmt: skip


def class_of(described: str, lexicon: Lexicon) -> ClaimantClass:
    """The class whose word stands earliest in the description; ties go to the order above.

    The head of an English phrase stands last, that of a French one first; a possessor ("Tunisia's
    interior ministry") is of the same kind as what it owns often enough to leave it in.
    """
    best: tuple[int, int, int] | None = None
    found: ClaimantClass = "unknown"
    for rank, name in enumerate(_ORDER):
        match = lexicon.pattern(f"classes.{name}").search(described)
        if match is None:
            continue
        key = (match.start() // 40, rank, match.start())
        if best is None or key < best:
            best, found = key, name
    return found


def issuer_class(head: str, outlet: str | None, lexicon: Lexicon) -> ClaimantClass:
    """The class of whoever speaks where nobody is named: the body that issued the document.

    Args:
        head: the first lines of the document.
        outlet: who published it, or None.
    """
    about = f"{outlet or ''} \n {head}".lower() + " "
    for name in ("inspectorate", "ngo", "igo", "government"):
        words = lexicon.words(f"issuer.{name}")
        if any(word in about for word in words):
            return name  # type: ignore[return-value]
    return "journalist"
