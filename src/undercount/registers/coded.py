"""A column of text as numbers of its distinct values, so that each text is understood once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, eq=False)
class Coded:
    """One column: its distinct values, and which of them each row has.

    Attributes:
        values: distinct texts.
        codes: shape (rows,), int32, position in `values`; -1 where nothing is known.
    """

    values: tuple[str, ...]
    codes: NDArray[np.int32]

    @classmethod
    def of(cls, column: pa.ChunkedArray | pa.Array) -> Coded:
        """The distinct texts of an Arrow column."""
        whole = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
        made = whole.dictionary_encode()
        codes = made.indices.fill_null(-1).to_numpy(zero_copy_only=False).astype(np.int32)
        return cls(tuple(made.dictionary.to_pylist()), codes)

    @property
    def known(self) -> NDArray[np.bool_]:
        """Shape (rows,): where a value is known."""
        return self.codes >= 0

    def counts(self) -> NDArray[np.int64]:
        """Shape (values,): how many rows have each value."""
        return np.bincount(self.codes[self.known], minlength=len(self.values))

    def recoded(self, understood: Sequence[str | None]) -> Coded:
        """The column with each distinct value replaced; None is not known."""
        seats: dict[str, int] = {}
        new = [-1 if text is None else seats.setdefault(text, len(seats)) for text in understood]
        return Coded(tuple(seats), self._spread(np.array([*new, -1], dtype=np.int32)))

    def mapped(self, understand: Callable[[str], str | None]) -> Coded:
        """The column with each distinct value understood by a function."""
        return self.recoded([understand(text) for text in self.values])

    def spread(self, by_value: NDArray[Any], unknown: Any) -> NDArray[Any]:
        """Shape (rows,): numbers told for each distinct value, told for each row."""
        return self._spread(np.append(by_value, np.asarray([unknown], dtype=by_value.dtype)))

    def _spread(self, table: NDArray[Any]) -> NDArray[Any]:
        # Code -1 picks the last entry, which stands for "not known".
        made: NDArray[Any] = table[self.codes]
        return made

    def take(self, rows: NDArray[np.int64]) -> Coded:
        """The column at these rows; -1 gives a row of which nothing is known."""
        return Coded(self.values, np.append(self.codes, np.int32(-1))[rows])

    def arrow(self, kind: pa.DataType | None = None) -> pa.Array:
        """The texts as an Arrow array."""
        return pa.array(self.values, kind or pa.string()).take(
            pa.array(self.codes, mask=self.codes < 0)
        )
