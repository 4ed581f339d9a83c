"""`undercount.toml`: the questions of a project and where its sources lie."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from pathlib import Path

from undercount.errors import InputError, MissingFileError, Problem
from undercount.languages import languages
from undercount.project.encodings import (
    EncodeSettings,
    EncodingSettings,
    read_encode,
    read_encoding,
)
from undercount.project.fields import Table
from undercount.project.linking import (
    LinkSettings,
    RegisterSettings,
    read_link,
    read_register,
)
from undercount.project.questions import (
    BalanceSettings,
    EstimateSettings,
    SeriesSettings,
    WhatIfSettings,
    read_balance,
    read_estimate,
    read_series,
    read_what_if,
)
from undercount.project.tracing import TraceSettings, read_trace

FILE_NAME = "undercount.toml"


@dataclass(frozen=True, slots=True)
class ReportSettings:
    """What the report may show.

    Attributes:
        suppress_below: cells of people smaller than this are not shown.
        epsilon: of the noise that hides each person in the histories of linked lists, or None for
            no noise.
        budget: what such noise may cost in all, or None for each linkage once.
        language: of the report's own words, ISO 639-1.
    """

    suppress_below: int = 10
    epsilon: float | None = None
    budget: float | None = None
    language: str = "en"


@dataclass(frozen=True, slots=True)
class ReadSettings:
    """How documents are read.

    Attributes:
        network: let the trained network decide the fields; else the rules alone.
        abstain: confidence below which a field is left open for review; None for the thresholds
            chosen with the network, and for none by the rules alone.
    """

    network: bool = True
    abstain: float | None = None


@dataclass(frozen=True, slots=True)
class Project:
    """A project as its file describes it.

    Attributes:
        root: its folder.
        title: for the report.
        seed: for everything random.
        documents: glob patterns inside the folder.
        series: questions about numbers over time.
        balances: questions whether claims about people add up.
        what_ifs: what would be needed if so many came and left.
        estimates: questions about people nobody counted.
        report: what the report may show.
        registers: lists of people, in the order written.
        link: what linkage runs on.
        encodings: lists of people that came as encodings, in the order written.
        encode: how the project's own lists are encoded.
        trace: who may be whose family, or None where nobody is traced.
        read: how documents are read.
    """

    root: Path
    title: str
    seed: int
    documents: tuple[str, ...] = ()
    series: tuple[SeriesSettings, ...] = ()
    balances: tuple[BalanceSettings, ...] = ()
    what_ifs: tuple[WhatIfSettings, ...] = ()
    estimates: tuple[EstimateSettings, ...] = ()
    report: ReportSettings = field(default_factory=ReportSettings)
    registers: tuple[RegisterSettings, ...] = ()
    link: LinkSettings = field(default_factory=LinkSettings)
    encodings: tuple[EncodingSettings, ...] = ()
    encode: EncodeSettings = field(default_factory=EncodeSettings)
    trace: TraceSettings | None = None
    read: ReadSettings = field(default_factory=ReadSettings)


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


def _read(table: Table) -> ReadSettings:
    network = table.flag("network") if "network" in table else True
    abstain = table.share("abstain")
    table.end()
    return ReadSettings(network, abstain)


def _report(table: Table, estimates: tuple[EstimateSettings, ...]) -> ReportSettings:
    below = table.whole("suppress_below", default=10)
    epsilon, budget = table.positive("epsilon"), table.positive("budget")
    language = table.choice("language", languages(), default="en")
    table.end()
    if epsilon is not None and not 0.01 <= epsilon <= 10:
        hint = "1 is usual; `undercount link PROJECT --privacy-cost` shows what each would cost"
        table.problem(f"must lie between 0.01 and 10, not {epsilon:g}", "epsilon", hint)
    if budget is not None and epsilon is None:
        table.problem("is of noise, and there is none", "budget", "Add epsilon, or take it out")
    elif budget is not None and epsilon is not None and budget < epsilon:
        table.problem(f"is less than one table costs ({epsilon:g})", "budget", "Make it larger")
    grouped = [item.name for item in estimates if item.lists and item.settings.get("by")]
    if epsilon is not None and grouped:
        what = f'cannot be had with groups: [[estimate]] "{grouped[0]}" has by'
        hint = "Which groups there are tells of people already; take out by, or epsilon"
        table.problem(what, "epsilon", hint)
    return ReportSettings(below, epsilon, budget, language)


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
    read = _read(top.table("read"))
    series = tuple(read_series(table) for table in top.tables("series"))
    balances = tuple(read_balance(table) for table in top.tables("balance"))
    asked = [read_what_if(table) for table in top.tables("what_if")]
    what_ifs = tuple(item for item in asked if item is not None)
    registers = tuple(read_register(*item) for item in top.named_tables("registers"))
    encodings = tuple(read_encoding(*item) for item in top.named_tables("encodings"))
    in_clear = tuple(item.name for item in registers)
    encoded = tuple(item.name for item in encodings)
    link, encode = read_link(top.table("link")), read_encode(top.table("encode"))
    estimates = tuple(read_estimate(table, in_clear, encoded) for table in top.tables("estimate"))
    report = _report(top.table("report"), estimates)
    trace = read_trace(top.table("trace")) if "trace" in top else None
    top.end("trace")
    for kind, names in (
        ("series", [item.name for item in series]),
        ("balance", [item.name for item in balances]),
        ("what_if", [item.name for item in what_ifs]),
        ("estimate", [item.name for item in estimates]),
    ):
        for name in sorted({name for name in names if names.count(name) > 1}):
            top.problem(f'two [[{kind}]] are called "{name}"', kind, "Give each its own name")
    for name in sorted({*in_clear} & {*encoded}):
        hint = "Link encodings in a project of their own, where no list in clear lies"
        top.problem(f'"{name}" is both a register and encodings', f"encodings.{name}", hint)
    if link.backend != "duckdb" and encoded and not in_clear:
        hint = "Take [link] out: they are linked by a program of their own, on this machine"
        top.problem(f"encodings are not linked on {link.backend}", "link", hint)
    whole = {item.name for item in series if item.part_of is None}
    for item in series:
        if item.part_of is not None and (item.part_of not in whole or item.part_of == item.name):
            what = f'"{item.name}" is part of "{item.part_of}", which is no series of its own'
            top.problem(what, "series", "Name a [[series]] that is not itself a part")
    for what_if in what_ifs:
        names = [what_if.series, *(need.part for need in what_if.needs if need.part)]
        for name in names:
            if name not in [item.name for item in series]:
                top.problem(f'"{what_if.name}" asks of a series "{name}"', "what_if", "Add it")
    return Project(
        root, title, seed, tuple(documents), series, balances, what_ifs, estimates, report,
        registers, link, encodings, encode, trace, read,
    )  # fmt: skip
