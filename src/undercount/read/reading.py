"""One document, from file to figures."""

from __future__ import annotations

from pathlib import Path

from undercount.ledger.records import Figure, Reading, Rejected
from undercount.read.blocks import blocks
from undercount.read.candidates import Candidate, candidates
from undercount.read.document import Document
from undercount.read.lexicon import lexicon
from undercount.read.load import load
from undercount.read.sentences import sentences
from undercount.read.tokens import tokenize
from undercount.read.traps import traps
from undercount.units import Kind

_KINDS: dict[str, Kind] = {"scalar": "count"}


def read_document(path: str | Path, root: str | Path | None = None) -> Reading:
    """Everything said in one file: figures, rejected numbers, quotes, posts, claims.

    Args:
        path: a `.txt`, `.html` or `.htm` file; relative to `root` where that is given.
        root: the project's folder.

    Raises:
        MissingFileError: there is no such file.
        InputError: the file cannot be read as a document; the message says what to do.
    """
    return read_text(load(path, root))


def read_text(document: Document) -> Reading:
    """The same for a document already loaded."""
    words = lexicon(document.language)
    text = document.text
    shapes = traps(text, document.language)
    figures: list[Figure] = []
    rejected: list[Rejected] = list(shapes)
    for block in blocks(text):
        for start, end in sentences(text, block.start, block.end):
            tokens = tokenize(text, start, end)
            found, refused = candidates(text, tokens, shapes, words)
            rejected += refused
            figures += [_figure(text, document, candidate, start, end) for candidate in found]
    return Reading(
        document=document.path, sha256=document.sha256, text=text, encoding=document.encoding,
        language=document.language, published=document.published, outlet=document.outlet,
        title=document.title, cautions=document.cautions, figures=tuple(figures),
        rejected=tuple(sorted(rejected, key=lambda trap: trap.start)),
    )  # fmt: skip


def _figure(text: str, document: Document, candidate: Candidate, start: int, end: int) -> Figure:
    number, hedged = candidate.number, candidate.hedged
    hedge = None if hedged.start is None else text[hedged.start : hedged.end]
    return Figure(
        surface=text[number.start : number.end], value=number.value, low=hedged.low,
        high=hedged.high, kind=_KINDS.get(number.form, number.form),  # type: ignore[arg-type]
        hedge=hedge, quantifier=hedged.quantifier, document=document.path,
        start=number.start, end=number.end, sentence_start=start, sentence_end=end,
    )  # fmt: skip
