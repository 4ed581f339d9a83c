"""What of a record is hashed: tokens, as texts `kind:value`, in no order."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final

import numpy as np
import pyarrow.compute as pc
from numpy.typing import NDArray

from undercount.encode.births import (
    WIDEST,
    births_of,
    parts_of_birth,
    sure_births_of,
    years_of,
)
from undercount.registers.coded import Coded
from undercount.registers.names import coarse_key, key
from undercount.registers.ragged import Ragged, joined

if TYPE_CHECKING:
    from undercount.encode.spec import Spec
    from undercount.registers.standard import Register

KINDS: Final = (
    "name", "key", "coarse", "gram", "birth", "year", "near", "month", "day", "swap", "sex",
    "nationality", "language", "place", "placegram", "address", "phone", "phonegram", "number",
    "numbergram",
)  # fmt: skip
FIELDS: Final = (
    "name", "birth", "sex", "nationality", "place", "language", "address", "phone", "number",
)  # fmt: skip
"""What of a person may be hashed."""
# A field that fewer records of a list know than this is not there for the purposes of linking.
_THERE: Final = 0.05
Understand = Callable[[str], Iterator[str]]


@dataclass(frozen=True, slots=True, eq=False)
class Tokens:
    """The tokens of all records of a list.

    Attributes:
        texts: each distinct token once, `kind:value`.
        parts: for each part of a record (a word of the name, a birth, ...) which tokens it has.
        records: for each record which parts it has.
    """

    texts: tuple[str, ...]
    parts: Ragged
    records: Ragged

    def of(self, row: int) -> set[str]:
        """The tokens of one record."""
        parts, records = self.parts.ends, self.records.ends
        mine = self.records.flat[records[row] : records[row + 1]]
        return {self.texts[t] for p in mine for t in self.parts.flat[parts[p] : parts[p + 1]]}


def tokens_of(register: Register, spec: Spec) -> Tokens:
    """What of a list is hashed under a spec; each distinct value is looked at once."""
    kinds = {kind for kind, number in spec.positions if number}
    seats: dict[str, int] = {}
    parts: list[list[int]] = []
    columns: list[Ragged] = []

    def add(column: Coded, understand: Understand) -> NDArray[np.int32]:
        first = len(parts)
        for value in column.values:
            found = (t for t in understand(value) if t.partition(":")[0] in kinds)
            parts.append([seats.setdefault(token, len(seats)) for token in found])
        return np.where(column.known, column.codes + first, -1).astype(np.int32)

    table = register.records
    names = table["tokens"].combine_chunks()
    words = Coded.of(names.flatten())
    lengths = names.value_lengths().fill_null(0).to_numpy(zero_copy_only=False)
    columns.append(Ragged(add(words, _word), lengths.astype(np.int64)))
    for name, understand in _COLUMNS.items():
        columns.append(_single(add(Coded.of(table[name]), understand)))
    columns.append(_single(add(births_of(table), _birth)))
    return Tokens(tuple(seats), Ragged.of(parts), joined(columns))


def fields_of(register: Register, spec: Spec) -> tuple[str, ...]:
    """The fields of a list that are hashed under a spec and that it knows, in a fixed order."""
    kinds = {kind for kind, number in spec.positions if number}
    columns = {"name": "tokens", "birth": "year_low"}
    of_kind = {
        "name": ("name", "key", "coarse", "gram"),
        "birth": ("birth", "year", "near", "month", "day", "swap"),
    }
    made = []
    for field in FIELDS:
        column = register.records[columns.get(field, field)]
        if field == "name":
            named = pc.greater(pc.list_value_length(column), 0)
            column = pc.if_else(named, True, None)
        known = len(column) - column.null_count
        if known >= _THERE * len(column) and kinds & set(
            of_kind.get(field, (field, f"{field}gram"))
        ):
            made.append(field)
    return tuple(made)


def _single(codes: NDArray[np.int32]) -> Ragged:
    known = codes >= 0
    return Ragged(codes[known], known.astype(np.int64))


def grams(word: str, size: int = 2) -> Iterator[str]:
    """Letters of a word, two by two, with its ends marked; a gram met again is told apart.

    >>> list(grams("anna"))
    ['_a', 'an', 'nn', 'na', 'a_']
    """
    seen: dict[str, int] = {}
    for a, b in pairwise(f"_{word}_"):
        again = seen[a + b] = seen.get(a + b, 0) + 1
        yield a + b if again == 1 else f"{a}{b}{again}"


def _word(word: str) -> Iterator[str]:
    yield f"name:{word}"
    yield f"key:{key(word)}"
    yield f"coarse:{coarse_key(word)}"
    for gram in grams(word):
        yield f"gram:{gram}"


def _coded(kind: str) -> Understand:
    def tokens(value: str) -> Iterator[str]:
        yield f"{kind}:{value}"

    return tokens


def _place(value: str) -> Iterator[str]:
    for word in value.split():
        yield f"place:{word}"
        for gram in grams(word):
            yield f"placegram:{gram}"


def _address(value: str) -> Iterator[str]:
    for word in value.split():
        yield f"address:{word}"


def _digits(kind: str) -> Understand:
    def tokens(value: str) -> Iterator[str]:
        yield f"{kind}:{value}"
        for gram in grams(value):
            yield f"{kind}gram:{gram}"

    return tokens


_COLUMNS: Final[dict[str, Understand]] = {
    "sex": _coded("sex"),
    "nationality": _coded("nationality"),
    "language": _coded("language"),
    "place": _place,
    "address": _address,
    "phone": _digits("phone"),
    "number": _digits("number"),
}


def _birth(birth: str) -> Iterator[str]:
    low, high, month, day = parts_of_birth(birth)
    for year in years_of(birth, around=1):
        yield f"near:{year}"
    if low == high:
        yield f"year:{low}"
    if month and high - low <= WIDEST:
        yield f"month:{month}"
    if day and high - low <= WIDEST:
        yield f"day:{day}"
        yield f"swap:{min(month, day)}-{max(month, day)}"
    for date in sure_births_of(birth):
        yield f"birth:{date}"
