"""The rows of all encodings under one another, as the loops over them need them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from undercount.encode.encodings import Encodings


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """Encoded records of all lists, numbered from 0 in the order of the lists.

    Attributes:
        lists: names of the t lists.
        of_list: shape (n,), int16, the list of each record.
        first: shape (t + 1,), the number of each list's first record.
        kinds: names of the combinations that salt the sections.
        kind: shape (sections,), which kind of combination each section has.
        parts: by list, shape (records, sections, 1 + words), uint64, as the files hold them: a
            section's tag, then its bits.
        across: whether only records of different lists can share a tag; the lowest 16 bits of a
            tag then tell two records that share it how rare their combination is.
        spread: shape (t,), bits in which two records of each list differ, on average.
    """

    lists: tuple[str, ...]
    of_list: NDArray[np.int16]
    first: NDArray[np.int64]
    kinds: tuple[str, ...]
    kind: NDArray[np.int64]
    parts: tuple[NDArray[np.uint64], ...]
    across: bool
    spread: NDArray[np.float64]

    @property
    def n(self) -> int:
        """Records."""
        return len(self.of_list)

    @property
    def sizes(self) -> NDArray[np.int64]:
        """Shape (t,), records of each list."""
        return np.diff(self.first)

    def tags(self, sections: NDArray[np.int64]) -> NDArray[np.uint64]:
        """Shape (n, sections), the tags of these sections."""
        return np.concatenate([part[:, sections, 0] for part in self.parts])


def rows_of(encodings: Sequence[Encodings]) -> Rows:
    """The rows of all encodings; nothing is copied, for rows are large."""
    spec = encodings[0].spec
    sections = spec.row_sections
    kinds = tuple(dict.fromkeys(sections))
    sizes = [len(one) for one in encodings]
    shape = (len(sections), spec.section_words)
    return Rows(
        tuple(one.list for one in encodings),
        np.repeat(np.arange(len(encodings), dtype=np.int16), sizes),
        np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64),
        kinds,
        np.array([kinds.index(name) for name in sections], np.int64),
        tuple(one.bits.reshape(len(one), *shape) for one in encodings),
        bool(spec.between),
        np.array([one.spread for one in encodings], np.float64),
    )
