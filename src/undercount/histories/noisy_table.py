"""A table with noise as somebody else was given it: 0/1 columns and `noisy_count`."""

from __future__ import annotations

import re
from fractions import Fraction
from pathlib import Path

from undercount.errors import InputError, Problem
from undercount.histories.noise import Noise
from undercount.histories.release import Release
from undercount.histories.table import read_table_file, shortened

COLUMN = "noisy_count"
_WHOLE = re.compile(r"-?[0-9]{1,12}")


def read_noisy_table(path: Path, epsilon: Fraction) -> Release:
    """The release that a published table is; what else was spent on these people it cannot tell.

    Args:
        path: a CSV file with a row for every combination of lists but none at all.
        epsilon: of its noise, as whoever gave it out says.

    Raises:
        MissingFileError: there is no such file.
        InputError: epsilon out of range, no column `noisy_count`, a combination twice or missing,
            a number kept back, a field that is no whole number. All problems at once.
    """
    noise = Noise(epsilon)
    table = read_table_file(path)
    at = table.column(COLUMN)
    if at is None:
        what = f"there is no column '{COLUMN}', so these counts carry no noise"
        raise InputError(Problem(what, table.source, 1, hint="Leave --epsilon out"))
    lists = tuple(name for i, name in enumerate(table.header) if i != at)
    problems, counts = [], dict[int, int]()
    for row, lines in table.rows.items():
        on = [field for i, field in enumerate(row) if i != at]
        if not set(on) <= {"0", "1"} or "1" not in on or len(lines) > 1:
            what = "not 0 or 1 for each list, with a 1 among them, and each row once"
            problems.append(Problem(what, table.source, lines[-1]))
            continue
        cell = sum(1 << i for i, field in enumerate(on) if field == "1")
        if cell in counts:
            problems.append(Problem("these lists stand in a row above", table.source, lines[0]))
        elif _WHOLE.fullmatch(row[at]):
            counts[cell] = int(row[at])
        else:
            what, hint = "no whole number", None
            if not row[at]:
                what = "a number is kept back"
                hint = "Ask for the table with suppress_below = 0: its noise hides each person"
            problems.append(Problem(what, table.source, lines[0], COLUMN, hint))
    wanted = 2 ** len(lists) - 1
    if not problems and len(counts) < wanted:
        hint = "A combination without people has its noise too"
        what = f"holds {len(counts)} of the {wanted} combinations of {len(lists)} lists"
        problems.append(Problem(what, table.source, hint=hint))
    if problems:
        raise InputError(shortened(problems))
    told = tuple(counts[cell] for cell in range(1, wanted + 1))
    return Release(lists, told, noise.epsilon, noise.epsilon, "")
