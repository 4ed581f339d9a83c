"""Numbers, hedges and units against the humanitarian quantities of the ISI Foundation.

Liberatore, Kalimeri, Sever and Mejova (2024, arXiv 2408.04941). A record is `{text, frames}`; a
frame holds `quantity`, and it may hold `modifier` (the hedge) and `unit`, each with its text and
code points. Identical spans of two frames are counted once.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from undercount.read.lexicon import lexicon
from undercount.read.numbers.quantities import Quantity, quantities
from undercount.read.scoring.amounts import amounts
from undercount.read.scoring.corpus import CorpusScore, Record, add_up, records
from undercount.read.scoring.score import Tally

Span = tuple[int, int]

_SPLIT: Final = frozenset(["and", "or", "/"])  # "between 3 and 5" is annotated as two numbers
_WORD: Final = re.compile(r"\s+([a-z]+)")
_ARTICLES: Final = ("a ", "an ", "the ")


def score(path: str | Path) -> CorpusScore:
    """Read every excerpt and compare.

    Rows: a number is right where its span is the annotated one, to the character. A unit or a
    hedge is right where it stands with an annotated number and its span is the annotated one
    ("exact") or overlaps it; "spans" asks for the spans alone, whichever number they stand with.

    Raises:
        MissingFileError: there is no such file.
        InputError: it does not hold such records.
    """
    return add_up("ISI quantities", records(path), compare)


def compare(record: Record) -> dict[str, Tally]:
    """Tallies of one excerpt by row."""
    text = record["text"]
    read = {(q.start, q.end): q for q in project(text, quantities(text))}
    gold: dict[Span, dict[str, Any]] = {}
    for frame in record["frames"]:
        span = _span(frame["quantity"])
        gold[span] = gold.get(span, {}) | frame
    tallies = {"number, exact": Tally(len(gold.keys() & read.keys()), len(gold), len(read))}
    units = {span: q.unit for span, q in read.items() if q.unit is not None}
    hedges = {span: q.hedge for span, q in read.items() if q.hedge is not None}
    for name, key, ours in (("unit", "unit", units), ("hedge", "modifier", hedges)):
        said = {span: _span(frame[key]) for span, frame in gold.items() if frame.get(key)}
        tallies |= _parts(name, said, ours)
    return tallies


def _parts(name: str, said: dict[Span, Span], ours: dict[Span, Span]) -> dict[str, Tally]:
    pairs = [(said[span], ours[span]) for span in said.keys() & ours.keys()]
    overlap = sum(a[0] < b[1] and b[0] < a[1] for a, b in pairs)
    left, right = set(said.values()), set(ours.values())
    return {
        name: Tally(overlap, len(said), len(ours)),
        f"{name}, exact": Tally(sum(a == b for a, b in pairs), len(said), len(ours)),
        f"{name}, spans": Tally(len(left & right), len(left), len(right)),
    }


def project(text: str, found: Sequence[Quantity]) -> Iterator[Quantity]:
    """Our quantities as the corpus marks them.

    Money, durations, ages and measures are quantities there, days and ranks are none; "a third"
    is marked without its article, "between 3 and 5" as two numbers; "one of the" is a pronoun.
    """
    pronoun = lexicon("en").words("numbers.words.pronoun")
    for quantity in amounts(text, found, _SPLIT):
        low = quantity.surface.lower()
        following = _WORD.match(text, quantity.end)
        if low == "one" and following is not None and following[1] in pronoun:
            continue
        article = next((word for word in _ARTICLES if low.startswith(word)), "")
        start = quantity.start + len(article)
        yield replace(quantity, start=start, surface=text[start : quantity.end])


def _span(mark: Record) -> Span:
    return mark["begin"], mark["end"]
