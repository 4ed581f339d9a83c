from __future__ import annotations

import numpy as np
import pytest

from tests.link.lists import some_people
from undercount.link import link, spark_backend

REASON = spark_backend.why_not()


@pytest.mark.long
@pytest.mark.skipif(REASON is not None, reason=str(REASON))
def test_spark_and_duckdb_give_the_same_pairs_and_weights() -> None:
    lists, _ = some_people(120, (0.6, 0.5), seed=3)
    here = link(lists, most=20, seed=1)
    there = link(lists, most=20, seed=1, backend="spark")
    assert here.model["candidates"] > 300
    assert there.model | {"backend": "duckdb"} == here.model
    assert np.array_equal(here.pairs.left, there.pairs.left)
    assert np.array_equal(here.pairs.right, there.pairs.right)
    assert np.array_equal(here.levels, there.levels)
    assert np.abs(here.pairs.weight - there.pairs.weight).max() <= 1e-6
    assert np.abs(here.pairs.probability - there.pairs.probability).max() <= 1e-6
