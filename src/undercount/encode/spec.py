"""What partners agree on: how a record becomes bits. All of it but the key, none of it secret."""

from __future__ import annotations

import hashlib
import json
import math
from dataclasses import asdict, dataclass, fields
from typing import Any, Final, Self

from undercount.errors import InputError, Problem
from undercount.project.encodings import SALTS
from undercount.registers.names import VERSION as NAMES

VERSION: Final = 1
POSITIONS: Final = (
    ("name", 1), ("key", 4), ("coarse", 8), ("near", 4), ("birth", 6), ("swap", 4), ("month", 2),
    ("sex", 4), ("nationality", 6), ("language", 5), ("place", 3), ("address", 2), ("phone", 8),
    ("number", 8),
)  # fmt: skip
"""Positions a token takes, by its kind: what tells more of a person takes more."""
SECTIONS: Final = (
    *("pair",) * 3, *("key+band+group",) * 6, "birth", *("day+key",) * 3, *("key+place",) * 6,
    "phone", "number",
)  # fmt: skip
"""What the sections of a row are salted by; of large lists, `LARGE`."""
_MOST_SECTIONS: Final = 32
_MOST: Final = 3
_MOST_MET: Final = 16
PLAIN: Final = "plain"
"""The section that has no salt."""
LONGEST: Final = 512
"""Bits of a salted section at most. Its places are exchanged by draws of 16 bits, which favour some
of n places by n / 2**16. At 512 all sections of a row tell less than a tenth of a bit of who was
exchanged with whom, at 1,024 a third of one, and eight times as much with each doubling."""
_BITS: Final = tuple(1 << n for n in range(7, 16))
_MOST_POSITIONS: Final = 256


