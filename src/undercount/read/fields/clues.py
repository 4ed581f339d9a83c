"""What the reader knows of how it came to a figure: clues to how sure each field is."""

from __future__ import annotations

from typing import Final, NamedTuple

from undercount.ledger.records import Figure
from undercount.read.fields.counted import unit_of
from undercount.read.fields.counted_phrases import Counted, end_of
from undercount.read.fields.setting import Setting
from undercount.read.numbers.number import Number
from undercount.read.words.phrases import low
from undercount.units import ClaimantClass, Detection, Measure, Quantifier, Status, Unit

_LONG: Final = 3  # words of a phrase that is seldom quite right
_FAR: Final = 12  # words of a sentence that says one thing


class Facts(NamedTuple):
    """Fields of a figure that tell how sure it is; names as in `Figure`."""

    unit: Unit
    measure: Measure
    status: Status
    claimant: str | None
    claimant_class: ClaimantClass
    artefact: str | None
    place: str | None
    quantifier: Quantifier
    detection: Detection


def clues_of(
    figure: Facts, number: Number, noun: Counted, setting: Setting, *, claimed: str, placed: str,
    timed: str, alone: bool,
) -> list[str]:  # fmt: skip
    """Clues to how sure a figure is; each is a few plain words, the same for every document.

    Args:
        figure: what was read of the figure.
        number: its number.
        noun: what it counts, with how that was found.
        setting: where it stands.
        claimed: how its claimant was found.
        placed: where its place was found.
        timed: where its period was found.
        alone: whether it is the only figure of its sentence.
    """
    lexicon, tokens = setting.lexicon, setting.tokens
    last = end_of(number, noun)
    words = (noun.phrase or "").lower().split()
    behind = setting.behind.form.removeprefix("who ").removeprefix("number ")
    before = setting.before.form
    found = [
        f"noun {noun.how}", f"noun {noun.how} {number.form}", f"form {number.form}",
        f"noun unit {noun.unit != 'other'}", f"noun words {min(len(words), _LONG)}",
        f"noun ends {follower(setting, last)}", f"unit {figure.unit}",
        f"measure {figure.measure}", f"measure {figure.measure} behind {behind}",
        f"measure {figure.measure} before {before}", f"behind {behind}", f"before {before}",
        f"measure {figure.measure} timed {timed}", f"status {figure.status}",
        f"claimed {claimed}", f"claimed {claimed} {figure.claimant is not None}",
        f"placed {placed}", f"timed {timed}", f"alone {alone}", f"hedge {figure.quantifier}",
        f"class {figure.claimant_class}", f"detection {figure.detection}",
        f"artefact {figure.artefact is not None}",
        f"place words {len((figure.place or '').split())}",
        f"long {len(tokens) > 2 * _FAR}", f"first {number.first < 4}",
    ]  # fmt: skip
    if noun.phrase and not noun.phrase[:1].islower():
        found.append("noun capital")
    if words and unit_of(words[-1], lexicon) is None:
        found.append("noun head unknown")
    return found


def table_clues(figure: Figure) -> list[str]:
    """The same for a figure of a table's cell."""
    return [
        "table", f"table measure {figure.measure}", f"table unit {figure.unit != 'other'}",
        f"table period {figure.period is not None}", f"table place {figure.place is not None}",
    ]  # fmt: skip


def follower(setting: Setting, i: int) -> str:
    """What sort of word stands at `i`, behind what is counted."""
    tokens, lexicon = setting.tokens, setting.lexicon
    word = low(tokens, i)
    if not word or word in (".", "!", "?"):
        return "end"
    if tokens[i].kind != "word":
        return "mark"
    if word in ("who", "that", "which", "qui", "que"):
        return "relative"
    if word in lexicon.words("place.prepositions"):
        return "preposition"
    if word in lexicon.words("nouns.closed"):
        return "closed"
    if word in lexicon.words("nouns.verbs"):
        return "verb"
    return "word"
