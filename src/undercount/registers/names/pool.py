"""A pool of full names, ranked for one name that is looked for."""

from collections.abc import Sequence

import pyarrow.compute as pc

from undercount.registers.names.rank import nearest
from undercount.registers.names.ratio import table
from undercount.registers.names.similarity import as_lists, as_numbers
from undercount.registers.names.tokens import tokens
from undercount.registers.names.vocabulary import vocabulary


class Pool:
    """Full names, in any script, to look for a name in."""

    def __init__(self, names: Sequence[str]) -> None:
        """Prepare a pool; `names` may repeat, and are answered by their index."""
        lists = as_lists([tokens(name) for name in names])
        words = pc.unique(lists.flatten())
        self._vocabulary = vocabulary(words.to_pylist())
        self._tokens, self._starts = as_numbers(lists, words)

    def __len__(self) -> int:
        return len(self._starts) - 1

    def nearest(self, name: str, k: int = 5) -> list[tuple[int, float]]:
        """Return the k names most like the one looked for, as (index, similarity).

        Names of no likeness are left out, so that there may be fewer.

        >>> Pool(["Ahmed Ali", "Mohamed Hassan", "Sara Tesfay"]).nearest("حسن محمد", 2)
        [(1, 1.0)]
        """
        looked_for = tokens(name)
        if not looked_for or not len(self):
            return []
        index, likeness = nearest(
            vocabulary(looked_for),
            self._vocabulary,
            self._tokens,
            self._starts,
            table(),
            k,
        )
        return [(int(i), float(s)) for i, s in zip(index, likeness, strict=True) if s > 0]
