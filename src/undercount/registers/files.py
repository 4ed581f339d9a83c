"""Which files make one list, and what each holds."""

from __future__ import annotations

import glob
import hashlib
from collections.abc import Callable, Sequence
from collections.abc import Set as AbstractSet
from pathlib import Path

from undercount.errors import Problem
from undercount.registers.raw import Raw

_KINDS = "CSV (.csv, .tsv, .txt), Parquet (.parquet) or Excel (.xlsx)"


def find_files(
    paths: Sequence[str | Path], problems: list[Problem], seen: dict[str, Path]
) -> list[Path]:
    """The files that paths and patterns name, sorted within a pattern.

    Args:
        paths: files and patterns.
        problems: what is not there, and what is there twice, is added here.
        seen: files by the hash of their content; those of other lists may be in it, and those
            found are added.
    """
    found: list[Path] = []
    for path in paths:
        here = Path(path)
        matches = [here] if here.exists() else sorted(map(Path, glob.glob(str(path))))
        if not matches:
            hint = "Check the path; * and ? stand for any letters"
            problems.append(Problem("no such file", str(path), hint=hint))
        for match in matches:
            if match.is_dir():
                hint = f'Name the files in it, as in: "{match.as_posix()}/*.csv"'
                problems.append(Problem("this is a folder", str(match), hint=hint))
            elif match not in found:
                found.append(match)
    readable: list[Path] = []
    for file in found:
        try:
            with file.open("rb") as data:
                mark = hashlib.file_digest(data, "sha256").hexdigest()
        except OSError as error:
            reason = (error.strerror or "not readable").lower()
            hint = "Name a file you may read"
            problems.append(Problem(reason, str(file), hint=hint))
            continue
        if mark in seen:
            what = f"the same content as {seen[mark]}: a file counts once"
            problems.append(Problem(what, str(file), hint="Leave one of the two out"))
        seen.setdefault(mark, file)
        readable.append(file)
    return readable


def read_file(
    file: Path, wanted: AbstractSet[str], sheet: str | None, problems: list[Problem]
) -> Raw | None:
    """One file as columns of text, or None where it cannot be read.

    Args:
        file: the file.
        wanted: folded headers, which tell the header's row; may be empty.
        sheet: of a workbook; None for the first.
        problems: what is wrong is added here.
    """
    from undercount.registers.csv_file import read_csv_file
    from undercount.registers.parquet_file import read_parquet_file
    from undercount.registers.xlsx_file import read_xlsx_file

    kinds: dict[str, Callable[[], Raw | None]] = {
        ".csv": lambda: read_csv_file(file, wanted, problems),
        ".parquet": lambda: read_parquet_file(file, problems),
        ".xlsx": lambda: read_xlsx_file(file, wanted, sheet, problems),
    }
    same = {".tsv": ".csv", ".txt": ".csv", ".pq": ".parquet", ".xlsm": ".xlsx"}
    suffix = file.suffix.lower()
    kind = same.get(suffix, suffix)
    if kind not in kinds:
        hint = f"Save it as {_KINDS}"
        problems.append(Problem(f'"{suffix}" is not read', str(file), hint=hint))
        return None
    if sheet is not None and kind != ".xlsx":
        problems.append(Problem("only a workbook has sheets", str(file), hint="Leave out sheet"))
    return kinds[kind]()
