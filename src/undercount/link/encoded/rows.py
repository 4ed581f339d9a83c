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
        kinds: names of the combinations that salt the sections.
        kind: shape (sections,), which kind of combination each section has.
        tags: shape (n, sections), uint64: the same for the same salt.
        bits: shape (n, sections, words), uint64, under the section's salt.
    """

    lists: tuple[str, ...]
    of_list: NDArray[np.int16]
    kinds: tuple[str, ...]
    kind: NDArray[np.int64]
    tags: NDArray[np.uint64]
    bits: NDArray[np.uint64]

    @property
    def n(self) -> int:
        """Records."""
        return len(self.of_list)


def rows_of(encodings: Sequence[Encodings]) -> Rows:
    """The rows of all encodings, their sections told apart into tags and bits."""
    spec = encodings[0].spec
    kinds = tuple(dict.fromkeys(spec.sections))
    rows = np.concatenate([one.bits for one in encodings])
    rows = rows.reshape(len(rows), len(spec.sections), spec.section_words)
    return Rows(
        tuple(one.list for one in encodings),
        np.repeat(np.arange(len(encodings), dtype=np.int16), [len(one) for one in encodings]),
        kinds,
        np.array([kinds.index(name) for name in spec.sections], np.int64),
        rows[:, :, 0],
        rows[:, :, 1:],
    )
