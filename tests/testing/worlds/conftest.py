from __future__ import annotations

import pytest

from undercount.testing.worlds import World, simulate_world


@pytest.fixture(scope="session")
def world() -> World:
    return simulate_world(4000, seed=11)


@pytest.fixture(scope="session")
def clean() -> World:
    """Without errors of fields, in Latin letters."""
    return simulate_world(4000, 5, noise=0, scripts="latin", seed=12)
