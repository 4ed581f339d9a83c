"""A part that is larger than its whole: more children than people in the same camp."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from undercount.reconcile.stated import (
    Finding,
    Stated,
    by_trust,
    days_apart,
    subject,
    words,
)

_NEAR_DAYS = 3
# What narrows a population, by the beginnings of its words in English, French and Spanish.
_PARTS: Final = {
    "minor": ("minor", "mineur", "child", "enfant", "nin", "menor", "boy", "garcon"),
    "alone": ("unaccompanied", "isole", "separated", "accompagne", "solo"),
    "female": ("wom", "femme", "mujer", "girl", "fille"),
}
_GENERIC: Final = frozenset(
    {
        "camp", "population", "people", "person", "persons", "migrants", "migrant", "refugees",
        "refugee", "residents", "inhabitants", "living", "all", "total", "personnes", "refugies",
        "exiles", "habitants", "vivant", "tous", "personas", "migrantes", "poblacion", "site",
        "jungle",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Described:
    stated: Stated
    parts: frozenset[str]
    rest: frozenset[str]

    def within(self, whole: _Described) -> bool:
        """Whether the words make this a part: all that narrows the whole, and more."""
        return whole.parts < self.parts and whole.rest <= self.rest


def part_whole(figures: Sequence[Stated]) -> list[Finding]:
    """Stocks of people at one place on the same days where a part exceeds its whole."""
    places: dict[str, list[_Described]] = defaultdict(list)
    for row in figures:
        comparable = row.figure.unit == "person" and row.figure.measure == "stock"
        if comparable and row.place and row.what and row.start:
            places[row.place].append(_describe(row))
    worst: dict[tuple[str | None, str | None], list[tuple[Stated, Stated]]] = defaultdict(list)
    for rows in places.values():
        for part in rows:
            for whole in rows:
                one, two = part.stated, whole.stated
                if one.low > two.high and part.within(whole):
                    apart = days_apart(one, two)
                    if apart is not None and apart <= _NEAR_DAYS:
                        worst[one.what, two.what].append((one, two))
    findings = []
    for pairs in worst.values():
        pairs.sort(key=lambda pair: -pair[0].low / max(pair[1].high, 1.0))
        one, two = pairs[0]
        text = (
            f"{one.number} {subject(one)} ({one.outlet}, {one.when}) are more than the "
            f"{two.number} {subject(two)} that they are part of ({two.outlet}, {two.when})."
        )
        rows_of = by_trust(row for pair in pairs for row in pair)
        findings.append(Finding("part-whole", text, rows_of, one.low / max(two.high, 1.0)))
    return findings


def _describe(row: Stated) -> _Described:
    said = words(" ".join(filter(None, (row.figure.quantity, row.figure.population))))
    said = frozenset(part for word in said for part in word.split("_"))
    parts, rest = set(), set()
    for word in said - _GENERIC:
        named = [part for part, starts in _PARTS.items() if word.startswith(starts)]
        parts.update(named)
        if not named:
            rest.add(word)
    return _Described(row, frozenset(parts), frozenset(rest))
