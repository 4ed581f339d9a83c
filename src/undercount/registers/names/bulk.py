"""Whole columns of names at once, for registers of millions of records."""

from collections.abc import Iterable
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from undercount.registers.names.keys import key
from undercount.registers.names.tokens import tokens


def normalise(names: Iterable[str | None]) -> tuple[Any, Any]:
    """Return the tokens of names and the key of each token, as Arrow arrays of lists of strings.

    A name without letters has no tokens. Every distinct word is romanised once, and every
    distinct token has its key made once.

    >>> found, keys = normalise(["Dr. Ahmed El-Sayed", None])
    >>> found.to_pylist(), keys.to_pylist()
    ([['ahmed', 'sayed'], []], [['AMD', 'SD'], []])
    """
    flat: list[str] = []
    ends = [0]
    for name in names:
        flat.extend(tokens(name))
        ends.append(len(flat))
    offsets = pa.array(ends, pa.int32())
    coded = pa.array(flat, pa.string()).dictionary_encode()
    keys = pa.array([key(token) for token in coded.dictionary.to_pylist()], pa.string())
    return (
        pa.ListArray.from_arrays(offsets, coded.cast(pa.string())),
        pa.ListArray.from_arrays(offsets, pc.take(keys, coded.indices)),
    )
