"""How far people agree who decided on the same things without knowing of each other.

Krippendorff, K. (2011), "Computing Krippendorff's Alpha-Reliability", University of Pennsylvania,
section C: nominal data, any number of observers, missing values allowed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import Any, Final

RELIABLE: Final = 0.8
TENTATIVE: Final = 0.667
"""Krippendorff (2004), page 241: what to draw firm, and what only tentative conclusions from."""

Readings = Mapping[str, Mapping[str, str]]
"""Item to person to the decision she came to by herself."""

Range = tuple[float, float]

_DRAWS: Final = 1000
_FEW: Final = 20  # items; with fewer the number says little, whatever it is


def krippendorff(readings: Readings) -> float | None:
    """Krippendorff's alpha of nominal decisions.

    alpha = 1 - (n - 1) * sum_{c<k} o_ck / sum_{c<k} n_c n_k, over the coincidences o_ck: each
    ordered pair of two people's decisions on one item counts 1 / (m - 1), m people having decided
    on it; n_c is the number of decisions c, and n of all, on items that two or more decided on.

    Assumes that people decided apart from each other. 1 is perfect agreement, 0 what chance would
    give with the same shares of decisions; below 0 is worse than chance.

    Known failure: where nearly all decisions are of one kind, a few disagreements bring alpha near
    0 however many items agree; where all are of one kind there is no telling it from chance.

    Args:
        readings: item to person to decision; who has not decided is left out.

    Returns:
        Alpha, or None: no two people decided on one item, or all decisions are the same.

    >>> one = {"a": "yes", "b": "yes"}
    >>> other = {"a": "no", "b": "no"}
    >>> krippendorff({"1": one, "2": other, "3": {"a": "yes"}})
    1.0
    """
    margins: Counter[str] = Counter()
    apart = 0.0  # twice the sum of o_ck over c < k
    for told in readings.values():
        counts = Counter(told.values())
        m = sum(counts.values())
        if m < 2:
            continue
        margins += counts
        apart += (m * m - sum(count * count for count in counts.values())) / (m - 1)
    n = sum(margins.values())
    by_chance = n * n - sum(count * count for count in margins.values())
    if not by_chance:
        return None
    return 1 - (n - 1) * apart / by_chance


def resampled(readings: Readings, *, level: float = 0.95, seed: int = 2011) -> Range | None:
    """Where alpha would lie had other items of the same kind been decided on.

    The items are drawn again with replacement, a thousand times; the middle `level` of the alphas
    is the range. Krippendorff's own way (2011, section on bootstrapping) draws single
    disagreements as if they came independently of each other; of one item they do not.

    Args:
        readings: as for `krippendorff`.
        level: how much of the alphas the range holds.
        seed: of the drawing.

    Returns:
        Lower and upper end, or None: there is no alpha, or one item only.
    """
    import numpy as np

    if krippendorff(readings) is None:
        return None
    # Items on which the same decisions were made are alike: their numbers are drawn.
    kinds = Counter(tuple(sorted(told.values())) for told in readings.values() if len(told) > 1)
    if sum(kinds.values()) < 2:
        return None
    names = sorted({decision for kind in kinds for decision in kind})
    counts = np.array([[kind.count(name) for name in names] for kind in kinds], dtype=float)
    m = counts.sum(axis=1)
    apart = (m**2 - (counts**2).sum(axis=1)) / (m - 1)
    times = np.array(list(kinds.values()), dtype=float)
    drawn = np.random.default_rng(seed).multinomial(
        int(times.sum()), times / times.sum(), size=_DRAWS
    )
    margins = drawn @ counts
    n = margins.sum(axis=1)
    by_chance = n**2 - (margins**2).sum(axis=1)
    some = by_chance > 0
    alphas = 1 - (n[some] - 1) * (drawn @ apart)[some] / by_chance[some]
    low, high = np.quantile(alphas, [(1 - level) / 2, (1 + level) / 2])
    return float(low), float(high)


def page(readings: Readings) -> dict[str, Any]:
    """The page's numbers, as JSON values.

    Returns:
        "alpha" and its "range" (or None) with "words" for both; "items" that two or more decided
        on, "agreed" on how many of them, "people", "decisions" (how often each was given there);
        "pairs" of people with their own alpha and items; "table": how often one decision met
        another; "differing": items of two minds, with each person's decision.
    """
    shared = {item: dict(told) for item, told in readings.items() if len(told) > 1}
    people = sorted({person for told in readings.values() for person in told})
    agreed = sum(len(set(told.values())) == 1 for told in shared.values())
    alpha, range_ = krippendorff(shared), resampled(shared)
    counts = Counter(decision for told in shared.values() for decision in told.values())
    return {
        "alpha": alpha,
        "range": range_,
        "words": in_words(alpha, range_, items=len(shared), agreed=agreed, people=len(people)),
        "items": len(shared),
        "agreed": agreed,
        "people": people,
        "decisions": dict(counts.most_common()),
        "pairs": [_pair(shared, one, other) for one, other in combinations(people, 2)],
        "table": _table(shared),
        "differing": [
            {"item": item, "decisions": told}
            for item, told in shared.items()
            if len(set(told.values())) > 1
        ],
    }


def _pair(shared: Readings, one: str, other: str) -> dict[str, Any]:
    both = {
        item: {one: told[one], other: told[other]}
        for item, told in shared.items()
        if one in told and other in told
    }
    agreed = sum(told[one] == told[other] for told in both.values())
    return {"people": [one, other], "items": len(both), "agreed": agreed,
            "alpha": krippendorff(both)}  # fmt: skip


def _table(shared: Readings) -> list[dict[str, Any]]:
    """How often each decision met each other, most often first."""
    met: Counter[tuple[str, str]] = Counter()
    for told in shared.values():
        for one, other in combinations(sorted(told.values()), 2):
            met[one, other] += 1
    ordered: Sequence[tuple[tuple[str, str], int]] = sorted(
        met.items(), key=lambda item: (-item[1], item[0])
    )
    return [{"one": one, "other": other, "times": times} for (one, other), times in ordered]


def in_words(
    alpha: float | None, range_: Range | None, *, items: int, agreed: int, people: int
) -> str:
    """What alpha says, in a sentence or two.

    >>> in_words(0.743, (0.45, 1.0), items=12, agreed=10, people=4)[66:149]
    "Krippendorff's alpha is 0.74 (0.45 to 1.00): enough for tentative conclusions only."
    """
    if people < 2:
        return "One person has decided so far: there is nobody to agree with."
    if not items:
        return "No two people have decided on the same item yet."
    told = f"Of {items} items that two or more people decided on, they agree on {agreed}."
    if items == 1:
        told = f"Two or more people decided on one item; they {'' if agreed else 'dis'}agree."
    if alpha is None:
        return f"{told} All decisions are of one kind, so that chance would do as well."
    meaning = "no better than chance"
    for least, words in (
        (RELIABLE, "reliable"),
        (TENTATIVE, "enough for tentative conclusions only"),
        (0.0, "too little to rest a conclusion on"),
    ):
        if alpha >= least and alpha > 0:
            meaning = words
            break
    few = " It rests on few items." if items < _FEW else ""
    ends = f" ({range_[0]:.2f} to {range_[1]:.2f})" if range_ else ""
    return f"{told} Krippendorff's alpha is {alpha:.2f}{ends}: {meaning}.{few}"
