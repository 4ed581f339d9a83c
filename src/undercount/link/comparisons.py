"""What is compared of two records, as data: for each field, levels of agreement in SQL.

The SQL is that of DuckDB and of Spark alike; `{jaro_winkler}` stands for the one function whose
name differs. Columns are those of `table.Table`, with `_l` and `_r` for the two records. Where a
record does not know a field, the comparison is neutral: its level is -1.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from undercount.link.table import NAME_KEYS

MISSING: Final = -1


@dataclass(frozen=True, slots=True)
class Level:
    """One degree of agreement: its condition in SQL, and what it means in words.

    The first level of a comparison whose condition holds is the pair's; the last one's is `else`.
    """

    sql: str
    words: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """One field of two records. `missing` is the SQL that holds where a record lacks it."""

    name: str
    missing: str
    levels: tuple[Level, ...]


def comparisons_for(fields: Collection[str]) -> tuple[Comparison, ...]:
    """The comparisons of the fields that any two lists share, in a fixed order."""
    known = {"name": ("name", "given", "father"), "year": ("birth",)}
    wanted = {name for field in fields for name in known.get(field, (field,))}
    return tuple(comparison for comparison in _ALL if comparison.name in wanted)


def _shared(of: str) -> str:
    keys = ", ".join(f"key_{i}_r" for i in range(1, NAME_KEYS + 1))
    terms = (
        f"case when key_{i}_l in ({keys}) then {of.format(i=i)} else 0 end"
        for i in range(1, NAME_KEYS + 1)
    )
    return "(" + " + ".join(terms) + ")"


# Rarity of the keys that both names have, in steps of two bits; and how many keys of the shorter
# name the other does not have.
_STEPS: Final = _shared("rarity_{i}_l")
_COUNT: Final = _shared("1")
_LEFT_OVER: Final = f"(least(n_keys_l, n_keys_r) - {_COUNT})"
_ALIKE: Final = "{jaro_winkler}(spelling_l, spelling_r)"


def _name() -> Comparison:
    levels = [
        Level(f"{_COUNT} = 0 and {_ALIKE} < 0.8", "another name"),
        Level(f"{_COUNT} = 0 and {_ALIKE} < 0.88", "a name a little alike"),
        Level(f"{_COUNT} = 0", "a name much alike"),
    ]
    part = f"{_LEFT_OVER} > 0 and {_ALIKE} < 0.9"
    for most, rare in ((2, "common"), (4, "common"), (6, ""), (9, "rare"), (99, "rare")):
        words = f"a {rare} part of the name the same".replace("  ", " ")
        levels.append(Level(f"{part} and {_STEPS} <= {most}", words))
    for most, rare in ((2, "common"), (5, ""), (8, "rare"), (99, "rare")):
        words = f"a {rare} part of the name the same, the rest alike".replace("  ", " ")
        levels.append(Level(f"{_LEFT_OVER} > 0 and {_STEPS} <= {most}", words))
    for most, rare in ((2, ", but common"), (4, ", but common"), (6, ""), (9, ""), (13, "")):
        levels.append(Level(f"{_STEPS} <= {most}", f"same name{rare}"))
    levels.append(Level("else", "same name, and a rare one"))
    return Comparison("name", "n_keys_l is null or n_keys_r is null", tuple(levels))


def _part(name: str, said: str) -> Comparison:
    """One part of the name, where the names are not the same altogether.

    Where they are, the part tells nothing beyond what `name` has counted already.
    """
    missing = f"{name}_l is null or {name}_r is null or {_LEFT_OVER} <= 0"
    return Comparison(
        name,
        missing,
        (
            Level(f"{name}_l = {name}_r", f"same {said}"),
            Level(f"{{jaro_winkler}}({name}_l, {name}_r) >= 0.85", f"{said} spelled otherwise"),
            Level("else", f"another {said}"),
        ),
    )


def _birth() -> Comparison:
    gap = "greatest(year_low_l - year_high_r, year_low_r - year_high_l)"
    same_day = "coalesce(month_l = month_r and day_l = day_r, false)"
    heaped = "(heaped_l = 1 or heaped_r = 1)"
    vague = f"({heaped} or day_l is null or day_r is null)"
    one = "(month_l = month_r or day_l = day_r)"
    levels = (
        Level(f"{gap} > 3 and not ({same_day} and not {heaped})", "births years apart"),
        Level(f"year_l = year_r and {same_day} and not {heaped}", "same day of birth"),
        Level(
            f"year_l = year_r and {same_day}", "same first of January of birth, which offices write"
        ),
        Level(
            f"year_l = year_r and not {heaped} and month_l = day_r and day_l = month_r",
            "day and month of birth swapped",
        ),
        Level(f"year_l = year_r and not {vague} and {one}", "same year of birth, nearly same day"),
        Level(
            f"year_l = year_r and {vague} and month_l = month_r and not {heaped}",
            "same month of birth",
        ),
        Level(f"year_l = year_r and {vague}", "same year of birth"),
        Level("year_l = year_r", "same year of birth, another day"),
        Level(f"{same_day} and not {heaped}", "same day of birth in another year"),
        Level(f"{gap} <= 0", "ages that agree"),
        Level(f"{gap} = 1", "births a year apart"),
        Level("else", "births two or three years apart"),
    )
    return Comparison("birth", "year_low_l is null or year_low_r is null", levels)


def _missing(name: str) -> str:
    return f"{name}_l is null or {name}_r is null"


def _coded(name: str, said: str) -> Comparison:
    return Comparison(
        name,
        _missing(name),
        (
            Level(f"{name}_l <> {name}_r", f"another {said}"),
            Level(f"rarity_{name}_l <= 1", f"same {said}, a common one"),
            Level(f"rarity_{name}_l <= 2", f"same {said}"),
            Level("else", f"same {said}, a rare one"),
        ),
    )


def _text(name: str, said: str) -> Comparison:
    return Comparison(
        name,
        _missing(name),
        (
            Level(f"{name}_l = {name}_r and rarity_{name}_l <= 2", f"same {said}"),
            Level(f"{name}_l = {name}_r and rarity_{name}_l <= 4", f"same {said}, not common"),
            Level(f"{name}_l = {name}_r", f"same {said}, a rare one"),
            Level(f"{{jaro_winkler}}({name}_l, {name}_r) < 0.8", f"another {said}"),
            Level(f"{{jaro_winkler}}({name}_l, {name}_r) < 0.9", f"{said} a little alike"),
            Level("else", f"{said} much alike"),
        ),
    )


def _digits(name: str, said: str) -> Comparison:
    return Comparison(
        name,
        _missing(name),
        (
            Level(f"{name}_l = {name}_r", f"same {said}"),
            Level(
                f"length({name}_l) >= 5 and levenshtein({name}_l, {name}_r) <= 1",
                f"{said} but for one digit",
            ),
            Level("else", f"another {said}"),
        ),
    )


_ALL: Final = (
    _name(),
    _part("given", "given name"),
    _part("father", "father's name"),
    _birth(),
    Comparison(
        "sex", _missing("sex"), (Level("sex_l = sex_r", "same sex"), Level("else", "another sex"))
    ),
    _coded("nationality", "nationality"),
    _text("place", "place"),
    _coded("language", "language"),
    _text("address", "address"),
    _digits("phone", "phone"),
    _digits("number", "number"),
)
