from __future__ import annotations

import os
import sys
from pathlib import Path

from tests.estimate.tables import KOREA
from undercount.estimate import LatentClass, LogLinear, progress
from undercount.estimate.compiled import on_disk
from undercount.estimate.loglinear.compiling import compile_kernel


def test_a_bootstrap_tells_how_far_it_is() -> None:
    heard: list[tuple[str, int, int | None]] = []
    compile_kernel()
    with progress.to(lambda stage, done, of: heard.append((stage, done, of))):
        LogLinear(interval="bca", replicates=25).fit(KOREA)
    assert heard == [("bootstrap", done, 25) for done in (0, 10, 20, 25)]
    LogLinear(interval="bca", replicates=25).fit(KOREA)
    assert len(heard) == 4


def test_a_downhill_search_tells_how_many_models_it_looked_at() -> None:
    heard: list[int] = []
    with progress.to(lambda stage, done, of: heard.append(done)):
        LogLinear(search="downhill").fit(KOREA)
    assert heard == sorted(heard)
    assert heard[-1] == 7


def test_listening_changes_no_number() -> None:
    silent = LogLinear(interval="bca", replicates=20).fit(KOREA)
    with progress.to(lambda stage, done, of: None):
        heard = LogLinear(interval="bca", replicates=20).fit(KOREA)
    assert silent.to_dict() == heard.to_dict()


def test_a_kernel_older_than_its_source_is_not_on_disk(tmp_path: Path) -> None:
    source = tmp_path / "kernel.py"
    source.write_text("")
    assert not on_disk(tmp_path, source, "fit_models")
    version = f"py{sys.version_info.major}{sys.version_info.minor}"
    index = tmp_path / f"kernel.fit_models-9.{version}.nbi"
    index.write_bytes(b"")
    assert on_disk(tmp_path, source, "fit_models")
    os.utime(index, (0, 0))
    assert not on_disk(tmp_path, source, "fit_models")


def test_numba_keeps_the_index_under_the_name_we_look_for() -> None:
    from undercount.estimate.loglinear import kernel

    compile_kernel()
    folder = kernel.fit_models.stats.cache_path
    assert folder is not None
    assert on_disk(Path(folder), Path(kernel.__file__), "fit_models")


def test_sampling_tells_how_far_it_is() -> None:
    heard: list[tuple[str, int, int | None]] = []
    with progress.to(lambda stage, done, of: heard.append((stage, done, of))):
        LatentClass(draws=200, most_draws=400).fit(KOREA)
    sampled = [done for stage, done, of in heard if stage == "sampling"]
    assert sampled == sorted(sampled)
    assert sampled[-1] == 400
