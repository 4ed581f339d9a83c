"""Encoded tracing, at home: cases or requests leave as bits, and come back as one's own numbers.

What leaves are the encodings of `undercount.encode`, in random order, with no number of anybody.
Which row is which case stays at home, in a file that its owner alone may read. So whoever brings
the two files together finds pairs of rows, and each body turns its own half of a pair into its own
number: nobody's number ever lies beside anybody's bits.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pyarrow as pa

from undercount.encode import Encodings, Key, Spec, encode
from undercount.encode.spec import POSITIONS
from undercount.errors import InputError, MissingFileError, Problem
from undercount.project.atomic import read_json, write_bytes
from undercount.registers.profile import Profile
from undercount.registers.standard import SCHEMA, Register
from undercount.trace.people import KINDS
from undercount.trace.words import family_words

if TYPE_CHECKING:
    from undercount.trace.consent import Allowed

LISTS: Final[Mapping[str, str]] = {"case": "cases", "request": "requests"}
"""What a list is called in its encodings, by kind."""
FORMAT: Final = "undercount rows 1"
SECTIONS: Final = (
    *("pair",) * 3, *("key+address",) * 10, *("key+address+band",) * 7,
    *("key+address+group",) * 5, *("key+band+place",) * 3, *("day+key",) * 2,
)  # fmt: skip
"""What rows can be compared by; `address` holds the words of the family."""
TRACING: Final = Spec(
    bits=256,
    positions=tuple({**dict(POSITIONS), "address": 6, "phone": 0, "number": 0}.items()),
    sections=SECTIONS,
    between=tuple(LISTS.values()),
    most=5,
)
"""How cases and requests become bits; both bodies use this and nothing else."""
_TELEPHONES: Final = ("phone", "number")
# Nobody asks it: people of tracing were looked at when they were read.
_PROFILE: Final = Profile("", (), 0, 0, {})


@dataclass(frozen=True, slots=True)
class Rows:
    """Which row of one's encodings is which case or request. Stays at home.

    Attributes:
        kind: "case" or "request".
        sha256: of the encodings these rows are of.
        numbers: the office's own number of each row.
    """

    kind: str
    sha256: str
    numbers: tuple[str, ...]

    def __repr__(self) -> str:
        """How many, and never which."""
        return f"Rows({self.kind}, {len(self.numbers)})"

    def write(self, path: Path) -> None:
        """Write for the owner alone, mode 0600; whole or not at all."""
        import json

        plain = {
            "format": FORMAT,
            "kind": self.kind,
            "sha256": self.sha256,
            "numbers": list(self.numbers),
        }
        write_bytes(path, json.dumps(plain, ensure_ascii=False).encode(), mode=0o600)


@dataclass(frozen=True, slots=True, eq=False)
class Leaving:
    """Cases or requests as encodings, and what stays at home.

    Attributes:
        encodings: what may leave.
        rows: what stays.
    """

    encodings: Encodings
    rows: Rows

    def write(self, leaves: Path, stays: Path) -> None:
        """Write both, first what stays: encodings without their rows are of no use to anybody.

        Raises:
            InputError: both are to be one file, or `stays` is where the encodings leave from.
        """
        if leaves.resolve().parent == stays.resolve().parent:
            what = "the list of rows would lie beside the encodings that leave"
            hint = "Name a folder of its own for what leaves, so that nobody sends both"
            raise InputError(Problem(what, str(stays), hint=hint))
        self.rows.write(stays)
        self.encodings.write(leaves)


def encode_people(allowed: Allowed, key: Key, *, threads: int = 2) -> Leaving:
    """Encode those who agreed, and nobody else.

    Nobody is merged with anybody: a father's and an uncle's request for one child are two.

    Args:
        allowed: of `consent.allow`.
        key: that both bodies share, and whoever brings the files together has not.
        threads: that work at once.

    Raises:
        InputError: fewer than ten agreed: their encodings would tell how few.
    """
    made = encode(register_of(allowed), key, TRACING, merge=False, threads=threads)
    ids = allowed.people.ids
    numbers = tuple(ids[row] for row in made.order.tolist())
    sha256 = made.encodings.header["sha256"]
    return Leaving(made.encodings, Rows(allowed.people.kind, sha256, numbers))


def register_of(allowed: Allowed) -> Register:
    """What of people is encoded, as a list: the child, and its family as words of an address.

    No telephone and no number is in it: offices write their own there, or that of whoever asks.
    """
    people = allowed.people
    table = people.register
    at = table.column_names.index("address")
    table = table.set_column(at, SCHEMA.field("address"), family_words(people))
    for name in _TELEPHONES:
        at = table.column_names.index(name)
        table = table.set_column(at, SCHEMA.field(name), pa.nulls(len(table), pa.string()))
    return Register(LISTS[people.kind], table, _PROFILE)


def read_rows(path: Path) -> Rows:
    """The rows that `Rows.write` wrote.

    Raises:
        MissingFileError: no such file.
        InputError: not such a file.
    """
    try:
        plain: dict[str, Any] = read_json(path)
        if plain["format"] != FORMAT or plain["kind"] not in KINDS:
            raise ValueError
        return Rows(plain["kind"], str(plain["sha256"]), tuple(map(str, plain["numbers"])))
    except FileNotFoundError as error:
        hint = "It lies where the encodings were made, and is needed to read the answer"
        raise MissingFileError(Problem("no list of rows here", str(path), hint=hint)) from error
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise InputError(Problem("not a list of rows of undercount", str(path))) from error
