"""How many people an attack finds, and how sure that is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Rate:
    """What one attack achieved.

    Attributes:
        attack: its name.
        attacked: rows of the file whose person is on the attacker's list; nobody else can be found.
        claimed: rows of the file for which the attack named anybody.
        right: rows for which it named the right one.
        seeds: rows that the attacker knew beforehand; they count for nothing else.

    >>> rate = Rate("x", 1000, 10, 0)
    >>> rate.share, round(rate.upper, 4)
    (0.0, 0.003)
    """

    attack: str
    attacked: int
    claimed: int
    right: int
    seeds: int = 0

    @property
    def share(self) -> float:
        """Of those attacked, how many are found."""
        return self.right / self.attacked if self.attacked else 0.0

    @property
    def precision(self) -> float:
        """Of those claimed, how many are right."""
        return self.right / self.claimed if self.claimed else 0.0

    @property
    def upper(self) -> float:
        """Upper 95% limit of the share (one-sided; Clopper and Pearson 1934)."""
        from scipy.special import betaincinv

        if self.right >= self.attacked:
            return 1.0
        return float(betaincinv(self.right + 1, self.attacked - self.right, 0.95))

    def to_dict(self) -> dict[str, Any]:
        """Plain values for JSON."""
        return {
            "attack": self.attack,
            "attacked": self.attacked,
            "claimed": self.claimed,
            "right": self.right,
            "seeds": self.seeds,
            "share": self.share,
            "upper": self.upper,
            "precision": self.precision,
        }


def rate(attack: str, claims: Ints, who: Ints, whose: Ints) -> Rate:
    """Judge claims by the truth, which the attacker does not have.

    Args:
        attack: its name.
        claims: shape (n,), for each row of the file a record of the attacker's list, -1 for none.
        who: shape (n,), the person, or the value, of each row.
        whose: shape (m,), the person, or the value, of each record of the attacker's list.
    """
    findable = np.isin(who, whose)
    made = claims >= 0
    right = made & (who == whose[np.where(made, claims, 0)])
    return Rate(attack, int(findable.sum()), int(made.sum()), int(right.sum()))
