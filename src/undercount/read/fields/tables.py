"""Tables: figures by row and column, told by their headers, their caption and their source line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from undercount.ledger.records import Figure, Rejected
from undercount.read.documents.document import Document
from undercount.read.fields.chain import directness_of
from undercount.read.fields.clues import table_clues
from undercount.read.fields.confidence import with_confidence
from undercount.read.fields.counted import unit_of
from undercount.read.fields.spans import at, spans_of, words
from undercount.read.lexicon import Lexicon, shared
from undercount.read.numbers.candidates import candidates
from undercount.read.numbers.number import Number
from undercount.read.places.sites import places
from undercount.read.places.toponyms import locate
from undercount.read.times.days import dated
from undercount.read.times.periods import periods
from undercount.read.voices.classes import class_of
from undercount.read.voices.voice import Voice
from undercount.read.words.blocks import Block
from undercount.read.words.phrases import phrase_after, phrase_before
from undercount.read.words.source import source_of
from undercount.read.words.tokens import tokenize
from undercount.units import Detection, Kind, Measure, Unit

_SOURCE: Final = re.compile(r"\s*(?:Sources?|Data|Données)\s?:\s*(?P<name>[^.;\n(]{2,120})")
_BY: Final = re.compile(r"\s(?:by|per|par|in|at|on|en|à|dans|au|aux)\s|,|:|\(")
_OF: Final = re.compile(r"\s(?:of|des|du|de los|de las)\s")
# "People handed over, by crossing": what was done to them is told by the measure.
_DONE: Final = re.compile(r"(?<=[a-z])\s(?:[a-z]+ed|sent|held|found|taken)(?:\s[a-z]+){0,2}$")
_WAS_DONE: Final = re.compile(r"(?:[A-Z][a-z]+ed|Sent|Flown|Taken|Found|Brought|Given)\b")
_OF_ORIGIN: Final = (" of", "origin", "origine", "origen")  # a country, where nobody is counted
_PEOPLES: Final = re.compile(r"\b[A-Z][a-z]+(?:ians|ans|ese|is)$")
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
_ARTICLE: Final = re.compile(r"(?:the|le|la|les)\s", re.IGNORECASE)
_CAPTION: Final = 160
_THINGS = shared("things.plural")


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
        caption: where it says what the table counts, or None.
        source: where it says who counted, below or above it, or None.
    """

    rows: tuple[tuple[Cell, ...], ...]
    caption: Cell | None
    source: Cell | None


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
        caption = None
        if 0 < len(above) < _CAPTION and not above.endswith("."):
            caption = Cell(blocks[i - 1].start, blocks[i - 1].end)
        source = None
        if named is not None:
            begin = named.start("name") + blocks[j if named.string is below else i - 1].start
            source = Cell(begin, begin + len(named["name"].rstrip()))
        yield Table(rows, caption, source), i, j
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
    source = _source(text, table, lexicon) or issuer
    captioned = _caption_source(text, table.caption, lexicon) if table.caption else None
    for r, row in enumerate(table.rows):
        for c, cell in enumerate(row):
            tokens = tokenize(text, cell.start, cell.end)
            if not tokens:
                continue
            numbers = candidates(text, tokens, traps, lexicon)
            rejected += numbers.rejected
            if not numbers.kept or r < len(headers) or (c == 0 and len(row) > 1):
                continue
            above = [head[c] for head in headers if c < len(head)]
            aside = row[0] if c else None
            corner = text[headers[-1][0].start : headers[-1][0].end] if headers else ""
            voices = [_head_source(text, head, lexicon) for head in (*above, aside)]
            voice = next((one for one in voices if one is not None), None) or captioned or source
            told = _told(above, aside, corner, table.caption, document, lexicon)
            period, place = words(text, told.period), words(text, told.place)
            country, region = locate(place, document.language) if place else (None, None)
            for candidate in numbers.kept:
                number, hedged = candidate.number, candidate.hedged
                days = dated(period, document.language, document.published)
                detection: Detection = (
                    "detected"
                    if source.cls not in ("journalist", "unknown", "private")
                    else "unknown"
                )
                figure = Figure(
                    surface=text[number.start : number.end], value=number.value, low=hedged.low,
                    high=hedged.high, kind=_kind(number, [words(text, head) for head in above]),
                    quantifier=hedged.quantifier, hedge=words(text, at(hedged)), unit=told.unit,
                    population=words(text, told.population), measure=told.measure,
                    claimant=voice.name, claimant_class=voice.cls, artefact=voice.artefact,
                    place=place, place_role="at" if place else None, country=country,
                    region=region, period=period, detection=detection,
                    document=document.path, start=number.start, end=number.end,
                    sentence_start=row[0].start, sentence_end=row[-1].end, origin="table",
                    period_start=days.first, period_end=days.last, period_accuracy=days.accuracy,
                    period_anchor=days.anchor, publisher=document.outlet, title=document.title,
                    directness=directness_of(voice, issuer, document.outlet),
                    spans=spans_of(
                        hedge=at(hedged), population=at(told.population), claimant=voice.at,
                        artefact=voice.artefact_at, place=at(told.place), period=at(told.period),
                    ),
                )  # fmt: skip
                figures.append(with_confidence(figure, table_clues(figure)))
    return figures, rejected


