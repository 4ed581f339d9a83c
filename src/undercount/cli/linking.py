"""Lists of people become one row a person: what the steps of a linkage do."""

from __future__ import annotations

import glob
import os
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from undercount.errors import Problem
from undercount.project import (
    EstimateSettings,
    Project,
    RegisterSettings,
    digest,
    file_digest,
    write_json,
)

if TYPE_CHECKING:
    from undercount.registers import Register

ALL = "all"
Say = Callable[[str], None]
Shown = Callable[[list[dict[str, Any]]], None]


@dataclass(frozen=True, slots=True)
class Linking:
    """Lists that are linked together.

    Attributes:
        name: of the estimate that asks for it, or `ALL`; its folder's.
        lists: the lists, in the order asked for.
        by: columns of the standard form that make groups of people.
    """

    name: str
    lists: tuple[RegisterSettings, ...]
    by: tuple[str, ...] = ()


def linking_of(project: Project, settings: EstimateSettings) -> Linking:
    """The lists that an estimate asks for."""
    held = {item.name: item for item in project.registers}
    lists = tuple(held[name] for name in settings.lists)
    return Linking(settings.name, lists, tuple(settings.settings.get("by", ())))


def linkings(project: Project) -> tuple[Linking, ...]:
    """What `undercount link` links: what the estimates ask for, else all lists together."""
    asked = tuple(linking_of(project, item) for item in project.estimates if item.lists)
    if asked or not project.registers:
        return asked
    return (Linking(ALL, project.registers),)


def folder_of(project: Project, name: str) -> Path:
    """Where a linkage is kept; it stays with the owner."""
    return project.root / "link" / name


def facts_file(name: str) -> str:
    """Where the numbers of a linkage that may be printed are kept, inside the project."""
    return f"estimates/{name}/linkage.json"


def table_file(name: str) -> str:
    """Where the capture histories that may be published are kept, inside the project."""
    return f"histories/{name}.csv"


def list_files(project: Project, item: RegisterSettings) -> list[Path]:
    """The files of a list, those that are there, sorted."""
    here = project.root / item.path
    if here.exists():
        return [here]
    # The project's own folder may have a name that is a pattern.
    return sorted(map(Path, glob.glob(f"{glob.escape(str(project.root))}/{item.path}")))


def missing_lists(project: Project, items: Iterable[RegisterSettings]) -> list[Problem]:
    """A problem for each list without a file; reads none."""
    return [
        Problem(
            "no such file",
            str(project.root / item.path),
            hint=f"[registers.{item.name}] asks for it; put the list there or correct its path",
        )
        for item in items
        if not list_files(project, item)
    ]


def read_lists(
    project: Project, items: Iterable[RegisterSettings], say: Say = lambda words: None
) -> list[Register]:
    """The lists in the standard form.

    Raises:
        InputError: all problems of all of them.
    """
    from undercount.registers import read_project_registers

    wanted = tuple(items)
    say(f"reading {', '.join(item.name for item in wanted)}")
    return list(read_project_registers(replace(project, registers=wanted)))


def profiles_in(project: Project, registers: Iterable[Register]) -> list[dict[str, Any]]:
    """What the lists are like; a project that is moved says the same."""
    made = [item.profile.to_dict() for item in registers]
    for profile in made:
        files = (Path(file) for file in profile["files"])
        profile["files"] = [os.path.relpath(file, project.root) for file in files]
    return made


def link_key(project: Project, linking: Linking) -> str:
    """Everything that the pairs of a linkage depend on."""
    from undercount.registers.names import VERSION

    files = [
        [(path.name, file_digest(path)) for path in list_files(project, item)]
        for item in linking.lists
    ]
    settings = [asdict(item) for item in linking.lists]
    return digest("link", settings, files, project.link.backend, project.seed, VERSION)


def make_link(
    project: Project,
    linking: Linking,
    say: Say = lambda words: None,
    shown: Shown = lambda profiles: None,
) -> None:
    """Read the lists, show their profiles, link them, write pairs, model and profiles."""
    from undercount.link.linking import link

    registers = read_lists(project, linking.lists, say)
    profiles = profiles_in(project, registers)
    shown(profiles)
    say("comparing records")
    how: dict[str, Any] = {"backend": project.link.backend, "seed": project.seed}
    if project.link.master:
        how["master"] = project.link.master
    made = link(registers, **how)
    folder = folder_of(project, linking.name)
    folder.mkdir(parents=True, exist_ok=True)
    # Ids and sheets with names come to lie here: for the owner's eyes.
    (project.root / "link").chmod(0o700)
    made.write(folder)
    write_json(folder / PROFILES, {"lists": profiles})


PROFILES = "profiles.json"
LINK_OUTPUTS = ("pairs.parquet", "model.json", PROFILES)
HISTORIES = "histories.parquet"
PEOPLE_OUTPUTS = ("clusters.parquet", HISTORIES)
