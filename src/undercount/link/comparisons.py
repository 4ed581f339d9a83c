"""What is compared of two records, as data: for each field, levels of agreement in SQL.

The SQL is that of DuckDB and of Spark alike, and gives the same levels in both: texts are compared
by Levenshtein's distance, since the two engines' Jaro and Winkler differ by up to 0.1. `{count}`
and `{steps}` stand for counting what two names share, which each engine does fastest in its own
way. Columns are those of `table.Table`, with `_l` and `_r` for the two records. Where a record does
not know a field, the comparison is neutral: its level is -1.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

MISSING: Final = -1
NAME: Final = "name"
# Levels of the birth that two people hardly ever have.
SAME_DAY: Final = 1
SWAPPED: Final = 3
OTHER_YEAR: Final = 8


@dataclass(frozen=True, slots=True)
class Level:
    """One degree of agreement.

    Attributes:
        sql: its condition. The first level whose condition holds is the pair's; the last is `else`.
        words: what it means.
        kind: levels of one kind are the same agreement on values more or less rare.
        rarest: the rarest value of the level, in steps of `table`; the kind's last level has none.
        least: share of pairs of one person that have the kind at the least. EM does not see slips
            that make one person look like two, and would take them to be rarer than they are
            in any list; these are about what the simulated world of seed 1 has
            (`testing.worlds`), on which they were tuned: no list of real people told them.
    """

    sql: str
    words: str
    kind: str = ""
    rarest: int = 99
    least: float = 0.0


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


# Keys that both names have: how many, and their rarity in steps of two bits. Engines count them in
# their own ways, which a backend fills in.
_COUNT: Final = "{count}"
_STEPS: Final = "{steps}"
# Keys of the shorter name that the other does not have.
_LEFT_OVER: Final = f"(least(n_keys_l, n_keys_r) - {_COUNT})"


def _edits(name: str, part: float) -> str:
    """At most this part of the longer text has to be changed to make it the shorter."""
    longer = f"greatest(length({name}_l), length({name}_r))"
    return f"levenshtein({name}_l, {name}_r) <= {part} * {longer}"


def _name() -> Comparison:
    levels = [
        Level(f"{_COUNT} = 0", "another name", least=0.01),
        Level(
            f"{_LEFT_OVER} > 0 and {_STEPS} <= 2",
            "a common part of the name in common",
            least=0.02,
        ),
    ]
    for most, rare in ((4, "a part"), (6, "a part"), (9, "a rare part"), (99, "a rare part")):
        words = f"{rare} of the name in common"
        levels.append(Level(f"{_LEFT_OVER} > 0 and {_STEPS} <= {most}", words, "part", most))
    for most, rare in ((2, "a common"), (4, "a common"), (6, "the"), (9, "the"), (13, "a rare")):
        levels.append(Level(f"{_STEPS} <= {most}", f"{rare} name in common", "same", most))
    levels.append(Level("else", "a rare name in common", "same"))
    return Comparison(NAME, "n_keys_l is null or n_keys_r is null", tuple(levels))


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
            Level(_edits(name, 0.34), f"{said} spelled otherwise"),
            Level("else", f"another {said}", least=0.2),
        ),
    )


def _birth() -> Comparison:
    gap = "greatest(year_low_l - year_high_r, year_low_r - year_high_l)"
    same_day = "coalesce(month_l = month_r and day_l = day_r, false)"
    heaped = "(heaped_l = 1 or heaped_r = 1)"
    vague = f"({heaped} or day_l is null or day_r is null)"
    one = "(month_l = month_r or day_l = day_r)"
    levels = (
        Level(
            f"{gap} > 3 and not ({same_day} and not {heaped})", "births years apart", least=0.015
        ),
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
            Level(f"{name}_l <> {name}_r", f"another {said}", least=0.02),
            Level(f"rarity_{name}_l <= 1", f"same {said}, a common one", "same", 1),
            Level(f"rarity_{name}_l <= 2", f"same {said}", "same", 2),
            Level("else", f"same {said}, a rare one", "same"),
        ),
    )


def _text(name: str, said: str) -> Comparison:
    same = f"{name}_l = {name}_r"
    return Comparison(
        name,
        _missing(name),
        (
            Level(f"{same} and rarity_{name}_l <= 2", f"same {said}", "same", 2),
            Level(f"{same} and rarity_{name}_l <= 4", f"same {said}, not common", "same", 4),
            Level(same, f"same {said}, a rare one", "same"),
            Level(f"not {_edits(name, 0.4)}", f"another {said}"),
            Level(f"not {_edits(name, 0.2)}", f"{said} a little alike"),
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
        "sex",
        _missing("sex"),
        (Level("sex_l = sex_r", "same sex"), Level("else", "another sex", least=0.01)),
    ),
    _coded("nationality", "nationality"),
    _text("place", "place"),
    _coded("language", "language"),
    _text("address", "address"),
    _digits("phone", "phone"),
    _digits("number", "number"),
)
