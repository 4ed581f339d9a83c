"""The clerical sample as a sheet: two records side by side, and the clerk's answers read back."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from undercount.errors import InputError, MissingFileError, Problem
from undercount.link.judged import PairKey
from undercount.link.pairs import Pairs
from undercount.link.sample import PairSample, choose_pairs, fingerprint
from undercount.project.atomic import write_bytes

KEY: Final = ("sample", "pair", "list_1", "record_1", "list_2", "record_2")
"""Columns that say which pair a row is of."""
_SAME: Final = {"yes": 1.0, "no": 0.0, "unsure": 0.5}
_MOST_TOLD = 20


@dataclass(frozen=True, slots=True, eq=False)
class SampleAnswers:
    """What a clerk said of the sampled pairs.

    Attributes:
        sample: the pairs.
        same: shape (n,): 1 for one person, 0 for two, 0.5 where the clerk is unsure; where several
            people judged a pair, the mean of what they said.
        readers: who answered, each named once.
    """

    sample: PairSample
    same: NDArray[np.float64]
    readers: tuple[str, ...]

    @property
    def unsure(self) -> int:
        """Pairs the clerk could not tell, or of which one said yes and another no."""
        return int((self.same == 0.5).sum())


def write_sample(
    path: Path,
    pairs: Pairs,
    sample: PairSample,
    record: Sequence[str],
    fields: Mapping[str, Sequence[str]],
) -> None:
    """Writes the sheet; the clerk sees no probability, and the pairs in no order.

    It holds names: only the owner of the file may read it.

    Args:
        path: of the sheet, replaced where it lies there.
        pairs: the linkage's.
        sample: the pairs to look at.
        record: each record's own id.
        fields: texts of each record, by the name of the field; see `link.shown`.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    names = [f"{field}_{side}" for field in fields for side in (1, 2)]
    writer.writerow([*KEY, *names, "same", "reader"])
    for number, key in enumerate(_keys(pairs, sample, record), start=1):
        ends = (pairs.left[sample.pair[number - 1]], pairs.right[sample.pair[number - 1]])
        seen = [texts[r] for texts in fields.values() for r in ends]
        writer.writerow([*key, *seen, "", ""])
    write_bytes(path, text.getvalue().encode("utf-8-sig"), 0o600)


def read_sample(
    path: Path,
    pairs: Pairs,
    record: Sequence[str],
    said: Mapping[PairKey, Mapping[str, str]] | None = None,
) -> SampleAnswers:
    """Reads the sheet back and draws the sample anew to hold against it.

    Comma, semicolon or tab may separate the columns; the texts of the fields are not looked at,
    since spreadsheets change dates and numbers.

    Args:
        path: of the sheet.
        pairs: the linkage's.
        record: each record's own id.
        said: what each person says of a pair, by its lists and records, where it is not the sheet
            alone that says it (`sample_answers`).

    Raises:
        MissingFileError: no sheet there.
        InputError: the sheet is of another linkage, or rows are missing, changed or unanswered;
            all problems at once.
    """
    if not path.is_file():
        raise MissingFileError(
            Problem("there is no such file", str(path), hint="Run `undercount link --sample 200`")
        )
    file = str(path)
    rows = rows_in(path)
    code = next((row["sample"] for _, row in rows if row.get("sample")), "")
    sample = _sample_of(code, pairs, file)
    problems: list[Problem] = []
    expected = {key[1]: key for key in _keys(pairs, sample, record)}
    same = np.full(len(sample.pair), np.nan)
    said = said or {}
    readers: dict[str, None] = {}
    for line, row in rows:
        key = expected.get(row["pair"])
        if key is None:
            problems.append(
                Problem(
                    f"'{row['pair']}' is no pair of this sample", file, line, "pair", _UNCHANGED
                )
            )
            continue
        for column, value in zip(KEY, key, strict=True):
            if row[column] != value:
                what = f"'{row[column]}' stands where '{value}' was written"
                problems.append(Problem(what, file, line, column, _UNCHANGED))
        at = int(row["pair"]) - 1
        word = row["same"].casefold()
        others = said.get(PairKey(*key[2:]), {})
        if not np.isnan(same[at]):
            problems.append(Problem(f"pair {row['pair']} stands here again", file, line, "pair"))
        elif others and (not word or word in _SAME):
            same[at] = np.mean([_SAME[one] for one in others.values()])
            readers |= dict.fromkeys(others)
            continue
        elif word not in _SAME:
            what = f"'{row['same']}' is not yes, no or unsure" if word else "no answer"
            problems.append(Problem(what, file, line, "same", "Write yes, no or unsure"))
            same[at] = -1.0
        else:
            same[at] = _SAME[word]
        readers |= {row["reader"]: None} if row["reader"] else {}
    problems += [
        Problem(f"pair {at + 1} is missing", file, hint="Leave all rows in the sheet")
        for at in np.flatnonzero(np.isnan(same))
    ]
    if problems:
        raise InputError(_told(problems, file))
    return SampleAnswers(sample, same, tuple(readers))


_UNCHANGED: Final = "Change only the columns same and reader, and read records as text"


def _keys(
    pairs: Pairs, sample: PairSample, record: Sequence[str]
) -> list[tuple[str, str, str, str, str, str]]:
    keys = []
    for number, e in enumerate(sample.pair, start=1):
        a, b = int(pairs.left[e]), int(pairs.right[e])
        lists = [pairs.lists[pairs.of_list[r]] for r in (a, b)]
        keys.append((sample.code, str(number), lists[0], record[a], lists[1], record[b]))
    return keys


def rows_in(path: Path) -> list[tuple[int, dict[str, str]]]:
    """Lines of the sheet with their numbers; blank ones left out.

    Raises:
        InputError: it is no text in UTF-8, or lacks a column.
    """
    file = str(path)
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(Problem("is not UTF-8 text", file, hint="Save it as CSV UTF-8")) from error
    header = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=header.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    names = [name.strip() for name in next(reader, [])]
    missing = [name for name in (*KEY, "same", "reader") if name not in names]
    if missing:
        raise InputError([Problem(f"has no column '{name}'", file, 1) for name in missing])
    found = []
    for cells in reader:
        if any(cell.strip() for cell in cells):
            padded = [cell.strip() for cell in cells] + [""] * (len(names) - len(cells))
            found.append((reader.line_num, dict(zip(names, padded, strict=False))))
    return found


def _sample_of(code: str, pairs: Pairs, file: str) -> PairSample:
    """The sample a sheet was written from, drawn anew."""
    parts = code.split("-")
    if len(parts) != 3 or not (parts[1].isdecimal() and parts[2].isdecimal()):
        raise InputError(
            Problem(f"'{code}' names no sample", file, 2, "sample", "Write a new sample")
        )
    if parts[0] != fingerprint(pairs):
        raise InputError(
            Problem(
                "the sample was drawn from another linkage",
                file,
                2,
                "sample",
                "Registers or settings have changed since: write a new sample",
            )
        )
    return choose_pairs(pairs, int(parts[1]), int(parts[2]))


def _told(problems: list[Problem], file: str) -> list[Problem]:
    """All problems; rows that simply wait for an answer are told together."""
    waiting = [p for p in problems if p.what == "no answer"]
    others = [p for p in problems if p.what != "no answer"]
    if len(waiting) > _MOST_TOLD:
        what = f"{len(waiting)} pairs have no answer, the first of them here"
        waiting = [Problem(what, file, waiting[0].row, "same", waiting[0].hint)]
    return sorted(others + waiting, key=lambda p: p.row or 10**9)
