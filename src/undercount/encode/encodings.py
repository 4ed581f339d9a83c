"""Encodings of one list, and the file in which they travel."""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, Self

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from undercount.encode.spec import Spec
from undercount.errors import InputError, MissingFileError, Problem
from undercount.project import write_bytes

FORMAT: Final = "undercount encodings 2"
_HEADER: Final = "undercount"


@dataclass(frozen=True, slots=True, eq=False)
class Encodings:
    """One list as bits; all that its owner lets go.

    Rows are in random order, and the place in the file is all that a record is called by.

    Attributes:
        list: its name.
        spec: how records became bits.
        key_id: of the key they were hashed under.
        bits: shape (records, spec.words), uint64: section after section, each its tag and its
            bits.
        strata: by field that the owner lets go in clear, shape (records,), text; "" is not known.
        fields: that are in the bits of at least one record in twenty.
        suppress_below: no combination of strata has fewer records than this.
        spread: bits in which two records of the list differ, on average.
        reach: with `spec.between`, share of the records that share a combination with so few others
            that the other lists can find them by it; else None.
    """

    list: str
    spec: Spec
    key_id: str
    bits: NDArray[np.uint64]
    strata: Mapping[str, NDArray[np.str_]] = field(default_factory=dict)
    fields: tuple[str, ...] = ()
    suppress_below: int = 10
    spread: float = 0.0
    reach: float | None = None

    def __len__(self) -> int:
        """Records."""
        return len(self.bits)

    @property
    def header(self) -> dict[str, Any]:
        """What the file says of itself; `sha256` is of all the rest, bits and strata too."""
        plain = {
            "format": FORMAT,
            "list": self.list,
            "records": len(self),
            "spec": self.spec.to_dict(),
            "spec_hash": self.spec.hash,
            "names": self.spec.names,
            "key_id": self.key_id,
            "fields": list(self.fields),
            "strata": list(self.strata),
            "suppress_below": self.suppress_below,
            "spread": self.spread,
            "reach": self.reach,
        }
        return {**plain, "sha256": self._digest(plain)}

    def _digest(self, plain: Mapping[str, Any]) -> str:
        made = hashlib.sha256(_canonical(plain))
        made.update(np.ascontiguousarray(self.bits, "<u8").data)
        for values in self.strata.values():
            made.update(_canonical(values.tolist()))
        return made.hexdigest()

    def write(self, path: Path) -> None:
        """Write to a Parquet file, whole or not at all."""
        raw = pa.py_buffer(np.ascontiguousarray(self.bits, "<u8"))
        size = 8 * self.spec.words
        bits = pa.FixedSizeBinaryArray.from_buffers(pa.binary(size), len(self), [None, raw])
        columns = {"bits": bits} | {
            name: pa.array(values.tolist(), pa.string()) for name, values in self.strata.items()
        }
        table = pa.table(columns)
        out = io.BytesIO()
        # The header once and in plain sight; pyarrow's own schema would hold a copy in base64.
        with pq.ParquetWriter(
            out,
            table.schema,
            compression="none",
            use_dictionary=list(self.strata),
            write_statistics=False,
            store_schema=False,
        ) as writer:
            writer.write_table(table)
            writer.add_key_value_metadata({_HEADER: json.dumps(self.header, ensure_ascii=False)})
        # Pseudonymous data of persons is for its owner's eyes on its way out, too.
        write_bytes(path, out.getvalue(), mode=0o600)

    @classmethod
    def from_table(cls, table: pa.Table, header: Mapping[str, Any]) -> Self:
        """What a file's table and header say; nothing is checked but the spec."""
        spec = Spec.from_dict(header["spec"])
        column = table["bits"].combine_chunks().cast(pa.binary(8 * spec.words))
        raw = column.buffers()[1]
        bits = np.frombuffer(raw, "<u8", len(table) * spec.words, 8 * spec.words * column.offset)
        strata = {name: np.array(table[name].to_pylist(), np.str_) for name in header["strata"]}
        return cls(
            header["list"], spec, header["key_id"],
            bits.reshape(len(table), spec.words).astype(np.uint64, copy=False),
            strata, tuple(header["fields"]), header["suppress_below"], float(header["spread"]),
            header["reach"],
        )  # fmt: skip


