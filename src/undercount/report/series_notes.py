"""What a series tells beside its answers: copies, refusals, revisions, sudden events."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from undercount.reconcile.own_prints import Vintage
from undercount.reconcile.result import Point, Reconciled
from undercount.report.bands_chart import Row, chart_bands
from undercount.report.language import say
from undercount.report.words import counted, day, fixed, period, span
from undercount.results import Caution

# What the page tells by itself; the list of diagnostics need not repeat it.
_TOLD = ("refused", "copies", "vintages")
# Below this share two bands are drawn as one.
_HARDLY = 0.005


@dataclass(frozen=True, slots=True)
class FalsePrecision:
    """What the band would be if every print counted.

    Attributes:
        day: the day asked for.
        text: the same in a sentence.
        wide: the picture for desks and print.
        narrow: the picture for phones.
    """

    day: date
    text: str
    wide: Markup
    narrow: Markup


def false_precision(series: Reconciled, widths: tuple[int, int]) -> tuple[FalsePrecision, ...]:
    """Each answer beside what it would be if copies were counted as observations."""
    counts = int(series.diagnostics.get("figures", len(series.observations)))
    prints = counts + int(series.diagnostics.get("copies_merged", 0))
    answers = {answer.day: answer for answer in series.answers}
    made = []
    for false in series.if_copies_counted:
        answer = answers.get(false.day)
        if answer is None or prints <= counts:
            continue
        rows = (
            Row(
                say("{counts}, each counted once", counts=counted(counts, "count")),
                *_numbers(answer),
            ),
            Row(
                say("All {prints} counted", prints=counted(prints, "print")),
                *_numbers(false),
                doubtful=True,
            ),
        )
        drawn = [
            Markup(
                chart_bands(
                    rows, width=width, name=f"false-{series.name}-{answer.day.isoformat()}",
                    title=say("{title}, {day}: copies counted once, and as new", title=series.title,
                              day=day(answer.day)),
                )
            )
            for width in widths
        ]  # fmt: skip
        text = _in_words(answer, false, prints, counts)
        made.append(FalsePrecision(false.day, text, drawn[0], drawn[1]))
    return tuple(made)


def _numbers(point: Point) -> tuple[float, float, float]:
    return point.median, point.lower, point.upper


def _in_words(answer: Point, false: Point, prints: int, counts: int) -> str:
    narrower = 1 - (false.upper - false.lower) / (answer.upper - answer.lower)
    places = {
        "prints": counted(prints, "print"),
        "day": day(answer.day),
        "ends": span(false.lower, false.upper),
        "counts": counted(counts, "count"),
    }
    if narrower > _HARDLY:
        return say(
            "If each of the {prints} counted as an observation of its own, the band of {day} would "
            "be {ends}: narrower by {share}, and falsely so, because they are prints of {counts}.",
            share=fixed(narrower, ".0%"), **places,
        )  # fmt: skip
    return say(
        "If each of the {prints} counted as an observation of its own, the band of {day} would be "
        "{ends}: hardly another width here, yet not an honest one, because they are prints of "
        "{counts}, and a count that is printed often would weigh more than one printed once.",
        **places,
    )


@dataclass(frozen=True, slots=True)
class Refusal:
    """Figures that were not pooled for one reason.

    Attributes:
        why: the reason.
        figures: ids of their ledger entries.
    """

    why: str
    figures: tuple[str, ...]


def refusals(series: Reconciled) -> tuple[Refusal, ...]:
    """What the definition guard kept out, by reason, the commonest first."""
    by_reason: dict[str, list[str]] = defaultdict(list)
    for item in series.diagnostics.get("refused", ()):
        by_reason[str(item["why"])].append(str(item["figure"]))
    ranked = sorted(by_reason.items(), key=lambda pair: -len(pair[1]))
    return tuple(Refusal(why, tuple(figures)) for why, figures in ranked)


def vintages(series: Reconciled) -> tuple[Vintage, ...]:
    """Counts that their own source has revised."""
    return tuple(Vintage.from_dict(item) for item in series.diagnostics.get("vintages", ()))


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days on which the number may have changed suddenly.

    Attributes:
        start: first day.
        end: last day.
        name: what happened.
    """

    start: date
    end: date
    name: str


def stretches(series: Reconciled) -> tuple[Stretch, ...]:
    """The interventions the series was told of, by day."""
    settings = series.provenance.get("settings")
    found = settings.get("interventions", ()) if isinstance(settings, Mapping) else ()
    made = [
        Stretch(date.fromisoformat(it["start"]), date.fromisoformat(it["end"]), str(it["name"]))
        for it in found
    ]
    return tuple(sorted(made, key=lambda it: (it.start, it.end)))


def other_cautions(series: Reconciled) -> tuple[Caution, ...]:
    """The cautions, without those that the table of refusals tells in full."""
    told = {"not-pooled"} if series.diagnostics.get("refused") else set()
    return tuple(caution for caution in series.cautions if caution.code not in told)


def other_provenance(series: Reconciled) -> dict[str, object]:
    """The provenance, with the sudden events in words."""
    settings = series.provenance.get("settings")
    if not isinstance(settings, Mapping) or "interventions" not in settings:
        return series.provenance
    events = [f"{it.name} ({period(it.start, it.end)})" for it in stretches(series)]
    return {**series.provenance, "settings": {**settings, "interventions": events}}


def other_diagnostics(series: Reconciled) -> dict[str, object]:
    """The diagnostics that nothing else on the page tells."""
    return {name: it for name, it in series.diagnostics.items() if name not in _TOLD}
