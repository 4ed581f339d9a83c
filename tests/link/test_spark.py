from __future__ import annotations

import numpy as np
import pytest

from tests.link.lists import some_people
from undercount.link import spark_backend, splink_backend
from undercount.link.blocking import block
from undercount.link.comparisons import comparisons_for
from undercount.link.table import stack

REASON = spark_backend.why_not()


@pytest.mark.skipif(REASON is not None, reason=str(REASON))
@pytest.mark.filterwarnings("ignore")
def test_spark_and_duckdb_give_the_same_pairs_and_weights() -> None:
    lists, _ = some_people(120, (0.6, 0.5), seed=3)
    table = stack(lists)
    blocks = block(table, most=20)
    columns = table.columns
    for name, keys in blocks.columns.items():
        columns = columns.append_column(f"block_{name}", keys)
    comparisons = comparisons_for({"name", "year", "sex"})
    weights = [[1.7 * i - 3.1 for i in range(len(c.levels))] for c in comparisons]
    here = splink_backend.weigh(columns, comparisons, blocks.rules(), weights)
    there = spark_backend.weigh(columns, comparisons, blocks.rules(), weights)
    assert len(here[0]) > 300
    assert np.array_equal(here[0], there[0])
    assert np.array_equal(here[1], there[1])
    assert np.abs(here[2] - there[2]).max() <= 1e-6
