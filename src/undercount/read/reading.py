"""One document, from file to figures."""

from __future__ import annotations

from pathlib import Path

from undercount.ledger.records import Figure, Quote, Reading, Rejected
from undercount.read.blocks import blocks
from undercount.read.classes import issuer_class
from undercount.read.candidates import candidates
from undercount.read.document import Document
from undercount.read.figures import Figures
from undercount.read.lexicon import lexicon
from undercount.read.load import load
from undercount.read.passages import passages
from undercount.read.posts import posts
from undercount.read.traps import traps
from undercount.read.voices import Voice, Voices

_HEAD = 600  # code points of the head that tell who issued the document


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
    cut = blocks(text)
    embedded = posts(text, cut, document.language)
    issuer = Voice(None, issuer_class(text[:_HEAD], document.outlet, words))
    voices = Voices(text, words, issuer, document.outlet, embedded)
    builder = Figures(document, words, voices)
    figures: list[Figure] = []
    rejected: list[Rejected] = list(shapes)
    quotes: list[Quote] = []
    for block in cut:
        voices.open_block(block)
        builder.open_block()
        for passage in passages(text, block, words):
            quotes += voices.enter(passage, block)
            for start, end in passage.sentences:
                tokens = passage.tokens_in(start, end)
                found, refused = candidates(text, tokens, shapes, words)
                rejected += refused
                figures += builder.read(passage, start, end, found)
    return Reading(
        document=document.path, sha256=document.sha256, text=text, encoding=document.encoding,
        language=document.language, published=document.published, outlet=document.outlet,
        title=document.title, cautions=document.cautions, figures=tuple(figures),
        rejected=tuple(sorted(rejected, key=lambda trap: trap.start)),
        quotes=tuple(quotes), posts=tuple(embedded),
    )  # fmt: skip
