"""What people decide on a project's figures, kept and shown."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from undercount.errors import InputError, MissingFileError, Problem
from undercount.ledger import Act, Entry, Judgement, Ledger, read_aliases
from undercount.project import load_project


def decide(
    path: Path | str, figures: Iterable[str], decision: Act, *, by: str, why: str
) -> tuple[str, ...]:
    """Append a person's decision on figures of the project at `path`; returns their ids.

    Raises:
        UndercountError: no such project, no such figure, or nobody named.
    """
    with open_ledger(Path(path), write=True) as ledger:
        return ledger.judge(figures, decision, by=by, why=why)


def undo(path: Path | str, figures: Iterable[str], *, by: str, why: str) -> tuple[str, ...]:
    """Take back what a person last decided on each of these figures; returns their ids.

    What holds then is what held before it: her own earlier decision, or somebody else's.

    Raises:
        UndercountError: no such project, or she has decided nothing on one of them; nothing is
            taken back then.
    """
    ids = tuple(dict.fromkeys(figures))
    with open_ledger(Path(path), write=True) as ledger:
        made = [it for it in ledger.history(ids) if not it.undone and it.decision != "undone"]
        last = {judgement.figure: judgement for judgement in made if judgement.by == by.strip()}
        others = {judgement.figure for judgement in made}
        hint = "What others decide is theirs: decide otherwise, and both are kept"
        problems = [
            Problem(
                f"{by} has decided nothing on {name} that could be taken back",
                hint=hint if name in others else None,
            )
            for name in ids
            if name not in last
        ]
        if problems:
            raise InputError(problems)
        return tuple(ledger.undo(last[name].id, by=by, why=why) for name in ids)


def read_entries(path: Path | str) -> tuple[Entry, ...]:
    """The figures in the ledger of the project at `path`.

    Raises:
        UndercountError: no such project, or it was never run.
    """
    project = load_project(Path(path))
    with open_ledger(Path(path), write=False) as ledger:
        return ledger.entries(read_aliases(project.root / "hand" / "aliases.csv"))


def read_history(path: Path | str, figures: Iterable[str]) -> tuple[Judgement, ...]:
    """Everything that people decided on these figures, oldest first.

    Raises:
        UndercountError: no such project, it was never run, or it has no such figure and never
            had a decision on it.
    """
    ids = tuple(dict.fromkeys(figures))
    with open_ledger(Path(path), write=False) as ledger:
        made = ledger.history(ids)
        known = {entry.id for entry in ledger.entries(ids=ids)} | {it.figure for it in made}
        problems = [
            Problem(f'no figure "{name}"', str(ledger.path), hint="undercount ledger lists the ids")
            for name in ids
            if name not in known
        ]
        if problems:
            raise InputError(problems)
        return made


def open_ledger(path: Path, *, write: bool) -> Ledger:
    """The ledger of the project at `path`.

    Raises:
        UndercountError: no such project, or it was never run.
    """
    project = load_project(path)
    file = project.root / "ledger.db"
    if not file.is_file():
        hint = f"First: undercount run {path}"
        raise MissingFileError(Problem("the project has no ledger yet", str(file), hint=hint))
    return Ledger(file, write=write)
