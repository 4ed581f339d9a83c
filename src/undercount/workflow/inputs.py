"""The files a project names: are they there, and can they be meant."""

from __future__ import annotations

import glob
from collections.abc import Callable
from functools import partial
from pathlib import Path

from undercount.errors import InputError, Problem, UndercountError
from undercount.estimate import METHODS
from undercount.ledger import read_aliases, read_hand_figures
from undercount.project import EstimateSettings, Project, file_digest
from undercount.workflow.encoding import spec_of
from undercount.workflow.linking import linking_of, missing_lists

# What a run makes, and what is no document even where a wide pattern would find it.
_NOT_DOCUMENTS = frozenset(
    (
        "undercount.toml",
        "README.md",
        "hand",
        "histories",
        "registers",
        "encodings",
        "link",
        "tracing.db",
        "tracing.db-wal",
        "tracing.db-shm",
        "trace",
        "ledger.db",
        "ledger.db-wal",
        "ledger.db-shm",
        "series",
        "balance",
        "what_if",
        "estimates",
        "reports",
        "conflicts.json",
        "copies.json",
        "lineage.json",
    )
)


def list_documents(project: Project) -> tuple[Path, ...]:
    """The project's documents, sorted; hidden files and what a run makes are left out.

    Raises:
        InputError: a pattern finds nothing or cannot be one, two documents have the same content,
            a capture table is missing, a method is unknown, or the project asks for nothing at
            all. All problems at once.
    """
    problems: list[Problem] = []
    documents = _find(project, problems)
    _compare(project, documents, problems)
    settings = str(project.root / "undercount.toml")
    for item in project.estimates:
        if item.lists:
            problems += missing_lists(project, linking_of(project, item).sources)
        elif not (project.root / item.file).is_file():
            hint = f'[[estimate]] "{item.name}" asks for it'
            problems.append(Problem("no such file", str(project.root / item.file), hint=hint))
        for method in item.methods:
            if method not in METHODS:
                hint = f"The methods: {', '.join(METHODS)}"
                what = f'[[estimate]] "{item.name}": there is no method "{method}"'
                problems.append(Problem(what, settings, column="methods", hint=hint))
    by_hand = (project.root / "hand" / "figures.csv").exists()
    if not (project.documents or project.estimates or by_hand or problems):
        what = "there is nothing to do: no [[document]], no [[estimate]], no hand/figures.csv"
        hint = "Put documents into documents/ and add a [[document]] table"
        if project.trace:
            hint = f"Families are traced with: undercount trace {project.root}"
        elif project.registers or project.encodings:
            hint = "Add an [[estimate]] with lists, or link the lists with undercount link"
        problems.append(Problem(what, settings, hint=hint))
    if problems:
        raise InputError(problems)
    return documents


def check_tables(project: Project) -> None:
    """Read everything typed, every setting and every capture table, for its problems only.

    Raises:
        InputError: all problems of all of them.
    """
    from undercount.estimate import check_settings, open_table

    hand = project.root / "hand"
    reads: list[Callable[[], object]] = [
        partial(read_hand_figures, hand / "figures.csv"),
        partial(read_aliases, hand / "aliases.csv"),
    ]
    for item in project.estimates:
        reads.append(partial(check_settings, item.methods, item.settings))
        if not item.lists:
            reads.append(partial(open_table, project.root / item.file, item.settings, item.methods))
        if linking_of(project, item).encodings:
            reads.append(partial(_read_encoded, project, item))
    if project.encode.spec:
        reads.append(partial(spec_of, project))
    problems: list[Problem] = []
    for read in reads:
        try:
            read()
        except UndercountError as error:
            problems.extend(error.problems)
    if problems:
        raise InputError(problems)


def _read_encoded(project: Project, item: EstimateSettings) -> None:
    from undercount.workflow.linked_encodings import read_encoded

    read_encoded(project, linking_of(project, item))


def _find(project: Project, problems: list[Problem]) -> tuple[Path, ...]:
    found: set[Path] = set()
    traced = _traced(project)
    for pattern in project.documents:
        try:
            here = [path for path in project.root.glob(pattern) if path.is_file()]
        except (ValueError, IndexError, NotImplementedError, OSError) as error:
            what = f'"{pattern}" is no pattern for files ({error})'
            place = str(project.root / "undercount.toml")
            hint = 'As in: path = "documents/*"'
            problems.append(Problem(what, place, column="path", hint=hint))
            continue
        parts = {path: path.relative_to(project.root).parts for path in here}
        here = [
            path
            for path in here
            if parts[path][0] not in _NOT_DOCUMENTS
            and not any(part.startswith(".") for part in parts[path])
            and path not in traced
        ]
        if not here:
            hint = "Put documents there (text, HTML, PDF, DOCX), or take the [[document]] table out"
            problems.append(Problem("no document found", str(project.root / pattern), hint=hint))
        found.update(here)
    return tuple(sorted(found))


def _traced(project: Project) -> frozenset[Path]:
    """The files of cases and requests: no pattern, however wide, makes documents of them."""
    if project.trace is None:
        return frozenset()
    patterns = (*project.trace.cases.paths, *project.trace.requests.paths)
    base = glob.escape(str(project.root))
    return frozenset(
        Path(found) for it in patterns for found in glob.glob(f"{base}/{it}", recursive=True)
    )


def _compare(project: Project, documents: tuple[Path, ...], problems: list[Problem]) -> None:
    first: dict[str, Path] = {}
    for path in documents:
        name = path.relative_to(project.root).as_posix()
        if not name.isprintable():
            shown = name.encode("utf-8", "backslashreplace").decode()
            what = "the file's name holds characters that cannot be printed"
            problems.append(Problem(what, ascii(shown), hint="Give it another name"))
            continue
        try:
            before = first.setdefault(file_digest(path), path)
        except OSError as error:
            hint = "Look at its permissions"
            problems.append(Problem(f"cannot be read ({error.strerror})", str(path), hint=hint))
            continue
        if before is not path:
            what = f"has the same content as {before.relative_to(project.root).as_posix()}"
            hint = "One report counted twice looks like two sources: take one of them out"
            problems.append(Problem(what, str(path), hint=hint))
