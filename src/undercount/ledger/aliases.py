"""`hand/aliases.csv`: which words mean the same source, place or quantity."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from undercount.errors import InputError, Problem
from undercount.ledger.records import Figure
from undercount.ledger.rows import read_rows
from undercount.units import MEASURES

KINDS = ("source", "place", "quantity")
_COLUMNS = ("kind", "from", "to", "measure")
_ARTICLE = re.compile(r"^(the|a|an|la|le|les|l'|l’|un|une|des|du|de la)\b\s*")


def fold(text: str) -> str:
    """A phrase without case, accents, quotation marks, leading article or doubled spaces.

    >>> fold("La Préfecture du  Pas-de-Calais") == fold("prefecture du Pas-de-Calais")
    True
    """
    plain = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(sign for sign in plain if not unicodedata.combining(sign))
    plain = re.sub(r"[\"“”«»‘]", "", plain)
    plain = _ARTICLE.sub("", plain.strip())
    return " ".join(plain.split())


@dataclass(frozen=True, slots=True)
class Aliases:
    """Canonical names by kind and folded phrase.

    Attributes:
        names: (kind, folded phrase, measure or "") to canonical name.
    """

    names: Mapping[tuple[str, str, str], str] = field(default_factory=dict)

    def canonical(self, kind: str, text: str | None, measure: str = "") -> str | None:
        """The canonical name, or None where the table does not know the phrase.

        A line for the figure's measure goes before a line for any measure.
        """
        if text is None:
            return None
        phrase = fold(text)
        return self.names.get((kind, phrase, measure)) or self.names.get((kind, phrase, ""))

    def apply(self, figure: Figure) -> Figure:
        """The figure with canonical source, place and quantity beside its verbatim words.

        What is not known stays as it was said; a quantity that was typed is never changed.
        """
        return replace(
            figure,
            source=self.canonical("source", figure.claimant) or figure.source or figure.claimant,
            place=self.canonical("place", figure.place) or figure.place,
            quantity=figure.quantity
            or self.canonical("quantity", figure.population, figure.measure),
        )


def read_aliases(path: Path) -> Aliases:
    """Read `hand/aliases.csv` with the columns kind, from, to and, if wanted, measure.

    A line with a measure ("stock") holds for figures of that measure only: "people" may mean the
    camp's population where people are counted at one time, and nothing where they arrive. A
    missing file means no aliases.

    Raises:
        InputError: all problems, row by row.
    """
    names: dict[tuple[str, str, str], str] = {}
    problems: list[Problem] = []
    for line, row in read_rows(path, _COLUMNS, _COLUMNS[:3], problems):
        kind, phrase, name, measure = (row[column] for column in _COLUMNS)
        if kind not in KINDS:
            what = f"{kind!r} is not one of {', '.join(KINDS)}"
            problems.append(Problem(what, str(path), line, "kind"))
        if not phrase or not name:
            empty = "from" if not phrase else "to"
            problems.append(Problem("is empty", str(path), line, empty))
        if measure and measure not in MEASURES:
            what = f"{measure!r} is not one of {', '.join(MEASURES)}"
            problems.append(Problem(what, str(path), line, "measure"))
        before = names.setdefault((kind, fold(phrase), measure), name)
        if before != name:
            what = f'"{phrase}" already means "{before}"'
            problems.append(Problem(what, str(path), line, "to", "Keep one of the two lines"))
    if problems:
        raise InputError(problems)
    return Aliases(names)
