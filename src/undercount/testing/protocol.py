"""What a settings object must have to be tested here."""

from __future__ import annotations

from typing import Protocol

from undercount.histories import CaptureHistories, CountData
from undercount.results import Estimate, NotEstimable


class Estimator(Protocol):
    """Frozen settings that are fitted to a table of lists."""

    def fit(
        self, data: CaptureHistories, /, level: float = 0.95, seed: int = 1
    ) -> Estimate | NotEstimable:
        """The answer from one table, at one level, from one seed."""
        ...


class RegisterEstimator(Protocol):
    """Frozen settings that are fitted to one register."""

    def fit(
        self, data: CountData, /, level: float = 0.95, seed: int = 1
    ) -> Estimate | NotEstimable:
        """The answer from one register, at one level, from one seed."""
        ...
