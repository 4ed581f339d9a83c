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
    EncodingSettings,
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
        lists: the lists in clear, in the order asked for; none where encodings are linked.
        by: columns of the standard form that make groups of people.
        encodings: the lists that came as encodings, in the order asked for.
    """

    name: str
    lists: tuple[RegisterSettings, ...]
    by: tuple[str, ...] = ()
    encodings: tuple[EncodingSettings, ...] = ()

    @property
    def sources(self) -> tuple[RegisterSettings | EncodingSettings, ...]:
        """All lists, in clear or encoded."""
        return (*self.lists, *self.encodings)


def linking_of(project: Project, settings: EstimateSettings) -> Linking:
    """The lists that an estimate asks for."""
    held = {item.name: item for item in project.registers}
    came = {item.name: item for item in project.encodings}
    return Linking(
        settings.name,
        tuple(held[name] for name in settings.lists if name in held),
        tuple(settings.settings.get("by", ())),
        tuple(came[name] for name in settings.lists if name in came),
    )


def linkings(project: Project) -> tuple[Linking, ...]:
    """What `undercount link` links: what the estimates ask for, else all lists together."""
    asked = tuple(linking_of(project, item) for item in project.estimates if item.lists)
    if asked or not (project.registers or project.encodings):
        return asked
    return (Linking(ALL, project.registers, (), project.encodings),)


def folder_of(project: Project, name: str) -> Path:
    """Where a linkage is kept; it stays with the owner."""
    return project.root / "link" / name


def facts_file(name: str) -> str:
    """Where the numbers of a linkage that may be printed are kept, inside the project."""
    return f"estimates/{name}/linkage.json"


def table_file(name: str) -> str:
    """Where the capture histories that may be published are kept, inside the project."""
    return f"histories/{name}.csv"


def list_files(project: Project, item: RegisterSettings | EncodingSettings) -> list[Path]:
    """The files of a list, those that are there, sorted."""
    here = project.root / item.path
    if here.exists():
        return [here]
    if isinstance(item, EncodingSettings):
        return []
    # The project's own folder may have a name that is a pattern.
    return sorted(map(Path, glob.glob(f"{glob.escape(str(project.root))}/{item.path}")))


def missing_lists(
    project: Project, items: Iterable[RegisterSettings | EncodingSettings]
) -> list[Problem]:
    """A problem for each list without a file; reads none."""
    made = []
    for item in items:
        if list_files(project, item):
            continue
        hint = f"[registers.{item.name}] asks for it; put the list there or correct its path"
        if isinstance(item, EncodingSettings):
            hint = (
                f"[encodings.{item.name}] asks for it; its owner makes it with `undercount encode`"
            )
        made.append(Problem("no such file", str(project.root / item.path), hint=hint))
    return made


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
        for item in linking.sources
    ]
    settings = [asdict(item) for item in linking.sources]
    return digest("link", settings, files, project.link.backend, project.seed, VERSION)


def make_link(
    project: Project,
    linking: Linking,
    say: Say = lambda words: None,
    shown: Shown = lambda profiles: None,
) -> None:
    """Read the lists, show their profiles, link them, write pairs, model and profiles."""
    profiles: list[dict[str, Any]]
    if linking.encodings:
        from undercount.link.encoded import link_encodings
        from undercount.workflow.linked_encodings import profiles_of_encodings, read_encoded

        came = read_encoded(project, linking, say)
        profiles = profiles_of_encodings(came)
        shown(profiles)
        say("comparing encodings")
        made = link_encodings(came, seed=project.seed)
    else:
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
