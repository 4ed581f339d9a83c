"""Who passed a number on: whether one figure's chain of names holds another's.

A chain is claimant → artefact → relay → publisher. "Telegraph via NZ Herald" names the Telegraph.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from undercount.ledger.records import Figure
from undercount.reconcile.stated import words

_TELLING: Final = 5  # letters
_JOINTS: Final = re.compile(
    r"\bvia\b|\bafter\b|\bciting\b|\bquoting\b|\bby\b|\bfrom\b|\bselon\b|\bd['’]apr[eè]s\b"
    r"|\bcitant\b|\bseg[uú]n\b|[/;:,()\[\]]",
    re.IGNORECASE,
)
# A person who typed a row and saw the first print says so: "original in the Telegraph".
_FIRST: Final = re.compile(r"\boriginal(?:ly)?\b(?: in| by| of|:)?([^.;]*)", re.IGNORECASE)
# Words that name no one: every outlet has a report and a page.
_NOBODY_WORDS: Final = """
    report reports official officials figure figures data statistics count census estimate
    estimates page news press answer written document documents public copy mirror website site
    unknown unattributed latest annual quarterly monthly weekly paper study survey list table
    arithmetic on day week month year jan feb mar apr may jun jul aug sep oct nov dec january
    february march april june july august september october november december freedom information
    rapport chiffres officiel presse source sources informe datos prensa bulletin statement
    release
"""
_NOBODY: Final = frozenset(_NOBODY_WORDS.split())


@dataclass(frozen=True, slots=True)
class Chain:
    """The names of one figure's chain, as sets of words.

    Attributes:
        outlets: the parts of the publisher: "Telegraph via NZ Herald" has two.
        cited: every name that the figure's chain passes through, outlets among them.
        made: the artefact, where it has a name of its own.
    """

    outlets: frozenset[frozenset[str]]
    cited: frozenset[frozenset[str]]
    made: frozenset[str]


def chain(figure: Figure) -> Chain:
    """The chain of one figure."""
    outlets = _names(figure.publisher)
    said = _names(figure.claimant) | _names(figure.relay) | _names(figure.artefact)
    for first in _FIRST.findall(figure.note or ""):
        said |= _names(first)
    made = frozenset(w for w in words(figure.artefact) - _NOBODY if not w.isdigit())
    return Chain(outlets, outlets | said, made if len(made) > 1 else frozenset())


def cited(child: Chain, parent: Chain) -> str | None:
    """What of the parent the child's chain names, or None.

    An outlet that both print for, such as one agency, is no citation of one by the other.
    """
    for name in sorted(parent.outlets - child.outlets, key=sorted):
        # "Sunday Telegraph" names the Telegraph; a short word names anybody.
        telling = max(map(len, name)) >= _TELLING
        if any(name == other or (telling and name <= other) for other in child.cited):
            return " ".join(sorted(name))
    if parent.outlets and parent.outlets < child.outlets:
        return " ".join(sorted(min(parent.outlets, key=sorted)))
    if parent.made and parent.made == child.made and parent.outlets != child.outlets:
        return " ".join(sorted(parent.made))
    return None


def _names(text: str | None) -> frozenset[frozenset[str]]:
    parts = (words(part) - _NOBODY for part in _JOINTS.split(text or ""))
    return frozenset(part for part in parts if any(not word.isdigit() for word in part))
