"""A checklist of one law: links, grounds, conditions, documents, steps; and what a case has of it.

Both are TOML that an office edits. The program knows no law: what a file does not say is not said.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

from undercount.errors import InputError, MissingFileError, Problem
from undercount.project.fields import Table
from undercount.trace.fields import RELATIONS

STATES: Final = ("held", "asked", "missing", "not needed")
"""What a document can be; one that nobody wrote anything of is missing."""
ANSWERS: Final = ("yes", "no")
KNOWN: Final = ("child is a minor", "relative is an adult")
"""Conditions that are worked out from births where the office has not answered."""
_EXAMPLE: Final = "eu-604-2013.toml"


@dataclass(frozen=True, slots=True)
class Link:
    """A family link and the relations that make it."""

    name: str
    says: str
    relations: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ground:
    """What a family link may support, under which article, and what it takes."""

    name: str
    article: str
    says: str
    links: tuple[str, ...]
    conditions: tuple[str, ...]
    documents: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Item:
    """A condition, a document or a note; `known` is one of `KNOWN` or None."""

    name: str
    article: str
    says: str
    known: str | None = None


@dataclass(frozen=True, slots=True)
class Limit:
    """How long after another step a step may take; `instead`: where it runs, no other one does."""

    after: str
    article: str
    months: int = 0
    weeks: int = 0
    days: int = 0
    instead: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """A step; `optional` ones need not be taken, `missed` says what follows from being late."""

    name: str
    article: str
    says: str
    due: tuple[Limit, ...] = ()
    missed: str | None = None
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Checklist:
    """One law as an office works with it.

    Attributes:
        title: of the law and its date.
        notice: printed wherever the checklist is.
        as_of: the day as of which it was written, or None.
        adult: age from which somebody is one.
        links: in the order of the file, as are the others.
        grounds: the one that goes before comes first.
        conditions: by name.
        documents: by name.
        steps: in their order.
        notes: to keep in mind.
    """

    title: str
    notice: str
    as_of: date | None
    adult: int
    links: tuple[Link, ...]
    grounds: tuple[Ground, ...]
    conditions: dict[str, Item]
    documents: dict[str, Item]
    steps: tuple[Step, ...]
    notes: tuple[Item, ...]

    def link_of(self, relation: str | None) -> Link | None:
        """The family link that a relation makes, if the checklist knows one."""
        return next((link for link in self.links if relation in link.relations), None)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a case is, as the office has written it.

    Attributes:
        relation: as the office has verified it, or None: then the request's counts.
        documents: by name, one of `STATES`.
        answers: to conditions, by name, one of `ANSWERS`.
        dates: by step, the day on which it was done.
    """

    relation: str | None = None
    documents: dict[str, str] = field(default_factory=dict)
    answers: dict[str, str] = field(default_factory=dict)
    dates: dict[str, date] = field(default_factory=dict)


def read_checklist(path: Path | None = None) -> Checklist:
    """A checklist from a file of the office, else the example that ships.

    Raises:
        MissingFileError: no such file.
        InputError: all problems of the file at once.
    """
    if path is None:
        return _checklist(example_text(), _EXAMPLE)
    return _checklist(_text(path), str(path))


def example_text() -> str:
    """The example that ships, as text for an office to edit."""
    example = files("undercount.trace").joinpath("checklists", _EXAMPLE)
    return example.read_text(encoding="utf-8")


def read_progress(path: Path, checklist: Checklist) -> dict[str, Progress]:
    """How far each case is, by the case's number, from `[case.NUMBER]` tables.

    Raises:
        MissingFileError: no such file.
        InputError: all problems of the file at once, among them names the checklist has not.
    """
    problems: list[Problem] = []
    top = _top(_text(path), str(path), problems)
    made = {}
    for number, table in top.named_tables("case"):
        told = {}
        for key, names, options in (
            ("documents", checklist.documents, STATES),
            ("answers", checklist.conditions, ANSWERS),
        ):
            within = table.table_within(key)
            written = {name: within.optional_choice(name, options) for name in names}
            told[key] = {name: value for name, value in written.items() if value}
            within.end()
        within = table.table_within("dates")
        days = {step.name: within.day(step.name) for step in checklist.steps}
        within.end()
        made[number] = Progress(
            table.optional_choice("relation", RELATIONS),
            told["documents"],
            told["answers"],
            {name: day for name, day in days.items() if day is not None},
        )
        table.end()
    top.end()
    _raise(problems)
    return made


