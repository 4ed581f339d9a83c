"""Texts that retell one another: what a later text has of the numbers of an earlier one.

Two texts that share several telling numbers are no strangers. Of figures in such a pair less is
asked before one is taken to come of the other: the words around it may all have changed.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from typing import Final

from undercount.reconcile.digits import relation, significant, written_place
from undercount.reconcile.kinship import Kin
from undercount.reconcile.prints import Print, apart, same_people
from undercount.reconcile.stated import same_source

_LEAST: Final = 100
_TELLING: Final = 3
_SHARE: Final = 0.2  # of the telling numbers of the text that has fewer
_CROWD: Final = 20  # texts that print one number; beyond, it ties none of them
_FAR_DAYS: Final = 500
_CLOSE: Final = 0.03
_COARSE: Final = 0.06  # "more than 70" for 74
_MOMENT_DAYS: Final = 31
_BESIDE: Final = 4  # figures between two that a later text may have added up

Text = tuple[str | None, ...]


def kindred(rows: Sequence[Print]) -> Iterator[tuple[int, int, Kin]]:
    """(parent, child, signs) of figures in texts that share numbers, the earlier text first."""
    texts: dict[Text, list[int]] = defaultdict(list)
    for place, row in enumerate(rows):
        if any(row.text) and row.printed:
            texts[row.text].append(place)
    for (first, later), shared in _related(rows, texts).items():
        children = texts[later]
        met: set[int] = set()
        for child in children:
            for parent in texts[first]:
                kin = _kin(rows[child], rows[parent], shared)
                if kin:
                    met.add(child)
                    yield parent, child, kin
        yield from _added(rows, texts[first], [i for i in children if i not in met], shared)


def _related(rows: Sequence[Print], texts: Mapping[Text, Sequence[int]]) -> dict[
    tuple[Text, Text], int
]:  # fmt: skip
    """Pairs of texts, the earlier first, with how many telling numbers they share."""
    values = {
        text: {rows[i].value for i in places if _tells(rows[i].value)}
        for text, places in texts.items()
    }
    printed_in: dict[float, list[Text]] = defaultdict(list)
    for text in sorted(texts, key=str):
        for value in values[text]:
            printed_in[value].append(text)
    many: Counter[tuple[Text, Text]] = Counter()
    strong: Counter[tuple[Text, Text]] = Counter()
    for value, where in printed_in.items():
        if len(where) <= _CROWD:
            for pair in combinations(where, 2):
                many[pair] += 1
                strong[pair] += significant(value) >= _TELLING
    found = {}
    for (one, two), shared in many.items():
        enough = strong[one, two] >= 2 or (strong[one, two] and shared >= _TELLING)
        if enough and shared >= _SHARE * min(len(values[one]), len(values[two])):
            days = [rows[texts[text][0]].printed for text in (one, two)]
            if days[0] and days[1] and days[0] != days[1]:
                found[(one, two) if days[0] < days[1] else (two, one)] = shared
    return found


def _tells(value: float) -> bool:
    return value >= _LEAST and significant(value) > 1


def _kin(child: Print, parent: Print, shared: int) -> Kin | None:
    people, days = same_people(child, parent), apart(child, parent)
    voice = same_source(child.stated, parent.stated)
    how = _how(child, parent)
    if how is None or people is False or (days or 0) > _FAR_DAYS:
        return None
    if how != "same" and "stock" in _measures(child, parent) and (days or 0) > _MOMENT_DAYS:
        return None
    if min(map(significant, (parent.value, child.value))) == 1 and not _plainly_one(child, parent):
        return None
    # A small number is a coincidence unless it counts the same.
    if not people and (parent.value < _LEAST or (how != "same" and not voice)):
        return None
    measures = _measures(child, parent)
    kept = child.unit == parent.unit and child.per == parent.per
    one_count = kept and not (len(measures) > 1 and measures & {"capacity", "target", "rate"})
    reasons = [
        f"text: the two texts share {shared} numbers",
        f"value: {child.stated.said} beside {parent.stated.said}",
    ]
    if voice:
        reasons.append(f"source: both give it to {parent.stated.source}")
    reasons.append("time: the text was printed later")
    alike = sum((bool(people), bool(voice), kept, child.days == parent.days, how == "same"))
    return Kin(how, one_count, 4.0 + 2.0 * alike, tuple(reasons), True)


def _measures(one: Print, two: Print) -> set[str]:
    return {one.stated.figure.measure, two.stated.figure.measure}


def _plainly_one(child: Print, parent: Print) -> bool:
    """Whether a number of one digit counts the same people in so many words."""
    measures = _measures(child, parent)
    apart = "stock" in measures and len(measures) > 1
    return bool(child.stems & parent.stems) and not apart


def _how(child: Print, parent: Print) -> str | None:
    if parent.stated.figure.value is None or child.stated.figure.value is None:
        return None
    if child.value == parent.value:
        return "same"
    if child.per != parent.per or child.unit != parent.unit:
        return None
    half = min(written_place(child.value) / 2, _COARSE * parent.value)
    near = abs(child.value - parent.value) <= max(half, _CLOSE * parent.value)
    if not child.exact and near and child.stated.low <= parent.value <= child.stated.high:
        return "held"
    how = relation(parent.value, child.value)
    return how if how in ("rounded", "cut") else None


def _added(
    rows: Sequence[Print], first: Sequence[int], later: Sequence[int], shared: int
) -> Iterator[tuple[int, int, Kin]]:
    """Numbers of two bodies that a later text adds up and gives to one."""
    told = sorted(first, key=lambda i: (rows[i].stated.figure.start or 0, i))
    sums: dict[tuple[float, str], tuple[int, int]] = {}
    for at, one in enumerate(told):
        for two in told[at + 1 : at + 1 + _BESIDE]:
            a, b = rows[one], rows[two]
            alike = a.days == b.days and a.days[0] is not None and a.unit == b.unit
            if (
                alike
                and min(a.value, b.value) >= _LEAST
                and same_source(a.stated, b.stated) is False
            ):
                sums.setdefault((a.value + b.value, a.unit), (one, two))
    for child in later:
        row = rows[child]
        pair = sums.get((row.value, row.unit))
        if pair and significant(row.value) >= _TELLING:
            first_part, second_part = (rows[i].stated for i in pair)
            reasons = (
                f"text: the two texts share {shared} numbers",
                f"value: {row.stated.number} is {first_part.number} ({first_part.source}) + "
                f"{second_part.number} ({second_part.source})",
                "time: the text was printed later",
            )
            yield pair[0], child, Kin("added", False, 4.0, reasons, True)