def _canonical(value: object) -> bytes:
    return json.dumps(value, sort_keys=True, separators=(",", ":")).encode()


def read_encodings(path: Path) -> Encodings:
    """Read encodings that an owner sent.

    Raises:
        MissingFileError: no such file.
        InputError: not Parquet or cut off, not encodings, another format or spec than this version
            knows, or anything in it not as its owner wrote it.
    """
    if not path.is_file():
        raise MissingFileError(Problem("no encodings here", str(path), hint="Ask their owner"))
    again = "Ask the owner for the file again"
    try:
        file = pq.ParquetFile(pa.BufferReader(path.read_bytes()))
        table, told = file.read(), file.metadata.metadata
    except (pa.ArrowException, OSError) as error:
        what = "not a Parquet file, or cut off on its way"
        raise InputError(Problem(what, str(path), hint=again)) from error
    try:
        header = json.loads((told or {})[_HEADER.encode()])
        found = header["format"]
    except (KeyError, ValueError, TypeError) as error:
        what = "a Parquet file, but not encodings of undercount"
        raise InputError(Problem(what, str(path), hint=again)) from error
    if found != FORMAT:
        hint = f"This version reads {FORMAT!r}; both parties need the same version of undercount"
        raise InputError(Problem(f"in the format {found!r}", str(path), hint=hint))
    try:
        made = Encodings.from_table(table, header)
        whole = made.header == header and table.column_names == ["bits", *made.strata]
    except InputError as error:
        problems = [Problem(p.what, str(path), hint=p.hint) for p in error.problems]
        raise InputError(problems) from error
    except (KeyError, ValueError, TypeError, AttributeError, pa.ArrowException) as error:
        raise InputError(Problem("not as its owner wrote it", str(path), hint=again)) from error
    if not whole:
        what = "changed since its owner wrote it: its contents do not give its own sha256"
        raise InputError(Problem(what, str(path), hint=again))
    return made


def together(encodings: Sequence[Encodings]) -> None:
    """Refuse encodings that cannot be compared with each other.

    Raises:
        InputError: fewer than two, another spec, key or version of the name room, a name twice, or
            the same contents twice; all problems at once.
    """
    problems = []
    if len(encodings) < 2:
        problems.append(Problem("one list overlaps with nothing", hint="Name two or more"))
    for i, one in enumerate(encodings):
        for other in encodings[:i]:
            problems += _apart(other, one)
    if problems:
        raise InputError(problems)


def _apart(one: Encodings, other: Encodings) -> list[Problem]:
    both = f'"{one.list}" and "{other.list}"'
    made = []
    if one.key_id != other.key_id:
        what = f"{both} were encoded under different keys ({one.key_id}, {other.key_id})"
        made.append(Problem(what, hint="All owners need the same key file"))
    if one.spec.names != other.spec.names:
        what = f"{both} had their names normalised by different versions"
        made.append(Problem(what, hint="Both owners need the same version of undercount"))
    elif one.spec != other.spec:
        mine, theirs = one.spec.to_dict(), other.spec.to_dict()
        odd = ", ".join(key for key in mine if mine[key] != theirs[key])
        what = f"{both} were encoded by different specs ({odd})"
        made.append(Problem(what, hint="All owners need the same [encode] in their projects"))
    if one.list == other.list:
        made.append(Problem(f'two lists are called "{one.list}"', hint="Give each its own name"))
    if len(one) and np.array_equal(one.bits, other.bits):
        made.append(Problem(f"{both} are the same file", hint="Name each list once"))
    return made
