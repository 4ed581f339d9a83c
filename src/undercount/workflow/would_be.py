"""What reconciling would answer with what was decided since the last run; nothing is written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, MutableMapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from undercount.errors import MissingFileError, Problem
from undercount.ledger import Ledger
from undercount.project import Project, Steps, digest, load_project, read_json
from undercount.workflow.inputs import list_documents
from undercount.workflow.plan import (
    CONFLICTS,
    COPIES,
    LINEAGE,
    Plan,
    balance_file,
    series_file,
)
from undercount.workflow.reconciling import (
    Family,
    alike,
    balance_answer,
    claimed,
    conflicts_answer,
    counts_of,
    families,
    family_answers,
    speaking_to,
)

Known = MutableMapping[str, dict[str, Any]]
"""Answers of balances and of families of series, by all that they hang on."""


@dataclass(frozen=True, slots=True)
class Answers:
    """What a run answers, as far as decisions on figures may move it.

    Attributes:
        series: each series, as its file holds it, in the order of the project.
        contradictions: how many there are among figures that people accepted.
    """

    series: tuple[dict[str, Any], ...]
    contradictions: int


@dataclass(frozen=True, slots=True)
class WouldBe:
    """The answers of the last run beside those of a run now.

    Attributes:
        page: those of the last run.
        now: those of a run now.
        unread: steps that fill the ledger and are stale: what they change only a run tells.
        project: the project.
    """

    page: Answers
    now: Answers
    unread: tuple[str, ...]
    project: Project


def would_be(path: Path | str, known: Known) -> WouldBe:
    """What is on the page of the project at `path`, and what would be if it were run now.

    A series whose figures are those of the last run is not worked out again.

    Args:
        path: the project's folder.
        known: what was answered before, and is not worked out again; it is added to.

    Raises:
        UndercountError: the project was never run, or an input is not in order.
    """
    project = load_project(Path(path))
    root = project.root
    files = {item.name: root / series_file(item) for item in project.series}
    balances = {item.name: root / balance_file(item) for item in project.balances}
    shared = (root / LINEAGE, root / COPIES, root / CONFLICTS)
    if not all(file.is_file() for file in (*shared, *files.values(), *balances.values())):
        hint = "First: undercount run"
        raise MissingFileError(Problem("no answer has been worked out yet", hint=hint))
    before = read_json(root / LINEAGE)
    with Ledger(root / "ledger.db", write=False) as ledger:
        plan, steps = Plan(project, list_documents(project), ledger), Steps(root)

        def holds(outputs: tuple[Path, ...]) -> bool:
            (step,) = (step for step in plan.steps if step.outputs == outputs)
            return not steps.stale(step.name, step.key(), outputs)

        unread = tuple(
            step.name
            for step in plan.steps
            if step.stage == "read" and steps.stale(step.name, step.key(), step.outputs)
        )
        after = _lineage(plan, read_json(root / COPIES))
        series: dict[str, dict[str, Any]] = {}
        for family in families(project.series):
            counts = counts_of(family, plan.entries, after)
            outputs = tuple(files[item.name] for item in family)
            if counts == counts_of(family, plan.entries, before) and holds(outputs):
                series |= {item.name: read_json(files[item.name]) for item in family}
            else:
                series |= _answered(project, family, plan, after, known)
        sums = []
        for item in project.balances:
            if holds((balances[item.name],)):
                sums.append(read_json(balances[item.name]))
                continue
            key = digest(asdict(item), [asdict(it) for it in claimed(item, plan.entries)])
            if key not in known:
                known[key] = balance_answer(item, plan.entries)
            sums.append(known[key])
    # What is told among accepted figures hangs on no other, but for what descends from what.
    accepted = [entry for entry in plan.entries if entry.decision == "accepted"]
    conflicts = conflicts_answer(accepted, after)["conflicts"]
    return WouldBe(
        Answers(
            tuple(read_json(file) for file in files.values()),
            _held(read_json(root / CONFLICTS)["conflicts"], map(read_json, balances.values())),
        ),
        Answers(tuple(series[name] for name in files), _held(conflicts, sums)),
        unread,
        project,
    )


def _lineage(plan: Plan, copies: Mapping[str, Any]) -> dict[str, Any]:
    """What descends from what; who decides has not made the documents others, nor copies."""
    from undercount.reconcile.lineage import trace_lineage

    return {"lineage": trace_lineage(plan.standing, alike(plan.standing, copies)).to_dict()}


def _held(conflicts: Iterable[Mapping[str, Any]], sums: Iterable[Mapping[str, Any]]) -> int:
    """How many contradictions there are of figures that people accepted."""
    return sum(bool(found["reviewed"]) for found in conflicts) + sum(
        len(item["contradictions"]) for item in sums
    )


def _answered(
    project: Project, family: Family, plan: Plan, lineage: dict[str, Any], known: Known
) -> dict[str, dict[str, Any]]:
    chosen = [[asdict(entry) for entry in speaking_to(item, plan.entries)] for item in family]
    settings = [asdict(item) for item in family]
    key = digest(settings, project.seed, chosen, counts_of(family, plan.entries, lineage))
    if key not in known:
        known[key] = family_answers(family, plan.entries, lineage, project.seed)
    return known[key]
