"""What the attacks find on one list, as a table to put before a data protection officer."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from undercount.encode.attack.attack import MOST, known_of, parts_of, rates, under
from undercount.encode.attack.collusion import look_up
from undercount.encode.attack.known import Ints
from undercount.encode.attack.rates import Rate, rate
from undercount.errors import InputError, Problem

if TYPE_CHECKING:
    from undercount.encode.key import Key
    from undercount.encode.spec import Spec
    from undercount.registers.standard import Register

LIMIT: Final = 0.01
"""Share of people found from which an encoding counts as broken by an attack."""
SAME: Final = "the very same list"
HALF: Final = "half of the list, and as many others"
WITH_KEY: Final = "looked up, with the key"
_FEWEST = 40


@dataclass(frozen=True, slots=True)
class Row:
    """One attack.

    Attributes:
        holds: what list the attacker has in clear.
        bare: its rate on one filter a record, without salt, fold or noise.
        hardened: its rate on the encodings as they leave.
    """

    holds: str
    bare: Rate
    hardened: Rate


@dataclass(frozen=True, slots=True)
class AttackReport:
    """What attackers find on one list. Holds nothing of any person.

    Attributes:
        list: its name.
        records: that were attacked, of all.
        all_records: of the list.
        rows: attacks by those who lack the key.
        with_key: a partner who has the key and the same list, with the file.
    """

    list: str
    records: int
    all_records: int
    rows: tuple[Row, ...]
    with_key: Rate

    @property
    def broken(self) -> tuple[Row, ...]:
        """Attacks that find one person in a hundred or more on encodings as they leave."""
        return tuple(row for row in self.rows if row.hardened.share >= LIMIT)

    def to_dict(self) -> dict[str, Any]:
        """Plain values for JSON."""
        return {
            "list": self.list,
            "records": self.records,
            "all_records": self.all_records,
            "attacks": [
                {
                    "holds": row.holds,
                    "attack": row.hardened.attack,
                    "unhardened": row.bare.to_dict(),
                    "as_it_leaves": row.hardened.to_dict(),
                }
                for row in self.rows
            ],
            "with_key": self.with_key.to_dict(),
        }

    @property
    def text(self) -> str:
        """The table, 80 columns."""
        lines = [
            f"ATTACKS ON THE ENCODINGS OF {self.list}: {self.records:,} of its "
            f"{self.all_records:,} records",
            "Found of those who are on the attacker's list; in brackets the upper 95% limit.",
        ]
        for holds in dict.fromkeys(row.holds for row in self.rows):
            rows = [row for row in self.rows if row.holds == holds]
            lines += ["", f"An attacker without the key, who holds {holds}:"]
            lines.append(f"  {'':28}{'not hardened':>20}{'as it leaves':>20}{'of':>8}")
            lines += [
                f"  {row.hardened.attack:28}{_share(row.bare):>20}{_share(row.hardened):>20}"
                f"{row.hardened.attacked:>8,}"
                for row in rows
            ]
        lines += ["", "A partner with the key and the same list, who gets the file:"]
        lines.append(
            f"  {self.with_key.attack:48}{_share(self.with_key):>20}{self.with_key.attacked:>8,}"
        )
        lines += ["", *_verdict(self)]
        return "\n".join(lines)


def attack(
    register: Register,
    spec: Spec,
    key: Key,
    others: Mapping[str, Register] | None = None,
    truth: Callable[[str], tuple[Ints, Ints]] | None = None,
    most: int = MOST,
    seed: int = 0,
    tell: Callable[[str], None] = lambda text: None,
) -> AttackReport:
    """Attack one's own list with all that `ATTACKS` knows.

    The attacker holds the very same list, then half of it; and, where the truth is known, other
    lists, which are those of other bodies with their own spelling.

    Args:
        register: the list.
        spec: under which it is to leave.
        key: under which it is to leave.
        others: lists of other bodies by name.
        truth: the persons of this list's records and of another's, by that one's name.
        most: records that are attacked, drawn by chance; graphs of more take long.
        seed: of what is drawn.
        tell: is told what is being done.

    Raises:
        InputError: the list is too small to say anything.
    """
    n = len(register)
    if n < _FEWEST:
        what = f'the list "{register.name}" has {n} records; attacks need {_FEWEST} to tell a rate'
        raise InputError(Problem(what, hint="With so few, no rate says that a list is safe"))
    rng = np.random.default_rng(seed)
    order = rng.permutation(n).astype(np.int64)
    bare = replace(spec, bits=1024, sections=("plain",), balance=False, fold=0, flip=0.0)
    attacked = order[:most]
    size = min(most, n * 2 // 3)
    half = size // 2
    file, own = order[:size], np.concatenate([order[:half], order[size : size + half]])
    scenes = [
        (SAME, register, attacked, register, rng.permutation(attacked), np.arange(n), np.arange(n)),
        (HALF, register, file, register, rng.permutation(own), np.arange(n), np.arange(n)),
    ]
    for name, other in (others or {}).items():
        if truth is not None:
            who, whose = truth(name)
            at = rng.permutation(len(other)).astype(np.int64)[: 2 * most]
            scenes.append((f"the list {name}", register, attacked, other, at, who, whose))
    rows: list[Row] = []
    for holds, left, at, right, its, who, whose in scenes:
        tell(f"attacking {register.name}: the attacker holds {holds}")
        mine, theirs = _taken(left, at), _taken(right, its)
        found = [
            rates(known_of(mine, theirs, one, key, seed), who[at], whose[its], seed=seed)
            for one in (bare, spec)
        ]
        rows += [Row(holds, *both) for both in zip(*found, strict=True)]
    sample = _taken(register, attacked)
    bits, twin = (under(sample, key, spec) for _ in range(2))
    claims = look_up(bits, twin, parts_of(spec))
    with_key = rate(WITH_KEY, claims, attacked, attacked)
    return AttackReport(register.name, len(attacked), n, tuple(rows), with_key)


def _taken(register: Register, at: Ints) -> Register:
    return replace(register, records=register.records.take(at))


def _share(found: Rate) -> str:
    return f"{found.share:.1%} ({found.upper:.1%})"


def _verdict(report: AttackReport) -> Sequence[str]:
    broken = report.broken
    if not broken:
        return ["No attack without the key found 1% of the people or more."]
    holds = " and ".join(dict.fromkeys(row.holds for row in broken))
    return [
        f"BREAKABLE by whoever holds {holds}: see the rates of 1% and more.",
        "Send the file to nobody who may have such a list, and say so in the agreement.",
    ]
