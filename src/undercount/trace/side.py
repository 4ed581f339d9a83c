"""Cases or requests as numbers: what the compiled comparison takes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from undercount.registers.names import key
from undercount.registers.names.vocabulary import Vocabulary, vocabulary
from undercount.trace.fields import RELATIONS
from undercount.trace.people import People

NO_RELATION: Final = -1
# No part of a name counts as rarer.
MOST_BITS: Final = 14.0
# A part of a name is one in 256 before any list is seen; that counts as so many names.
_IN_GENERAL: Final = 256.0
_AS_NAMES: Final = 1000.0
# Years whose calendar may be Ethiopia's, seven or eight behind ours.
_ETHIOPIAN: Final = ("ETH", "ERI")
_SIBLINGS: Final = ("brother", "sister", "sibling")
_TEXTS: Final = ("nationality", "language", "place", "last_place")


class Names(NamedTuple):
    """Names of each person, each a list of tokens (a named tuple, as numba takes it).

    `names[p]` to `names[p + 1]` are the names of person p; `starts[n]` to `starts[n + 1]` the
    tokens of name n, numbers of the side's words.
    """

    names: NDArray[np.int32]
    starts: NDArray[np.int32]
    tokens: NDArray[np.int32]


@dataclass(frozen=True, slots=True, eq=False)
class Side:
    """All cases or all requests; each attribute of shape (n,) where nothing else is said.

    Attributes:
        words: the distinct tokens, and their `Vocabulary`.
        keys: shape (words,), the name key of each.
        child: the child's name, one or none.
        mother: from her own field, and from relatives who are the mother.
        father: likewise.
        siblings: likewise, each brother and sister named.
        relatives: who looks or is looked for; `relation` is of each of them, of `RELATIONS`.
        told: whether the given name is told apart from the rest, and so the first of the tokens.
        births: shape (n, 5): first and last year, month, day (0 where not known), 1 where the
            day is one that offices write by habit.
        ethiopian: whether years may be of Ethiopia's calendar.
        disputed: whether the age is.
        sex: 0 not known, 1, 2.
        texts: `nationality`, `language`, `place` and `last_place`, as Arrow texts.
        asks: shape (n, 2): first and last year of birth of the relative, 0 where not known.
        last: shape (n, 2): first and last day since 1970; the last before the first where not
            known.
    """

    words: list[str]
    vocabulary: Vocabulary
    keys: list[str]
    child: Names
    mother: Names
    father: Names
    siblings: Names
    relatives: Names
    relation: NDArray[np.int8]
    told: NDArray[np.bool_]
    births: NDArray[np.int16]
    ethiopian: NDArray[np.bool_]
    disputed: NDArray[np.bool_]
    sex: NDArray[np.int8]
    texts: dict[str, pa.Array]
    asks: NDArray[np.int16]
    last: NDArray[np.int32]

    def __len__(self) -> int:
        """People."""
        return len(self.sex)

    @property
    def all_names(self) -> tuple[Names, ...]:
        """Every kind of name."""
        return self.child, self.mother, self.father, self.siblings, self.relatives


def side_of(people: People) -> Side:
    """The numbers of cases or requests."""
    table = people.table.combine_chunks()
    relatives = _column(table, "relatives")
    who = pc.list_flatten(relatives)
    tokens = {
        "child": _one(_column(table, "tokens")),
        "mother": _kin(_one(_column(table, "mother")), relatives, ("mother",)),
        "father": _kin(_one(_column(table, "father_name")), relatives, ("father",)),
        "siblings": _kin(_many(_column(table, "siblings")), relatives, _SIBLINGS),
        "relatives": (_lengths(relatives), pc.struct_field(who, "tokens")),
    }  # fmt: skip
    flat = [pc.list_flatten(lists) for _, lists in tokens.values()]
    words = pc.unique(pa.chunked_array(flat, pa.string())).drop_null()
    made = {name: _names(*parts, words) for name, parts in tokens.items()}
    listed: list[str] = words.to_pylist()
    relation = pc.fill_null(
        pc.index_in(pc.struct_field(who, "relation"), pa.array(RELATIONS)), NO_RELATION
    )
    nationality = _column(table, "nationality")
    sex = pc.fill_null(pc.index_in(_column(table, "sex"), pa.array(["f", "m"])), -1)
    return Side(
        words=listed,
        vocabulary=vocabulary(listed),
        keys=[key(word) for word in listed],
        **made,
        relation=_array(relation).astype(np.int8),
        told=_array(pc.is_valid(_column(table, "given"))),
        births=_births(people),
        ethiopian=_array(pc.is_in(nationality, pa.array(_ETHIOPIAN))),
        disputed=_array(pc.fill_null(_column(table, "disputed"), False)),
        sex=(_array(sex) + 1).astype(np.int8),
        texts={name: _column(table, name) for name in _TEXTS},
        asks=_pair(people, "relative_low", "relative_high", 0).astype(np.int16),
        last=_last(people),
    )


def _column(table: pa.Table, name: str) -> pa.Array:
    column = table[name].combine_chunks()
    return column if isinstance(column, pa.Array) else pa.array([], column.type)


def _array(values: pa.Array) -> NDArray[Any]:
    return np.asarray(values.to_numpy(zero_copy_only=False))


def _lengths(lists: pa.Array) -> NDArray[np.int64]:
    return _array(pc.fill_null(pc.list_value_length(lists), 0)).astype(np.int64)


Named = tuple[NDArray[np.int64], pa.Array]
"""How many names each person has, and the tokens of one after the other."""


def _one(lists: pa.Array) -> Named:
    """One name or none of each."""
    there = _lengths(lists) > 0
    return there.astype(np.int64), lists.filter(pa.array(there))


def _many(lists: pa.Array) -> Named:
    return _lengths(lists), pc.list_flatten(lists)


def _kin(own: Named, relatives: pa.Array, relations: tuple[str, ...]) -> Named:
    """Kin by their own field and, where they are relatives, as they are named there."""
    counts, lists = own
    of = _array(pc.list_parent_indices(relatives)).astype(np.int64)
    who = pc.list_flatten(relatives)
    tokens = pc.struct_field(who, "tokens")
    fits = _array(pc.is_in(pc.struct_field(who, "relation"), pa.array(relations)))
    rows = np.flatnonzero(fits & (_lengths(tokens) > 0))
    row = np.concatenate([np.repeat(np.arange(len(counts)), counts), of[rows]])
    both = pa.concat_arrays([lists, tokens.take(pa.array(rows))])
    order = np.argsort(row, kind="stable")
    return np.bincount(row, minlength=len(counts)), both.take(pa.array(order))


def _names(counts: NDArray[np.int64], lists: pa.Array, words: pa.Array) -> Names:
    tokens = _array(pc.index_in(pc.list_flatten(lists), words)).astype(np.int32)
    return Names(
        np.concatenate([[0], np.cumsum(counts)]).astype(np.int32),
        np.concatenate([[0], np.cumsum(_lengths(lists))]).astype(np.int32),
        tokens,
    )


def _pair(people: People, low: str, high: str, missing: int) -> NDArray[np.int64]:
    return np.stack([people.numbers(low, missing), people.numbers(high, missing)], axis=1)


def _last(people: People) -> NDArray[np.int32]:
    days = _pair(people, "last_low", "last_high", 0)
    unknown = _array(pc.is_null(_column(people.table, "last_low")))
    days[unknown] = (0, -1)
    return days.astype(np.int32)


def _births(people: People) -> NDArray[np.int16]:
    month, day = people.numbers("month"), people.numbers("day")
    doubt = pc.fill_null(pc.starts_with(people.table["birth_doubt"], "first-of-"), False)
    habit = _array(doubt.combine_chunks()) | ((month == 1) & (day == 1))
    years = _pair(people, "year_low", "year_high", 0)
    return np.column_stack([years, month, day, habit]).astype(np.int16)


def bits_of(side: Side, requests: Side) -> NDArray[np.float32]:
    """Shape (1 + nations of the requests, words of `side`): how rare each token is among them.

    Row 0 is among the names of all requests, the others among those of each nationality, as
    `nations` numbers them: who is of one country shares its names, its towns and its languages,
    and that must not count again and again. Spellings that share a key are one name. What a short
    list cannot tell is taken from the longer, and from names in general: one name among few is
    not rare yet.
    """
    keys = {name: i for i, name in enumerate(dict.fromkeys(requests.keys))}
    of_word = np.array([keys[name] for name in requests.keys], dtype=np.int64)
    nation = nations(requests, requests)
    many = int(nation.max(initial=0)) + 1
    often = np.zeros((many, len(keys) + 1))
    for names in requests.all_names:
        bearer = np.repeat(np.arange(len(requests)), np.diff(names.names))
        of = nation[np.repeat(bearer, np.diff(names.starts))] * (len(keys) + 1)
        found = np.bincount(of + of_word[names.tokens], minlength=often.size)
        often += found.reshape(often.shape)
    # A part of a name is one of several: shares are of parts, in all names and in each nation's.
    every = often.sum(axis=0)
    total = every.sum()
    rate = np.empty_like(often)
    rate[0] = (every + _AS_NAMES / _IN_GENERAL) / (total + _AS_NAMES)
    own = often[1:]
    rate[1:] = (own + _AS_NAMES * rate[0]) / (own.sum(axis=1, keepdims=True) + _AS_NAMES)
    at = np.array([keys.get(name, len(keys)) for name in side.keys], dtype=np.int64)
    # Of names with about two parts, twice as many have this one as parts are this one.
    return np.clip(-np.log2(2 * rate[:, at]), 0.0, MOST_BITS).astype(np.float32)


def nations(side: Side, requests: Side) -> NDArray[np.int64]:
    """Shape (n,): the row of `bits_of` for each person; 0 where the nationality is not known."""
    known = pc.unique(requests.texts["nationality"].drop_null())
    at = pc.index_in(side.texts["nationality"], known)
    return _array(pc.fill_null(at, -1)).astype(np.int64) + 1
