"""The definition guard: which figures may be pooled, which are copies, and why the rest are not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from statistics import median

from undercount.ledger.aliases import fold
from undercount.ledger.entry import Entry
from undercount.reconcile.said import Said, is_zero, numeral, said, speaker
from undercount.results import Caution

_NAMED = 4
_LENGTHS_ALIKE = 1.2
_COUNTS = ("count", "range", "vague")
_MEASURES = ("stock", "flow", "unknown")
_ZERO = (
    "zero: the model works on logarithms, which have none; end the series before that day and say "
    "in words that the place was empty"
)


@dataclass(frozen=True, slots=True)
class Selection:
    """What the guard let through.

    Attributes:
        figures: figures of one definition, copies counted once, by day.
        copies: ids of entries merged into a figure that is kept.
        refused: ids of entries that may not be pooled.
        cautions: what was refused or merged, by name.
    """

    figures: tuple[Said, ...]
    copies: tuple[str, ...]
    refused: tuple[str, ...]
    cautions: tuple[Caution, ...]


def select(entries: Sequence[Entry]) -> Selection:
    """Keep figures of one unit, one measure and (for flows) one length of period; merge copies.

    The definition is that of most figures. What is refused is named in a caution, never pooled.
    """
    refused: list[tuple[str, Entry]] = []

    def keep(rows: Iterable[Entry], why: Callable[[Entry], str | None]) -> list[Entry]:
        kept = []
        for entry in rows:
            reason = why(entry)
            if reason is None:
                kept.append(entry)
            else:
                refused.append((reason, entry))
        return kept

    rows = keep(entries, _not_a_count)
    unit = _most([entry.figure.unit for entry in rows], "person")
    rows = keep(rows, lambda entry: _other(entry.figure.unit, unit, "unit"))
    known = [entry.figure.measure for entry in rows if entry.figure.measure != "unknown"]
    measure = _most(known, "stock")
    rows = keep(
        rows,
        lambda entry: (
            None
            if entry.figure.measure == "unknown"
            else _other(entry.figure.measure, measure, "measure")
        ),
    )
    rows = keep(rows, _not_usable)
    figures = _one_name_each([figure for entry in rows if (figure := said(entry))])
    if measure == "flow" and figures:
        usual = median(figure.days for figure in figures)
        odd = {f.entry.id for f in figures if not _alike(f.days, usual)}
        why = f"another length of period than about {usual:.0f} days"
        keep(rows, lambda entry: why if entry.id in odd else None)
        figures = [figure for figure in figures if figure.entry.id not in odd]
    kept, copies = _merge_copies(figures)
    undated = [figure for figure in kept if not figure.dated]
    return Selection(
        figures=tuple(sorted(kept, key=lambda f: (f.day, f.source, f.value, f.entry.id))),
        copies=tuple(copies),
        refused=tuple(entry.id for _, entry in refused),
        cautions=(*_refusals(refused), *_copy_caution(copies), *_undated(undated)),
    )


def _not_a_count(entry: Entry) -> str | None:
    figure = entry.figure
    if entry.decision == "rejected":
        return "rejected in review"
    if figure.status != "asserted":
        return f"a number that is {figure.status}, not asserted"
    if figure.kind not in _COUNTS:
        return f"a {figure.kind}, not a count"
    if figure.measure not in _MEASURES:
        return f"a {figure.measure} figure"
    return None


def _not_usable(entry: Entry) -> str | None:
    if said(entry):
        return None
    return _ZERO if is_zero(entry.figure) else "no number or no day"


def _most(words: Sequence[str], usual: str) -> str:
    counts = Counter(words)
    return max(counts, key=lambda word: (counts[word], word == usual), default=usual)


def _other(word: str, wanted: str, what: str) -> str | None:
    return None if word == wanted else f"{what} {word}, where the series is of {what} {wanted}"


def _one_name_each(figures: Sequence[Said]) -> list[Said]:
    """Sources that differ in case, accents or article only are one source."""
    names: dict[str, str] = {}
    return [
        replace(figure, source=names.setdefault(fold(figure.source), figure.source))
        for figure in figures
    ]


def _alike(days: int, usual: float) -> bool:
    return max(days, usual) <= _LENGTHS_ALIKE * min(days, usual)


def _merge_copies(figures: Sequence[Said]) -> tuple[list[Said], list[str]]:
    """One count printed twice is one observation: same source, same period, and the same number or
    words ("almost 7,000") that hold the closer number of the other print. The closest stays."""
    kept: list[Said] = []
    copies = []
    for figure in sorted(figures, key=lambda f: (f.high - f.low, f.entry.id)):
        if any(_same_count(figure, first) for first in kept):
            copies.append(figure.entry.id)
        else:
            kept.append(figure)
    return kept, copies


def _same_count(loose: Said, tight: Said) -> bool:
    same = (loose.source, loose.start, loose.end) == (tight.source, tight.start, tight.end)
    return same and loose.low <= tight.low and tight.high <= loose.high


def _refusals(refused: Sequence[tuple[str, Entry]]) -> list[Caution]:
    reasons = dict.fromkeys(reason for reason, _ in refused)
    cautions = []
    for reason in reasons:
        rows = [entry for why, entry in refused if why == reason]
        names = "; ".join(_name(entry) for entry in rows[:_NAMED])
        more = f" and {len(rows) - _NAMED} more" if len(rows) > _NAMED else ""
        cautions.append(Caution("not-pooled", f"Left out ({reason}): {names}{more}."))
    return cautions


def _name(entry: Entry) -> str:
    figure = entry.figure
    number = figure.surface if figure.value is None else numeral(figure.value)
    return f"{number} ({speaker(figure)})"


def _copy_caution(copies: Sequence[str]) -> list[Caution]:
    if not copies:
        return []
    many = "1 print" if len(copies) == 1 else f"{len(copies)} prints"
    text = f"{many} of a count that is already there (same source, same period) not counted again."
    return [Caution("copies-merged", text)]


def _undated(figures: Sequence[Said]) -> list[Caution]:
    if not figures:
        return []
    names = "; ".join(figure.words() for figure in figures[:_NAMED])
    more = f" and {len(figures) - _NAMED} more" if len(figures) > _NAMED else ""
    return [Caution("dated-by-print", f"Dated by the day of publication: {names}{more}.")]
