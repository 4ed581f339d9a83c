"""Testing: does an estimator keep its promises, and how often is its interval right?

For those who write a method of their own, or want the simulated coverage for a table like theirs.
Takes any object with `fit(histories, level, seed)`; never knows a particular method.
"""

from undercount.testing.calibration import Calibration, calibration
from undercount.testing.check import check_estimator
from undercount.testing.coverage import Coverage, coverage
from undercount.testing.like import simulate_like
from undercount.testing.one_register import SimulatedRegister, simulate_register
from undercount.testing.simulate import Simulated, simulate_histories

__all__ = [
    "Calibration",
    "Coverage",
    "Simulated",
    "SimulatedRegister",
    "calibration",
    "check_estimator",
    "coverage",
    "simulate_histories",
    "simulate_like",
    "simulate_register",
]
