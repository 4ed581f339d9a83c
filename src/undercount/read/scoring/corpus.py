"""A score on one annotated corpus of other people's texts: a tally for each row it measures."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from undercount.errors import InputError, MissingFileError, Problem
from undercount.read.scoring.score import Tally

Record = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class CorpusScore:
    """Tallies by row ("number, exact", "unit") over a whole corpus.

    Attributes:
        name: of the corpus, as people call it.
        rows: row, then tally.
    """

    name: str
    rows: Mapping[str, Tally]

    def to_dict(self) -> dict[str, Any]:
        """Plain values for JSON: {corpus, rows}."""
        return {
            "corpus": self.name,
            "rows": {row: tally.to_dict() for row, tally in self.rows.items()},
        }

    def table(self) -> str:
        """The tallies as text, at most 80 columns wide.

        >>> print(CorpusScore("own", {"number": Tally(3, 4, 3)}).table())
        own                        right    gold    read    prec.   recall       F1
        number                         3       4       3    1.000    0.750    0.857
        """
        head = f"{self.name[:24]:24}{'right':>8}{'gold':>8}{'read':>8}"
        lines = [head + f"{'prec.':>9}{'recall':>9}{'F1':>9}"]
        for row, tally in self.rows.items():
            lines.append(
                f"{row[:24]:24}{tally.right:8}{tally.annotated:8}{tally.read:8}"
                f"{tally.precision:9.3f}{tally.recall:9.3f}{tally.f1:9.3f}"
            )
        return "\n".join(lines)


def records(path: str | Path) -> list[Record]:
    """The records of a corpus: one JSON object a line, or one JSON list of objects.

    Raises:
        MissingFileError: there is no such file.
        InputError: it holds no such records; each line that does not is named.
    """
    file = Path(path)
    if not file.is_file():
        raise MissingFileError(Problem("there is no such file", str(path)))
    try:
        text = file.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise InputError(Problem("this is no text in UTF-8", file.name)) from None
    rows: list[Any] = []
    problems: list[Problem] = []
    if text.lstrip().startswith("["):
        pieces = [(1, text)]
    else:
        lines = text.split("\n")
        pieces = [(n, line) for n, line in enumerate(lines, start=1) if line.strip()]
    for n, piece in pieces:
        try:
            found = json.loads(piece)
        except json.JSONDecodeError as error:
            problems.append(Problem(f"not JSON: {error.msg}", file.name, row=n))
            continue
        except (RecursionError, ValueError) as error:  # or a number of thousands of digits
            why = str(error) if isinstance(error, ValueError) else "nested too deep"
            problems.append(Problem(f"not JSON: {why}", file.name, row=n))
            continue
        rows += found if isinstance(found, list) else [found]
    if not problems and not all(isinstance(row, dict) for row in rows):
        problems.append(Problem("a record is no JSON object", file.name))
    if problems:
        raise InputError(problems)
    return rows


def add_up(
    name: str, rows: Iterable[Record], compare: Callable[[Record], Mapping[str, Tally]]
) -> CorpusScore:
    """The tallies of all records together.

    Args:
        name: of the corpus.
        rows: its records.
        compare: tallies of one record by row.

    Raises:
        InputError: records lack what the corpus's records hold; all of them are named at once.
    """
    total: dict[str, Tally] = {}
    problems = []
    for n, record in enumerate(rows, start=1):
        try:
            tallies = compare(record)
        except (KeyError, TypeError, ValueError) as error:
            what = f"record {n} is not one of {name}'s: {type(error).__name__} {error}"
            problems.append(Problem(what, name, row=n, hint="See docs/read.md for its shape."))
            continue
        for row, tally in tallies.items():
            total[row] = total.get(row, Tally()) + tally
    if problems:
        raise InputError(problems)
    return CorpusScore(name, total)
