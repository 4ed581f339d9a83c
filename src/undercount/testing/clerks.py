"""Simulated clerks, who look records up where the truth is known."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from undercount.errors import InputError
from undercount.link.audit.grid import read_grid, write_grid


def clerk_answers(
    records: Iterable[int],
    persons: Sequence[int] | NDArray[np.integer],
    *,
    overlook: float = 0.0,
    seed: int = 1,
) -> dict[int, set[int]]:
    """What a clerk answers for each record: the numbers of all records of the same person.

    Args:
        records: numbers of the records to look up.
        persons: shape (n_records,), the true person of each record.
        overlook: chance that each of a person's other records is not found, on its own.
        seed: of what is overlooked.

    >>> clerk_answers([0, 2], [7, 8, 7, 7]) == {0: {0, 2, 3}, 2: {0, 2, 3}}
    True
    """
    if not 0 <= overlook <= 1:
        raise InputError(f"a clerk cannot overlook a share of {overlook}", "Give 0.1, for example")
    rng = np.random.default_rng(seed)
    members: dict[Hashable, list[int]] = {}
    for number, person in enumerate(np.asarray(persons).tolist()):
        members.setdefault(person, []).append(number)
    made = {}
    for record in records:
        whole = members[np.asarray(persons)[record].item()]
        made[int(record)] = {
            other for other in whole if other == record or rng.random() >= overlook
        }
    return made


def fill_sheet(
    path: str | Path,
    person_of: Mapping[tuple[str, str], Hashable],
    *,
    reader: str = "simulated clerk",
    overlook: float = 0.0,
    share: float = 1.0,
    seed: int = 1,
) -> int:
    """Fills an audit sheet as a simulated clerk would who knows the truth.

    Yes and no for the records on the sheet, `also` for those of the person that it does not show.

    Args:
        path: the sheet, .csv or .xlsx; written anew.
        person_of: the true person by list and record.
        reader: the clerk's name.
        overlook: chance that each of a person's other records is not found.
        share: of the blocks, from the top, that the clerk gets done.
        seed: of what is overlooked.

    Returns:
        Records looked up.
    """
    path, rng = Path(path), np.random.default_rng(seed)
    (_, names), *rows = read_grid(path)
    at = {name: i for i, name in enumerate(names)}
    lines = [list(row) + [""] * (len(names) - len(row)) for _, row in rows]
    members: dict[Hashable, list[tuple[str, str]]] = {}
    for own, person in person_of.items():
        members.setdefault(person, []).append(own)
    blocks: dict[str, list[list[str]]] = {}
    for line in lines:
        blocks.setdefault(line[at["row"]].split(".")[0], []).append(line)
    done = round(share * len(blocks))
    for head, *others in list(blocks.values())[:done]:
        own = _named(head, at)
        whole = [each for each in members[person_of[own]] if each != own]
        found = {each for each in whole if rng.random() >= overlook}
        for line in others:
            line[at["same"]] = "yes" if _named(line, at) in found else "no"
        shown = {_named(line, at) for line in others}
        head[at["also"]] = "; ".join(f"{name}:{id_}" for name, id_ in sorted(found - shown))
        head[at["reader"]] = reader
    write_grid(path, [names, *lines])
    return done


def _named(line: list[str], at: dict[str, int]) -> tuple[str, str]:
    """List and record of a row, without the marks that keep spreadsheets from reading formulas."""
    name, own = line[at["list"]], line[at["record"]]
    return name.removeprefix("'"), own.removeprefix("'")
