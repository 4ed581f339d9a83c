"""Run a project, say what is stale in it, and keep what people decide."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from undercount.errors import InputError, Problem, UndercountError
from undercount.ledger import Entry, Ledger
from undercount.project import Project, Steps, load_project, locked, read_json, sweep
from undercount.workflow.inputs import check_tables, list_documents
from undercount.workflow.link_steps import link_step_names
from undercount.workflow.linking import ALL, Linking, facts_file, folder_of, linkings
from undercount.workflow.plan import (
    CONFLICTS,
    COPIES,
    LINEAGE,
    REPORT,
    Plan,
    balance_file,
    checks_file,
    estimate_file_name,
    series_file,
    what_if_file,
)
from undercount.workflow.reconciling import joined, replay
from undercount.workflow.step import Step

if TYPE_CHECKING:
    from undercount.workflow.tell import Tell


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run answers.

    Attributes:
        project: the project that was run.
        done: names of the steps that ran; empty where everything was up to date.
        reconciled: what reconciling answers, as `undercount reconcile --json` prints it.
        estimates: each set of estimates, as its JSON holds it.
        checks: how far some of the estimates may be trusted, as JSON holds it.
        linkages: of estimates from linked lists, what may be told of the linkage, as JSON holds it.
        copies: documents that are copies, and figures that repeat one another, as JSON holds them.
        entries: the ledger.
        cautions: what a reader of the answers must know of the ledger behind them, in words.
        report: the page.
    """

    project: Project
    done: tuple[str, ...]
    reconciled: dict[str, Any]
    estimates: tuple[dict[str, Any], ...]
    checks: tuple[dict[str, Any], ...]
    linkages: tuple[dict[str, Any], ...]
    copies: dict[str, Any]
    entries: tuple[Entry, ...]
    cautions: tuple[str, ...]
    report: Path


def _silent(step: str, done: int, of: int | None) -> None:
    """Tell nobody."""


def run(path: Path | str, tell: Tell = _silent) -> Outcome:
    """Do every step that the project at `path` asks for and that is stale.

    Args:
        path: the project's folder.
        tell: called with (step, steps done, steps in all) as the work goes on.

    Raises:
        UndercountError: an input is not in order. What was read stays read; no answer is made
            from part of the inputs.
    """
    with _opened(path) as (project, plan, ledger, steps, lost):
        _do(plan.steps, steps, tell)
        # What `undercount link` made without an estimate that asks for it is its owner's.
        steps.forget([*(step.name for step in plan.steps), *link_step_names(ALL)])
        root = project.root
        return Outcome(
            project,
            tuple(steps.done),
            _reconciled(project),
            tuple(read_json(root / estimate_file_name(item)) for item in project.estimates),
            tuple(
                read_json(root / checks_file(item)) for item in project.estimates if item.robustness
            ),
            tuple(read_json(root / facts_file(it.name)) for it in project.estimates if it.lists),
            read_json(root / COPIES),
            plan.entries,
            _ledger_cautions(ledger, lost=lost),
            root / REPORT,
        )


def reconcile(path: Path | str, as_of: date | None = None, tell: Tell = _silent) -> dict[str, Any]:
    """Reconcile the figures of the project at `path`; estimates and report are left as they are.

    Args:
        path: the project's folder.
        as_of: a day: answer from what had been printed by then, and write no answer.
        tell: as for `run`.

    Raises:
        UndercountError: an input is not in order.
    """
    with _opened(path) as (project, plan, _, steps, _):
        if as_of is None:
            wanted = [step for step in plan.steps if step.stage in ("read", "reconcile")]
            _do(wanted, steps, tell)
            return _reconciled(project)
        copies = [step for step in plan.steps if step.outputs == (project.root / COPIES,)]
        _do([*(step for step in plan.steps if step.stage == "read"), *copies], steps, tell)
        return replay(project, plan.standing, read_json(project.root / COPIES), as_of)


@contextmanager
def _opened(path: Path | str) -> Iterator[tuple[Project, Plan, Ledger, Steps, bool]]:
    """A project with its plan, held against other processes; and whether its ledger was lost."""
    project = load_project(Path(path))
    documents = list_documents(project)
    root = project.root
    with locked(root), Ledger(root / "ledger.db") as ledger:
        sweep(
            [
                root,
                *(
                    root / name
                    for name in (".undercount", "reports", "series", "balance", "what_if")
                ),
            ]
        )
        sweep(root / Path(estimate_file_name(item)).parent for item in project.estimates)
        if project.registers or project.encodings:
            names = [*(item.name for item in project.estimates if item.lists), ALL]
            sweep([root / "histories", *(folder_of(project, name) for name in names)])
        steps = Steps(root)
        # A ledger that has gone takes its judgements with it: nobody else kept them. Linking
        # alone makes none.
        lists = [*linkings(project), Linking(ALL, ())]
        linked = {name for item in lists for name in link_step_names(item.name)}
        lost = ledger.fresh and bool(set(steps.known) - linked)
        yield project, Plan(project, documents, ledger), ledger, steps, lost


def _do(wanted: Sequence[Step], steps: Steps, tell: Tell) -> None:
    problems: list[Problem] = []
    for number, step in enumerate(wanted):
        if step.stage != "read" and problems:
            raise InputError(problems)
        tell(step.name, number, len(wanted))
        try:
            steps.run(step.name, step.key(), step.make, step.outputs)
        except UndercountError as error:
            # One broken document does not cost the reading of the others.
            problems.extend(error.problems)
    if problems:
        raise InputError(problems)
    tell("", len(wanted), len(wanted))


def _reconciled(project: Project) -> dict[str, Any]:
    root = project.root
    return joined(
        [read_json(root / series_file(item)) for item in project.series],
        read_json(root / LINEAGE),
        read_json(root / CONFLICTS)["conflicts"],
        [read_json(root / balance_file(item)) for item in project.balances],
        [read_json(root / what_if_file(item)) for item in project.what_ifs],
    )


def stale_steps(path: Path | str) -> tuple[str, ...]:
    """Names of the steps that `run` would do, in order; changes nothing.

    A step counts as stale when something it reads from will be made anew, even where the result
    may turn out the same.

    Raises:
        UndercountError: an input is not in order.
    """
    project = load_project(Path(path))
    documents = list_documents(project)
    check_tables(project)
    if not (project.root / "ledger.db").is_file():
        return ("everything: the project was never run",)
    with Ledger(project.root / "ledger.db", write=False) as ledger:
        steps = Steps(project.root)
        plan = Plan(project, documents, ledger)
        stale: list[str] = []
        feeding = False
        for step in plan.steps:
            upstream = (
                step.after in stale
                or (feeding and step.stage == "reconcile")
                or (bool(stale) and step.stage == "report")
            )
            if upstream or steps.stale(step.name, step.key(), step.outputs):
                stale.append(step.name)
                feeding = feeding or step.feeds or step.stage == "read"
        return tuple(stale)


def _ledger_cautions(ledger: Ledger, *, lost: bool) -> tuple[str, ...]:
    cautions = []
    if lost:
        cautions.append("the ledger was not there and is new: decisions made before are not in it.")
    if lapsed := ledger.lapsed():
        which = ", ".join(lapsed)
        what = "decisions no longer hold, for the words or their reading changed"
        cautions.append(f"{what} (figures {which}).")
    return tuple(cautions)
