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
from undercount.link.comparisons import Comparison
from undercount.link.splink_backend import (
    as_blocked,
    compared,
    fill,
    quiet,
    select_levels,
    splink_settings,
)
from undercount.link.table import NAME_KEYS

if TYPE_CHECKING:
    import pyarrow as pa
    from pyspark.sql import SparkSession

    from undercount.link.table import Table

# Spark plans short SQL over arrays in seconds, and DuckDB's sums in minutes.
_COUNTING: Final = {
    "count": "size(array_intersect(name_keys_l, name_keys_r))",
    "steps": "size(array_intersect(name_steps_l, name_steps_r))",
}


def levels_of(
    table: Table,
    comparisons: Sequence[Comparison],
    left: NDArray[np.int32],
    right: NDArray[np.int32],
    master: str = "local[2]",
) -> NDArray[np.int8]:
    """`splink_backend.levels_of` on Spark.

    Args:
        table: the records.
        comparisons: what is compared.
        left: shape (pairs,), records.
        right: shape (pairs,), records.
        master: where Spark runs.

    Raises:
        InputError: there is no PySpark, no Java, or no such master.
    """
    levels = np.empty((len(left), len(comparisons)), dtype=np.int8)
    with _session(master) as (api, spark):
        linker = _linker(api, table.columns, comparisons)
        pairs = api.register(as_blocked(left, right, np.arange(len(left))))
        linker.table_management.register_blocked_pairs_for_predict(pairs)
        found = linker.inference.predict(warning_mode="never")
        fill(levels, _rows(spark, select_levels(comparisons, found.physical_name)), comparisons)
    return levels


def why_not() -> str | None:
    """Why Spark cannot run on this machine, or None where it can."""
    if find_spec("pyspark") is None:
        return "PySpark is not installed: pip install 'undercount[spark]'"
    java = os.environ.get("JAVA_HOME")
    if shutil.which("java", path=os.path.join(java, "bin") if java else None) is None:
        return "there is no Java, which Spark runs on: install Java 17"
    return None


def _linker(api: Any, columns: pa.Table, comparisons: Sequence[Comparison]) -> Any:
    from splink import Linker, SettingsCreator

    described = SettingsCreator(**splink_settings(comparisons, _COUNTING))
    wanted = compared(_with_arrays(columns), comparisons, "name_keys", "name_steps")
    return Linker(api.register(wanted), described, log_level=None)


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
