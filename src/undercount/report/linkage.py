"""The section of an estimate from linked lists: what the linkage does not know, shown first."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

from markupsafe import Markup

from undercount.estimate.methods import METHODS
from undercount.histories.facts import LinkageFacts
from undercount.histories.published import Published
from undercount.report.forest_chart import chart_estimates
from undercount.report.language import say
from undercount.report.overlap_chart import chart_overlaps, named
from undercount.report.overlap_chart import describe as describe_overlaps
from undercount.report.series_chart import NARROW, WIDE
from undercount.report.share_chart import chart_share
from undercount.report.suppress import BESIDE, ShownRow
from undercount.report.words import row_label
from undercount.results import Estimate, EstimateSet, NotEstimable

# The ways the doubt of a linkage is treated, as `estimate_linked` labels its rows.
AUDIT, AVERAGED, POINT, NOISY = "audit", "averaged", "point", "noisy"
WAYS: Final = {
    AUDIT: "Corrected by the audit",
    AVERAGED: "Averaged over drawn linkages",
    POINT: "Best links taken as certain",
    NOISY: "From the table with noise",
}
MEANING: Final = {
    AUDIT: "A clerk looked records up in all lists; false links, missed links and duplicates are "
    "corrected by what was found.",
    AVERAGED: "The records are linked many times, each time as the evidence allows; links that no "
    "evidence shows stay missed.",
    POINT: "The doubt of the linkage is left out: the interval is too narrow.",
    NOISY: "The best links, with noise that hides each person; the range knows the noise.",
}
NO_AUDIT: Final = (
    "Nobody has audited this linkage: how many links are false or missed is not measured."
)
NO_AUDIT_OF_ENCODINGS: Final = (
    "The lists came as encodings, in which nobody can look a person up: how many links are false "
    "or missed is not measured."
)
NO_AUDIT_IN_NOISE: Final = (
    "A table with noise holds no audit: how many links are false or missed is not in it."
)


@dataclass(frozen=True, slots=True)
class LinkagePart:
    """What the page shows of a linkage.

    Attributes:
        facts: numbers that may be printed.
        answer: the row that answers, or None where none may be printed.
        audited: whether the answer rests on an audit.
        compared: the ways side by side, one picture for desks and one for phones.
        share: share of the answer's variance due to the linkage, or None where it is not known.
        shared: the picture of the share, as `compared`.
        overlaps: the picture of people by lists, as `compared`.
        described: that picture in words.
        fields: fields that some list has, in the order of the table.
        histories: (lists in words, people or None) for the table.
        whole: whether no history is kept back.
        rows: the answers for everybody.
        groups: (group, answer) by the way that answers, for each group of people.
        grouped: the picture of the groups, as `compared`.
    """

    facts: LinkageFacts
    answer: ShownRow | None
    audited: bool
    compared: tuple[Markup, Markup] | None
    share: float | None
    shared: tuple[Markup, Markup] | None
    overlaps: tuple[Markup, Markup]
    described: str
    fields: tuple[str, ...]
    histories: tuple[tuple[str, int | None], ...]
    whole: bool
    rows: tuple[ShownRow, ...]
    groups: tuple[tuple[str, ShownRow], ...]
    grouped: tuple[Markup, Markup] | None

    @property
    def no_audit(self) -> str:
        """What is said first where nobody has audited."""
        if self.facts.noise:
            return say(NO_AUDIT_IN_NOISE)
        return say(NO_AUDIT_OF_ENCODINGS if self.facts.encoded else NO_AUDIT)

    @property
    def meanings(self) -> tuple[tuple[str, str], ...]:
        """The ways that the page may show, each with what it does."""
        kinds = [NOISY] if self.facts.noise else [AVERAGED, POINT]
        shown = [AUDIT] * self.audited + kinds
        return tuple((say(WAYS[kind]), say(MEANING[kind])) for kind in shown)


def way(label: str) -> str:
    """Which way of treating the doubt a row's label names; "" for none.

    >>> way("loglinear: audit"), way("point"), way("women")
    ('audit', 'point', '')
    """
    last = label.split(": ")[-1]
    return last if last in WAYS else ""


def in_words(label: str) -> str:
    """A row's label as a reader meets it.

    >>> in_words("loglinear: audit")
    'Corrected by the audit (loglinear)'
    """
    kind = way(label)
    if not kind:
        return row_label(label)
    method = label.removesuffix(kind).removesuffix(": ")
    told = say(WAYS[kind])
    return f"{told} ({row_label(method)})" if method else told


def group_of(label: str) -> str:
    """The group of people that a row's label names; "" for everybody.

    >>> group_of("loglinear: ERI: audit"), group_of("ERI: audit"), group_of("loglinear: audit")
    ('ERI', 'ERI', '')
    """
    parts = label.split(": ")[:-1]
    return "" if not parts or parts[-1] in METHODS else parts[-1]


def linked_rows(rows: tuple[ShownRow, ...], facts: LinkageFacts) -> tuple[ShownRow, ...]:
    """The rows without those that would give a small number of the linkage away.

    An estimate by point linkage, with its range, is a sum more of the numbers it is made from. So
    it is printed where each of these is: of independent lists the people on each list and on any,
    of the other methods and of groups all histories. Where one is not, the other ways are printed
    if they leave the people observed a range as wide as the limit; links that are as good as
    certain would else make them the same as point linkage.
    """
    people = facts.people
    if facts.noise:
        # Beside a table with noise nothing is printed that was made without it.
        return tuple(
            row if way(row.label) == NOISY else ShownRow(row.label, None, BESIDE) for row in rows
        )
    return tuple(
        ShownRow(row.label, None, BESIDE)
        if row.answer and _tells(row.answer, people) and not _open(row, people.suppress_below)
        else row
        for row in rows
    )


def _open(row: ShownRow, suppress_below: int) -> bool:
    """Whether a row says no more of the numbers behind it than a range."""
    if way(row.label) == POINT:
        return False
    if not isinstance(row.answer, Estimate):
        return True
    seen = row.answer.diagnostics.get("observed", {"lower": 0.0, "upper": 0.0})
    return bool(seen["upper"] - seen["lower"] >= suppress_below)


def _tells(answer: Estimate | NotEstimable, people: Published) -> bool:
    """Whether an estimate by point linkage is made from a number that is kept back."""
    if answer.name in people.strata and answer.name:
        group = people.strata.index(answer.name)
        return None in (*people.counts[group], people.by_stratum[group])
    if answer.provenance.get("settings", {}).get("method") == "loglinear":
        return None in (*people.sizes, people.total)
    return None in (*people.histories, people.total)


def linkage_share(answer: Estimate) -> float | None:
    """Share of an answer's variance that is due to the linkage, or None where it is not told."""
    share = answer.diagnostics.get("linkage_share")
    return None if share is None else float(share)