@dataclass(frozen=True, slots=True)
class _Told:
    population: Cell | None
    unit: Unit
    measure: Measure
    place: Cell | None
    period: Cell | None


def _headers(text: str, table: Table, lexicon: Lexicon) -> tuple[tuple[Cell, ...], ...]:
    """The rows that head the columns: none, one, or places above years."""
    rows = 0
    while rows < min(_HEADERS, len(table.rows) - 1) and _is_header(text, table.rows[rows]):
        rows += 1
    return table.rows[:rows]


def _told(
    above: Sequence[Cell],
    aside: Cell | None,
    corner: str,
    caption: Cell | None,
    document: Document,
    lexicon: Lexicon,
) -> _Told:
    """What headers and caption say: one names the time, another the place or the kind."""
    text, language = document.text, document.language
    about = words(text, caption) or ""
    period: Cell | None = None
    place: Cell | None = None
    population: Cell | None = None
    for cell, kind in (*((cell, "") for cell in above), (aside, corner)):
        head = words(text, cell)
        if cell is None or not head or head.lower() in _TOTAL:
            continue
        if kind.lower() in _TIME_HEADS or _is_time(head, language):
            period = cell
        elif (
            (population is None and _is_thing(head))
            or kind.lower() in _GROUPS
            or (cell is aside and _by_group(about))
            or (_counted(head, lexicon) is not None and population is None)
        ):
            population = cell
        elif _head_source(text, cell, lexicon) is None and (cell is aside or len(above) > 1):
            place = place if cell is aside and kind.lower().endswith(_OF_ORIGIN) else cell
    told_of = [words(text, cell) or "" for cell in above]
    if period is None:
        for cell in above:  # "Received 12-30 May" over a column
            for span in periods(text, language, cell.start, cell.end)[:1]:
                period = Cell(span.start, span.end)
    if caption is not None:
        if period is None:
            for span in periods(text, language, caption.start, caption.end)[:1]:
                period = Cell(span.start, span.end)
        if place is None:
            tokens = tokenize(text, caption.start, caption.end)
            for site in places(text, tokens, lexicon, ())[:1]:
                place = Cell(site.start, site.end)
        population = population or _captioned(caption, about, lexicon)
    named = words(text, population) or ""
    unit: Unit | None = _unit(named, lexicon)
    if population in above and _is_thing(named):
        unit = "other"
    unit = unit or ("person" if _PEOPLES.search(named) else None)
    unit = unit or _unit(about, lexicon) or "other"
    if unit == "place_capacity":
        measure: Measure = "capacity"
    elif period is None or unit in ("event", "attempt") or _done(about) or any(
        _WAS_DONE.match(head) for head in told_of
    ) or any(
        word in lexicon.words("measure.flow_nouns") for word in named.lower().split()
    ):  # fmt: skip
        measure = "flow" if period is not None else "unknown"
    else:
        measure = "flow" if re.search(r"[–-]", words(text, period) or "") else "stock"
    return _Told(population, unit, measure, place, period)


