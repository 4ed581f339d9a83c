"""What reconciling makes of a project's figures, as plain values: of today, or as of a day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from undercount.errors import InputError
from undercount.ledger import Entry
from undercount.project import (
    BalanceSettings,
    Project,
    SeriesSettings,
    WhatIfSettings,
    load_project,
)

if TYPE_CHECKING:
    from undercount.workflow.tell import Tell

Family = tuple[SeriesSettings, ...]


def families(series: Sequence[SeriesSettings]) -> tuple[Family, ...]:
    """Each whole with its parts behind it; they are reconciled together."""
    return tuple(
        (item, *(part for part in series if part.part_of == item.name))
        for item in series
        if item.part_of is None
    )


def speaking_to(settings: SeriesSettings, entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """The accepted figures of a series' quantity; what must not be pooled the guard refuses."""
    return tuple(
        entry
        for entry in entries
        if entry.decision == "accepted" and entry.figure.quantity == settings.quantity
    )


def claimed(settings: BalanceSettings, entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """The accepted figures that a balance is made of."""
    names = {name for names in settings.quantities.values() for name in names}
    return tuple(
        entry
        for entry in entries
        if entry.decision == "accepted" and entry.figure.quantity in names
    )


def alike(entries: Sequence[Entry], copies: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Ids of figures that the search for copies tells apart by nothing but their numbers."""
    at = {(entry.figure.document, entry.figure.start): entry.id for entry in entries}
    pairs = []
    for pair in copies["pairs"]:
        one, other = (at.get(tuple(pair[side])) for side in ("one", "other"))
        if one and other and pair["why"].startswith("the same sentence"):
            pairs.append((one, other))
    return pairs


def lineage_answer(entries: Sequence[Entry], copies: Mapping[str, Any]) -> dict[str, Any]:
    """What descends from what, what changed on the way, and what arithmetic proposes."""
    from undercount.reconcile.drift import find_drifts
    from undercount.reconcile.lineage import trace_lineage
    from undercount.reconcile.repair import propose_repairs

    lineage = trace_lineage(entries, alike(entries, copies))
    sure = {entry.id for entry in entries if entry.decision == "accepted"}
    return {
        "lineage": lineage.to_dict(),
        "drifts": [
            {**drift.to_dict(), "reviewed": sure.issuperset((drift.parent, drift.child))}
            for drift in find_drifts(entries, lineage)
        ],
        "repairs": [
            {**repair.to_dict(), "reviewed": sure.issuperset(repair.figures)}
            for repair in propose_repairs(entries, lineage)
        ],
    }


def counts_of(
    family: Family, entries: Sequence[Entry], lineage: Mapping[str, Any]
) -> list[list[str]]:
    """Accepted figures of a family that are prints of one count, the root first."""
    used = {entry.id for item in family for entry in speaking_to(item, entries)}
    groups = [
        [name for name in count["members"] if name in used]
        for count in lineage["lineage"]["counts"]
    ]
    return [group for group in groups if len(group) > 1]


def family_answers(
    family: Family, entries: Sequence[Entry], lineage: Mapping[str, Any], seed: int
) -> dict[str, dict[str, Any]]:
    """Each series of a family, by name."""
    from undercount.reconcile import HouseEffects
    from undercount.reconcile.intervention import Intervention
    from undercount.reconcile.select import Definition

    whole = family[0]
    model = HouseEffects(
        level=whole.level,
        anchors=whole.anchors,
        interventions=tuple(Intervention(**asdict(item)) for item in whole.interventions),
    )
    made = model.fit_family(
        {item.name: speaking_to(item, entries) for item in family},
        whole.name,
        titles={item.name: item.title or item.name for item in family},
        definitions={item.name: Definition(item.place, item.measure, item.days) for item in family},
        ask=sorted({day for item in family for day in item.ask}),
        seed=seed,
        counts=counts_of(family, entries, lineage),
    )
    return {name: answer.to_dict() for name, answer in made.items()}


def need_sampling() -> None:
    """Nothing where series can be checked by sampling.

    Raises:
        InputError: what is needed is not installed; the message says how to.
    """
    from undercount.reconcile.sampling import need_numpyro

    need_numpyro()


def sampled_checks(
    path: Path, series: Sequence[Mapping[str, Any]], tell: Tell
) -> list[dict[str, Any]]:
    """Each family of series that were estimated together, checked by sampling."""
    from undercount.reconcile.mcmc import check_mcmc
    from undercount.reconcile.result import Reconciled

    project = load_project(path)
    made = {
        item["name"]: Reconciled.from_dict(dict(item))
        for item in series
        if "not_estimable" not in item
    }
    groups: list[list[str]] = []
    for family in families(project.series):
        names = [item.name for item in family if item.name in made]
        # Without its whole each part was estimated alone.
        together = family[0].name in made
        groups += [names] if together else [[name] for name in names]
    checks = []
    for number, names in enumerate(groups):
        tell(f"sample {names[0]}", number, len(groups))
        checks.append(check_mcmc({name: made[name] for name in names}, seed=project.seed))
    tell("", len(groups), len(groups))
    return [check.to_dict() for check in checks]


def balance_answer(settings: BalanceSettings, entries: Sequence[Entry]) -> dict[str, Any]:
    """Which claims cannot all hold."""
    from undercount.reconcile.balance import balance

    made = balance(
        claimed(settings, entries), name=settings.name, place=settings.place,
        opened=settings.opened, **settings.quantities,
    )  # fmt: skip
    return {"title": settings.title or settings.name, **made.to_dict()}


def what_if_answer(
    settings: WhatIfSettings, series: Mapping[str, Mapping[str, Any]], seed: int
) -> dict[str, Any]:
    """What would be needed; or why that cannot be said."""
    from undercount.reconcile.needs import Need, what_if
    from undercount.reconcile.result import Reconciled

    made = {name: dict(item) for name, item in series.items() if "not_estimable" not in item}
    title = settings.title or settings.name
    named = (settings.series, *(need.part for need in settings.needs if need.part))
    if missing := [name for name in named if name not in made]:
        return {
            "title": title,
            "not_estimable": f"no answer for the series {' and '.join(missing)}",
        }
    try:
        answer = what_if(
            Reconciled.from_dict(made[settings.series]),
            needs=[Need(**asdict(need)) for need in settings.needs],
            arrivals=settings.arrivals, exits=settings.exits, exits_share=settings.exits_share,
            until=settings.until, start=settings.start, seed=seed,
            parts={name: Reconciled.from_dict(item) for name, item in made.items()},
        )  # fmt: skip
    except InputError as error:
        # Its days may not suit the figures, which change; all else is answered none the less.
        told = "; ".join(str(problem) for problem in error.problems)
        return {"title": title, "not_estimable": told}
    return {**answer.to_dict(), "question": title}


def conflicts_answer(entries: Sequence[Entry], lineage: Mapping[str, Any]) -> dict[str, Any]:
    """Figures that cannot hold together."""
    from undercount.reconcile import find_conflicts
    from undercount.reconcile.lineage import Lineage

    found = find_conflicts(entries, Lineage.from_dict(lineage["lineage"]))
    sure = {entry.id for entry in entries if entry.decision == "accepted"}
    return {
        "conflicts": [
            {**conflict.to_dict(), "reviewed": sure.issuperset(conflict.figures)}
            for conflict in found
        ]
    }


def replay(
    project: Project, entries: Sequence[Entry], copies: Mapping[str, Any], day: date
) -> dict[str, Any]:
    """What the project would have answered on a day, from what had been printed by then.

    Writes nothing: the project's files stay those of today.
    """
    from undercount.reconcile.as_of import known_as_of

    known, cautions = known_as_of(entries, day)
    lineage = lineage_answer(known, copies)
    series: dict[str, dict[str, Any]] = {}
    for family in families(project.series):
        series |= family_answers(family, known, lineage, project.seed)
    told = [asdict(caution) for caution in cautions]
    return joined(
        [{**series[item.name], "cautions": [*told, *series[item.name]["cautions"]]}
         for item in project.series],
        lineage,
        conflicts_answer(known, lineage)["conflicts"],
        [balance_answer(item, known) for item in project.balances],
        [what_if_answer(item, series, project.seed) for item in project.what_ifs],
        as_of=day,
    )  # fmt: skip


def joined(
    series: Sequence[Mapping[str, Any]],
    lineage: Mapping[str, Any],
    conflicts: Sequence[Mapping[str, Any]],
    balances: Sequence[Mapping[str, Any]],
    what_ifs: Sequence[Mapping[str, Any]],
    *,
    as_of: date | None = None,
) -> dict[str, Any]:
    """Everything that reconciling answers, in one."""
    refusals = [
        {"series": item.get("name") or item.get("provenance", {}).get("name"), **refusal}
        for item in series
        for refusal in item.get("diagnostics", {}).get("refused", ())
    ]
    sets = [
        {
            "kind": "balance",
            "text": found["text"],
            "figures": [name for at in found["claims"] for name in item["claims"][at]["figures"]],
            "reviewed": True,
        }
        for item in balances
        for found in item["contradictions"]
    ]
    return {
        "as_of": as_of and as_of.isoformat(),
        "series": list(series),
        **lineage,
        "refusals": refusals,
        "contradictions": [*conflicts, *sets],
        "balances": list(balances),
        "what_ifs": list(what_ifs),
    }
