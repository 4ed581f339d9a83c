"""Tables: figures by row and column, told by their headers, their caption and their source line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from undercount.ledger.records import Figure, Rejected
from undercount.read.documents.document import Document
from undercount.read.fields.clues import table_clues
from undercount.read.fields.confidence import with_confidence
from undercount.read.fields.counted import unit_of
from undercount.read.lexicon import Lexicon
from undercount.read.numbers.candidates import candidates
from undercount.read.places.sites import places
from undercount.read.times.days import days_of
from undercount.read.times.periods import periods
from undercount.read.voices.classes import class_of
from undercount.read.voices.voices import Voice
from undercount.read.words.blocks import Block
from undercount.read.words.phrases import phrase_after, phrase_before
from undercount.read.words.source import source_of
from undercount.read.words.tokens import tokenize
from undercount.units import Detection, Measure, Unit

_SOURCE: Final = re.compile(r"\s*(?:Sources?|Data|Données)\s?:\s*(?P<name>[^.;\n(]{2,120})")
_BY: Final = re.compile(r"\s(?:by|per|par|in|at|on|en|à|dans|au|aux)\s|,|:|\(")
_OF: Final = re.compile(r"\s(?:of|des|du|de los|de las)\s")
_TOTAL: Final = frozenset(["total", "all", "overall", "ensemble", "sum", "totals"])
_TIME_HEADS: Final = frozenset(
    ["year", "month", "date", "period", "week", "day", "quarter", "année", "mois", "période", "an"]
)
_GROUPS: Final = frozenset(
    [
        "nationality",
        "nationalities",
        "group",
        "groups",
        "category",
        "sex",
        "gender",
        "age",
        "status",
        "profile",
        "origin",
        "nationalité",
        "groupe",
        "catégorie",
        "sexe",
        "âge",
        "statut",
        "origine",
        "nacionalidad",
        "grupo",
        "sexo",
        "edad",
        "categoría",
    ]
)
_BY_GROUP: Final = re.compile(rf"\b(?:by|per|par|por)\s+(?:{'|'.join(sorted(_GROUPS))})\b")
_HEADERS: Final = 3
_COUNTERS: Final = ("police", "staff")
_ARTICLES: Final = frozenset(["the", "le", "la", "les"])
_CAPTION: Final = 160


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: `text[start:end]`, trimmed."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells with what stands above and below them.

    Attributes:
        rows: cells by row, the header first.
        caption: what the table counts, or None.
        source: who is named below or above it, or None.
    """

    rows: tuple[tuple[Cell, ...], ...]
    caption: str | None
    source: str | None


def tables(text: str, blocks: Sequence[Block]) -> Iterator[tuple[Table, int, int]]:
    """Tables of the text, each with the indices of its first block and one past its last."""
    i = 0
    while i < len(blocks):
        if blocks[i].kind != "row":
            i += 1
            continue
        j = i
        while j < len(blocks) and blocks[j].kind == "row":
            j += 1
        rows = tuple(tuple(_cells(text, block)) for block in blocks[i:j])
        above = text[blocks[i - 1].start : blocks[i - 1].end] if i else ""
        below = text[blocks[j].start : blocks[j].end] if j < len(blocks) else ""
        named = _SOURCE.match(below) or _SOURCE.match(above)
        caption = above if 0 < len(above) < _CAPTION and not above.endswith(".") else None
        yield Table(rows, caption, named["name"].strip() if named else None), i, j
        i = j


def _cells(text: str, block: Block) -> Iterator[Cell]:
    at = block.start
    for piece in text[block.start : block.end].split("\t"):
        left = len(piece) - len(piece.lstrip())
        yield Cell(at + left, at + max(left, len(piece.rstrip())))
        at += len(piece) + 1


def table_figures(
    table: Table, document: Document, traps: Sequence[Rejected], lexicon: Lexicon, issuer: Voice
) -> tuple[list[Figure], list[Rejected]]:
    """Figures and rejected numbers of one table."""
    text = document.text
    figures: list[Figure] = []
    rejected: list[Rejected] = []
    headers = _headers(text, table, lexicon)
    source = _source(table, lexicon) or issuer
    captioned = _caption_source(table.caption, lexicon) if table.caption else None
    for r, row in enumerate(table.rows):
        for c, cell in enumerate(row):
            tokens = tokenize(text, cell.start, cell.end)
            if not tokens:
                continue
            numbers = candidates(text, tokens, traps, lexicon)
            rejected += numbers.rejected
            if not numbers.kept or r < len(headers) or (c == 0 and len(row) > 1):
                continue
            above = [text[head[c].start : head[c].end] for head in headers if c < len(head)]
            aside = text[row[0].start : row[0].end] if c else ""
            corner = text[headers[-1][0].start : headers[-1][0].end] if headers else ""
            voices = [_head_source(head, lexicon) for head in (*above, aside)]
            voice = next((one for one in voices if one is not None), None) or captioned or source
            told = _told(above, aside, corner, table.caption or "", document, lexicon)
            for candidate in numbers.kept:
                number, hedged = candidate.number, candidate.hedged
                first, last = days_of(told.period, document.language, document.published)
                detection: Detection = (
                    "detected"
                    if source.cls not in ("journalist", "unknown", "private")
                    else "unknown"
                )
                figure = Figure(
                    surface=text[number.start : number.end], value=number.value, low=hedged.low,
                    high=hedged.high, kind="count" if number.form == "scalar" else number.form,
                    quantifier=hedged.quantifier,
                    hedge=None if hedged.start is None else text[hedged.start : hedged.end],
                    unit=told.unit, population=told.population, measure=told.measure,
                    claimant=voice.name, claimant_class=voice.cls, artefact=voice.artefact,
                    place=told.place,
                    period=told.period, detection=detection, document=document.path,
                    start=number.start, end=number.end, sentence_start=row[0].start,
                    sentence_end=row[-1].end, origin="table", period_start=first, period_end=last,
                    publisher=document.outlet, title=document.title,
                )  # fmt: skip
                figures.append(with_confidence(figure, table_clues(figure)))
    return figures, rejected


