"""Histories without an audit, widened by how far the evidence may be believed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from undercount.errors import InputError
from undercount.link.draws.draw import draw_partitions
from undercount.link.pairs import Pairs
from undercount.results import Caution

Floats = NDArray[np.float64]

# How far the evidence of the fields is believed: whole, and less by steps.
BELIEFS: Final = (1.0, 0.95, 0.9, 0.85, 0.8)
NOT_AUDITED: Final = Caution(
    "linkage-not-audited",
    "Nobody has checked these links against the lists: how many are false or missed is taken from "
    "what linkages like this get wrong, not from this one, and the interval is wide for it; an "
    "audit of 200 records (undercount link --audit 200) would tell.",
)


def widened_histories(
    pairs: Pairs,
    *,
    draws: int = 200,
    seed: int = 1,
    beliefs: Sequence[float] = BELIEFS,
) -> Floats:
    """People by history in each of many ways the records may belong together, widened.

    In words: the weights of a linkage claim to know more than they do, for the comparisons of a
    bad record, or of brothers, go wrong together. Believed whole they link as many strangers as
    they miss true pairs and more; believed less, they miss true pairs, those that blocking never
    compared among them. Without a clerk nobody knows where between lies the truth. So the people
    are drawn with the evidence believed whole and with less belief by steps, each as likely.

    Formally: a mixture, in equal parts, of the draws of `draw_partitions` at each temper of
    `beliefs`, a prior on the temper that no data of the linkage speak to.

    Args:
        pairs: candidate pairs with their Bayes factors.
        draws: tables of counts.
        seed: of the random numbers.
        beliefs: factors on the log Bayes factors, above 0, up to 1.

    Returns:
        Shape (draws, 2**t); cell 0 is 0.

    Raises:
        InputError: settings that make no sense.

    Known failure: belief is no measurement. Where blocking loses more, or families are mistaken for
    one person more often than in the worlds these beliefs were tried on, the interval misses.
    """
    if not beliefs:
        raise InputError("widening takes a belief or more")
    tables = []
    for number, part in enumerate(np.array_split(np.arange(draws), len(beliefs))):
        if len(part):
            drawn = draw_partitions(
                pairs, draws=max(len(part), 2), seed=seed + number, temper=beliefs[number]
            )
            tables += list(drawn.histories()[: len(part)])
    return np.array(tables).reshape(draws, 2 ** len(pairs.lists))
