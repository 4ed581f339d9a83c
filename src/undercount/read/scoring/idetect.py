"""Whether the displacement figure of each excerpt of IDETECT is among those read.

A record of the challenge of the Internal Displacement Monitoring Centre (2017) has `Excerpt`,
`Displacement figure`, `Reporting unit` (People or Households) and `Specific location`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import combinations
from pathlib import Path
from typing import Final

from undercount.ledger.records import Figure
from undercount.read.documents.about import about
from undercount.read.documents.document import Document
from undercount.read.reading import read_rules
from undercount.read.scoring.corpus import CorpusScore, Record, add_up, records
from undercount.read.scoring.score import Tally

# The corpus counts houses as households.
_HOMES: Final = frozenset(["home", "homes", "house", "houses", "housing", "casas", "viviendas"])
_GROUPS: Final = re.compile(r"(?<=\d)[ .,\u00a0](?=\d{3}(?!\d))")
_RUN: Final = re.compile(r"\d+")
_ADDENDS: Final = 3
_MOST: Final = 16  # figures of an excerpt that are added up


def score(path: str | Path) -> CorpusScore:
    """Read every excerpt and compare.

    Rows: the annotated figure is among the figures read, of all excerpts and of those alone that
    state it in digits (some annotations are sums of two figures, and some are slips of the hand);
    the same where a sum of two or three figures counts; unit and place of the figures found.

    Raises:
        MissingFileError: there is no such file.
        InputError: it does not hold such records.
    """
    return add_up("IDETECT", records(path), compare)


def compare(record: Record) -> dict[str, Tally]:
    """Tallies of one excerpt by row."""
    text, wanted = record["Excerpt"], float(record["Displacement figure"])
    language = about(text, "excerpt.txt").language
    figures = read_rules(Document("excerpt.txt", "", text, "utf-8", language)).figures
    found = [figure for figure in figures if wanted in (figure.value, figure.low, figure.high)]
    found = [figure for figure in found if figure.value == wanted] or found
    rows = {"right figure": Tally(bool(found), 1, 1)}
    if found or _is_stated(wanted, text):
        rows["right figure if stated"] = Tally(bool(found), 1, 1)
    rows["right figure or sum"] = Tally(bool(found) or _is_sum(wanted, figures), 1, 1)
    if found:
        rows["unit"] = Tally(any(_unit(f) == record["Reporting unit"] for f in found), 1, 1)
        if record["Specific location"]:
            rows["place"] = Tally(any(_there(f, record) for f in found), 1, 1)
    return rows


def _is_stated(wanted: float, text: str) -> bool:
    """Whether the figure stands in the text in digits; some are sums, and some are slips."""
    return f"{wanted:.0f}" in _RUN.findall(_GROUPS.sub("", text))


def _unit(figure: Figure) -> str:
    words = (figure.population or "").lower().split()
    return "Households" if figure.unit == "household" or _HOMES & set(words) else "People"


def _there(figure: Figure, record: Record) -> bool:
    place, where = (figure.place or "").lower(), record["Specific location"].lower()
    return bool(place) and (place in where or where in place)


def _is_sum(wanted: float, figures: Sequence[Figure]) -> bool:
    values = [figure.value for figure in figures if figure.value is not None][:_MOST]
    return any(
        sum(some) == wanted for n in range(2, _ADDENDS + 1) for some in combinations(values, n)
    )
