"""What `undercount link` does, apart from printing it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from undercount.errors import InputError, Problem
from undercount.histories.facts import LinkageFacts
from undercount.project import Project, Steps, load_project, locked, read_json, sweep
from undercount.workflow.link_steps import link_steps
from undercount.workflow.linked_encodings import profiles_of_encodings, read_encoded
from undercount.workflow.linked_sheets import sheets_in, write_sheets
from undercount.workflow.linking import (
    ALL,
    PROFILES,
    Linking,
    Shown,
    facts_file,
    folder_of,
    linkings,
    profiles_in,
    read_lists,
    table_file,
)

if TYPE_CHECKING:
    from undercount.workflow.tell import Tell

# Records that a clerk sees who searches.
_NEAREST = 12
_SHOWN = ("name", "birth", "sex", "nationality", "place", "phone", "number")


@dataclass(frozen=True, slots=True)
class Linked:
    """A linkage as `undercount link` tells of it.

    Attributes:
        facts: numbers that may be told.
        done: names of the steps that ran; empty where everything was up to date.
        table: where the histories are that may be published, inside the project.
        sheets: of clerks: (path inside the project, how many it asks for, how many wait).
    """

    facts: LinkageFacts
    done: tuple[str, ...]
    table: str
    sheets: tuple[tuple[str, int, int], ...]

    def to_dict(self) -> dict[str, Any]:
        """Plain values for JSON."""
        names = ("path", "asked", "waiting")
        return {
            **self.facts.to_dict(),
            "done": list(self.done),
            "table": self.table,
            "sheets": [dict(zip(names, item, strict=True)) for item in self.sheets],
        }


def chosen(project: Project, name: str | None) -> tuple[Linking, ...]:
    """The linkages asked for.

    Raises:
        InputError: the project holds no lists, or there is no such linkage.
    """
    settings = str(project.root / "undercount.toml")
    found = linkings(project)
    if not project.registers and not project.encodings:
        what = "there is nothing to link: no [registers.NAME] and no [encodings.NAME]"
        hint = "Add one for each list, with its path and columns; see docs/link.md"
        raise InputError(Problem(what, settings, hint=hint))
    if any(len(item.sources) < 2 for item in found):
        kind = "registers" if project.registers else "encodings"
        only = f"[{kind}.{found[0].sources[0].name}]"
        what = f"one list overlaps with nothing: there is only {only}"
        raise InputError(Problem(what, settings, hint="Add a second list, or use its profile only"))
    if any(item.lists and item.encodings for item in found):
        what = "lists in clear and encoded cannot be linked together"
        hint = "Say in an [[estimate]] which lists to link, or encode those in clear too"
        raise InputError(Problem(what, settings, hint=hint))
    wanted = tuple(item for item in found if name in (None, item.name))
    if not wanted:
        known = ", ".join(item.name for item in found)
        raise InputError(Problem(f'nothing to link is called "{name}"', hint=f"There is: {known}"))
    return wanted


def profiles_of(project_path: Path, name: str | None, tell: Tell) -> list[dict[str, Any]]:
    """The profile of each list; links nothing and writes nothing."""
    project = load_project(project_path)
    if not project.registers and not project.encodings:
        chosen(project, name)
    wanted = Linking(ALL, project.registers, (), project.encodings)
    if name is not None:
        (wanted,) = chosen(project, name)
    made: list[dict[str, Any]] = []
    with _said(tell) as say:
        if wanted.lists:
            made += profiles_in(project, read_lists(project, wanted.lists, say))
        if wanted.encodings:
            made += profiles_of_encodings(read_encoded(project, wanted, say))
    return made


def link_project(
    project_path: Path,
    name: str | None,
    *,
    backend: str | None,
    sample: int | None,
    audit: int | None,
    second_reader: float | None,
    tell: Tell,
    shown: Shown | None,
) -> tuple[Linked, ...]:
    """Link what is asked for and write the sheets that are asked for.

    Raises:
        UndercountError: an input is not in order.
    """
    project = load_project(project_path)
    if backend is not None and backend != project.link.backend:
        project = replace(project, link=replace(project.link, backend=backend, master=None))
    wanted = chosen(project, name)
    if (sample or audit) and (found := [it for it in wanted if it.encodings]):
        raise InputError(_no_clerk("sample" if sample else "audit", found[0], project))
    if backend == "spark" and (found := [it for it in wanted if it.encodings]):
        what = f'encodings ("{found[0].name}") are not linked on Spark'
        raise InputError(Problem(what, hint="Leave --backend out"))
    made = []
    with locked(project.root):
        sweep([project.root / "histories", *(folder_of(project, item.name) for item in wanted)])
        for linking in wanted:
            steps = Steps(project.root)
            told: list[object] = []

            def show(profiles: list[dict[str, Any]], told: list[object] = told) -> None:
                told.append(profiles)
                if shown is not None:
                    shown(profiles)

            with _said(tell) as say:
                first, second = link_steps(project, linking, say, show)
                steps.run(first.name, first.key(), first.make, first.outputs)
                if not told and shown is not None:
                    shown(read_json(folder_of(project, linking.name) / PROFILES)["lists"])
                write_sheets(
                    project,
                    linking,
                    sample=sample,
                    audit=audit,
                    second_reader=second_reader,
                    say=say,
                )
                steps.run(second.name, second.key(), second.make, second.outputs)
            made.append(_linked(project, linking, tuple(steps.done)))
    return tuple(made)


def _no_clerk(option: str, linking: Linking, project: Project) -> Problem:
    """Why nobody can look a record up, and who can."""
    names = ", ".join(item.name for item in linking.encodings)
    hint = (
        "Their owners can look records up at home, where the lists are; two bodies that may show "
        "each other theirs link in clear"
    )
    what = f"--{option} needs records that somebody can read, and {names} came as encodings"
    return Problem(what, str(project.root / "undercount.toml"), hint=hint)


def _linked(project: Project, linking: Linking, done: tuple[str, ...]) -> Linked:
    folder = folder_of(project, linking.name)
    inside = folder.relative_to(project.root).as_posix()
    sheets = tuple((f"{inside}/{name}", rows, n) for name, rows, n in sheets_in(folder))
    facts = LinkageFacts.from_dict(read_json(project.root / facts_file(linking.name)))
    return Linked(facts, done, table_file(linking.name), sheets)


def search_lists(project_path: Path, name: str | None, words: str) -> list[dict[str, str]]:
    """The records of all lists nearest to a name, or to a record, the nearest first.

    Raises:
        InputError: no lists, or no such record.
    """
    from undercount.link.shown import shown
    from undercount.registers.names import Pool, tokens

    project = load_project(project_path)
    lists = project.registers if name is None else chosen(project, name)[0].lists
    if not lists:
        raise InputError(_no_clerk("search", chosen(project, name)[0], project))
    registers = read_lists(project, lists)
    fields = shown(registers)
    ids = [(it.name, str(rec)) for it in registers for rec in it.records["record"].to_pylist()]
    names: Sequence[str] = fields.get("name", [""] * len(ids))
    listed, _, record = words.partition(":")
    own = None
    if record and listed in {item.name for item in registers}:
        if (listed, record) not in ids:
            hint = "Look its id up in the list"
            raise InputError(Problem(f'{listed} has no record "{record}"', hint=hint))
        own = ids.index((listed, record))
        words = names[own]
    if not tokens(words):
        raise InputError("there is no name to search for", "Give a name, or LIST:RECORD")
    found = []
    for at, near in Pool(names).nearest(words, _NEAREST + (own is not None)):
        if at == own:
            continue
        row = {"list": ids[at][0], "record": ids[at][1], "alike": f"{near:.2f}"}
        row |= {field: fields[field][at] for field in _SHOWN if field in fields}
        found.append(row)
    return found[:_NEAREST]


@contextmanager
def _said(tell: Tell) -> Iterator[Callable[[str], None]]:
    """A way to say what is being done, where nobody knows how long it takes."""
    count = [0]

    def say(words: str) -> None:
        count[0] += 1
        tell(words, count[0], None)

    yield say
