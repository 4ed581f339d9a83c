"""The draws of estimates as ArviZ opens them: one netCDF file an answer."""

from __future__ import annotations

import importlib.util
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Final

from undercount.errors import InputError, UndercountError
from undercount.report.words import anchor_id
from undercount.results import Estimate
from undercount.workflow.draws import read_draws
from undercount.workflow.exports.source import Source
from undercount.workflow.plan import estimate_file_name

# What xarray writes netCDF 4 with.
_WRITERS: Final = (("h5netcdf", "h5py"), ("netCDF4",))


def draws_files(source: Source) -> Iterator[tuple[Path, str, int, bytes]]:
    """For each answer that has draws and may be printed: file, label, number of draws, bytes.

    A row that the page keeps back has its draws kept back: they would say what it does not.

    Raises:
        InputError: no estimate has draws.
        UndercountError: ArviZ, or what it writes netCDF with, is not installed.
    """
    found = False
    for settings, estimates in zip(source.project.estimates, source.page.estimates, strict=True):
        drawn = read_draws((source.project.root / estimate_file_name(settings)).parent)
        for row in source.rows_of(estimates):
            if not isinstance(row.answer, Estimate) or row.label not in drawn:
                continue
            found = True
            answer = replace(
                row.answer, draws=drawn[row.label], name=row.answer.name or settings.name
            )
            name = anchor_id("", f"{settings.name}-{row.label}")[1:]
            yield Path(f"{name}.nc"), row.label, drawn[row.label].size, _netcdf(answer)
    if not found:
        hint = "Use a method that draws: model-average, or --format json for the answers"
        raise InputError("no answer of this project has draws", hint)


def _netcdf(answer: Estimate) -> bytes:
    tree = answer.to_inference_data()
    if not any(all(map(importlib.util.find_spec, names)) for names in _WRITERS):
        raise UndercountError("netCDF files cannot be written", "pip install 'undercount[arviz]'")
    # xarray writes netCDF 4 to a place and not to memory; the file there is whole or not ours.
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "draws.nc"
        tree.to_netcdf(path)
        return path.read_bytes()
