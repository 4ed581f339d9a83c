from __future__ import annotations

import importlib
import sys

import numpy as np
import pytest

from undercount.errors import InputError, UndercountError
from undercount.results import Estimate, Interval

DRAWS = np.arange(2000.0, 2600.0).reshape(4, 150)
ESTIMATE = Estimate(
    2300, Interval(2015, 2585, 0.95, "posterior"), 1880, "A method (Author, 2003)",
    name="passed-through", provenance={"seed": 7, "version": "0.1.0", "level": 0.95}, draws=DRAWS,
)  # fmt: skip


def test_the_draws_come_back_from_the_tree_of_arviz() -> None:
    tree = ESTIMATE.to_inference_data()
    total = tree["posterior"]["N"]
    assert total.dims == ("chain", "draw")
    assert np.array_equal(total.values, DRAWS)
    assert int(tree["observed_data"]["n_observed"]) == 1880
    for attrs in (tree.attrs, tree["posterior"].attrs):
        assert attrs["method"] == "A method (Author, 2003)"
        assert (attrs["version"], attrs["seed"]) == ("0.1.0", 7)


def test_arviz_reads_the_tree() -> None:
    arviz_stats = importlib.import_module("arviz_stats")
    summary = arviz_stats.summary(ESTIMATE.to_inference_data(), round_to="none")
    assert summary.loc["N", "mean"] == pytest.approx(DRAWS.mean())


def test_the_tree_does_not_share_the_draws() -> None:
    tree = ESTIMATE.to_inference_data()
    assert not np.shares_memory(np.asarray(tree["posterior"]["N"]), DRAWS)


def test_no_draws_and_no_arviz_are_said(monkeypatch: pytest.MonkeyPatch) -> None:
    bare = Estimate(2300, Interval(2015, 2585, 0.95, "profile"), 1880, "A method")
    with pytest.raises(InputError, match="no draws"):
        bare.to_inference_data()
    monkeypatch.setitem(sys.modules, "arviz_base", None)
    with pytest.raises(UndercountError, match=r"undercount\[arviz\]"):
        ESTIMATE.to_inference_data()
