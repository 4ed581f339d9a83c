"""`undercount.toml`: the questions of a project and where its sources lie."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from undercount.errors import InputError, MissingFileError, Problem
from undercount.project.fields import Table

FILE_NAME = "undercount.toml"


@dataclass(frozen=True, slots=True)
class SeriesSettings:
    """One question about a number over time.

    Attributes:
        name: short name, also the file's.
        quantity: which figures speak to it, such as "camp_population".
        place: the place they must speak of, or None for any.
        title: what it counts, in words.
        anchors: sources that fix the level.
        ask: days that want an answer.
        level: probability of the band.
        measure: "stock" or "flow".
    """

    name: str
    quantity: str
    place: str | None
    title: str
    anchors: tuple[str, ...]
    ask: tuple[date, ...]
    level: float
    measure: str


@dataclass(frozen=True, slots=True)
class EstimateSettings:
    """One question about people nobody counted.

    Attributes:
        name: short name, also the folder's.
        title: the question in words.
        file: capture table inside the project.
        methods: methods by name, in the order they are shown.
        level: confidence level.
        robustness: whether the answer's robustness is worked out and reported.
        settings: what else was written, by name: of the methods, the lists and the strata.
    """

    name: str
    title: str
    file: str
    methods: tuple[str, ...]
    level: float
    robustness: bool
    settings: dict[str, Any]


@dataclass(frozen=True, slots=True)
class ReportSettings:
    """What the report may show.

    Attributes:
        suppress_below: cells of people smaller than this are not shown.
    """

    suppress_below: int = 10


@dataclass(frozen=True, slots=True)
class Project:
    """A project as its file describes it.

    Attributes:
        root: its folder.
        title: for the report.
        seed: for everything random.
        documents: glob patterns inside the folder.
        series: questions about numbers over time.
        estimates: questions about people nobody counted.
        report: what the report may show.
    """

    root: Path
    title: str
    seed: int
    documents: tuple[str, ...] = ()
    series: tuple[SeriesSettings, ...] = ()
    estimates: tuple[EstimateSettings, ...] = ()
    report: ReportSettings = field(default_factory=ReportSettings)


def load_project(path: Path) -> Project:
    """Read `undercount.toml` in a folder (or the file itself).

    Raises:
        MissingFileError: no such folder, or no `undercount.toml` in it.
        InputError: what the file says cannot be meant; all problems at once.
    """
    file = path if path.name == FILE_NAME else path / FILE_NAME
    if not file.is_file():
        hint = f"Make one with: undercount init {path}"
        raise MissingFileError(Problem(f"no {FILE_NAME} here", file=str(path), hint=hint))
    try:
        text = file.read_bytes().decode("utf-8-sig")
        data = tomllib.loads(text)
    except UnicodeDecodeError as error:
        hint = "Save it as UTF-8"
        raise InputError(Problem("not a text in UTF-8", file=str(file), hint=hint)) from error
    except tomllib.TOMLDecodeError as error:
        raise InputError(_syntax_problem(error, file)) from error
    except RecursionError as error:
        raise InputError(Problem("not readable as TOML: nested too deep", str(file))) from error
    problems: list[Problem] = []
    project = _project(Table(data, text, str(file), problems), file.parent)
    if problems:
        raise InputError(sorted(problems, key=lambda problem: problem.row or 0))
    return project


def _syntax_problem(error: tomllib.TOMLDecodeError, file: Path) -> Problem:
    message = str(error)
    found = re.search(r" \(at line (\d+), column \d+\)", message)
    row = int(found[1]) if found else None
    what = message[: found.start()] if found else message
    hint = 'A text needs quotes ("..."), a list brackets ([...]), a key one = and one value'
    return Problem(
        f"not readable as TOML: {what[:1].lower()}{what[1:]}", str(file), row, None, hint
    )


def _project(top: Table, root: Path) -> Project:
    head = top.table("project")
    title = head.text("title", default=root.resolve().name)
    seed = head.whole("seed", default=1)
    head.end()
    documents = []
    for table in top.tables("document"):
        pattern = table.text("path", inside=True)
        documents.append(pattern)
        table.end()
    series = tuple(_series(table) for table in top.tables("series"))
    estimates = tuple(_estimate(table) for table in top.tables("estimate"))
    shown = top.table("report")
    report = ReportSettings(shown.whole("suppress_below", default=10))
    shown.end()
    top.end()
    for kind, names in (
        ("series", [item.name for item in series]),
        ("estimate", [item.name for item in estimates]),
    ):
        for name in sorted({name for name in names if names.count(name) > 1}):
            top.problem(f'two [[{kind}]] are called "{name}"', kind, "Give each its own name")
    return Project(root, title, seed, tuple(documents), series, estimates, report)


def _series(table: Table) -> SeriesSettings:
    made = SeriesSettings(
        name=table.name(),
        quantity=table.text("quantity"),
        place=table.optional_text("place"),
        title=table.text("title", default=""),
        anchors=table.texts("anchors"),
        ask=table.days("ask"),
        level=table.fraction("level", default=0.9),
        measure=table.choice("measure", ("stock", "flow"), default="stock"),
    )
    table.end()
    return made


def _estimate(table: Table) -> EstimateSettings:
    settings = {
        "model": table.optional_text("model"),
        "order": table.whole("order", default=0),
        "search": table.optional_choice("search", ("all", "downhill", "stepwise")),
        "selection": table.optional_choice("selection", ("bic", "aic")),
        "infinite": table.optional_choice("infinite", ("count", "omit")),
        "interval": table.optional_choice("interval", ("profile", "lognormal", "bca")),
        "replicates": table.whole("replicates", default=0),
        "covariates": table.optional_text("covariates"),
        "delta": table.positive("delta"),
        "most_unseen": table.whole_or_none("most_unseen"),
        "by": table.texts("by"),
        "exclusive": table.pairs("exclusive"),
        "non_members": table.texts("non_members"),
    }
    made = EstimateSettings(
        name=table.name(),
        title=table.text("title", default=""),
        file=table.text("file", inside=True),
        methods=table.texts("methods", required=True),
        level=table.fraction("level", default=0.95),
        robustness=table.flag("robustness"),
        settings={key: value for key, value in settings.items() if value},
    )
    table.end()
    return made
