"""All registers that a project names."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from undercount.errors import InputError, Problem
from undercount.registers.read import gather
from undercount.registers.standard import Register

if TYPE_CHECKING:
    from undercount.project import Project


def read_project_registers(project: Project) -> tuple[Register, ...]:
    """Every `[registers.NAME]` of a project in the standard form, in the order written.

    Raises:
        InputError: every problem of every register at once, with file, line and column; or the
            project names none.
    """
    problems: list[Problem] = []
    seen: dict[str, Path] = {}
    made = []
    for settings in project.registers:
        path = project.root / settings.path
        columns = settings.columns or None
        made.append(gather(settings.name, path, columns, settings.sheet, problems, seen))
    if not project.registers:
        file = str(project.root / "undercount.toml")
        hint = "Add a table [registers.NAME] with its path"
        problems.append(Problem("the project names no registers", file, hint=hint))
    if problems:
        raise InputError(problems)
    return tuple(register for register in made if register is not None)
