"""What follows from a correction by the reader's own rules: words become numbers, days, kinds.

Who selects "almost 7,000" as the number corrects five fields at once; whatever else she sets
herself goes before what would follow.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from undercount.errors import InputError, Problem
from undercount.ledger.corrections import DAYS, VERBATIM, apply, texts, wrong
from undercount.ledger.records import Figure
from undercount.read.endpoint.standing import Standing, standing
from undercount.read.fields.counted import unit_of
from undercount.read.lexicon import Lexicon, lexicon
from undercount.read.times.days import dated
from undercount.read.voices.classes import class_of
from undercount.read.words.tokens import tokenize
from undercount.units import Quantifier, hedge_interval
from undercount.visible import in_place

_ALL: Final = 2**31 - 1
_SELECT: Final = "Select the number, with its words of caution"


@dataclass(frozen=True, slots=True)
class Around:
    """What a correction is read by.

    Attributes:
        words: the document's text between two code points.
        language: of the document.
        published: day of publication, or None.
    """

    words: Callable[[int, int], str]
    language: str
    published: date | None


def completed(
    figure: Figure, changes: Mapping[str, Any], around: Around, before: Mapping[str, Any]
) -> dict[str, Any]:
    """Everything that a person's figure says otherwise than the machine's.

    Args:
        figure: as it was read.
        changes: what the person says, by field. None or "" empties a field; words come with their
            span, or as they stand in the document: the nearest such words are meant then.
        around: the figure's document.
        before: what the same person changed before and still holds; the new comes on top. Words
            of it that have moved are sought where they stand now.

    Returns:
        Changes for the ledger; empty where all is as it was read.

    Raises:
        InputError: words that the document does not say, or a number that is none.
    """
    given = {name: _placed(name, value, figure, around) for name, value in changes.items()}
    before = {name: _placed(name, value, figure, around) for name, value in before.items()}
    problems = [
        problem
        for name, value in {**before, **given}.items()
        for problem in (
            [_unsaid(name, value)]
            if name in VERBATIM and isinstance(value, str)
            else wrong(name, value, figure, around.words)
        )
    ]
    if problems:
        raise InputError(problems)
    if given.get("surface"):
        # The number is cut down to itself: its hedge is a field of its own.
        found = _number(given["surface"], figure, around)
        given["surface"] = _words(around, found.number.start, found.number.end)
        given = {**_of_number(found, figure, around), **given}
    left = apply(figure, {**before, **given})
    fresh = {
        name: value
        for name, value in given.items()
        if name in before or not _as_read(figure, name, value)
    }
    told = {**before, **_implied(left, fresh, around), **given}
    return {name: value for name, value in told.items() if not _as_read(figure, name, value)}


def _placed(name: str, value: Any, figure: Figure, around: Around) -> Any:
    """A change with the span of its words, as the document has them."""
    if value == "":
        return None
    if name not in VERBATIM:
        return value
    match value:
        case str():
            if value == getattr(figure, name) and name in figure.spans:
                start, end = figure.spans[name]
                return _words(around, start, end)
            return _nearest(value, figure, around, inside=name == "surface")
        case {"text": str(text), "start": None}:
            return _nearest(text, figure, around, inside=name == "surface")
        case {"text": str(text), "start": int(start), "end": int(end)}:
            said = around.words(start, end) if 0 <= start < end <= _ALL else ""
            # What would act unseen on a screen was shown as a sign: the words are the document's.
            return {**value, "text": said if in_place(said) == text else text}
    return value


def _nearest(said: str, figure: Figure, around: Around, *, inside: bool) -> dict[str, Any] | str:
    """Words with the span where they stand nearest to a figure; bare if they stand nowhere."""
    first, last = (figure.sentence_start or 0, figure.sentence_end or 0) if inside else (0, _ALL)
    text = around.words(first, last)
    near = (figure.start or 0) - first
    places = (text.rfind(said, 0, near), text.find(said, max(0, near - len(said))))
    found = [first + at for at in places if at >= 0]
    if not found:
        return said
    start = min(found, key=lambda at: abs(at - near - first))
    return {"text": said, "start": start, "end": start + len(said)}


def _unsaid(name: str, said: str) -> Problem:
    where = "figure's sentence" if name == "surface" else "document"
    return Problem(f'the {where} does not say "{said}"', column=name, hint="Copy its own words")


def _implied(left: Figure, given: Mapping[str, Any], around: Around) -> dict[str, Any]:
    """What follows from the fields that were given; a field that says nothing implies nothing."""
    words = lexicon(around.language)
    told: dict[str, Any] = {}
    if given.get("surface"):
        pass  # told by its own words
    elif "hedge" in given:
        told |= _of_hedge(left, given["hedge"], words)
    elif {"value", "quantifier"} & given.keys():
        told |= _of_value(left)
    if given.get("claimant"):
        told["claimant_class"] = class_of(texts(given)["claimant"], words)
    if given.get("population"):
        tokens = tokenize(texts(given)["population"])
        if unit := next((unit for one in tokens if (unit := unit_of(one.low, words))), None):
            told["unit"] = unit
    if "period" in given:
        when = dated(texts(given)["period"], around.language, around.published)
        told |= {
            "period_start": when.first and when.first.isoformat(),
            "period_end": when.last and when.last.isoformat(),
            "period_accuracy": when.accuracy, "period_anchor": when.anchor,
        }  # fmt: skip
    return told


def _number(span: Mapping[str, Any], figure: Figure, around: Around) -> Standing:
    """The one number in a selection, as it stands in its sentence or else by itself."""
    first, last = figure.sentence_start or 0, figure.sentence_end or 0
    start, end = int(span["start"]), int(span["end"])
    words = lexicon(around.language)
    inside = []
    # Beside its words first: "7,000" after "almost" is almost 7,000.
    for begin, stop in ((first, last), (start, end)):
        text = around.words(begin, stop)
        inside = [
            found
            for found in standing(text, 0, len(text), [], words)
            if start <= begin + found.number.start and begin + found.number.end <= end
        ]
        if inside:
            break
    if len(inside) != 1:
        what = "holds no number" if not inside else f"holds {len(inside)} numbers"
        raise InputError(Problem(f'"{span["text"]}" {what}', column="surface", hint=_SELECT))
    return _moved(inside[0], begin)


def _moved(found: Standing, by: int) -> Standing:
    number, hedged = found.number, found.hedged
    span = (hedged.start, hedged.end)
    return Standing(
        number._replace(start=number.start + by, end=number.end + by),
        replace(hedged, start=_plus(span[0], by), end=_plus(span[1], by)),
        found.why,
    )


def _plus(at: int | None, by: int) -> int | None:
    return None if at is None else at + by


def _of_number(found: Standing, left: Figure, around: Around) -> dict[str, Any]:
    number, hedged = found.number, found.hedged
    kind: str = "count" if number.form == "scalar" else number.form
    hedge = None
    if hedged.start is not None and hedged.end is not None:
        hedge = _words(around, hedged.start, hedged.end)
    return {
        "value": number.value, "low": hedged.low, "high": hedged.high,
        "quantifier": hedged.quantifier, "hedge": hedge,
        # So many a week is a rate, however the number is written.
        "kind": left.kind if kind == "count" and left.kind == "rate" else kind,
    }  # fmt: skip


def _of_hedge(left: Figure, hedge: Mapping[str, Any] | None, words: Lexicon) -> dict[str, Any]:
    """What a number says with other words of caution, or with none."""
    if left.value is None:
        return {}
    said = [left.surface]
    if hedge is not None:
        said = [f"{hedge['text']} {left.surface}", f"{left.surface} {hedge['text']}"]
    for text in said:
        found = standing(text, 0, len(text), [], words)
        if len(found) == 1 and (hedge is None or found[0].hedged.start is not None):
            hedged = found[0].hedged
            if found[0].number.value != left.value:  # a person has typed another number
                meant = replace(left, quantifier=hedged.quantifier)
                return {"quantifier": hedged.quantifier, **_of_value(meant)}
            return {"quantifier": hedged.quantifier, "low": hedged.low, "high": hedged.high}
    return {}  # words of caution that the reader does not know: the person says what they mean


def _of_value(left: Figure) -> dict[str, Any]:
    """The interval that a number typed in is read as."""
    if left.value is None or left.quantifier in ("range", "vague"):
        return {}
    whole = left.kind == "count" and float(left.value).is_integer()
    quantifier: Quantifier = left.quantifier
    low, high = hedge_interval(quantifier, left.value, whole=whole)
    return {"low": round(low, 4), "high": round(high, 4)}


def _words(around: Around, start: int, end: int) -> dict[str, Any]:
    return {"text": around.words(start, end), "start": start, "end": end}


def _as_read(figure: Figure, name: str, value: Any) -> bool:
    """Whether a field says what the machine read in the same words."""
    read = getattr(figure, name, ...)
    if name in DAYS and isinstance(read, date):
        read = read.isoformat()
    if not isinstance(value, Mapping):
        return bool(read == value)
    at = (figure.start, figure.end) if name == "surface" else figure.spans.get(name)
    return bool(read == value.get("text")) and at in (None, (value.get("start"), value.get("end")))
