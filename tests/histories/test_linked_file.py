from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from undercount.errors import InputError, MissingFileError
from undercount.histories.linked import LinkedHistories
from undercount.histories.linked_file import read_linked, write_linked

LINKED = np.array([0.0, 40, 30, 6])


def test_what_is_written_is_read(tmp_path: Path) -> None:
    rng = np.random.default_rng(3)
    drawn, audited = rng.poisson(20, (7, 4)).astype(float), rng.gamma(4.0, 5.0, (9, 4))
    drawn[:, 0] = audited[:, 0] = 0
    made = LinkedHistories(("A", "b é"), LINKED, drawn, audited, audited[0], 90, 20, 5, 0.1)
    write_linked(made, tmp_path / "histories.parquet")
    again = read_linked(tmp_path / "histories.parquet")
    for name in ("linked", "drawn", "audited", "audited_point"):
        assert np.array_equal(getattr(again, name), getattr(made, name)), name
    for name in ("lists", "n_records", "n_audited", "n_read_twice", "overlooked"):
        assert getattr(again, name) == getattr(made, name), name
    assert (tmp_path / "histories.parquet").stat().st_mode & 0o077 == 0


def test_without_audit_and_draws(tmp_path: Path) -> None:
    made = LinkedHistories(("A", "B"), LINKED, np.zeros((0, 4)), n_records=82, encoded=True)
    write_linked(made, tmp_path / "histories.parquet")
    again = read_linked(tmp_path / "histories.parquet")
    assert again.audited is None
    assert again.encoded
    assert again.drawn.shape == (0, 4)


def test_other_files_are_told(tmp_path: Path) -> None:
    with pytest.raises(MissingFileError, match="no such file"):
        read_linked(tmp_path / "gone.parquet")
    (tmp_path / "other.parquet").write_text("A,B\n")
    with pytest.raises(InputError, match="holds no linked histories"):
        read_linked(tmp_path / "other.parquet")
