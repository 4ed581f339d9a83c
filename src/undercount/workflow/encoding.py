"""A project's lists become encodings: what `undercount encode` does."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING

from undercount.errors import InputError, Problem
from undercount.project import Project, RegisterSettings, load_project, locked, write_text
from undercount.project.encodings import FEWEST
from undercount.project.settings import FILE_NAME

if TYPE_CHECKING:
    from undercount.encode import Spec
    from undercount.encode.attack import AttackReport
    from undercount.encode.statement import Statement
    from undercount.registers import Register
    from undercount.workflow.tell import Tell

FOLDER = "encodings"
_IN_PROJECT = "a key in a project may leave with the encodings"
_ELSEWHERE = "Keep it in a folder outside, one that is never sent, copied or shared"


def encode_project(
    path: Path, key_file: Path, name: str | None, tell: Tell = lambda step, done, of: None
) -> list[Statement]:
    """Encode a project's lists into `encodings/`, each with its statement beside it.

    Raises:
        InputError: all problems of the project, the key, the settings and the lists. Nothing is
            written unless all lists can be.
    """
    from undercount.encode import encode, read_key
    from undercount.encode.key import keys_in
    from undercount.encode.statement import statement_of
    from undercount.workflow.linking import read_lists

    project = load_project(path)
    wanted = lists_of(project, name)
    spec = spec_of(project)
    refuse_in_project(key_file)
    key = read_key(key_file)
    if beside := keys_in(project.root):
        raise InputError([Problem(_IN_PROJECT, str(path), hint=_ELSEWHERE) for path in beside])
    chosen = project.encode
    with locked(project.root):
        tell("reading the lists", 0, None)
        registers = read_lists(project, wanted)
        made = []
        problems = list(_twice(registers, spec))
        for done, register in enumerate(registers):
            tell(f"encoding {register.name}", done, len(registers))
            limit = max(FEWEST, project.report.suppress_below)
            try:
                found = encode(register, key, spec, chosen.strata, limit, chosen.leave_out)
            except InputError as error:
                problems += error.problems
            else:
                made.append(found)
        if problems:
            raise InputError(problems)
        statements = []
        for item in made:
            of = item.encodings.list
            file = project.root / FOLDER / f"{of}.parquet"
            item.encodings.write(file)
            told = statement_of(item, file.name, chosen.leave_out)
            write_text(file.with_name(statement_file(told)), told.text + "\n")
            statements.append(told)
    return statements


def statement_file(told: Statement) -> str:
    """What a statement's own file is called, beside that of the encodings."""
    return f"{told.header['list']}-statement.txt"


def attack_project(
    path: Path, name: str | None, tell: Tell = lambda step, done, of: None
) -> list[AttackReport]:
    """Attack a project's lists as they would leave, and as they would without hardening.

    Writes nothing, and needs no key: attacks are tried under one that is thrown away.

    Raises:
        InputError: all problems of the project, the settings and the lists.
    """
    from undercount.encode.attack import attack
    from undercount.workflow.linking import read_lists

    project = load_project(path)
    wanted = {item.name for item in lists_of(project, name)}
    spec = spec_of(project)
    chosen = project.encode
    tell("reading the lists", 0, None)
    registers = read_lists(project, project.registers)
    mine = [register for register in registers if register.name in wanted]
    reports = []
    for before, register in enumerate(mine):
        others = [
            other
            for other in registers
            if other is not register and (not spec.between or other.name in spec.between)
        ]
        told = _of_all(tell, register.name, before, len(mine))
        how = (chosen.strata, chosen.leave_out)
        reports.append(attack(register, spec, others, *how, seed=project.seed, tell=told))
    return reports


def _of_all(tell: Tell, name: str, before: int, lists: int) -> Callable[[str, int, int], None]:
    """What is told of one list's attacks, as a part of those on all lists."""
    return lambda step, done, of: tell(f"{name}: {step}", before * of + done, lists * of)


def refuse_in_project(key_file: Path) -> None:
    """Refuse a place for a key that is in a project, by its name or by where a link leads.

    Raises:
        InputError: it is.
    """
    places = (Path(os.path.abspath(key_file)), key_file.resolve())
    if any((above / FILE_NAME).is_file() for place in places for above in place.parents):
        raise InputError(Problem(_IN_PROJECT, str(key_file), hint=_ELSEWHERE))


def _twice(registers: Sequence[Register], spec: Spec) -> Iterator[Problem]:
    """Lists that `between` keeps from being compared with themselves, and that are one list."""
    from undercount.encode.duplicates import mostly_same

    if spec.between:
        for one, other in combinations(registers, 2):
            if mostly_same(one, other):
                what = f'"{one.name}" and "{other.name}" are mostly the same people in one hand'
                hint = "Two files of one list give it away: encode one of them, or both as one list"
                yield Problem(what, hint=hint)


def lists_of(project: Project, name: str | None) -> tuple[RegisterSettings, ...]:
    """The project's own lists, or the one that is named.

    Raises:
        InputError: there is none, or none of that name.
    """
    held = {item.name: item for item in project.registers}
    if name is None and held:
        return project.registers
    if name is not None and name in held:
        return (held[name],)
    file = str(project.root)
    if not held:
        hint = "Name the list of your own that is to be encoded: [registers.NAME]"
        raise InputError(Problem("the project has no list in clear", file, hint=hint))
    hint = f"There are: {', '.join(held)}"
    raise InputError(Problem(f"no [registers.{name}] in this project", file, hint=hint))


def spec_of(project: Project) -> Spec:
    """What partners have agreed on, as the project says it.

    Raises:
        InputError: a setting that cannot be.
    """
    from undercount.encode import Spec

    try:
        return replace(Spec(), **project.encode.spec)
    except InputError as error:
        file = str(project.root / "undercount.toml")
        raise InputError(
            [replace(p, file=file, column="encode") for p in error.problems]
        ) from error
