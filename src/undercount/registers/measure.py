"""The profile of a list, counted."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from undercount.project.linking import FIELDS
from undercount.registers.cautions import cautions
from undercount.registers.coded import Coded
from undercount.registers.columns import NAMES
from undercount.registers.merge import Merge
from undercount.registers.name_parts import NameParts
from undercount.registers.profile import Profile
from undercount.registers.ragged import Ragged

if TYPE_CHECKING:
    from undercount.registers.build import Rows

_FEWEST_AGES = 50  # for an index of heaping


def measure(name: str, rows: Rows, merge: Merge, names: NameParts, records: pa.Table) -> Profile:
    """What the list is like."""
    whole = names.whole()
    name_codes = Coded.of(pc.binary_join(whole.sorted().arrow(names.words), " ")).codes
    formats = np.bincount(rows.dates.format[rows.dates.format >= 0])
    first = merge.first(np.ones(len(rows.lines), dtype=np.bool_))
    made = Profile(
        name=name,
        files=tuple(raw.file for raw in rows.files if raw.file is not None),
        rows=len(rows.lines),
        records=merge.n_records,
        missing=_missing(rows, whole, records),
        merged=merge.n_merged,
        disagree=_disagree(rows, merge),
        duplicates=_duplicates(name_codes, whole, records),
        without_name=int((whole.lengths == 0).sum()),
        one_name=int((whole.lengths == 1).sum()),
        scripts=_scripts(names),
        precisions=_counted(records["birth_precision"]),
        formats={rows.dates.formats[i]: int(n) for i, n in enumerate(formats)},
        doubts=_counted(records["birth_doubt"]),
        whipple=whipple(_ages(rows)[first]),
        unknown={field: dict(told) for field, told in rows.unknown.items() if told},
    )
    return replace(made, cautions=tuple(cautions(rows, made)))


def whipple(ages: NDArray[np.int16]) -> float | None:
    """Whipple's index: how far ages heap at those that end in 0 or 5.

    500 times the people aged 25, 30, ... 60 over all people aged 23 to 62: 100 where nobody rounds,
    500 where everybody does; up to 105 is called highly accurate, above 175 very rough (Shryock
    and Siegel, The Methods and Materials of Demography, 1976, chapter 8; United Nations,
    Demographic Yearbook). Known failure: real waves of births or of flight move it as well.

    Args:
        ages: in full years, -1 where not known.

    Returns:
        The index, or None where fewer than 50 people are of these ages.

    >>> whipple(np.repeat(np.arange(23, 63), 2).astype(np.int16))
    100.0
    """
    counted = ages[(ages >= 23) & (ages <= 62)]
    if len(counted) < _FEWEST_AGES:
        return None
    return float(500 * np.mean(counted % 5 == 0))


def _ages(rows: Rows) -> NDArray[np.int16]:
    """Ages in full years on the day seen, as told or from the birth; -1 where not known."""
    seen, born = rows.seen, rows.dates
    before = (born.day > 0) & (seen.day > 0)
    before &= (seen.month < born.month) | ((seen.month == born.month) & (seen.day < born.day))
    from_birth = seen.year - born.year - before
    known = (seen.year > 0) & (born.year > 0)
    told: NDArray[np.int16] = np.where(
        rows.ages.years >= 0, rows.ages.years, np.where(known, from_birth, -1)
    )
    return told


def _missing(rows: Rows, whole: Ragged, records: pa.Table) -> dict[str, int]:
    made: dict[str, int] = {}
    for field in FIELDS:
        if field == "birth":
            if {"birth", "age"} & rows.fields:
                made[field] = int(records["year_low"].null_count)
        elif field not in rows.fields:
            continue
        elif field == "name":
            made[field] = int((whole.lengths == 0).sum())
        elif field in ("id", "age", "seen"):
            made[field] = int((~rows.texts[field].known).sum())
        else:
            made[field] = int(records[field].null_count)
    return made


def _disagree(rows: Rows, merge: Merge) -> dict[str, int]:
    if not merge.n_merged:
        return {}
    names = np.zeros(merge.n_records, dtype=np.bool_)
    for part in rows.names.tokens.values():
        # A part that one row has and another lacks is no disagreement.
        text = Coded.of(pc.binary_join(part.sorted().arrow(rows.names.words), " "))
        names |= merge.differing(np.where(part.lengths > 0, text.codes, -1))
    years = np.where(rows.births.year > 0, rows.births.year, -1)
    return {
        "name": int(names.sum()),
        "sex": int(merge.differing(rows.sex.codes).sum()),
        "birth year": int(merge.differing(years).sum()),
    }


def _duplicates(name_codes: NDArray[np.int32], whole: Ragged, records: pa.Table) -> int:
    year = records["year"].fill_null(0).to_numpy().astype(np.int64)
    sex = Coded.of(records["sex"]).codes
    kept = (whole.lengths >= 2) & (year > 0)
    same = (name_codes[kept].astype(np.int64) * 4000 + year[kept]) * 4 + sex[kept] + 1
    return len(same) - len(np.unique(same))


def _counted(column: pa.ChunkedArray) -> dict[str, int]:
    counted = pc.value_counts(column.drop_null()).to_pylist()
    ordered = sorted(counted, key=lambda item: (-item["counts"], item["values"]))
    return {item["values"]: item["counts"] for item in ordered}


def _scripts(names: NameParts) -> dict[str, int]:
    """Records by the script of their name; "several" where its parts are in more than one."""
    seats: dict[str, int] = {}
    parts = []
    for field in NAMES:
        column = names.texts[field]
        codes = [seats.setdefault(_script(text), len(seats)) for text in column.values]
        parts.append(column.spread(np.array(codes, dtype=np.int32), -1))
    table = np.stack(parts)
    most = table.max(axis=0)
    least = np.where(table < 0, len(seats), table).min(axis=0)
    several = (most >= 0) & (most != least)
    found = np.bincount(most[(most >= 0) & ~several], minlength=len(seats))
    made = {name: int(found[seat]) for name, seat in seats.items() if name != "none"}
    made["several"] = made.get("several", 0) + int(several.sum())
    return {name: n for name, n in sorted(made.items(), key=lambda item: -item[1]) if n}


def _script(text: str) -> str:
    if text.isascii():
        return "Latin" if any(map(str.isalpha, text)) else "none"
    found = {_script_of(char) for char in text} - {""}
    return found.pop() if len(found) == 1 else "several" if found else "none"


@cache
def _script_of(char: str) -> str:
    # The first word of a letter's name in Unicode is its script: LATIN, ARABIC, ETHIOPIC, CJK.
    return unicodedata.name(char, "").split(" ")[0].title() if char.isalpha() else ""
