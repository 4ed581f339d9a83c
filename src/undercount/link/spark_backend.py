"""Splink on Spark: the same pairs, levels and weights as `splink_backend`, on many machines."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from undercount.errors import InputError
from undercount.link.blocking import Rule
from undercount.link.comparisons import Comparison
from undercount.link.splink_backend import (
    Candidates,
    as_candidates,
    as_weights,
    quiet,
    select_levels,
    select_weight,
    splink_settings,
)
from undercount.link.table import NAME_KEYS

if TYPE_CHECKING:
    import pyarrow as pa
    from pyspark.sql import SparkSession

# Spark plans short SQL over arrays in seconds, and DuckDB's sums in minutes.
_COUNTING: Final = {
    "count": "size(array_intersect(name_keys_l, name_keys_r))",
    "steps": "size(array_intersect(name_steps_l, name_steps_r))",
}


def candidate_pairs(
    columns: pa.Table,
    comparisons: Sequence[Comparison],
    rules: Sequence[Rule],
    controls: pa.Table,
    master: str = "local[2]",
) -> tuple[Candidates, Candidates]:
    """`splink_backend.candidate_pairs` on Spark.

    Args:
        columns: `table.Table.columns` with the columns of `rules`.
        comparisons: what is compared.
        rules: which pairs are candidates.
        controls: further pairs to compare.
        master: where Spark runs.

    Raises:
        InputError: there is no PySpark, no Java, or no such master.
    """
    with _session(master) as (api, spark):
        linker = _linker(api, columns, splink_settings(comparisons, rules, _COUNTING))
        found = linker.inference.predict(warning_mode="never")
        parts = [_rows(spark, select_levels(comparisons, found.physical_name))]
        linker.table_management.register_blocked_pairs_for_predict(api.register(controls))
        random = linker.inference.predict(warning_mode="never")
        parts.append(_rows(spark, select_levels(comparisons, random.physical_name)))
    return as_candidates(parts[:1], comparisons), as_candidates(parts[1:], comparisons)


def weigh(
    columns: pa.Table,
    comparisons: Sequence[Comparison],
    rules: Sequence[Rule],
    weights: Sequence[Sequence[float]],
    master: str = "local[2]",
) -> tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.float64]]:
    """`splink_backend.weigh` on Spark."""
    with _session(master) as (api, spark):
        linker = _linker(api, columns, splink_settings(comparisons, rules, _COUNTING, weights))
        scored = linker.inference.predict(warning_mode="never")
        return as_weights(_rows(spark, select_weight(scored.physical_name)))


def why_not() -> str | None:
    """Why Spark cannot run on this machine, or None where it can."""
    if find_spec("pyspark") is None:
        return "PySpark is not installed: pip install 'undercount[spark]'"
    java = os.environ.get("JAVA_HOME")
    if shutil.which("java", path=os.path.join(java, "bin") if java else None) is None:
        return "there is no Java, which Spark runs on: install Java 17"
    return None


def _linker(api: Any, columns: pa.Table, described: dict[str, Any]) -> Any:
    from splink import Linker, SettingsCreator

    return Linker(api.register(_with_arrays(columns)), SettingsCreator(**described), log_level=None)


def _with_arrays(columns: pa.Table) -> pa.Table:
    """The keys of each name as an array, and once for each step of their rarity."""
    import pyarrow as pa

    numbers = range(1, NAME_KEYS + 1)
    keys = [columns[f"key_{i}"].to_pylist() for i in numbers]
    steps = [columns[f"rarity_{i}"].to_pylist() for i in numbers]
    once = [[k for k in row if k is not None] for row in zip(*keys, strict=True)]
    often = [
        [16 * k + i for k, s in zip(row, steps_of, strict=True) if k is not None for i in range(s)]
        for row, steps_of in zip(zip(*keys, strict=True), zip(*steps, strict=True), strict=True)
    ]
    whole = pa.list_(pa.int64())
    columns = columns.append_column("name_keys", pa.array(once, whole))
    return columns.append_column("name_steps", pa.array(often, whole))


def _rows(spark: SparkSession, sql: str) -> dict[str, Any]:
    table = spark.sql(sql).toArrow()
    return {name: table[name].to_numpy() for name in table.column_names}


@contextmanager
def _session(master: str) -> Iterator[tuple[Any, SparkSession]]:
    """A Spark session with Splink's functions; what it writes goes away with it."""
    reason = why_not()
    if reason:
        raise InputError(f'backend "spark" cannot run: {reason}', hint='Or use backend = "duckdb"')
    from pyspark.sql import SparkSession
    from splink.backends.spark import SparkAPI

    quiet()
    local = master.startswith("local")
    with tempfile.TemporaryDirectory(prefix="undercount-spark-") as folder:
        builder = (
            SparkSession.builder.master(master)
            .appName("undercount link")
            .config("spark.sql.warehouse.dir", os.path.join(folder, "warehouse"))
            .config("spark.ui.enabled", "false")
            .config("spark.ui.showConsoleProgress", "false")
        )
        if local:
            # A laptop: nothing listens beyond it, and few partitions cost less than many.
            builder = (
                builder.config("spark.driver.bindAddress", "127.0.0.1")
                .config("spark.driver.host", "127.0.0.1")
                .config("spark.local.dir", folder)
                .config("spark.sql.shuffle.partitions", "4")
                .config("spark.default.parallelism", "4")
            )
        spark = builder.getOrCreate()
        try:
            spark.sparkContext.setLogLevel("ERROR")
            spark.sparkContext.setCheckpointDir(
                os.environ.get("UNDERCOUNT_SPARK_CHECKPOINTS", folder)
            )
            api = SparkAPI(  # type: ignore[no-untyped-call]  # Splink types its DuckDB side only
                spark_session=spark,
                break_lineage_method="parquet",
                # Nothing that Splink's library for Spark adds is used: see `comparisons`.
                register_udfs_automatically=False,
            )
            yield api, spark
        finally:
            spark.stop()
