"""Requests made ready, as bytes: kept in the office's file, so that one new case is ranked at once.

Nothing of them is for anybody's eyes; they hold names, and belong where the requests are.
"""

from __future__ import annotations

import io
from dataclasses import fields
from hashlib import sha256
from typing import Any, Final
from zipfile import BadZipFile

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from undercount.registers.names import VERSION
from undercount.registers.names.vocabulary import Vocabulary
from undercount.trace.candidates import Index
from undercount.trace.consent import Allowed
from undercount.trace.rank import Tracer
from undercount.trace.side import Names, Side

_FORM: Final = f"1, names {VERSION}"
_NAMES: Final = ("child", "mother", "father", "siblings", "relatives")
_ARRAYS: Final = ("relation", "told", "births", "ethiopian", "disputed", "sex", "asks", "last")


def dump(tracer: Tracer) -> bytes:
    """All that is made ready, and the mark of the requests it was made of."""
    side = tracer.side
    held: dict[str, Any] = {"mark": _bytes([_mark(tracer.requests)])}
    held |= {"words": _bytes(side.words), "keys": _bytes(side.keys), "bits": tracer.bits}
    held |= {f"vocabulary.{name}": part for name, part in side.vocabulary._asdict().items()}
    for name in _NAMES:
        held |= {f"{name}.{at}": part for at, part in getattr(side, name)._asdict().items()}
    held |= {name: getattr(side, name) for name in _ARRAYS}
    for name, values in side.texts.items():
        coded = values.dictionary_encode()
        held[f"text.{name}"] = _bytes(coded.dictionary.to_pylist())
        held[f"code.{name}"] = coded.indices.fill_null(-1).to_numpy(False)
    for name in ("child", "anyone"):
        held[f"at.{name}"], held[f"of.{name}"] = getattr(tracer.index, name)
    sink = io.BytesIO()
    np.savez(sink, **held)
    return sink.getvalue()


def load(data: bytes, requests: Allowed) -> Tracer | None:
    """The requests made ready, or None where `data` is of others.

    Somebody who no longer agrees is not among `requests`; what was made ready with them is of
    others, and not used.
    """
    try:
        held = np.load(io.BytesIO(data), allow_pickle=False)
        if _texts(held["mark"]) != [_mark(requests)]:
            return None
        made: dict[str, Any] = {
            name: Names(*[held[f"{name}.{at}"] for at in Names._fields]) for name in _NAMES
        }
        texts = {
            name.removeprefix("text."): _column(_texts(held[name]), held[f"code.{name[5:]}"])
            for name in held.files
            if name.startswith("text.")
        }
        side = Side(
            words=_texts(held["words"]),
            vocabulary=Vocabulary(*[held[f"vocabulary.{at}"] for at in Vocabulary._fields]),
            keys=_texts(held["keys"]),
            texts=texts,
            **made,
            **{name: held[name] for name in _ARRAYS},
        )
        index = Index(*[(held[f"at.{name}"], held[f"of.{name}"]) for name in ("child", "anyone")])
        return Tracer(requests, side, index, held["bits"])
    except (BadZipFile, EOFError, KeyError, ValueError, OSError):
        return None


def _mark(requests: Allowed) -> str:
    """Changes with who may be compared, in which order, and with anything that is compared."""
    digest = sha256(f"{_FORM}, {[field.name for field in fields(Side)]}".encode())
    digest.update("\0".join(requests.people.ids).encode())
    digest.update("\0".join(requests.people.table["facts"].to_pylist()).encode())
    return digest.hexdigest()


def _bytes(texts: list[str]) -> NDArray[np.uint8]:
    return np.frombuffer("\0".join(texts).encode(), np.uint8)


def _texts(held: NDArray[np.uint8]) -> list[str]:
    text = held.tobytes().decode()
    return text.split("\0") if text else []


def _column(values: list[str], codes: NDArray[np.int64]) -> pa.Array:
    return pa.array(values, pa.string()).take(pa.array(codes, mask=codes < 0))
