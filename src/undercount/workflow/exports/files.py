"""Write what a project knows for other tools: whole files, none in place of another unasked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from undercount.errors import InputError, Problem
from undercount.project import write_bytes
from undercount.workflow.exports.estimates import estimates_table
from undercount.workflow.exports.figures import figures_table
from undercount.workflow.exports.helix import helix_table
from undercount.workflow.exports.judgements import judgements_table
from undercount.workflow.exports.series import series_table
from undercount.workflow.exports.source import Source, open_source
from undercount.workflow.exports.table import Table
from undercount.workflow.exports.write import to_csv, to_json, to_parquet

_TABLES: Final[dict[str, Callable[[Source], Table]]] = {
    "figures": figures_table,
    "series": series_table,
    "estimates": estimates_table,
    "judgements": judgements_table,
}
_BYTES: Final[dict[str, Callable[[Table], bytes]]] = {
    "csv": to_csv,
    "json": to_json,
    "parquet": to_parquet,
    "hxl": lambda table: to_csv(table, hxl=True),
    "helix": to_csv,
}
_SUFFIXES: Final = {
    "csv": ".csv", "json": ".json", "parquet": ".parquet", "hxl": ".hxl.csv", "helix": ".csv",
    "arviz": ".nc",
}  # fmt: skip
# Some formats hold one kind of thing; the others hold every table.
_ONLY: Final = {"helix": "figures", "arviz": "estimates"}
FORMATS: Final = tuple(_SUFFIXES)
"""What `export` can write."""
WHATS: Final = tuple(_TABLES)
"""What can be exported."""
FOLDER: Final = "exports"
"""Where exports go in a project that names no other place."""


@dataclass(frozen=True, slots=True)
class Exported:
    """One file that was written.

    Attributes:
        path: the file, or None where nothing was written but `data` returned.
        what: "figures", "series", "estimates", "judgements" or "helix"; of draws the answer.
        rows: rows, or draws, in it.
        left_out: how many have no place in the format, by the reason.
        data: its bytes.
    """

    path: Path | None
    what: str
    rows: int
    left_out: dict[str, int]
    data: bytes


def export(
    project: Path | str,
    to: Path | str | None = None,
    *,
    format: str = "csv",
    what: str | Sequence[str] = (),
    force: bool = False,
    keep: bool = True,
) -> tuple[Exported, ...]:
    """Export what the last run of a project left, as tables that other tools open.

    Nothing is worked out anew; run the project first. Each file appears whole or not at all, and
    all are made before the first is written.

    Args:
        project: its folder.
        to: a file for one table, else a folder; None for the folder `exports` of the project.
        format: "csv", "json", "parquet", "hxl", "helix" or "arviz".
        what: "figures", "series", "estimates", "judgements", or several; () for all that the
            format holds and the project has.
        force: replace files that are there.
        keep: False to write nothing and only return the bytes.

    Returns:
        The files, in the order of `what`.

    Raises:
        UndercountError: no such project, it was never run, a format that does not hold what is
            asked for, a file in the way, or a package that is missing.
    """
    wanted = _wanted(format, (what,) if isinstance(what, str) else tuple(what))
    source = open_source(Path(project))
    folder = source.project.root / FOLDER if to is None else Path(to)
    made = _made(source, format, wanted, asked=bool(what) or format in _ONLY)
    if not keep:
        return tuple(made)
    one = to is not None and len(made) == 1 and not _is_folder(folder, str(to))
    files = [Exported(folder if one else folder / str(item.path), *_rest(item)) for item in made]
    _free([item.path for item in files if item.path], source.project.root, force=force)
    for item in files:
        if item.path:
            write_bytes(item.path, item.data)
    return tuple(files)


def _rest(item: Exported) -> tuple[str, int, dict[str, int], bytes]:
    return item.what, item.rows, item.left_out, item.data


def _wanted(format: str, what: tuple[str, ...]) -> tuple[str, ...]:
    problems = []
    if format not in FORMATS:
        hint = f"Choose one of {', '.join(FORMATS)}"
        raise InputError(Problem(f'no format "{format}"', hint=hint))
    only = _ONLY.get(format)
    for name in what:
        if name not in WHATS:
            hint = f"Choose from {', '.join(WHATS)}"
            problems.append(Problem(f'there are no "{name}" to export', hint=hint))
        elif only and name != only:
            hint = f"Leave --what out, or choose csv, json, parquet or hxl for {name}"
            problems.append(Problem(f"{format} holds {only} and no {name}", hint=hint))
    if problems:
        raise InputError(problems)
    return tuple(dict.fromkeys(what)) or ((only,) if only else WHATS)


def _made(source: Source, format: str, wanted: Sequence[str], *, asked: bool) -> list[Exported]:
    if format == "arviz":
        from undercount.workflow.exports.arviz import draws_files

        return [
            Exported(path, answer, draws, {}, data)
            for path, answer, draws, data in draws_files(source)
        ]
    made = [helix_table(source)] if format == "helix" else [_TABLES[it](source) for it in wanted]
    # An empty table answers who asked for it; among all tables it would only be in the way.
    tables = [table for table in made if table.rows or asked]
    return [
        Exported(
            Path(table.name + _SUFFIXES[format]), table.name, len(table.rows),
            dict(table.left_out), _BYTES[format](table),
        )
        for table in tables
    ]  # fmt: skip


def _is_folder(path: Path, named: str) -> bool:
    return path.is_dir() or named.endswith(("/", "\\"))


def _is_own(path: Path, root: Path) -> bool:
    """Whether a file is of the project itself, and not of what it hands out."""
    here, there = root.resolve(), path.resolve()
    return there.is_relative_to(here) and there.relative_to(here).parts[0] != FOLDER


def _free(paths: Sequence[Path], root: Path, *, force: bool) -> None:
    """Nothing, where every file may be written.

    People write into what they were given: a spreadsheet with a colleague's remarks is not ours
    to replace unless they say so, and a project's own files never are.
    """
    inside = [path for path in paths if path.exists() and _is_own(path, root)]
    if inside:
        hint = f"Choose a file in its folder {FOLDER}, or one elsewhere"
        raise InputError(
            [Problem("this belongs to the project", str(path), hint=hint) for path in inside]
        )
    if not force and (there := [path for path in paths if path.exists()]):
        hint = "Name another place, or replace it with --force"
        raise InputError(
            [Problem("there is a file already", str(path), hint=hint) for path in there]
        )
