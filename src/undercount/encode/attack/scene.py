"""What comes into an attacker's hands, made of lists in clear so that he can be judged."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np

from undercount.encode.attack.known import Bits, Ints, Known, Layout
from undercount.encode.encode import encode
from undercount.encode.features import tokens_of
from undercount.encode.key import Key
from undercount.encode.spec import PLAIN, Spec
from undercount.registers.ragged import Ragged

if TYPE_CHECKING:
    from undercount.registers.standard import Register

_KEYS: Final = 3


@dataclass(frozen=True, slots=True)
class Scene:
    """Owners with a key, and an attacker without it.

    Attributes:
        key: of the owners.
        strata: fields that leave in clear.
        leave_out: fields that are not hashed.
        seed: of the attacker's own keys.
    """

    key: Key
    strata: tuple[str, ...] = ()
    leave_out: tuple[str, ...] = ()
    seed: int = 0

    def known(
        self, file: Register, own: Register, spec: Spec, others: Sequence[Register] = ()
    ) -> Known:
        """What an attacker has who holds `own` in clear and gets the encodings of `file`.

        Args:
            file: the list that leaves as encodings.
            own: the attacker's list.
            spec: that the owners agree on.
            others: lists of other bodies whose encodings the attacker gets too.
        """
        # His own he can compare with one another, and without noise.
        clean = replace(spec, flip=0.0, between=())
        tokens = tokens_of(own, spec)
        layout = layout_of(spec)
        # A row of one section without salt is its bits alone: its tag tells nothing.
        start = 0 if layout else 1
        group, own_group = _groups(file, own, self.strata)
        return Known(
            bits=self.under(file, spec)[:, start:],
            own=tuple(
                self.under(own, clean, make_key(self.seed, f"attacker {i}"))[:, start:]
                for i in range(_KEYS)
            ),
            tokens=_by_record(tokens.parts, tokens.records),
            layout=layout,
            own_layout=layout_of(clean),
            others=tuple(self.under(other, spec)[:, start:] for other in others),
            group=group,
            own_group=own_group,
        )

    def under(self, register: Register, spec: Spec, key: Key | None = None) -> Bits:
        """The bits of a list, in its own order."""
        made = encode(register, key or self.key, spec, (), 0, leave_out=self.leave_out, merge=False)
        bits = np.empty_like(made.encodings.bits)
        bits[made.order] = made.encodings.bits
        return bits


def make_key(seed: int, whose: str = "owners") -> Key:
    """A key for attacks alone, never for a list that leaves."""
    return Key(hashlib.sha256(f"{whose} {seed}".encode()).digest())


def layout_of(spec: Spec) -> Layout | None:
    """How a row is made of sections; None where it is one filter without a salt."""
    if spec.sections == (PLAIN,):
        return None
    return Layout(spec.section_words, 16 if spec.between else 0)


def _groups(
    file: Register, own: Register, strata: tuple[str, ...]
) -> tuple[Ints | None, Ints | None]:
    if not strata:
        return None, None
    seats: dict[tuple[str | None, ...], int] = {}
    made = []
    for register in (file, own):
        rows = zip(*(register.records[name].to_pylist() for name in strata), strict=True)
        made.append(np.array([seats.setdefault(row, len(seats)) for row in rows], np.int64))
    return made[0], made[1]


def _by_record(parts: Ragged, records: Ragged) -> Ragged:
    """The tokens of each record, of all its parts together."""
    flat = parts.take(records.flat.astype(np.int64))
    lengths = np.bincount(records.rows, flat.lengths, len(records.lengths)).astype(np.int64)
    return Ragged(flat.flat, lengths)
