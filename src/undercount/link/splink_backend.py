"""Splink on DuckDB: the level of each comparison of pairs of records. All of Splink is here.

`spark_backend` gives the same on Spark through the same settings.
"""

from __future__ import annotations

import logging
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from undercount.link.comparisons import MISSING, Comparison
from undercount.link.shared_keys import shared_keys

if TYPE_CHECKING:
    import duckdb

    from undercount.link.table import Table

Ints = NDArray[np.int32]

# Splink gives the levels of a pair only with all the columns compared beside them, which is slow
# and large; the weight of each comparison it gives alone. So levels are read off weights: level i
# has the weight i + 1, and a missing one 0.
_TINY: Final = 2.0**-60
# A pair of records has one column of its own, Splink's key of the rule that brought it, which
# Splink hands through. It holds the pair's number, so that no answer has to be sorted, and what the
# keys of the two names share: DuckDB would count that anew for each level.
_NUMBER: Final = 9
_COUNTING: Final = {"count": "(match_key & 7)", "steps": "((match_key >> 3) & 63)"}


@dataclass(frozen=True, slots=True)
class Settings:
    """What one run of DuckDB may use.

    Attributes:
        threads: of DuckDB.
        memory: most memory of DuckDB, as it writes it.
        disk: most disk for what does not fit in memory.
        pairs_at_once: candidate pairs compared in one step; bounds memory.
    """

    threads: int = 2
    memory: str = "2GB"
    disk: str = "20GB"
    pairs_at_once: int = 2_000_000


def splink_settings(
    comparisons: Sequence[Comparison], counting: Mapping[str, str]
) -> dict[str, Any]:
    """The settings of Splink for these comparisons.

    Args:
        comparisons: what is compared.
        counting: SQL for what stands in braces in the levels.
    """
    described = []
    for comparison in comparisons:
        levels: list[dict[str, Any]] = [
            {
                "sql_condition": comparison.missing.format(**counting),
                "label_for_charts": "missing",
                "is_null_level": True,
            }
        ]
        for i, level in enumerate(comparison.levels):
            levels.append(
                {
                    "sql_condition": level.sql.format(**counting),
                    "label_for_charts": level.words,
                    "m_probability": _TINY * 2.0 ** (i + 1),
                    "u_probability": _TINY,
                }
            )
        described.append({"output_column_name": comparison.name, "comparison_levels": levels})
    return {
        # The numbers of the records tell the lists apart already.
        "link_type": "dedupe_only",
        "unique_id_column_name": "unique_id",
        "comparisons": described,
        # Splink wants a rule, and never comes to it: `blocking` has made the pairs.
        "blocking_rules_to_generate_predictions": ["l.unique_id = r.unique_id"],
        # Even odds, whose weight is 0: priors are ours.
        "probability_two_random_records_match": 0.5,
        "retain_matching_columns": False,
        "retain_intermediate_calculation_columns": True,
    }


def levels_of(
    table: Table,
    comparisons: Sequence[Comparison],
    left: Ints,
    right: Ints,
    settings: Settings = Settings(),  # frozen
) -> NDArray[np.int8]:
    """The level of each comparison of each pair, by Splink on DuckDB.

    Args:
        table: the records.
        comparisons: what is compared.
        left: shape (pairs,), records.
        right: shape (pairs,), records.
        settings: threads, memory, disk.

    Returns:
        shape (pairs, comparisons); -1 where a record lacks the field.
    """
    from splink import DuckDBAPI, Linker, SettingsCreator

    quiet()
    levels = np.empty((len(left), len(comparisons)), dtype=np.int8)
    count, steps = shared_keys(table, left, right)
    with _database(settings) as connection:
        api = DuckDBAPI(connection=connection)
        described = SettingsCreator(**splink_settings(comparisons, _COUNTING))
        columns = compared(table.columns, comparisons)
        linker = Linker(api.register(columns), described, log_level=None)
        for start in range(0, len(left), settings.pairs_at_once):
            some = slice(start, start + settings.pairs_at_once)
            number = np.arange(len(left[some]), dtype=np.int64) << _NUMBER
            own = number | (steps[some].astype(np.int64) << 3) | count[some]
            connection.register("some_pairs", as_blocked(left[some], right[some], own))
            linker.table_management.register_blocked_pairs_for_predict(
                api.table_to_splink_dataframe("some_pairs", "some_pairs")
            )
            scored = linker.inference.predict(warning_mode="never")
            found = connection.sql(select_levels(comparisons, scored.physical_name)).fetchnumpy()
            fill(levels[some], found, comparisons, _NUMBER)
            scored.drop_table_from_database_and_remove_from_cache()
            connection.unregister("some_pairs")
    return levels


def compared(columns: pa.Table, comparisons: Sequence[Comparison], *more: str) -> pa.Table:
    """The columns that the comparisons name, the records' numbers, and `more`.

    Splink looks for a column of the records wherever a level names one, the pair's own too.
    """
    said = " ".join(c.missing + "".join(f" {level.sql}" for level in c.levels) for c in comparisons)
    wanted = [name for name in columns.column_names if f"{name}_l" in said or name in more]
    nothing = pa.nulls(columns.num_rows, pa.int8())
    return columns.select(["unique_id", *wanted]).append_column("match_key", nothing)


def as_blocked(left: Ints, right: Ints, own: NDArray[np.int64]) -> pa.Table:
    """Pairs, each with a number of its own, as Splink takes pairs that others have blocked."""
    return pa.table({"match_key": own, "join_key_l": left, "join_key_r": right})


def select_levels(comparisons: Sequence[Comparison], table: str) -> str:
    """SQL that reads pairs and levels off Splink's weights."""
    levels = ", ".join(f"cast(mw_{c.name} as tinyint) as {c.name}_level" for c in comparisons)
    return f"select cast(match_key as bigint) as pair, {levels} from {table}"


def fill(
    levels: NDArray[np.int8],
    found: Mapping[str, Any],
    comparisons: Sequence[Comparison],
    bits: int = 0,
) -> None:
    """Put the rows of `select_levels` where they belong; engines give them in any order."""
    pair = np.asarray(found["pair"], np.int64) >> bits
    for i, comparison in enumerate(comparisons):
        levels[pair, i] = np.asarray(found[f"{comparison.name}_level"], np.int8) + np.int8(MISSING)


@contextmanager
def _database(settings: Settings) -> Iterator[duckdb.DuckDBPyConnection]:
    """A DuckDB in memory whose overflow on disk is bounded and goes away with it."""
    import duckdb

    with tempfile.TemporaryDirectory(prefix="undercount-link-") as folder:
        connection = duckdb.connect(
            ":memory:",
            config={
                "threads": settings.threads,
                "memory_limit": settings.memory,
                "temp_directory": folder,
                "max_temp_directory_size": settings.disk,
                "preserve_insertion_order": False,
            },
        )
        try:
            yield connection
        finally:
            connection.close()


def quiet() -> None:
    """Splink reports its progress as warnings of a logger, which is none of the user's business."""
    logging.getLogger("splink").setLevel(logging.ERROR)
