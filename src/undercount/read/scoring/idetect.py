"""The displacement figure of each excerpt of the IDMC's IDETECT challenge: is it among those read?"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from itertools import combinations
from pathlib import Path
from typing import Any, Final

from undercount.ledger.records import Figure
from undercount.read.documents.about import about
from undercount.read.documents.document import Document
from undercount.read.reading import read_text
from undercount.read.scoring.corpus import CorpusScore
from undercount.read.scoring.score import Tally


# The corpus counts houses as households.
_HOMES: Final = frozenset(["home", "homes", "house", "houses", "housing", "casas", "viviendas"])
_GROUPS: Final = re.compile(r"(?<=\d)[ .,\u00a0](?=\d{3}(?!\d))")
_RUN: Final = re.compile(r"\d+")
_ADDENDS: Final = 3
_MOST: Final = 16  # figures of an excerpt that are added up


def score(path: str | Path) -> CorpusScore:
    rows: dict[str, Tally] = {}
    for line in Path(path).read_text(encoding="utf-8").splitlines():
        for name, tally in compare(json.loads(line)).items():
            rows[name] = rows.get(name, Tally()) + tally
    return CorpusScore("IDETECT", rows)


def compare(record: Mapping[str, Any]) -> dict[str, Tally]:
    text, wanted = record["Excerpt"], float(record["Displacement figure"])
    facts = about(text, "excerpt.txt")
    figures = read_text(Document("excerpt.txt", "", text, "utf-8", facts.language)).figures
    found = [figure for figure in figures if wanted in (figure.value, figure.low, figure.high)]
    exact = [figure for figure in found if figure.value == wanted] or found
    rows = {"right figure": Tally(bool(found), 1, 1)}
    if found or _is_stated(wanted, text):
        rows["right figure if stated"] = Tally(bool(found), 1, 1)
    rows |= {
        "right figure or sum": Tally(bool(found) or _is_sum(wanted, figures), 1, 1),
    }
    if exact:
        rows["unit"] = Tally(any(_unit(f) == record["Reporting unit"] for f in exact), 1, 1)
        if record["Specific location"]:
            rows["place"] = Tally(any(_there(f, record) for f in exact), 1, 1)
    return rows


def _is_stated(wanted: float, text: str) -> bool:
    """Whether the figure stands in the text in digits; some are sums, and some are slips."""
    return f"{wanted:.0f}" in _RUN.findall(_GROUPS.sub("", text))


def _unit(figure: Figure) -> str:
    words = (figure.population or "").lower().split()
    return "Households" if figure.unit == "household" or _HOMES & set(words) else "People"


def _there(figure: Figure, record: Mapping[str, Any]) -> bool:
    place, where = (figure.place or "").lower(), record["Specific location"].lower()
    return bool(place) and (place in where or where in place)


def _is_sum(wanted: float, figures: Sequence[Figure]) -> bool:
    values = [figure.value for figure in figures if figure.value is not None][:_MOST]
    return any(
        sum(some) == wanted for n in range(2, _ADDENDS + 1) for some in combinations(values, n)
    )
