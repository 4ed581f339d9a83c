"""What a case and a request tell together for being of one child, as a log Bayes factor."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from undercount.trace import facts
from undercount.trace.compare import COLUMNS, Floats, Rarity, compare_names
from undercount.trace.side import Side
from undercount.trace.weights import SIBLINGS, WEIGHTS

_TEXTS = ("nationality", "language", "place", "last_place")

_BITS = ("name_bits", "name_bits_much", "name_bits_alike", "mother_bits", "father_bits",
         "siblings_bits", "relative_bits")  # fmt: skip
# How rare it is that two births agree as `facts.BIRTH` says, in bits.
_BIRTH_BITS = (12.0, 9.0, 13.0, 7.0, 3.5, 2.0, 3.0, 2.0, 1.5, 1.0, 0.5)
_BESIDE = 2.0  # sex, who asks, and the time they last were together


@dataclass(frozen=True, slots=True, eq=False)
class Facts:
    """What is seen of each pair; shape (pairs,) each.

    Attributes:
        names: shape (pairs, columns), as `compare.COLUMNS` say.
        levels: by field, places in the levels of `facts`, -1 where one of the two does not know.
        bits: by field, how rare the text is that agrees.
        disputed: whether the age of either is.
    """

    names: Floats
    levels: dict[str, NDArray[np.int8]]
    bits: dict[str, Floats]
    disputed: NDArray[np.bool_]

    def __getitem__(self, column: str) -> Floats:
        """A column of `names`."""
        made: Floats = self.names[:, COLUMNS.index(column)]
        return made

    def take(self, rows: NDArray[np.int64]) -> Facts:
        """The facts of these pairs."""
        levels = {name: level[rows] for name, level in self.levels.items()}
        bits = {name: rare[rows] for name, rare in self.bits.items()}
        return Facts(self.names[rows], levels, bits, self.disputed[rows])


def facts_of(left: Side, right: Side, pairs: NDArray[np.int64], rarity: Rarity) -> Facts:
    """All that is compared of pairs; the arguments are those of `compare_names`."""
    told = {name: facts.texts(name, left, right, pairs) for name in _TEXTS}
    levels = {
        "birth": facts.births(left, right, pairs),
        "sex": facts.sexes(left, right, pairs),
        **{name: level for name, (level, _) in told.items()},
        "last_day": facts.days(left, right, pairs),
        "gap": facts.gaps(left, right, pairs),
    }
    return Facts(
        compare_names(left, right, pairs, rarity),
        levels,
        {name: rare for name, (_, rare) in told.items()},
        left.disputed[pairs[:, 0]] | right.disputed[pairs[:, 1]],
    )


def features(seen: Facts) -> dict[str, Floats]:
    """What of the facts has a weight, by name; 0 where nothing is known, which tells nothing."""
    made: dict[str, Floats] = {}

    def add(name: str, value: Any) -> None:
        made[name] = np.asarray(value, np.float32)

    def rare(name: str, bits: Floats, *steps: float) -> None:
        """Bits in steps, each with a weight of its own: the rarest part counts less."""
        low = 0.0
        for step in (*steps, 40.0):
            add(f"{name} over {low:g} bits", np.clip(bits - low, 0, step - low))
            low = step

    n, apart, left, given = seen["name"], seen["apart"], seen["left"], seen["given"]
    for count in (0, 1, 2, 3):
        some = n == count if count < 3 else n >= count
        for others in (0, 1) if count else (0,):
            also = (apart > 0) == bool(others) if count else True
            add(f"name {count} agree {others} apart", some & also)
    rare("name same", seen["name_bits"], 6.0, 12.0, 18.0)
    rare("name much alike", seen["name_bits_much"], 8.0)
    rare("name alike", seen["name_bits_alike"], 8.0)
    add("name two apart", (n > 0) & (apart >= 2))
    add("name one left", (n > 0) & (left == 1))
    add("name two left", (n > 0) & (left >= 2))
    for level, said in ((1, "same"), (2, "elsewhere"), (3, "other")):
        add(f"given {said}", (n > 0) & (given == level))
    for kin in ("mother", "father"):
        for level, said in ((0, "other"), (1, "partly"), (2, "same")):
            add(f"{kin} {said}", seen[kin] == level)
        rare(kin, np.where(seen[kin] >= 0, seen[f"{kin}_bits"], 0), 8.0)
    there = seen["siblings"] >= 0
    add("siblings none", seen["siblings"] == 0)
    add("siblings some", seen["siblings"] >= 1)
    add("siblings two", seen["siblings"] >= 2)
    add("siblings apart", np.where(there, np.minimum(seen["siblings_apart"], 2), 0))
    rare("siblings", np.where(there, seen["siblings_bits"], 0), 8.0, 16.0)
    add("crossed", seen["crossed"] >= 1)
    add("relative other", seen["relative"] == 0)
    add("relative same", seen["relative"] == 1)
    rare("relative", np.where(seen["relative"] == 1, seen["relative_bits"], 0), 8.0)
    for level, said in ((0, "other"), (1, "same"), (2, "same of one alike")):
        add(f"relation {said}", seen["relation"] == level)
    for level, said in enumerate(facts.BIRTH):
        add(f"birth {said}", seen.levels["birth"] == level)
    some_years = np.isin(seen.levels["birth"], [7, 8, 9])
    add("birth apart, disputed", some_years & seen.disputed)
    for name, told in (
        ("sex", facts.SEX), ("last_day", facts.DAY), ("gap", facts.GAP),
    ):  # fmt: skip
        for level, said in enumerate(told):
            add(f"{name} {said}", seen.levels[name] == level)
    for name in _TEXTS:
        place = seen.levels[name]
        for at, said in ((0, "same"), (1, "alike"), (2, "other")):
            if name != "nationality" or at != 1:
                add(f"{name} {said}", place == at)
        rare(name, np.where(place == 0, seen.bits[name], 0), 5.0)
    return made


def log_evidence(seen: Facts, leave_out: tuple[str, ...] = ()) -> NDArray[np.float64]:
    """Shape (pairs,), the natural log of how much likelier this is of one child than of strangers.

    `leave_out` are beginnings of features that do not count.
    """
    return np.minimum(_weighed(seen, WEIGHTS, leave_out), _most(seen))


def _most(seen: Facts) -> NDArray[np.float64]:
    """Shape (pairs,): no agreement tells more than it is rare.

    The weights were fitted on records that tell much; of two that share a name and tell nothing
    else they would make too much.
    """
    total = np.full(len(seen.names), _BESIDE)
    for name in _BITS:
        total += np.maximum(seen[name], 0)
    for name in _TEXTS:
        total += np.where(seen.levels[name] == 0, seen.bits[name], 0)
    birth = seen.levels["birth"]
    total += np.where(birth < 0, 0.0, np.append(_BIRTH_BITS, 0.0)[birth])
    return np.asarray(np.log(2) * total)


def log_siblings(seen: Facts) -> NDArray[np.float64]:
    """Shape (pairs,), how much likelier this is of brother and sister than of strangers.

    A family that agrees in everything says no more than that it is one family: which child it is
    rests on the child's own name, birth and sex. So brothers and sisters are weighed apart.
    """
    return _weighed(seen, SIBLINGS, ())


def _weighed(
    seen: Facts, weights: Mapping[str, float], leave_out: tuple[str, ...]
) -> NDArray[np.float64]:
    total = np.zeros(len(seen.names))
    for name, value in features(seen).items():
        if name in weights and not name.startswith(leave_out):
            total += weights[name] * value
    return total
