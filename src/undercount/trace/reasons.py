"""Why a request is possibly for a case's child: each field as match, mismatch or missing, in words.

No word here is anybody's name.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from undercount.trace.evidence import Facts

MATCH: Final = "match"
MISMATCH: Final = "mismatch"
MISSING: Final = "missing"
VERDICTS: Final = (MATCH, MISMATCH, MISSING)

_NUMBERS: Final = ("no", "one", "two", "three", "four", "five", "six")
_RARE, _COMMON = 8.0, 4.0  # bits of a part of a name
_PLAIN: Final[dict[str, tuple[tuple[str, str], ...]]] = {
    "birth": (
        (MATCH, "same day of birth"),
        (MATCH, "same first of January or July of birth, which offices write"),
        (MATCH, "day and month of birth swapped"),
        (MATCH, "same month of birth"),
        (MATCH, "same year of birth"),
        (MATCH, "ages that agree"),
        (MATCH, "years of birth that agree, if one is of the Ethiopian calendar"),
        (MATCH, "births a year apart"),
        (MISMATCH, "births two years apart"),
        (MISMATCH, "births three years apart"),
        (MISMATCH, "births more than three years apart"),
    ),
    "sex": ((MATCH, "same sex"), (MISMATCH, "another sex")),
    "nationality": (
        (MATCH, "same nationality"),
        (MATCH, "same nationality"),
        (MISMATCH, "another nationality"),
    ),
    "language": (
        (MATCH, "same language"),
        (MATCH, "a language in common"),
        (MISMATCH, "another language"),
    ),
    "place": (
        (MATCH, "same place of origin"),
        (MATCH, "places of origin spelled alike"),
        (MISMATCH, "another place of origin"),
    ),
    "last_place": (
        (MATCH, "last together in the same place"),
        (MATCH, "last together in places spelled alike"),
        (MISMATCH, "last together in another place"),
    ),
    "last_day": (
        (MATCH, "last together at the same time"),
        (MATCH, "last together within a year of each other's telling"),
        (MISMATCH, "last together at another time"),
    ),
    "gap": (
        (MATCH, "who asks is as much older or younger as such a relative is"),
        (MISMATCH, "who asks is hardly so much older or younger than the child"),
    ),
}
_NOT_KNOWN: Final = {
    "birth": "birth or age not known on both sides",
    "sex": "sex not known on both sides",
    "nationality": "nationality not known on both sides",
    "language": "language not known on both sides",
    "place": "place of origin not known on both sides",
    "last_place": "place where they last were together not known on both sides",
    "last_day": "time when they last were together not known on both sides",
    "gap": "age of who asks, or what they are to the child, not known",
}
FIELDS: Final = ("name", "birth", "sex", "father", "mother", "siblings", "relative", "relation",
                 "gap", "nationality", "language", "place", "last_place", "last_day")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Reason:
    """What one field tells.

    Attributes:
        field: of `FIELDS`.
        verdict: "match", "mismatch" or "missing".
        words: what agrees or does not, without any name.
    """

    field: str
    verdict: str
    words: str


def reasons_of(seen: Facts) -> list[tuple[Reason, ...]]:
    """For each pair, a reason for each of `FIELDS`, in their order."""
    made = []
    for k in range(len(seen.disputed)):
        told = {reason.field: reason for reason in _of_names(seen, k)}
        for field in _PLAIN:
            told[field] = _of_level(seen, field, k)
        made.append(tuple(told[field] for field in FIELDS))
    return made


def _of_level(seen: Facts, field: str, k: int) -> Reason:
    level = int(seen.levels[field][k])
    if level < 0:
        return Reason(field, MISSING, _NOT_KNOWN[field])
    verdict, words = _PLAIN[field][level]
    if field == "birth" and words.endswith("apart") and seen.disputed[k]:
        words += "; the age is disputed"
    return Reason(field, verdict, words)


def _of_names(seen: Facts, k: int) -> Iterator[Reason]:
    yield _name(seen, k)
    yield from (_parent(seen, k, kin) for kin in ("father", "mother"))
    yield _siblings(seen, k)
    named, kin = int(seen["relative"][k]), int(seen["relation"][k])
    if named < 0:
        yield Reason("relative", MISSING, "relatives not named on both sides")
    elif named:
        yield Reason("relative", MATCH, "who asks is named like a relative the child looks for")
    else:
        what = "who asks is named like nobody the child looks for"
        yield Reason("relative", MISMATCH, what)
    if kin < 0:
        yield Reason("relation", MISSING, "relation to the child not known on both sides")
    elif kin:
        yield Reason("relation", MATCH, "the child looks for a relative of the same relation")
    else:
        yield Reason("relation", MISMATCH, "the child looks for relatives of another relation")


def _name(seen: Facts, k: int) -> Reason:
    agree, apart, given = (int(seen[name][k]) for name in ("name", "apart", "given"))
    if agree < 0:
        return Reason("name", MISSING, "the child's name not known on both sides")
    if not agree:
        return Reason("name", MISMATCH, "another name")
    bits = [float(seen[name][k]) for name in ("name_bits", "name_bits_much", "name_bits_alike")]
    each = sum(bits) / agree
    rare = "rare " if each >= _RARE else "common " if each <= _COMMON else ""
    parts = f"{_NUMBERS[agree]} {rare}part{'s' * (agree > 1)} of the name"
    words = f"{parts} in common"
    if bits[1] + bits[2] > 0:
        words += ", spelled otherwise"
    if given == 3:
        words += "; the given name is another"
    elif apart:
        words += "; the rest is another"
    return Reason("name", MISMATCH if given == 3 or apart > agree else MATCH, words)


def _parent(seen: Facts, k: int, kin: str) -> Reason:
    level = int(seen[kin][k])
    if level < 0:
        return Reason(kin, MISSING, f"{kin}'s name not known on both sides")
    verdict, words = (
        (MISMATCH, f"another {kin}'s name"),
        (MATCH, f"a part of the {kin}'s name in common"),
        (MATCH, f"{kin}'s name in common"),
    )[level]
    return Reason(kin, verdict, words)


def _siblings(seen: Facts, k: int) -> Reason:
    count, apart = int(seen["siblings"][k]), int(seen["siblings_apart"][k])
    crossed = ""
    if seen["crossed"][k] >= 1:
        crossed = "the name of the one child stands among the other's brothers and sisters"
    if count < 0:
        if crossed:
            return Reason("siblings", MISMATCH, crossed)
        return Reason("siblings", MISSING, "brothers and sisters not named on both sides")
    words = f"{_NUMBERS[count]} brother{'s' * (count > 1)} or sister{'s' * (count > 1)} in common"
    if count and apart:
        words += ", others not"
    if crossed:
        words += f"; {crossed}"
    return Reason("siblings", MATCH if count else MISMATCH, words)
