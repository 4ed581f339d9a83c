"""A pool of full names, ranked for one name that is looked for."""

from collections.abc import Sequence

from undercount.registers.names.similarity import similarity
from undercount.registers.names.tokens import tokens


class Pool:
    """Full names to look for a name in."""

    def __init__(self, names: Sequence[str]) -> None:
        self._tokens = [tokens(name) for name in names]

    def nearest(self, name: str, k: int = 5) -> list[tuple[int, float]]:
        """Return the k names most like the one looked for, as (index, similarity)."""
        looked_for = tokens(name)
        ranked = [(-similarity(looked_for, other), i) for i, other in enumerate(self._tokens)]
        return [(i, -negative) for negative, i in sorted(ranked)[:k]]
