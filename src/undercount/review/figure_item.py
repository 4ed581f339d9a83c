"""One figure as the screen shows it: JSON values only."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any, Final

from undercount.ledger import Entry, Figure, Judgement, SourceDocument
from undercount.ledger.corrections import DAYS, NUMBERS, VERBATIM, WORDS, apply
from undercount.project import digest
from undercount.read.abstain import left_open
from undercount.report.words import number
from undercount.review.paragraph import around
from undercount.review.people import version_of
from undercount.visible import in_place

# The first nine have a key of their own on the screen.
LABELS: Final = {
    "surface": "number as written", "hedge": "words of caution", "population": "of whom",
    "claimant": "who says", "place": "where", "period": "when", "measure": "stock or flow",
    "quantity": "question it speaks to", "unit": "unit", "quantifier": "meant as",
    "value": "number", "low": "at least", "high": "at most", "kind": "kind of number",
    "status": "asserted or not", "claimant_class": "kind of source", "artefact": "report behind it",
    "relay": "passed on by", "directness": "how it is said", "place_role": "at, from, to or via",
    "period_start": "first day", "period_end": "last day", "period_accuracy": "how exact the days",
    "period_anchor": "what dates it", "detection": "counted or estimated",
}  # fmt: skip
_REQUIRED: Final = {"surface", *WORDS} - {"place_role"}
_KINDS: Final = {
    **dict.fromkeys(VERBATIM, "text"), **dict.fromkeys(WORDS, "choice"),
    **dict.fromkeys(NUMBERS, "number"), **dict.fromkeys(DAYS, "day"), "quantity": "name",
}  # fmt: skip
_UNITS: Final = {
    "person": "people", "household": "households", "attempt": "attempts", "event": "events",
    "case": "cases", "vehicle": "vehicles", "boat": "boats", "place_capacity": "places",
}  # fmt: skip
_STATUSES: Final = {
    "asserted": "", "denied": "denied", "hypothetical": "not said to be so",
    "target": "what is aimed at",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Shown:
    """What an item is made of.

    Attributes:
        entry: as it was read; nobody's correction is in it.
        quantity: the question it speaks to as it was read, by its canonical name, or None.
        document: the one it stands in.
        words: its text between two code points.
        within: figures read between two code points: id, start, end.
        questions: quantities to choose from, each with its title, or its name in words.
        mine: what whoever looks holds of it, or None.
        versions: of all people, where they may be shown.
        lapsed: what was decided before and no longer holds, or None.
        used_in: names of the series that use it.
        speaks_to: names of the series that would take it once it is accepted.
        beside: other figures, as the screen shows them.
    """

    entry: Entry
    quantity: str | None
    document: SourceDocument
    words: Callable[[int, int], str]
    within: Callable[[int, int], list[tuple[str, int, int]]]
    questions: Mapping[str, str]
    mine: Judgement | None = None
    versions: tuple[Judgement, ...] = ()
    lapsed: Judgement | None = None
    used_in: Sequence[str] = ()
    speaks_to: Sequence[str] = ()
    beside: Sequence[dict[str, Any]] = ()

    @property
    def read(self) -> Figure:
        """The figure as it was read, with the question it speaks to."""
        return replace(self.entry.figure, quantity=self.quantity)

    @property
    def version(self) -> str:
        """A digest of what is decided on; others' decisions are not in it."""
        return digest(asdict(self.read), self.entry.sentence)[:16]


def make_item(shown: Shown) -> dict[str, Any]:
    """See the contract of `Queue.items`.

    Whoever has corrected the figure sees her own in "value"; "read" is what the machine has.
    """
    read, document = shown.read, shown.document
    figure = apply(read, shown.mine.changes) if shown.mine and shown.mine.changes else read
    sentence = (figure.sentence_start or 0, figure.sentence_end or 0)
    spans = dict(figure.spans)
    if figure.start is not None and figure.end is not None:
        spans["surface"] = (figure.start, figure.end)
    start, end = around(shown.words, sentence, spans.values())
    return {
        "id": shown.entry.id,
        "version": shown.version,
        "document": {
            "path": document.path, "title": _plain(document.title),
            "outlet": _plain(document.outlet), "published": _plain(document.published),
            "language": document.language, "pages": list(document.pages),
        },
        "text": in_place(shown.words(start, end)),
        "text_start": start,
        "sentence": list(sentence),
        "others": [
            {"id": name, "span": [first, last]}
            for name, first, last in shown.within(start, end)
            if name != shown.entry.id
        ],
        "spans": {name: list(at) for name, at in spans.items()},
        "fields": [_field(name, figure, read, spans, shown.questions) for name in LABELS],
        "read_as": read_as(figure),
        "used_in": list(shown.used_in),
        "speaks_to": list(shown.speaks_to),
        "beside": list(shown.beside),
        "versions": [held_of(version) for version in shown.versions],
        "lapsed": shown.lapsed and held_of(shown.lapsed),
    }  # fmt: skip


def _field(
    name: str, figure: Figure, read: Figure, spans: dict[str, Any], questions: Mapping[str, str]
) -> dict[str, Any]:
    choices = WORDS.get(name, [*questions] if name == "quantity" else None)
    return {
        "name": name, "label": LABELS[name], "kind": _KINDS[name],
        "value": _plain(getattr(figure, name)), "read": _plain(getattr(read, name)),
        "span": list(spans[name]) if name in spans else None,
        "choices": None if choices is None else list(choices),
        "titles": dict(questions) if name == "quantity" else None,
        "optional": name not in _REQUIRED, "confidence": figure.confidences.get(name),
        "left_open": name in left_open(figure),
    }  # fmt: skip


def held_of(judgement: Judgement) -> dict[str, Any]:
    """What one person holds of a figure."""
    return version_of(judgement, judgement.id, judgement.changes)


def beside_of(entry: Entry, why: str, text: str) -> dict[str, Any]:
    """Another figure as it stands beside one; its decisions are left out, for some read blind."""
    figure = entry.figure
    said = entry.sentence
    offset = entry.offset
    if said is None:  # typed by hand: the number and of whom it was said
        said, offset = f"{figure.surface} {figure.population or _unit(figure)}", 0
    return {
        "id": entry.id, "who": _plain(figure.source or figure.claimant),
        "surface": in_place(figure.surface), "sentence": in_place(said), "offset": offset,
        "document": _plain(entry.title or figure.publisher or figure.document),
        "published": _plain(entry.published), "why": why, "text": in_place(text),
    }  # fmt: skip


def _plain(value: object) -> object:
    if isinstance(value, str):
        return in_place(value)
    return value.isoformat() if isinstance(value, date) else value


def _unit(figure: Figure) -> str:
    return _UNITS.get(figure.unit, "of another unit")


def read_as(figure: Figure) -> str:
    """What the words allow, in words.

    >>> read_as(Figure(surface="7,000", value=7000, low=6300, high=6999, quantifier="almost"))
    '6,300 to 6,999 people'
    """
    low, high = figure.low, figure.high
    if low is None or high is None:
        return "no number"
    ends = number(low) if low == high else f"{number(low)} to {number(high)}"
    of = "%" if figure.kind == "percent" else f" {_unit(figure)}"
    of = " times" if figure.kind in ("ratio", "change") else of
    status = _STATUSES[figure.status]
    return f"{ends}{of}, {status}" if status else f"{ends}{of}"
