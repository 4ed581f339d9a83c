"""What an analysis answers: an estimate, or plainly that there is none.

Holds frozen results and their JSON. Never fits, reads a file, or draws.
"""

from undercount.results.caution import Assumption, Caution
from undercount.results.estimate import Estimate
from undercount.results.estimate_set import EstimateSet
from undercount.results.interval import Interval
from undercount.results.not_estimable import NotEstimable

__all__ = ["Assumption", "Caution", "Estimate", "EstimateSet", "Interval", "NotEstimable"]
