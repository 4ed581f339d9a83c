"""The questions of a project, each a table of `undercount.toml`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from undercount.project.fields import Table
from undercount.project.linking import GROUPS, check_lists


@dataclass(frozen=True, slots=True)
class InterventionSettings:
    """Days on which a number may have jumped: a clearance, an evacuation, an opened gate.

    Attributes:
        start: first day.
        end: last day.
        name: what happened, in words.
    """

    start: date
    end: date
    name: str


@dataclass(frozen=True, slots=True)
class SeriesSettings:
    """One question about a number over time.

    Attributes:
        name: short name, also the file's.
        quantity: which figures speak to it, such as "camp_population".
        place: the place they must speak of, or None for any.
        title: what it counts, in words.
        anchors: sources that fix the level.
        ask: days that want an answer.
        level: probability of the band.
        measure: "stock" or "flow".
        interventions: days on which the number may have jumped.
        part_of: name of the series these people are a part of, or None.
        days: about how long the periods of a flow are, or None for what is usual.
    """

    name: str
    quantity: str
    place: str | None
    title: str
    anchors: tuple[str, ...]
    ask: tuple[date, ...]
    level: float
    measure: str
    interventions: tuple[InterventionSettings, ...] = ()
    part_of: str | None = None
    days: int | None = None


@dataclass(frozen=True, slots=True)
class BalanceSettings:
    """Claims that must add up: who was there, who came, who left, how long they stayed.

    Attributes:
        name: short name, also the file's.
        title: in words.
        place: the place they must speak of, or None for any.
        opened: first day anybody was there, or None where people may have been there for long.
        quantities: quantities of the ledger by what they claim: "stock", "arrivals", "exits",
            "ways", "net_change", "leave_share", "stay".
    """

    name: str
    title: str
    place: str | None
    opened: date | None
    quantities: dict[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class NeedSettings:
    """One need of a what-if.

    Attributes:
        kind: "beds", "meals" and so on.
        per_person: how many a person, (least, most), or None for what is usual.
        part: name of the series of those who have the need, or None.
        share: share of the people who have it, (least, most), or None.
        number: how many people have it, (least, most), or None.
        capacity: how much there is, or None.
    """

    kind: str
    per_person: tuple[float, float] | None
    part: str | None
    share: tuple[float, float] | None
    number: tuple[float, float] | None
    capacity: float | None


@dataclass(frozen=True, slots=True)
class WhatIfSettings:
    """What would be needed if so many came and left.

    Attributes:
        name: short name, also the file's.
        title: in words.
        series: name of the series it starts from.
        start: first day, or None for the series' last.
        until: last day.
        arrivals: people a week, (least, most).
        exits: people a week, (least, most); or shares of those present where `exits_share`.
        exits_share: whether the exits are a share.
        needs: what to work out.
    """

    name: str
    title: str
    series: str
    start: date | None
    until: date
    arrivals: tuple[float, float]
    exits: tuple[float, float]
    exits_share: bool
    needs: tuple[NeedSettings, ...]


@dataclass(frozen=True, slots=True)
class EstimateSettings:
    """One question about people nobody counted.

    Attributes:
        name: short name, also the folder's.
        title: the question in words.
        file: capture table inside the project, or "" where registers are linked.
        methods: methods by name, in the order they are shown.
        level: confidence level.
        robustness: whether the answer's robustness is worked out and reported.
        settings: what else was written, by name: of the methods, the lists and the strata.
        lists: names of lists whose linkage makes the table, or none where `file` is.
    """

    name: str
    title: str
    file: str
    methods: tuple[str, ...]
    level: float
    robustness: bool
    settings: dict[str, Any]
    lists: tuple[str, ...] = ()


CLAIMED = ("stock", "arrivals", "exits", "ways", "net_change", "leave_share", "stay")
NEEDS_OF_ALL = ("beds", "meals", "water", "health_consultations")
NEEDS_OF_SOME = ("protection_places", "family_transfers")


def read_series(table: Table) -> SeriesSettings:
    """`[[series]]`; what is wrong is noted in the table."""
    made = SeriesSettings(
        name=table.name(),
        quantity=table.text("quantity"),
        place=table.optional_text("place"),
        title=table.text("title", default=""),
        anchors=table.texts("anchors"),
        ask=table.days("ask"),
        level=table.fraction("level", default=0.9),
        measure=table.choice("measure", ("stock", "flow"), default="stock"),
        interventions=tuple(
            made for item in table.tables("interventions") if (made := _intervention(item))
        ),
        part_of=table.optional_text("part_of"),
        days=table.whole("days", default=0) or None,
    )
    table.end()
    return made


def _intervention(table: Table) -> InterventionSettings | None:
    start, end = table.day("start"), table.day("end")
    name = table.text("name", default="") or "intervention"
    table.end()
    if start is None:
        table.problem('"start" is missing', "start", "As in: { start = 2016-02-29, name = ... }")
        return None
    if end is not None and end < start:
        table.problem(f"{end} is before start {start}", "end")
        return None
    return InterventionSettings(start, end or start, name)


def read_balance(table: Table) -> BalanceSettings:
    """`[[balance]]`; what is wrong is noted in the table."""
    made = BalanceSettings(
        name=table.name(),
        title=table.text("title", default=""),
        place=table.optional_text("place"),
        opened=table.day("opened"),
        quantities={
            kind: names
            for kind in CLAIMED
            if (names := table.texts(kind, required=kind == "stock"))
        },
    )
    table.end()
    return made


def read_what_if(table: Table) -> WhatIfSettings | None:
    """`[[what_if]]`; what is wrong is noted in the table."""
    name, series = table.name(), table.text("series")
    title = table.text("title", default="")
    start, until = table.day("start"), table.day("until")
    arrivals, exits = table.span("arrivals"), table.span("exits")
    share = table.span("exits_share")
    needs = tuple(_need(item) for item in table.tables("needs"))
    table.end()
    if until is None:
        table.problem('"until" is missing', "until", "The last day, as in: until = 2016-10-24")
    if not needs:
        table.problem("names no needs", "needs", 'As in: needs = [{ kind = "beds" }]')
    if exits and share:
        table.problem("exits and exits_share are both given", "exits_share", "Keep one")
    if share and share[1] > 1:
        table.problem("exits_share is above 1", "exits_share", "Write 0.05 for 5% a week")
    if start and until and until <= start:
        table.problem(f"{until} is not after start {start}", "until", "Name a later day")
    if until is None:
        return None
    left = share or exits or (0.0, 0.0)
    return WhatIfSettings(
        name, title, series, start, until, arrivals or (0.0, 0.0), left, share is not None, needs
    )


def _need(table: Table) -> NeedSettings:
    made = NeedSettings(
        kind=table.text("kind"),
        per_person=table.span("per_person"),
        part=table.optional_text("part"),
        share=table.span("share"),
        number=table.span("number"),
        capacity=table.positive("capacity"),
    )
    table.end()
    if not made.kind:
        return made
    if made.kind not in (*NEEDS_OF_ALL, *NEEDS_OF_SOME):
        known = ", ".join((*NEEDS_OF_ALL, *NEEDS_OF_SOME))
        table.problem(f'"{made.kind}" is not worked out here', "kind", f"Choose among {known}")
    told = [name for name in (made.part, made.share, made.number) if name is not None]
    if len(told) > 1:
        what = f"{made.kind} has more than one of part, share and number"
        table.problem(what, "needs", "Keep one")
    if not told and made.kind in NEEDS_OF_SOME:
        what = f"{made.kind} does not say how many people need it"
        table.problem(what, "needs", "Name a series as its part, or state a share or a number")
    if made.share and made.share[1] > 1:
        table.problem(f"share of {made.kind} is above 1", "share", "Write 0.2 for 20%")
    return made


def read_estimate(
    table: Table, registers: tuple[str, ...] = (), encodings: tuple[str, ...] = ()
) -> EstimateSettings:
    """`[[estimate]]`; what is wrong is noted in the table.

    Args:
        table: as written.
        registers: names of the project's registers.
        encodings: names of the lists that came as encodings.
    """
    settings = {
        "model": table.optional_text("model"),
        "order": table.whole("order", default=0),
        "search": table.optional_choice("search", ("all", "downhill", "stepwise")),
        "selection": table.optional_choice("selection", ("bic", "aic")),
        "infinite": table.optional_choice("infinite", ("count", "omit")),
        "interval": table.optional_choice(
            "interval", ("profile", "lognormal", "bca", "delta", "parametric", "cluster")
        ),
        "replicates": table.whole("replicates", default=0),
        "covariates": table.optional_text("covariates"),
        "law": table.optional_choice("law", ("negative-binomial", "poisson")),
        "zeros": table.optional_choice("zeros", ("counted", "truncated")),
        "gamma": table.optional_text("gamma"),
        "p": table.optional_text("p"),
        "delta": table.positive("delta"),
        "most_unseen": table.whole_or_none("most_unseen"),
        "by": table.texts("by"),
        "exclusive": table.pairs("exclusive"),
        "non_members": table.texts("non_members"),
    }
    made = EstimateSettings(
        name=table.name(),
        title=table.text("title", default=""),
        file=table.text("file", default="" if "lists" in table else None, inside=True),
        methods=table.texts("methods", required=True),
        level=table.fraction("level", default=0.95),
        robustness=table.flag("robustness"),
        settings={key: value for key, value in settings.items() if value},
        lists=table.texts("lists", required="lists" in table),
    )
    if "lists" in table:
        check_lists(table, made.lists, registers, encodings)
        _check_linked(table, made)
    table.end()
    return made


def _check_linked(table: Table, made: EstimateSettings) -> None:
    if made.file:
        table.problem("file and lists are both given", "lists", "Keep one")
    for name in made.settings.get("by", ()):
        if name not in GROUPS:
            hint = f"Of linked registers: {', '.join(GROUPS)}"
            table.problem(f'there is no "{name}"', "by", hint)
    if "covariates" in made.settings:
        what = "linked registers have no covariates"
        table.problem(what, "covariates", f"Use by, with {', '.join(GROUPS)}")
    # A key that nobody takes must not pass in silence.
    for key in made.settings.keys() - {"by", "covariates"}:
        hint = "Leave it out, or estimate from a file of histories"
        table.problem(f"an estimate from linked registers takes no {key}", key, hint)
    if made.robustness:
        hint = "Leave it out: the ways of treating the linkage are compared instead"
        table.problem("the checks are for a capture table in a file", "robustness", hint)
