"""People of a linkage with noise: what is told where a project asks for epsilon."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

from undercount.errors import InputError, Problem
from undercount.histories.facts import LinkageFacts, NoiseFacts
from undercount.histories.release import LOST, Release, release, write_release
from undercount.histories.suppress import suppress
from undercount.project import Project, read_json
from undercount.workflow.linking import Linking, facts_file, folder_of, linkings

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

RELEASE = "release.json"


def ledger_of(project: Project) -> Path:
    """Where it is kept what noise has cost; it stays with the owner."""
    return project.root / "link" / "epsilon.jsonl"


def release_of(
    project: Project,
    linking: Linking,
    lists: tuple[str, ...],
    point: NDArray[np.int64],
    spec: str = "",
) -> LinkageFacts:
    """What may be told of a linkage: a table with noise, and nothing else that rests on a list.

    The table is kept in the linkage's folder, whole, for the estimate.

    Args:
        project: the project.
        linking: what was linked.
        lists: names of the t lists.
        point: shape (2**t,), people by history, by the best links.
        spec: hash of the spec by which the lists were encoded, or "".

    Raises:
        InputError: the budget does not allow another table, or the ledger is damaged or lost.
    """
    settings, ledger = project.report, ledger_of(project)
    kept = folder_of(project, linking.name) / RELEASE
    if not ledger.is_file() and (kept.is_file() or _given_out(project, linking.name)):
        what = "is not there, and a table with noise was given out: what was spent is not known"
        raise InputError(Problem(what, str(ledger), hint=LOST))
    epsilon = _fraction(settings.epsilon)
    # Somebody may be on all lists: what one linkage costs, all others cost that person too.
    budget = _fraction(settings.budget) or epsilon * max(len(linkings(project)), 1)
    made = release(ledger, lists, point[1:].tolist(), epsilon, budget)
    write_release(made, kept)
    return _told(made, linking.name, settings.suppress_below, spec)


def _given_out(project: Project, name: str) -> bool:
    """Whether what is told of a linkage holds noise already."""
    path = project.root / facts_file(name)
    return path.is_file() and read_json(path).get("noise") is not None


def _told(made: Release, name: str, suppress_below: int, spec: str) -> LinkageFacts:
    """A release as it may be told: small numbers are kept back after the noise, never before."""
    import numpy as np

    at = float(made.epsilon)
    people = suppress(made.lists, np.array([0, *made.counts]), None, suppress_below, epsilon=at)
    noise = NoiseFacts(at, float(made.spent), made.noise.within(0.9), made.day)
    return LinkageFacts(name, people, noise=noise, spec=spec)


def _fraction(value: float | None) -> Fraction:
    """A number as it is written in the project file, exactly; 0 for none."""
    return Fraction(0) if value is None else Fraction(repr(value))
