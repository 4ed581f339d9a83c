"""Pairs of simulated worlds, read by a simulated clerk who is right."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from undercount.link.pairs import Pairs
from undercount.link.sample import choose_pairs
from undercount.link.sample_calibration import calibrate
from undercount.link.sample_sheet import SampleAnswers


def read_by_clerk(pairs: Pairs, persons: NDArray[np.int64], size: int, seed: int) -> Pairs:
    """The pairs after a clerk has read some of them.

    Args:
        pairs: of a world.
        persons: shape (n_records,), the true person of each record.
        size: pairs read.
        seed: of the choice.
    """
    sample = choose_pairs(pairs, size, seed)
    ends = persons[pairs.left[sample.pair]], persons[pairs.right[sample.pair]]
    said = SampleAnswers(sample, (ends[0] == ends[1]).astype(float), ())
    return calibrate(pairs, said).apply(pairs)
