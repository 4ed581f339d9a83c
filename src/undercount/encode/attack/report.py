"""What the attacks find on one list, as a table to put before a data protection officer."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import count
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from undercount.encode.attack.attacks import ATTACKS, MOST, rates
from undercount.encode.attack.collusion import look_up
from undercount.encode.attack.known import Ints
from undercount.encode.attack.rates import Rate, rate
from undercount.encode.attack.scene import Scene, layout_of, make_key
from undercount.errors import InputError, Problem

if TYPE_CHECKING:
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
        others: lists whose encodings the attacker gets too.
        across: whether rows can be compared across lists only, as `Spec.between` has it.
    """

    list: str
    records: int
    all_records: int
    rows: tuple[Row, ...]
    with_key: Rate
    others: tuple[str, ...] = ()
    across: bool = False

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
            "others": list(self.others),
        }

    @property
    def text(self) -> str:
        """The table, 80 columns."""
        lines = [
            f"ATTACKS ON THE ENCODINGS OF {self.list}: {self.records:,} of its "
            f"{self.all_records:,} records.",
            "Found of those who are on the attacker's list; in brackets the upper 95% limit.",
        ]
        if self.others:
            text = f"The attacker gets the encodings of {', '.join(self.others)} too."
            lines += textwrap.wrap(text, 80)
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
    others: Sequence[Register] = (),
    strata: Sequence[str] = (),
    leave_out: Sequence[str] = (),
    most: int = MOST,
    seed: int = 0,
    tell: Callable[[str, int, int], None] = lambda name, done, of: None,
) -> AttackReport:
    """Attack one's own list with all that `ATTACKS` knows, under a key made for it.

    The attacker holds the very same list in clear, then half of it and as many other people; each
    as written here, which is worse than what another body would have written of them.

    Args:
        register: the list.
        spec: under which it is to leave.
        others: lists of which the attacker gets the encodings too, as the linkage unit does.
        strata: fields that leave in clear.
        leave_out: fields that are not hashed.
        most: records that are attacked, drawn by chance; graphs of more take long.
        seed: of keys, and of what is drawn.
        tell: is told the attack that begins, how many are done, and of how many.

    Raises:
        InputError: the list is too small to say anything.
    """
    n = len(register)
    if n < _FEWEST:
        what = f'the list "{register.name}" has {n} records; attacks need {_FEWEST} to tell a rate'
        raise InputError(Problem(what, hint="With so few, no rate says that a list is safe"))
    rng = np.random.default_rng(seed)
    order = rng.permutation(n).astype(np.int64)
    filter_alone = replace(spec, sections=("plain",), between=(), balance=False, fold=0)
    bare = replace(filter_alone, bits=1024, flip=0.0)
    size = min(most, n * 2 // 3)
    half = size // 2
    scenes = {
        SAME: (order[:most], order[:most]),
        HALF: (order[:size], np.concatenate([order[:half], order[size : size + half]])),
    }
    others = [_taken(o, rng.permutation(len(o)).astype(np.int64)[: 2 * most]) for o in others]
    scene = Scene(make_key(seed), tuple(strata), tuple(leave_out), seed)
    rows: list[Row] = []
    specs = (bare, spec)
    steps = count()

    def begin(name: str) -> None:
        tell(name, next(steps), len(scenes) * len(specs) * (len(ATTACKS) + 1))

    for holds, (file, own) in scenes.items():
        own = rng.permutation(own)
        mine, theirs = _taken(register, file), _taken(register, own)
        found = [
            rates(scene.known(mine, theirs, one, others), file, own, seed=seed, tell=begin)
            for one in specs
        ]
        rows += [Row(holds, *both) for both in zip(*found, strict=True)]
    sample = _taken(register, order[:most])
    bits = scene.under(sample, spec)
    claims = look_up(bits, bits, layout_of(spec))
    with_key = rate(WITH_KEY, claims, order[:most], order[:most])
    names = tuple(other.name for other in others)
    across = bool(spec.between)
    return AttackReport(register.name, min(n, most), n, tuple(rows), with_key, names, across)


def _taken(register: Register, at: Ints) -> Register:
    return replace(register, records=register.records.take(at))


def _share(found: Rate) -> str:
    return f"{found.share:.1%} ({found.upper:.1%})"


def _verdict(report: AttackReport) -> Sequence[str]:
    plain = [row for row in report.broken if not row.hardened.seeds]
    told = [row for row in report.broken if row.hardened.seeds]
    made = []
    if plain:
        worst: dict[str, float] = {}
        for row in plain:
            worst[row.holds] = max(row.hardened.share, worst.get(row.holds, 0.0))
        found = "; ".join(
            f"whoever holds {holds} finds up to {share:.0%} of the people"
            for holds, share in worst.items()
        )
        name = (
            "" if report.across else " Name all lists that will be linked: `between` in [encode]."
        )
        made.append(
            f"BREAKABLE: {found}.{name} See that nobody who may have such a list gets the file; "
            "say so in the agreement."
        )
    else:
        made.append("No attack that knew nobody beforehand found 1% of the people or more.")
    if told:
        most = max(told, key=lambda row: row.hardened.share).hardened
        made.append(
            f"Whoever knows {most.seeds} people in the file beforehand finds {most.share:.1%} of "
            "the others. Nobody who knows people on the list should work at the linkage unit."
        )
    made.append(
        "A partner with the key finds everybody whom he has on a list of his own: the key and "
        "the file must never be in one hand. Only the agreement can see to that."
    )
    return [line for text in made for line in textwrap.wrap(text, 80)]
