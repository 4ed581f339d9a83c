"""What is asked of the peers; asked once a run, for speed and for the answer together."""

from __future__ import annotations

import sys
from functools import cache
from pathlib import Path

from peers.run import Call

from undercount.estimate import LogLinear, Thresholding
from undercount.histories import CaptureHistories
from undercount.results import Estimate, NotEstimable

# The published tables stand with their sources among the tests.
sys.path.append(str(Path(__file__).parents[2]))
from tests.estimate.tables import HIV, KOREA, KOSOVO, UK_FIVE, UK_SIX, WESTERN

TABLES = {"Korea": KOREA, "Kosovo": KOSOVO, "HIV": HIV, "Western": WESTERN, "UK 2013": UK_FIVE}
REPLICATES = 1000
SEEDS = (1, 2, 3, 4)
# LCMCR: classes, burn-in, draws kept and thinning; its own default burn-in and thinning.
_SAMPLER = (10, 10_000, 10_000, 10)


@cache
def estimate(method: LogLinear | Thresholding, table: CaptureHistories) -> Estimate | NotEstimable:
    """Our answer, worked out once a run."""
    return method.fit(table)


def search(table: CaptureHistories, slow: bool = False) -> Call:
    """Every hierarchical model in Rcapture; of pairs only at six lists."""
    words = ("search", 2) if len(table.lists) == 6 else ("search",)
    return Call("rcapture", table, words, "Rcapture closedpMS.t", slow, 1200 if slow else 300)


def graphs(table: CaptureHistories) -> Call:
    """dga with up to ten unseen for each one seen and the same prior as ours."""
    end, delta = most_unseen(table), 2.0 ** -len(table.lists)
    return Call("dga", table, (end, delta), "dga bma.cr")


def most_unseen(table: CaptureHistories) -> int:
    """Where the grid of dga ends; it needs one."""
    return 10 * table.n_observed


def best_bic(table: CaptureHistories, order: int | None = None) -> Call:
    """BCa over the best 20 (four lists) or 100 (five) models of the data: the package's default."""
    words = ("bic", REPLICATES) if order is None else ("bic", REPLICATES, order)
    slow = len(table.lists) > 4
    name = "MultipleSystemsEstimation bic"
    return Call("mse", table, words, name, slow, 1800 if slow else 300)


def latent(seed: int) -> Call:
    return Call("lcmcr", KOSOVO, (*_SAMPLER, seed), "LCMCR lcmCR_PostSampl")


SEARCHES = {
    "Korea": search(KOREA),
    "Kosovo": search(KOSOVO),
    "HIV": search(HIV),
    "Western": search(WESTERN, slow=True),
    "UK 2013": search(UK_FIVE),
    "UK 2013, six lists, pairs": search(UK_SIX, slow=True),
}
PROFILE = Call("rcapture", HIV, ("interval", "[12,3,4]"), "Rcapture closedpCI.t")
INDEPENDENT = Call("rcapture", HIV, ("standard",), "Rcapture closedp.t")
STEPWISE = {
    name: Call("sparsemse", TABLES[name], (REPLICATES,), "SparseMSE stepwise", slow, 600)
    for name, slow in (("Western", False), ("UK 2013", True))
}
STEPWISE_LATER = Call(
    "mse", WESTERN, ("stepwise", REPLICATES), "MultipleSystemsEstimation stepwise", False, 300
)
THRESHOLDING = Call("mse", WESTERN, ("thresholding",), "MultipleSystemsEstimation thresholding")
