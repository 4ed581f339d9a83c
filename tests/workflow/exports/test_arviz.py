"""Draws go out as ArviZ opens them, and none of a row that is kept back."""

from __future__ import annotations

import importlib
import json
import sys
from pathlib import Path

import numpy as np
import pyarrow.parquet
import pytest

from undercount import export
from undercount.errors import InputError, UndercountError


def test_the_draws_come_back_as_arviz_opens_them(made: Path, tmp_path: Path) -> None:
    written = export(made, tmp_path, format="arviz")
    xarray = importlib.import_module("xarray")
    kept = pyarrow.parquet.read_table(made / "estimates" / "unseen" / "draws.parquet")
    for item in written:
        assert item.path is not None
        with xarray.open_datatree(item.path) as tree:
            draws = tree["posterior"]["N"]
            assert draws.dims == ("chain", "draw")
            mask = np.asarray([label == item.what for label in kept["answer"].to_pylist()])
            assert np.array_equal(draws.values.ravel(), kept["people"].to_numpy()[mask])
            assert tree.attrs["method"]
    # The children are too few to print, the elders are kept back beside them: so are their draws.
    labels = {item.what for item in written}
    assert {"model-average: men", "model-average: women"} <= labels
    assert not any("children" in label or "elders" in label for label in labels)
    assert {path.name for path in tmp_path.iterdir()} == {
        item.path.name for item in written if item.path
    }


def test_without_what_it_needs_one_message(made: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "arviz_base", None)
    with pytest.raises(UndercountError, match=r"undercount\[arviz\]"):
        export(made, format="arviz", keep=False)


def test_without_draws_one_message(copy: Path) -> None:
    path = copy / "estimates" / "unseen" / "draws.parquet"
    path.unlink()
    (copy / "estimates" / "apart" / "draws.parquet").unlink()
    assert json.loads((copy / "estimates" / "unseen" / "estimate.json").read_text("utf-8"))["rows"]
    with pytest.raises(InputError, match="no answer of this project has draws"):
        export(copy, format="arviz", keep=False)
