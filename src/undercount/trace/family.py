"""What only tracing asks for: parents, brothers and sisters, who looks for whom, the last day."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from undercount.registers.births.births import AgeSpans, read_ages
from undercount.registers.births.dates import Dates, read_dates
from undercount.registers.coded import Coded
from undercount.registers.fold import fold, folded
from undercount.registers.names import tokens
from undercount.trace.fields import relation_of

TOKENS: Final = pa.list_(pa.string())
NAMES: Final = pa.list_(TOKENS)
RELATIVES: Final = pa.list_(pa.struct([("tokens", TOKENS), ("relation", pa.string())]))

_YES: Final = ("yes", "y", "true", "t", "1", "oui", "o", "vrai", "x", "disputed", "contested")
_NO: Final = ("no", "n", "false", "f", "0", "non", "faux", "undisputed")


def family_columns(texts: Mapping[str, Coded]) -> dict[str, Any]:
    """The columns of `PEOPLE` that no register has, from what is written in each field."""
    n = len(texts["mother"].codes)
    one_file, today = np.zeros(n, np.int16), date.today().year
    seen = read_dates(texts["seen"], one_file, today)
    last = read_dates(texts["last_day"], one_file, today)
    born = read_dates(texts["relative_birth"], one_file, today)
    low, high = _years(born, read_ages(texts["relative_age"], seen))
    first, final = _days(last)
    return {
        "mother": _by_value(texts["mother"], _tokens, TOKENS),
        "father_name": _by_value(texts["father"], _tokens, TOKENS),
        "siblings": _by_value(texts["siblings"], _several, NAMES),
        "relatives": _relatives(texts["relative"], texts["relation"]),
        "relative_low": pa.array(low, mask=low == 0),
        "relative_high": pa.array(high, mask=high == 0),
        "last_place": texts["last_place"].mapped(folded).arrow(),
        "last_low": pa.array(first, mask=~last.known),
        "last_high": pa.array(final, mask=~last.known),
        "disputed": _by_value(texts["disputed"], _yes_no, pa.bool_()),
    }


def _by_value(column: Coded, understand: Callable[[str], Any], kind: pa.DataType) -> pa.Array:
    """Each distinct text understood once."""
    values = pa.array([understand(text) for text in column.values], kind)
    return values.take(pa.array(column.codes, mask=column.codes < 0))


def _tokens(text: str) -> list[str] | None:
    return list(tokens(text)) or None


def _several(text: str) -> list[list[str]] | None:
    """Names with ";" between them, what stands in brackets left out."""
    parts = (tokens(part.split("(")[0]) for part in _split(text))
    return [list(part) for part in parts if part] or None


def _split(text: str) -> list[str]:
    return text.replace("؛", ";").replace("፤", ";").split(";")


def _yes_no(text: str) -> bool | None:
    word = fold(text)
    return True if word in _YES else False if word in _NO else None


def _relatives(names: Coded, relations: Coded) -> pa.Array:
    """Names with their relations, "name (relation)", or relations in a column of their own."""
    # Code -1, not known, becomes 0.
    many = len(relations.values) + 1
    pair = (names.codes.astype(np.int64) + 1) * many + relations.codes + 1
    distinct, at = np.unique(pair, return_inverse=True)
    name_texts, relation_texts = ("", *names.values), ("", *relations.values)
    made = [
        _relatives_of(name_texts[code // many], relation_texts[code % many]) or None
        for code in distinct.tolist()
    ]
    return pa.array(made, RELATIVES).take(pa.array(at.ravel()))


def _relatives_of(names: str, relations: str) -> list[dict[str, Any]]:
    parts = [part for part in _split(names) if part.strip()] or [""]
    beside = _split(relations)
    # One relation is that of all names; several go by their order.
    if len(beside) == 1:
        beside *= len(parts)
    made = []
    for i, part in enumerate(parts):
        name, _, told = part.replace("（", "(").partition("(")
        relation = relation_of(told.partition(")")[0])
        if relation is None and len(beside) == len(parts):
            relation = relation_of(beside[i])
        if (found := tokens(name)) or relation:
            made.append({"tokens": list(found), "relation": relation})
    return made


def _years(born: Dates, ages: AgeSpans) -> tuple[NDArray[np.int16], NDArray[np.int16]]:
    low = np.where(born.low > 0, born.low, ages.low)
    high = np.where(born.low > 0, born.high, ages.high)
    return low.astype(np.int16), high.astype(np.int16)


def _days(last: Dates) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """First and last possible day since 1970."""
    low, high = (year.astype(np.int64) - 1970 for year in (last.low, last.high))
    month = np.where(last.month > 0, last.month, 1).astype(np.int64) - 1
    begin = low.astype("datetime64[Y]").astype("datetime64[M]") + month
    after = np.where(last.month > 0, begin + 1, (high + 1).astype("datetime64[Y]"))
    begin = begin.astype("datetime64[D]") + np.maximum(last.day.astype(np.int64) - 1, 0)
    end = np.where(last.day > 0, begin, after.astype("datetime64[D]") - 1)
    return begin.astype(np.int64).astype(np.int32), end.astype(np.int64).astype(np.int32)
