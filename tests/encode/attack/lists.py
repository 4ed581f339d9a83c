"""Lists of invented people for attacks, and what attackers get of them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from tests.link.lists import some_people
from undercount.encode import Spec
from undercount.encode.attack import Known, Scene
from undercount.encode.attack.scene import make_key
from undercount.registers import Register, register_from_frame

Ints = NDArray[np.int64]
LIST = some_people(210, (0.95, 0.95), seed=5)[0][0]
BARE = Spec(bits=1024, sections=("plain",), fold=0, flip=0.0)
BETWEEN = Spec(between=(LIST.name, "other"), most=3)


def taken(register: Register, at: Ints) -> Register:
    return replace(register, records=register.records.take(at))


def same_list(spec: Spec, register: Register = LIST) -> tuple[Known, Ints, Ints]:
    """The attacker holds the very same list, in another order."""
    n = len(register)
    whose = np.random.default_rng(3).permutation(n).astype(np.int64)
    known = Scene(make_key(1)).known(register, taken(register, whose), spec)
    return known, np.arange(n, dtype=np.int64), whose


def given_names(n: int, seed: int) -> tuple[Register, Ints]:
    """One field, a few names of which are frequent, and the value of each record."""
    rng = np.random.default_rng(seed)
    syllables = [a + b for a in "bdfghjklmnrstz" for b in "aiu"]
    coined = sorted({"".join(rng.choice(syllables, 3)) for _ in range(300)})
    weight = 1.0 / np.arange(2, len(coined) + 2)
    values = rng.choice(len(coined), n, p=weight / weight.sum()).astype(np.int64)
    frame = pa.table({"name": [coined[value] for value in values]})
    return register_from_frame("names", frame), values