@dataclass(frozen=True, slots=True)
class _Told:
    population: str | None
    unit: Unit
    measure: Measure
    place: str | None
    period: str | None


def _headers(text: str, table: Table, lexicon: Lexicon) -> tuple[tuple[Cell, ...], ...]:
    """The rows that head the columns: none, one, or places above years."""
    rows = 0
    while rows < min(_HEADERS, len(table.rows) - 1) and _is_header(text, table.rows[rows]):
        rows += 1
    return table.rows[:rows]


def _told(
    above: Sequence[str],
    aside: str,
    corner: str,
    caption: str,
    document: Document,
    lexicon: Lexicon,
) -> _Told:
    """What headers and caption say: one names the time, another the place or the kind."""
    period, place, population = None, None, None
    for head, kind in (*((head, "") for head in above), (aside, corner)):
        if not head or head.lower() in _TOTAL:
            continue
        if kind.lower() in _TIME_HEADS or _is_time(head, document.language):
            period = head
        elif (
            kind.lower() in _GROUPS
            or (head == aside and _by_group(caption))
            or (_counted(head, lexicon) is not None and population is None)
        ):
            population = head
        elif _head_source(head, lexicon) is None and (head == aside or len(above) > 1):
            place = head
    if period is None:
        spans = periods(caption, document.language, 0, len(caption))
        period = caption[spans[0].start : spans[0].end] if spans else None
    if place is None:
        sites = places(caption, tokenize(caption), lexicon, ())
        place = caption[sites[0].start : sites[0].end] if sites else None
    pieces = _OF.split(_BY.split(caption, maxsplit=1)[0].strip(), maxsplit=1)
    number_of = pieces[0].lower() in lexicon.words("nouns.totals")
    counted = (pieces[-1] if number_of else pieces[0]) or None
    population = population or counted
    unit = _unit(population or "", lexicon) or _unit(caption, lexicon) or "other"
    words = (population or "").lower().split()
    if unit == "place_capacity":
        measure: Measure = "capacity"
    elif period is None or unit in ("event", "attempt") or any(
        word in lexicon.words("measure.flow_nouns") for word in words
    ):  # fmt: skip
        measure = "flow" if period is not None else "unknown"
    else:
        measure = "flow" if re.search(r"[–-]", period) else "stock"
    return _Told(population, unit, measure, place, period)


def _by_group(caption: str) -> bool:
    """Whether a caption says that its rows part people and not places: "by nationality"."""
    match = _BY_GROUP.search(caption.lower())
    return match is not None


def _is_time(head: str, language: str) -> bool:
    spans = periods(head, language, 0, len(head))
    return bool(spans) and sum(s.end - s.start for s in spans) >= 0.6 * len(head)


def _unit(words: str, lexicon: Lexicon) -> Unit | None:
    for word in reversed(re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", words.lower())):
        unit = unit_of(word, lexicon)
        if unit is not None:
            return unit
    return None


def _counted(head: str, lexicon: Lexicon) -> Unit | None:
    """What a header counts; over a column, "Harbour police" are those who count."""
    return None if head.lower().endswith(_COUNTERS) else _unit(head, lexicon)


def _is_header(text: str, row: Sequence[Cell]) -> bool:
    """A row whose cells, the first apart, are words or years and no counts."""
    inner = [text[cell.start : cell.end] for cell in row[1:]]
    counts = [cell for cell in inner if re.fullmatch(r"[\d.,\s\u00a0\u202f%]+", cell)]
    counts = [cell for cell in counts if not re.fullmatch(r"(?:19|20)\d{2}", cell.strip())]
    return len(counts) * 2 < max(len(inner), 1)


def _caption_source(caption: str, lexicon: Lexicon) -> Voice | None:
    """ "Parts of the charities' total, spring 2016" and "Beds, figures of the ministry"."""
    tokens = tokenize(caption)
    nouns = lexicon.words("reporting.artefacts")
    for last, token in enumerate(tokens, start=1):
        if token.low not in nouns:
            continue
        if last < len(tokens) and tokens[last].low in lexicon.words("reporting.by"):
            first, last = last - 1, phrase_after(tokens, last + 1, lexicon)
        else:
            first = phrase_before(tokens, last, lexicon)
            determiners = [k for k in range(first, last - 1) if tokens[k].low in _ARTICLES]
            first = determiners[-1] if determiners else first
        source = source_of(caption, tokens[first:last], lexicon)
        if source is not None and source.name is not None and source.artefact is not None:
            cls = class_of(source.name, lexicon)
            if cls not in ("unknown", "migrant"):
                return Voice(source.name, cls, source.artefact)
    return None


def _head_source(head: str, lexicon: Lexicon) -> Voice | None:
    """ "Prefecture" or "Charities' census" over a column or before a row says who counted."""
    if not head or _counted(head, lexicon) is not None:
        return None
    cls = class_of(head, lexicon)
    if cls in ("unknown", "migrant"):
        return None
    tokens = tokenize(head.split("(", 1)[0])
    source = source_of(head, tokens, lexicon)
    if source is None or source.name is None:
        return None
    return Voice(source.name, cls, source.artefact)


def _source(table: Table, lexicon: Lexicon) -> Voice | None:
    if table.source is None:
        return None
    name = re.sub(r"^(?:the|le|la|les)\s", "", table.source, flags=re.IGNORECASE)
    return Voice(name, class_of(name, lexicon))