def _captioned(caption: Cell, about: str, lexicon: Lexicon) -> Cell | None:
    """What a caption counts, up to "by", "in" or a comma; "number of" is no part of it."""
    head = _BY.split(about, maxsplit=1)[0].rstrip()
    start, pieces = len(head) - len(head.lstrip()), _OF.split(head.strip(), maxsplit=1)
    if len(pieces) > 1 and pieces[0].lower() in lexicon.words("nouns.totals"):
        start = len(head) - len(pieces[1])
    elif len(pieces) > 1:
        head = head[: start + len(pieces[0])]
    done = _DONE.search(head)
    if done is not None and _unit(head[: done.start()], lexicon) in ("person", None):
        head = head[: done.start()]
    return Cell(caption.start + start, caption.start + len(head)) if head.strip() else None


def _done(about: str) -> bool:
    """Whether a caption tells what happened to those it counts: "People handed over"."""
    return _DONE.search(_BY.split(about, maxsplit=1)[0].rstrip()) is not None


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


def _kind(number: Number, heads: Sequence[str | None]) -> Kind:
    """A percent under "In school (%)"."""
    if number.form != "scalar":
        return number.form
    return "percent" if any("%" in (head or "") for head in heads) else "count"


def _is_thing(head: str) -> bool:
    """ "Camps", "Centres open": the column counts them and nobody in them."""
    return head.split(" ", 1)[0].lower() in _THINGS


def _counted(head: str, lexicon: Lexicon) -> Unit | None:
    """What a header counts; over a column, "Harbour police" are those who count."""
    return None if head.lower().endswith(_COUNTERS) else _unit(head, lexicon)


def _is_header(text: str, row: Sequence[Cell]) -> bool:
    """A row whose cells, the first apart, are words or years and no counts."""
    inner = [text[cell.start : cell.end] for cell in row[1:]]
    counts = [cell for cell in inner if re.fullmatch(r"[\d.,\s\u00a0\u202f%]+", cell)]
    counts = [cell for cell in counts if not re.fullmatch(r"(?:19|20)\d{2}", cell.strip())]
    return len(counts) * 2 < max(len(inner), 1)


def _caption_source(text: str, caption: Cell, lexicon: Lexicon) -> Voice | None:
    """ "Parts of the charities' total, spring 2016" and "Beds, figures of the ministry"."""
    tokens = tokenize(text, caption.start, caption.end)
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
        source = source_of(text, tokens[first:last], lexicon)
        if source is not None and source.name is not None and source.artefact is not None:
            cls = class_of(source.name, lexicon)
            if cls not in ("unknown", "migrant"):
                return Voice(source.name, cls, source.artefact, source.at, source.artefact_at)
    return None


def _head_source(text: str, cell: Cell | None, lexicon: Lexicon) -> Voice | None:
    """ "Prefecture" or "Charities' census" over a column or before a row says who counted."""
    head = words(text, cell)
    if cell is None or not head or _counted(head, lexicon) is not None:
        return None
    cls = class_of(head, lexicon)
    if cls in ("unknown", "migrant"):
        return None
    tokens = tokenize(text, cell.start, cell.start + len(head.split("(", 1)[0]))
    source = source_of(text, tokens, lexicon)
    if source is None or source.name is None:
        return None
    return Voice(source.name, cls, source.artefact, source.at, source.artefact_at)


def _source(text: str, table: Table, lexicon: Lexicon) -> Voice | None:
    if table.source is None:
        return None
    article = _ARTICLE.match(text, table.source.start, table.source.end)
    start = article.end() if article else table.source.start
    name = text[start : table.source.end]
    body, _, rest = name.partition(", ")
    if class_of(body, lexicon) != "unknown" and rest[:1].islower():  # "..., weekly bulletins"
        name = body
    return Voice(name, class_of(name, lexicon), at=(start, start + len(name)))
