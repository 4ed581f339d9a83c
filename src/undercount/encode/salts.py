"""What a section of a row is salted by: combinations of fields that few people share.

Two records can be compared in a section only where they have its combination in common; elsewhere
their bits are as coin tosses to each other. So nobody who lacks the key sees how alike two people
are that are not likely one (a stable attribute as salt: Niedermeyer et al. 2014; Vidanage et al.
2020 find that of several hardenings only this stops the matching of graphs).
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numba import njit
from numpy.typing import NDArray

from undercount.encode.births import bands_of, births_of, days_of, sure_births_of, years_of
from undercount.encode.sha256 import hmac, hmac_states, words_of
from undercount.encode.spec import PLAIN
from undercount.registers.coded import Coded
from undercount.registers.ragged import Ragged

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from undercount.encode.key import Key
    from undercount.encode.spec import Spec
    from undercount.registers.standard import Register

MOST_PARTS: Final = 4
_MOST_VALUES: Final = 64
_SHORT: Final = 4  # words of a digest that stand for a value: 128 bits hardly ever meet


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Salts:
    """The salts of all records of a list. Not shown: they are keys.

    Attributes:
        digests: shape (records, sections, 8): what each section is keyed by.
        there: shape (records, sections): whether the record has the combination.
    """

    digests: NDArray[np.uint32]
    there: NDArray[np.bool_]

    @classmethod
    def joined(cls, parts: Sequence[Salts]) -> Salts:
        """Of one list, chunk after chunk."""
        digests = np.concatenate([part.digests for part in parts])
        return cls(digests, np.concatenate([part.there for part in parts]))


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Salting:
    """The fields of a list that its salts are made of, hashed. Not shown: it holds keys.

    Attributes:
        sections: of the spec.
        of: by attribute, the values of each record as positions in `values`.
        values: by attribute, shape (values, 4), what stands for each, in order of size.
        common: by attribute, shape (values,), the logarithm of how many records have each.
        states: by section, of `hmac_states`.
    """

    sections: tuple[str, ...]
    of: dict[str, Ragged]
    values: dict[str, NDArray[np.uint32]]
    common: dict[str, NDArray[np.float64]]
    states: dict[str, NDArray[np.uint32]]

    @classmethod
    def of_list(cls, register: Register, key: Key, spec: Spec) -> Salting:
        """Hash each distinct value once."""
        wanted = {part for section in spec.sections for part in parts_of(section)}
        found, values, spec_hash = {}, {}, spec.hash
        for name in sorted(wanted):
            ragged, texts = _attribute(register.records, name)
            label = f"{name} {spec_hash}"
            made = b"".join(key.digest(label, text.encode())[: 4 * _SHORT] for text in texts)
            digests = words_of(made).reshape(len(texts), _SHORT)
            # In order of size, so that a pair is the same pair whichever list it is met in.
            order = np.lexsort(digests.T[::-1])
            place = np.empty(len(texts), np.int32)
            place[order] = np.arange(len(texts))
            found[name] = _each_once(Ragged(place[ragged.flat], ragged.lengths).sorted())
            values[name] = digests[order]
        states = {
            section: hmac_states(key.digest("section", f"{section} {spec_hash}".encode()))
            for section in spec.sections
        }
        common = {
            name: np.log(np.maximum(np.bincount(found[name].flat, minlength=len(values[name])), 1))
            for name in found
        }
        return cls(spec.sections, found, values, common, states)

    def rows(self, first: int, last: int) -> Salts:
        """The salts of these records.

        Where a record has more values of a combination than sections are for it, those are taken
        whose parts are rarest in the list: another list mostly takes the same ones. They stand in
        the order of their digests, which tells nothing.
        """
        made = np.zeros((last - first, len(self.sections), 8), np.uint32)
        there = np.zeros((last - first, len(self.sections)), np.bool_)
        for section in Counter(self.sections):
            slots = np.array([i for i, name in enumerate(self.sections) if name == section])
            if section == PLAIN:
                continue
            parts = parts_of(section)
            ends = np.stack([self.of[part].ends[first : last + 1] for part in parts])
            flats = [self.of[part].flat for part in parts]
            bases = np.cumsum([0, *(len(flat) for flat in flats)])[:-1]
            tables = [self.values[part] for part in parts]
            common = [self.common[part] for part in parts]
            offsets = np.cumsum([0, *(len(table) for table in tables)])[:-1]
            _salts(
                ends + bases[:, None],
                np.concatenate([f + o for f, o in zip(flats, offsets, strict=True)]),
                np.concatenate(tables),
                np.concatenate(common),
                np.array([i > 0 and is_second(section, i) for i in range(len(parts))]),
                self.states[section], slots, made, there,
            )  # fmt: skip
        return Salts(made, there)


def parts_of(section: str) -> tuple[str, ...]:
    """The attributes whose values make the salt; a pair is two keys.

    >>> parts_of("pair+sex"), parts_of("plain")
    (('key', 'key', 'sex'), ())
    """
    if section == PLAIN:
        return ()
    names = section.split("+")
    return tuple(part for name in names for part in (("key",) * 2 if name == "pair" else (name,)))


def is_second(section: str, i: int) -> bool:
    """Whether a part is the second of a pair, which comes after the first in the record."""
    names = section.split("+")
    if "pair" not in names:
        return False
    return i == names.index("pair") + 1


_READ: Final[dict[str, Callable[[str], list[str]]]] = {
    "year": years_of,
    "near": lambda birth: years_of(birth, around=1),
    "band": bands_of,
    "birth": sure_births_of,
    "day": days_of,
}


def _attribute(table: pa.Table, name: str) -> tuple[Ragged, Sequence[str]]:
    """The values that each record has of an attribute."""
    if name == "keys":
        lists = table["keys"].fill_null([]).to_pylist()
        return _numbered([[" ".join(sorted(set(keys)))] if keys else [] for keys in lists])
    if name == "key":
        keys = table["keys"].combine_chunks()
        coded = Coded.of(keys.flatten())
        lengths = pc.fill_null(pc.list_value_length(keys), 0).to_numpy(zero_copy_only=False)
        return Ragged(coded.codes, lengths.astype(np.int64)), coded.values
    if name in ("address", "place"):
        column = Coded.of(table[name])
        words, texts = _numbered([value.split() for value in column.values])
        return words.take(column.codes.astype(np.int64)), texts
    if name == "group":
        # Of somebody whose nationality nobody wrote down, the sex.
        groups = pc.coalesce(table["nationality"], table["sex"])
        table = table.append_column("group", groups)
    if name in _READ:
        column = births_of(table)
        values = [_READ[name](birth) for birth in column.values]
        ragged, texts = _numbered(values)
        return ragged.take(column.codes.astype(np.int64)), texts
    column = Coded.of(table[name])
    known = column.codes >= 0
    return Ragged(column.codes[known], known.astype(np.int64)), column.values


def _each_once(ragged: Ragged) -> Ragged:
    """Sorted lists without repetitions."""
    rows, flat = ragged.rows, ragged.flat
    new = np.ones(len(flat), np.bool_)
    new[1:] = (flat[1:] != flat[:-1]) | (rows[1:] != rows[:-1])
    lengths = np.bincount(rows[new], minlength=len(ragged.lengths)).astype(np.int64)
    return Ragged(flat[new], lengths)


def _numbered(lists: Sequence[Sequence[str]]) -> tuple[Ragged, Sequence[str]]:
    seats: dict[str, int] = {}
    coded = [[seats.setdefault(text, len(seats)) for text in texts] for texts in lists]
    return Ragged.of(coded), tuple(seats)


@njit(cache=True, nogil=True)
def _salts(
    ends: Any, flat: Any, values: Any, common: Any, second: Any, states: Any, slots: Any, out: Any,
    there: Any,
) -> None:  # fmt: skip
    """The digests of a record's rarest combinations into its slots."""
    parts = len(ends)
    message = np.empty(_SHORT * parts, np.uint32)
    digest, block, room = np.empty(8, np.uint32), np.empty(16, np.uint32), np.empty(64, np.uint32)
    at = np.zeros(parts, np.int64)
    found, weights = np.empty((len(slots), 8), np.uint32), np.empty(len(slots))
    for row in range(len(out)):
        empty = False
        for p in range(parts):
            at[p] = 0
            empty = empty or ends[p, row] == ends[p, row + 1]
        tried = kept = 0
        while not empty and tried < _MOST_VALUES:
            good = True
            for p in range(parts):
                good = good and not (second[p] and at[p] <= at[p - 1])
            if good:
                tried += 1
                weight = 0.0
                for p in range(parts):
                    value = flat[ends[p, row] + at[p]]
                    message[_SHORT * p : _SHORT * (p + 1)] = values[value]
                    weight += common[value]
                hmac(states, message, digest, block, room)
                kept = _insert(weight, digest, weights, found, kept)
            p = parts - 1
            while p >= 0:  # the next combination, as an odometer turns
                at[p] += 1
                if ends[p, row] + at[p] < ends[p, row + 1]:
                    break
                at[p] = 0
                p -= 1
            empty = p < 0
        order = np.argsort(found[:kept, 0])
        for i in range(kept):
            out[row, slots[i]] = found[order[i]]
            there[row, slots[i]] = True


@njit(cache=True, nogil=True)
def _insert(weight: Any, digest: Any, weights: Any, found: Any, kept: Any) -> Any:
    """Keep the smallest weights; of equal ones, the smallest digests."""
    i = kept
    while i > 0 and (
        weight < weights[i - 1] or (weight == weights[i - 1] and digest[0] < found[i - 1, 0])
    ):
        if i < len(weights):
            weights[i], found[i] = weights[i - 1], found[i - 1]
        i -= 1
    if i < len(weights):
        weights[i], found[i] = weight, digest
    return min(kept + 1, len(weights))
