"""What partners agree on: how a record becomes bits. All of it but the key, none of it secret."""

from __future__ import annotations

import hashlib
import json
import math
from dataclasses import asdict, dataclass, fields
from typing import Any, Final, Self

from undercount.errors import InputError, Problem
from undercount.registers.names import VERSION as NAMES

VERSION: Final = 1
POSITIONS: Final = (
    ("name", 4), ("key", 10), ("gram", 4),
    ("birth", 12), ("year", 8), ("near", 4), ("month", 8), ("day", 8), ("swap", 4),
    ("sex", 6), ("nationality", 8), ("language", 4), ("place", 4), ("placegram", 2),
    ("address", 6), ("phone", 4), ("number", 4),
)  # fmt: skip
"""Positions a token takes, by its kind: what tells more of a person takes more."""
SALTS: Final = ("year", "birth", "sex", "number")
_MOST_POSITIONS = 64


@dataclass(frozen=True, slots=True)
class Spec:
    """How records become bits.

    Attributes:
        bits: of a record before it is balanced and folded; a power of two.
        positions: of each kind of token, how many bits it sets; kinds are of `features`, and a
            kind that is not named, or has 0, is not hashed.
        salt: field whose value goes into the hash of every token, so that bits of people who
            differ in it have nothing in common; None for none. A record without it gets tokens
            without salt, and finds only others like it.
        balance: whether each bit is joined by its opposite, so that all records have as many.
        fold: how often the record is folded onto itself, halving its length each time.
        flip: chance that a bit which leaves is turned over, 0 to below 0.5.
        names: version of the name room; both parties must run the same.
        version: of the encoding.

    >>> Spec().length, round(Spec(flip=0.02).epsilon_bit, 2)
    (1024, 3.89)
    """

    bits: int = 1024
    positions: tuple[tuple[str, int], ...] = POSITIONS
    salt: str | None = None
    balance: bool = True
    fold: int = 1
    flip: float = 0.02
    names: str = NAMES
    version: int = VERSION

    def __post_init__(self) -> None:
        from undercount.encode.features import KINDS

        problems = []
        if self.bits not in (256, 512, 1024, 2048, 4096):
            problems.append(f"bits is a power of two from 256 to 4096, not {self.bits}")
        if unknown := sorted({kind for kind, _ in self.positions} - set(KINDS)):
            problems.append(f"no kind of token {', '.join(unknown)}; there are {', '.join(KINDS)}")
        if len(dict(self.positions)) < len(self.positions):
            problems.append("a kind of token is named twice")
        if any(not 0 <= number <= _MOST_POSITIONS for _, number in self.positions):
            problems.append(f"a token takes 0 to {_MOST_POSITIONS} positions")
        if not any(number for _, number in self.positions):
            problems.append("no kind of token takes a position")
        if self.salt is not None and self.salt not in SALTS:
            problems.append(f"no salt {self.salt}; there are {', '.join(SALTS)}")
        if not 0 <= self.flip < 0.5:
            problems.append(f"flip is a chance from 0 to below 0.5, not {self.flip}")
        if self.fold < 0 or self.length < 64:
            problems.append(f"fold is 0 or more, and leaves 64 bits or more, not {self.fold}")
        if problems:
            raise InputError([Problem(text) for text in problems])

    @property
    def length(self) -> int:
        """Bits of a record as it leaves."""
        return (self.bits << self.balance) >> self.fold

    @property
    def words(self) -> int:
        """Words of 64 bits of a record as it leaves."""
        return self.length // 64

    @property
    def epsilon_bit(self) -> float:
        """What one bit may tell of the bit before noise, ln((1 - p) / p); endless without noise."""
        return math.log((1 - self.flip) / self.flip) if self.flip else math.inf

    @property
    def epsilon_record(self) -> float:
        """What a whole record may tell, all its bits together."""
        return self.length * self.epsilon_bit

    @property
    def hash(self) -> str:
        """16 hex digits by which partners see that they agree."""
        text = json.dumps(self.to_dict(), sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()[:16]

    def to_dict(self) -> dict[str, Any]:
        """Plain values for JSON."""
        return {**asdict(self), "positions": dict(self.positions)}

    @classmethod
    def from_dict(cls, plain: dict[str, Any]) -> Self:
        """The spec that `to_dict` has told.

        Raises:
            InputError: a key that is not known or lacks, or a value that cannot be.
        """
        names = {field.name for field in fields(cls)}
        if plain.keys() != names:
            odd = ", ".join(sorted(names ^ plain.keys()))
            hint = "Both parties need the same version of undercount"
            raise InputError(Problem(f"not a spec of this version: {odd}", hint=hint))
        return cls(**{**plain, "positions": tuple(plain["positions"].items())})
