"""Splink on Spark: the same pairs, levels and weights as `splink_backend`, on many machines."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from undercount.errors import InputError
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

if TYPE_CHECKING:
    import pyarrow as pa  # type: ignore[import-untyped]
    from pyspark.sql import SparkSession

_JARO_WINKLER = "jaro_winkler"


def candidate_pairs(
    columns: pa.Table,
    comparisons: Sequence[Comparison],
    rules: Sequence[str],
    controls: pa.Table,
    master: str = "local[2]",
) -> tuple[Candidates, Candidates]:
    """`splink_backend.candidate_pairs` on Spark.

    Args:
        columns: `table.Table.columns` with the columns of `rules`.
        comparisons: what is compared.
        rules: names of the columns with blocking keys.
        controls: further pairs to compare.
        master: where Spark runs.

    Raises:
        InputError: there is no PySpark, no Java, or no such master.
    """
    with _session(master) as (api, spark):
        linker = _linker(api, columns, splink_settings(comparisons, rules, _JARO_WINKLER))
        found = linker.inference.predict(warning_mode="never")
        parts = [_rows(spark, select_levels(comparisons, found.physical_name))]
        linker.table_management.register_blocked_pairs_for_predict(api.register(controls))
        random = linker.inference.predict(warning_mode="never")
        parts.append(_rows(spark, select_levels(comparisons, random.physical_name)))
    return as_candidates(parts[:1], comparisons), as_candidates(parts[1:], comparisons)


def weigh(
    columns: pa.Table,
    comparisons: Sequence[Comparison],
    rules: Sequence[str],
    weights: Sequence[Sequence[float]],
    master: str = "local[2]",
) -> tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.float64]]:
    """`splink_backend.weigh` on Spark."""
    with _session(master) as (api, spark):
        linker = _linker(api, columns, splink_settings(comparisons, rules, _JARO_WINKLER, weights))
        scored = linker.inference.predict(warning_mode="never")
        return as_weights(_rows(spark, select_weight(scored.physical_name)))


def why_not() -> str | None:
    """Why Spark cannot run on this machine, or None where it can."""
    try:
        import pyspark  # noqa: F401
    except ImportError:
        return "PySpark is not installed: pip install 'undercount[spark]'"
    java = os.environ.get("JAVA_HOME")
    if shutil.which("java", path=os.path.join(java, "bin") if java else None) is None:
        return "there is no Java, which Spark runs on: install Java 17"
    return None


def _linker(api: Any, columns: pa.Table, described: dict[str, Any]) -> Any:
    from splink import Linker, SettingsCreator

    return Linker(api.register(columns), SettingsCreator(**described), log_level=None)


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
    from splink.backends.spark import SparkAPI, similarity_jar_location

    quiet()
    local = master.startswith("local")
    with tempfile.TemporaryDirectory(prefix="undercount-spark-") as folder:
        builder = (
            SparkSession.builder.master(master)
            .appName("undercount link")
            .config("spark.jars", similarity_jar_location())
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
            yield SparkAPI(spark_session=spark, break_lineage_method="parquet"), spark
        finally:
            spark.stop()