def linkage_part(facts: LinkageFacts, name: str, rows: tuple[ShownRow, ...]) -> LinkagePart:
    """The section of one estimate.

    Args:
        facts: of its linkage.
        name: of the estimate.
        rows: its answers, as they may be printed.
    """
    # Groups of people have a picture of their own; the ways are compared over everybody.
    everybody = tuple(row for row in rows if not group_of(row.label))
    answered = [(row, row.answer) for row in everybody if isinstance(row.answer, Estimate)]
    best = next((row for row, _ in answered if way(row.label) != POINT), None)
    share = linkage_share(best.answer) if best and isinstance(best.answer, Estimate) else None
    side_by_side = EstimateSet(
        f"{name}-ways",
        tuple((in_words(row.label), _plain(answer)) for row, answer in answered),
        say("The ways of treating the linkage, side by side"),
    )
    answering = way(best.label) if best else AVERAGED
    groups = tuple(
        (in_words(row.label.removesuffix(f": {answering}")), row)
        for row in rows
        if group_of(row.label) and way(row.label) == answering
    )
    drawn = EstimateSet(
        f"{name}-groups",
        tuple((n, _plain(row.answer)) for n, row in groups if isinstance(row.answer, Estimate)),
        say("Groups of people"),
    )
    known = [field for item in facts.lists for field, _ in item.known]
    return LinkagePart(
        facts,
        best,
        best is not None and way(best.label) == AUDIT,
        _both(lambda width: chart_estimates(side_by_side, width=width)) if answered else None,
        share,
        None if share is None else _both(lambda width: chart_share(share, name=name, width=width)),
        _both(lambda width: chart_overlaps(facts.people, name=name, width=width)),
        describe_overlaps(facts.people),
        tuple(dict.fromkeys(known)),
        tuple((named(facts.people, h), n) for h, n in enumerate(facts.people.histories, start=1)),
        None not in facts.people.histories,
        everybody,
        groups,
        _both(lambda width: chart_estimates(drawn, width=width)) if len(drawn) else None,
    )


def _plain(answer: Estimate) -> Estimate:
    """Without what the picture of the ways has no room for."""
    kept = {key: it for key, it in answer.diagnostics.items() if key != "near_best"}
    return replace(answer, diagnostics=kept)


def _both(draw: Callable[[int], str]) -> tuple[Markup, Markup]:
    """A picture for desks and one for phones; our own SVG, whose texts are escaped."""
    return Markup(draw(WIDE)), Markup(draw(NARROW))
