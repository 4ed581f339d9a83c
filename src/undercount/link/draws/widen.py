"""Draws without an audit, widened by how far the evidence may be believed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from undercount.errors import InputError
from undercount.link.draws.draw import draw_partitions
from undercount.link.draws.partition_draws import PartitionDraws
from undercount.link.pairs import Pairs

# Powers of the Bayes factors, about as they stand and up to 15% less or more. Tuned on simulated
# worlds, that of seed 1 among them, where the power that gave the true counts moved about as much.
BELIEFS: Final = (0.85, 0.95, 1.05, 1.15)


def widened_draws(
    pairs: Pairs, *, draws: int = 200, seed: int = 1, beliefs: Sequence[float] = BELIEFS
) -> PartitionDraws:
    """Ways the records may belong to people, where no clerk has told how far to believe the pairs.

    In words: the weights of a linkage claim more or less than they know, for the comparisons of a
    bad record, or of brothers, go wrong together. Believed too much they link strangers, believed
    too little they leave people apart, those among them whose records were never compared. Without
    a clerk nobody knows where the truth lies. So the people are drawn with the evidence believed
    less, as it stands and more, each as likely, and all of these draws are one answer.

    Formally: in equal parts the draws of `draw_partitions` at each temper of `beliefs`: a flat
    prior on the power of the Bayes factors, to which the pairs themselves do not speak. The prior
    of people by history is learned anew at each, so that links gained or lost feed on themselves,
    and a tenth of belief moves N by a fifth and more.

    Args:
        pairs: candidate pairs with their Bayes factors.
        draws: partitions to keep, in the order of the beliefs.
        seed: of the random numbers.
        beliefs: powers of the Bayes factors, above 0, up to 2.

    Raises:
        InputError: no belief, or fewer than two draws for each.

    Known failure: belief is no measurement. Where blocking loses more, or families are mistaken for
    one person more often than in the worlds these beliefs were tried on, the truth lies outside.
    """
    if not beliefs or draws < 2 * len(beliefs):
        raise InputError(f"{draws} draws are too few for {len(beliefs)} beliefs, two for each")
    parts = [
        draw_partitions(pairs, draws=len(part), seed=seed + number, temper=beliefs[number])
        for number, part in enumerate(np.array_split(np.arange(draws), len(beliefs)))
    ]
    labels = np.concatenate([part.labels for part in parts])
    worst = float(np.max([part.r_hat for part in parts]))
    return PartitionDraws(pairs.lists, pairs.of_list, labels, worst)
