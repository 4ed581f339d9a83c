"""Draws of who is who after a clerk has read a sample of the pairs."""

from __future__ import annotations

from typing import Final

import numpy as np

from undercount.errors import InputError
from undercount.link.draws import PartitionDraws, draw_partitions
from undercount.link.pairs import Pairs
from undercount.link.sample_calibration import Calibration

_CORRECTIONS: Final = 8


def calibrated_draws(
    pairs: Pairs, calibration: Calibration, *, draws: int = 200, seed: int = 1
) -> PartitionDraws:
    """Ways the records may belong to people, with what a sample of pairs leaves open.

    Two hundred answers do not settle the correction, so it is drawn anew from its posterior for
    each eighth of the draws (`Calibration.drawn`); the draws are those of `draw_partitions`.

    Args:
        pairs: as the linkage gave them, not corrected.
        calibration: from the clerk's answers.
        draws: partitions to keep, 16 or more.
        seed: of the random numbers.

    Raises:
        InputError: fewer than 16 draws.

    Known failure: true pairs that blocking never brought together are in no sample.
    """
    if draws < 2 * _CORRECTIONS:
        raise InputError(f"{draws} draws are too few for {_CORRECTIONS} corrections, two for each")
    rng = np.random.default_rng([seed, 11])
    parts = [
        draw_partitions(calibration.drawn(rng).apply(pairs), draws=len(part), seed=seed + number)
        for number, part in enumerate(np.array_split(np.arange(draws), _CORRECTIONS))
    ]
    worst = float(np.max([part.r_hat for part in parts]))
    labels = np.concatenate([part.labels for part in parts])
    return PartitionDraws(pairs.lists, pairs.of_list, labels, worst)