def _checklist(text: str, file: str) -> Checklist:
    problems: list[Problem] = []
    top = _top(text, file, problems)
    made = Checklist(
        top.text("title"),
        top.text("notice"),
        top.day("as_of"),
        top.whole("adult", default=18),
        tuple(map(_link, top.tables("link"))),
        tuple(map(_ground, top.tables("ground"))),
        _items(top, "condition"),
        _items(top, "document"),
        tuple(map(_step, top.tables("step"))),
        tuple(_item(table, "") for table in top.tables("note")),
    )
    top.end()
    problems += [Problem(what, file) for what in _inconsistent(made)]
    _raise(problems)
    return made


def _link(table: Table) -> Link:
    relations = table.texts("relations", required=True)
    for odd in sorted(set(relations) - set(RELATIONS)):
        table.problem(f'no relation "{odd}"', "relations", f"There are {', '.join(RELATIONS)}")
    made = Link(table.text("name"), table.text("says"), relations)
    table.end()
    return made


def _ground(table: Table) -> Ground:
    made = Ground(
        table.text("name"),
        table.text("article"),
        table.text("says"),
        table.texts("links", required=True),
        table.texts("conditions"),
        table.texts("documents"),
    )
    table.end()
    return made


def _item(table: Table, name: str) -> Item:
    made = Item(name, table.text("article"), table.text("says"))
    table.end()
    return made


def _items(top: Table, kind: str) -> dict[str, Item]:
    made: dict[str, Item] = {}
    for table in top.tables(kind):
        name = table.text("name")
        known = table.optional_choice("known", KNOWN) if kind == "condition" else None
        if name in made:
            table.problem(f'there are two of the name "{name}"', "name", "Each name once")
        made[name] = Item(name, table.text("article"), table.text("says"), known)
        table.end()
    return made


def _step(table: Table) -> Step:
    due = []
    for limit in table.tables("due"):
        made = Limit(
            limit.text("after"),
            limit.text("article"),
            limit.whole("months", default=0),
            limit.whole("weeks", default=0),
            limit.whole("days", default=0),
            limit.flag("instead"),
        )
        if sum(length > 0 for length in (made.months, made.weeks, made.days)) != 1:
            limit.problem("says no time, or two", hint="One of months, weeks and days, above 0")
        limit.end()
        due.append(made)
    step = Step(
        table.text("name"),
        table.text("article"),
        table.text("says"),
        tuple(due),
        table.optional_text("missed"),
        table.flag("optional"),
    )
    table.end()
    return step


def _inconsistent(made: Checklist) -> Iterable[str]:
    """Names that lead nowhere, and names that come twice."""
    links, steps = [link.name for link in made.links], [step.name for step in made.steps]
    relations = [name for link in made.links for name in link.relations]
    for kind, names in (("link", links), ("step", steps), ("relation", relations)):
        for name in dict.fromkeys(name for name in names if names.count(name) > 1):
            yield f'the {kind} "{name}" comes twice'
    for ground in made.grounds:
        for kind, wanted, there in (
            ("link", ground.links, links),
            ("condition", ground.conditions, made.conditions),
            ("document", ground.documents, made.documents),
        ):
            for name in wanted:
                if name not in there:
                    yield f'the ground "{ground.name}" names no {kind} that is there: "{name}"'
    for step in made.steps:
        for limit in step.due:
            if limit.after not in steps or limit.after == step.name:
                yield f'the step "{step.name}" counts from "{limit.after}", which is no other step'


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise MissingFileError(Problem("no such file", str(path))) from error
    except (OSError, UnicodeDecodeError) as error:
        what = f"cannot be read: {error.__class__.__name__}"
        raise InputError(Problem(what, str(path), hint="A checklist is text in UTF-8")) from error


def _top(text: str, file: str, problems: list[Problem]) -> Table:
    try:
        data: dict[str, Any] = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise InputError(Problem(f"not valid TOML: {error}", file)) from error
    return Table(data, text, file, problems)


def _raise(problems: list[Problem]) -> None:
    if problems:
        raise InputError(problems)