@dataclass(frozen=True, slots=True)
class Spec:
    """How records become bits.

    Attributes:
        bits: of a record before it is balanced and folded; a power of two.
        positions: of each kind of token, how many bits it sets; kinds are of `features`, and a
            kind that is not named, or has 0, is not hashed.
        sections: what each section of a row is salted by: attributes of `salts`, joined by "+",
            or "plain" for no salt. A combination that is named twice takes two values of a record
            that has several. Two records can be compared in a section only where they have its
            combination in common.
        between: names of all lists that will be linked, where no two records of one list shall be
            comparable; none where they may be.
        most: with `between`, how many records of a list that share a combination are comparable
            with another list.
        balance: whether each bit is joined by its opposite, so that all records have as many.
        fold: how often the record is folded onto itself, halving its length each time.
        flip: chance that a bit which leaves is turned over, 0 to below 0.5.
        names: version of the name room; both parties must run the same.
        version: of the encoding.

    >>> spec = Spec(sections=("birth+sex", "pair"), flip=0.02)
    >>> spec.length, spec.words, round(spec.epsilon_bit, 2)
    (128, 6, 3.89)
    """

    bits: int = 128
    positions: tuple[tuple[str, int], ...] = POSITIONS
    sections: tuple[str, ...] = SECTIONS
    between: tuple[str, ...] = ()
    most: int = _MOST
    balance: bool = False
    fold: int = 0
    flip: float = 0.02
    names: str = NAMES
    version: int = VERSION

    def __post_init__(self) -> None:
        from undercount.encode.features import KINDS

        problems = []
        if self.version != VERSION:
            problems.append(f"a spec of version {self.version}; this undercount knows {VERSION}")
        if self.bits not in _BITS:
            problems.append(f"bits is one of {', '.join(map(str, _BITS))}, not {self.bits}")
        if unknown := sorted({kind for kind, _ in self.positions} - set(KINDS)):
            problems.append(f"no kind of token {', '.join(unknown)}; there are {', '.join(KINDS)}")
        if len(dict(self.positions)) < len(self.positions):
            problems.append("a kind of token is named twice")
        if any(not 0 <= number <= _MOST_POSITIONS for _, number in self.positions):
            problems.append(f"a token takes 0 to {_MOST_POSITIONS} positions")
        if not any(number for _, number in self.positions):
            problems.append("no kind of token takes a position")
        problems += _section_problems(self.sections)
        problems += self._between_problems()
        if not 0 <= self.flip < 0.5:
            problems.append(f"flip is a chance from 0 to below 0.5, not {self.flip}")
        if self.balance not in (False, True):
            problems.append(f"balance is true or false, not {self.balance}")
        elif self.fold < 0 or self.length < 64:
            problems.append(f"fold is 0 or more, and leaves 64 bits or more, not {self.fold}")
        elif self.bits in _BITS and self.length > LONGEST and set(self.sections) != {PLAIN}:
            problems.append(
                f"a salted section has at most {LONGEST} bits, not {self.length}: beyond, the "
                "exchange of its places is no longer even. Take fewer bits, or fold more often"
            )
        if problems:
            raise InputError([Problem(text) for text in problems])
        # One spec, one hash, however its owners wrote it down.
        used = tuple(sorted(item for item in self.positions if item[1]))
        object.__setattr__(self, "positions", used)
        object.__setattr__(self, "between", tuple(sorted(self.between)))
        if not self.between:
            object.__setattr__(self, "most", _MOST)

    @property
    def length(self) -> int:
        """Bits of a section as it leaves, without its tag."""
        return (self.bits << self.balance) >> self.fold

    @property
    def section_words(self) -> int:
        """Words of 64 bits of a section as it leaves: its tag, then its bits."""
        return 1 + self.length // 64

    @property
    def words(self) -> int:
        """Words of 64 bits of a record as it leaves, all its sections."""
        return self.section_words * len(self.row_sections)

    @property
    def row_sections(self) -> tuple[str, ...]:
        """What each section of a row is salted by, in the order of the row."""
        if not self.between:
            return self.sections
        once = tuple(section for section in self.sections for _ in range(self.most))
        return once * (len(self.between) - 1)

    @property
    def epsilon_bit(self) -> float:
        """What one bit may tell of the bit before noise, ln((1 - p) / p); endless without noise."""
        return math.log((1 - self.flip) / self.flip) if self.flip else math.inf

    @property
    def epsilon_record(self) -> float:
        """What a whole record may tell, all its bits together; sections repeat the same ones."""
        return self.length * self.epsilon_bit

    @property
    def hash(self) -> str:
        """16 hex digits by which partners see that they agree."""
        text = json.dumps(self.to_dict(), sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()[:16]

    def to_dict(self) -> dict[str, Any]:
        """Plain values for JSON."""
        return {
            **asdict(self),
            "positions": dict(self.positions),
            "sections": list(self.sections),
            "between": list(self.between),
        }

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
        tuples = {name: tuple(plain[name]) for name in ("sections", "between")}
        return cls(**{**plain, **tuples, "positions": tuple(plain["positions"].items())})

    def _between_problems(self) -> list[str]:
        made = []
        if self.between and (len(self.between) < 2 or len(set(self.between)) < len(self.between)):
            made.append("between names two lists or more, each once")
        if self.between and PLAIN in self.sections:
            made.append("a plain section makes records of one list comparable, between does not")
        if not 1 <= self.most <= _MOST_MET:
            made.append(f"most is a number from 1 to {_MOST_MET}, not {self.most}")
        return made


def _section_problems(sections: tuple[str, ...]) -> list[str]:
    from undercount.encode.salts import MOST_PARTS, parts_of

    made = []
    if not 1 <= len(sections) <= _MOST_SECTIONS:
        made.append(f"a row has 1 to {_MOST_SECTIONS} sections, not {len(sections)}")
    for section in dict.fromkeys(sections):
        names = section.split("+")
        if section != PLAIN and (odd := [name for name in names if name not in SALTS]):
            told = f"{', '.join(SALTS)}, or {PLAIN} alone"
            made.append(f'no section can be salted by "{" and ".join(odd)}"; there are {told}')
        elif len(set(names)) < len(names) or {"key", "pair"} <= set(names):
            made.append(f'the section "{section}" names an attribute twice')
        elif len(parts_of(section)) > MOST_PARTS:
            made.append(
                f'the section "{section}" has more than {MOST_PARTS} parts (a pair has two)'
            )
    return made
