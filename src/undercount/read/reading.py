"""One document, from file to figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

from undercount.ledger.records import Claim, Derived, Figure, Quote, Reading, Rejected
from undercount.read.documents.document import Document
from undercount.read.documents.kinds import TEXT_SUFFIXES
from undercount.read.documents.limits import LIMITS, Limits
from undercount.read.documents.load import allowed, check, load_here, named
from undercount.read.documents.worker import guarded
from undercount.read.fields.claims import claim_of
from undercount.read.fields.derived import derived
from undercount.read.fields.figures import Figures
from undercount.read.fields.tables import table_figures, tables
from undercount.read.lexicon import lexicon
from undercount.read.numbers.candidates import candidates
from undercount.read.numbers.leftovers import leftovers
from undercount.read.numbers.traps import traps
from undercount.read.voices.carried import carried
from undercount.read.voices.classes import issuer_class
from undercount.read.voices.interview import interview
from undercount.read.voices.parser import Parser
from undercount.read.voices.passages import passages
from undercount.read.voices.posts import posts
from undercount.read.voices.voice import Voice
from undercount.read.voices.voices import Voices
from undercount.read.words.blocks import blocks
from undercount.read.words.tokens import Token, Tokens

_BARE = 60  # tokens; a line of figures from a text table is shorter
_HEAD = 600  # code points of the head that tell who issued the document


def read_document(
    path: str | Path,
    root: str | Path | None = None,
    limits: Limits = LIMITS,
    *,
    nlp: bool = False,
    model: bool = True,
) -> Reading:
    """Everything said in one file: figures, rejected numbers, quotes, posts, claims.

    A small plain text is read here; everything else in a process of its own, which is started once
    and kept, so that a hostile file cannot hold or break this one.

    Args:
        path: a file of a kind that `load` knows; relative to `root` where that is given.
        root: the project's folder.
        limits: what it may cost.
        nlp: let spaCy find speakers that the rules miss (the extra `nlp`); much slower.
        model: let the trained network decide the fields: oftener right than the rules, and slower.

    Raises:
        MissingFileError: there is no such file.
        InputError: the file cannot be read as a document, or spaCy is wanted and not installed;
            the message says what to do.
    """
    file, name = named(path, root)
    size = check(file, name, limits)
    if file.suffix.lower() in TEXT_SUFFIXES and size <= limits.in_process:
        return read_here(path, root, limits, nlp, model)
    time = allowed(path, root, limits.for_network() if model else limits)
    return guarded(time, name, read_here, path, root, limits, nlp, model)


def read_here(
    path: str | Path, root: str | Path | None, limits: Limits, nlp: bool, model: bool
) -> Reading:
    """`read_document` in this process, whatever the file does to it."""
    parser = _parser() if nlp else None
    return read_text(load_here(path, root, limits), parser, model=model)


@cache
def _parser() -> Parser:
    from undercount.read.nlp import spacy_backend

    return spacy_backend.load()


def read_text(document: Document, parser: Parser | None = None, *, model: bool = True) -> Reading:
    """The same for a document already loaded."""
    reading = read_rules(document, parser)
    if not model:
        return reading
    from undercount.read.model.decide import decide

    return decide(reading)


def read_rules(document: Document, parser: Parser | None = None) -> Reading:
    """What the rules alone read: they find the numbers, and propose every field of them."""
    words = lexicon(document.language)
    text = document.text
    shapes = traps(text, document.language)
    cut = blocks(text)
    embedded = posts(text, cut, document.language)
    issuer = Voice(None, issuer_class(text[:_HEAD], document.outlet, words))
    voices = Voices(text, words, issuer, document.outlet, embedded, parser)
    who, answers = interview(text, cut, words)
    if who is not None:
        voices.answers = dict.fromkeys(answers, Voice(who.name, who.cls, at=who.at))
    tokens_of = Tokens(text)
    builder = Figures(document, words, voices, shapes, tokens_of)
    figures: list[Figure] = []
    rejected: list[Rejected] = list(shapes)
    quotes: list[Quote] = []
    claims: list[Claim] = []
    implied: list[Derived] = []
    in_tables: set[int] = set()
    for table, first, last in tables(text, cut):
        in_tables.update(range(first, last))
        found, refused = table_figures(table, document, shapes, words, issuer)
        figures += found
        rejected += refused
    for index, block in enumerate(cut):
        if index in in_tables:
            continue
        voices.open_block(block)
        builder.open_block(block, cut[index - 1] if index else None)
        before: Figure | None = None
        earlier: list[Figure] = []
        for passage in passages(tokens_of, block, words):
            quotes += voices.enter(passage, block)
            for start, end in passage.sentences:
                tokens = passage.tokens_in(start, end)
                if _is_bare(tokens):
                    continue
                numbers = candidates(text, tokens, shapes, words)
                rejected += numbers.rejected
                here = builder.read(passage, start, end, numbers.kept)
                if numbers.margin is not None and (here or before):
                    # The margin is stated of the last figure, here or in the sentence before.
                    stated = here if here else figures
                    if not numbers.share or stated[-1].kind == "percent":
                        stated[-1] = _with_margin(stated[-1], numbers.margin)
                figures += here
                implied += derived(text, here, earlier, document.language)
                earlier = here or earlier
                denied = any(
                    a.kind == "deny" and start <= a.cue_start < end for a in passage.attributions
                )
                claim = claim_of(
                    text, start, end, tokens, here, before, words, passage.words, denied=denied
                )
                if claim is not None:
                    claims.append(claim)
                before = here[-1] if here else before
    held = [(figure.start or 0, figure.end or 0) for figure in figures]
    rejected += leftovers(text, held + [(trap.start, trap.end) for trap in rejected])
    return Reading(
        document=document.path, sha256=document.sha256, text=text, encoding=document.encoding,
        language=document.language, published=document.published, outlet=document.outlet,
        title=document.title, cautions=document.cautions,
        figures=tuple(sorted(figures, key=_start)),
        rejected=tuple(sorted(rejected, key=_start)),
        quotes=tuple(carried(text, _once(quotes))), posts=tuple(embedded), claims=tuple(claims),
        pages=document.pages,
        derived=tuple(implied),
    )  # fmt: skip


def _once(quotes: Sequence[Quote]) -> list[Quote]:
    """Two reporting verbs may lead to one clause: "who asked not to be named said that ...".

    The ledger keeps one statement of a kind a place: the first verb's.
    """
    first: dict[tuple[bool, int], Quote] = {}
    for quote in quotes:
        first.setdefault((quote.direct, quote.start), quote)
    return list(first.values())


def _is_bare(tokens: Sequence[Token]) -> bool:
    """A long row of numbers without one word, as in a page of digits, counts nobody."""
    return len(tokens) > _BARE and not any(token.kind == "word" for token in tokens)


def _with_margin(figure: Figure, margin: float) -> Figure:
    if figure.value is None:
        return figure
    return replace(figure, low=max(figure.value - margin, 0), high=figure.value + margin)


def _start(item: Figure | Rejected) -> int:
    return item.start or 0
