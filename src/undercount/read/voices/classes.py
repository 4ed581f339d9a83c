"""What kind of body a source is, from the words that describe it."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from undercount.read.lexicon import Lexicon, shared
from undercount.read.lexicon.facets import facets
from undercount.read.lexicon.phrases import words_of
from undercount.units import ClaimantClass

# In this order: "police union" is police before it is a union, "UN agency" before "agency".
_ORDER: Final[tuple[ClaimantClass, ...]] = (
    "inspectorate", "igo", "ngo", "academic", "police_border", "migrant", "private", "government",
    "journalist",
)  # fmt: skip
_LISTS: Final = tuple(f"classes.{name}" for name in _ORDER)
_ANYWHERE: Final = 2  # the first classes of the order decide wherever their word stands in a name
_TAIL: Final = re.compile(r"\s(?:of|for|in|at|on|from)\s|,")
_TODAY: Final = re.compile(
    r"\b(?P<name>[A-ZÀ-Þ][\w.’'-]*"
    r"(?:[ ](?:[A-ZÀ-Þ][\w.’'-]*|of|for|the|de|des|du|la|para|y|et|and)){0,8})"
    r"\s(?:today|aujourd['’]hui|hoy|(?:said|warned|announced|called|urged)\stoday)\b"
)
_PRESS: Final = shared("issuer.press")
_BODIES: Final = frozenset(["police_border", "academic", "ngo", "government", "migrant"])
_HEADING: Final = 120  # longer lines are prose
_HEAD_LINES: Final = 5


@lru_cache(maxsize=4096)
def class_of(name: str, lexicon: Lexicon, described: str | None = None) -> ClaimantClass:
    """The class of a source by its own name, else by what is said of it.

    An English name is of the kind of its last word ("Refugee Relief Commissioner's office"), a
    French one of its first. Inspectorates and international bodies keep their kind wherever their
    word stands ("UN migration agency").
    """
    head = _TAIL.split(name, maxsplit=1)[0] if lexicon.language != "fr" else name
    for words in (head, name):
        found = _strongest(words, lexicon)
        if found is not None:
            return found
    if described is not None:
        found = _strongest(described, lexicon, first=True)
    return found or "unknown"


def _strongest(words: str, lexicon: Lexicon, *, first: bool = False) -> ClaimantClass | None:
    """The class of the deciding match, or None without any."""
    among = words_of(words)
    if not lexicon.pattern(*_LISTS).may_be_among(among):
        return None
    best: tuple[int, int, int] | None = None
    found: ClaimantClass | None = None
    for rank, name in enumerate(_ORDER):
        for match in lexicon.pattern(f"classes.{name}").finditer(words, among=among):
            place = match.start if first or lexicon.language == "fr" else -match.end
            if rank < _ANYWHERE and not first:
                return name
            # "Help Refugees" and "Auberge des Migrants" are names of bodies, not refugees.
            if name == "migrant" and match.start and words[match.start].isupper():
                continue
            key = (place, match.start - match.end, rank)
            if best is None or key < best:
                best, found = key, name
    return found


def issuer_class(head: str, outlet: str | None, lexicon: Lexicon) -> ClaimantClass:
    """The class of whoever speaks where nobody is named: the body that issued the document.

    Args:
        head: the first lines of the document.
        outlet: who published it, or None.
    """
    if outlet and words_of(outlet) & _PRESS:
        return "journalist"
    lines = [line for line in head.split("\n") if 0 < len(line) < _HEADING][:_HEAD_LINES]
    about = " \n ".join([outlet or "", *lines]).lower() + " "
    # A body that names itself is of its own kind; "press release" tells only that it is no paper.
    named = [class_of(head, lexicon) for head in (outlet or "", *lines[:1]) if head]
    if any(cls in ("inspectorate", "igo") for cls in named):
        return "inspectorate" if "inspectorate" in named else "igo"
    more = facets(lexicon.language)
    words = {
        name: lexicon.words(f"issuer.{name}") | more.words(f"issuer.{name}")
        for name in ("inspectorate", "ngo", "igo", "government")
    }
    released = any(word in about for word in words["ngo"])
    said = _TODAY.search(head) if released else None
    told = "unknown" if said is None else class_of(said["name"], lexicon)
    if told in ("inspectorate", "igo", "government", "ngo"):
        return told  # "the Relief Agency today asked donors for ..."
    # A release is of whoever its head names; without a known name it is a charity's.
    order: tuple[ClaimantClass, ...] = (
        ("inspectorate", "igo", "ngo") if released else ("inspectorate", "igo", "government")
    )
    for name in order:
        if any(word in about for word in words[name]):
            return name
    # Else what its own name tells: "State Border Guard", "The Lantern Trust".
    own = outlet or (lines[0] if lines and lines[0].isupper() else "")
    cls = class_of(own, lexicon) if own else "unknown"
    return cls if cls in _BODIES else "journalist"
