"""Splink on DuckDB: candidate pairs with the level of each comparison. All of Splink is here.

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
from numpy.typing import NDArray

from undercount.link.blocking import Rule
from undercount.link.comparisons import MISSING, Comparison
from undercount.link.table import NAME_KEYS

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

# Splink gives the levels of a pair only with all the columns compared beside them, which is slow
# and large; the weight of each comparison it gives alone. So levels are read off weights: level i
# has the weight i + 1, and a missing one 0.
_TINY: Final = 2.0**-60


def _shared(of: str) -> str:
    """Sums over the keys that both records have. DuckDB does this five times as fast as arrays."""
    keys = ", ".join(f"key_{i}_r" for i in range(1, NAME_KEYS + 1))
    terms = (
        f"case when key_{i}_l in ({keys}) then {of.format(i=i)} else 0 end"
        for i in range(1, NAME_KEYS + 1)
    )
    return "(" + " + ".join(terms) + ")"


_COUNTING: Final = {"count": _shared("1"), "steps": _shared("rarity_{i}_l")}


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
    pairs_at_once: int = 4_000_000


@dataclass(frozen=True, slots=True, eq=False)
class Candidates:
    """Pairs that blocking brought, with the level of each comparison.

    Attributes:
        left: shape (n,), int32, record numbers, `left < right`, sorted by left, then right.
        right: shape (n,), int32.
        rule: shape (n,), int8, the first blocking rule that brings the pair.
        levels: shape (n, comparisons), int8; -1 where a record lacks the field.
    """

    left: NDArray[np.int32]
    right: NDArray[np.int32]
    rule: NDArray[np.int8]
    levels: NDArray[np.int8]


def splink_settings(
    comparisons: Sequence[Comparison],
    rules: Sequence[Rule],
    counting: Mapping[str, str],
    weights: Sequence[Sequence[float]] | None = None,
) -> dict[str, Any]:
    """The settings of Splink for these comparisons.

    Args:
        comparisons: what is compared.
        rules: columns of blocking keys, each an array, and when two elements make a candidate.
        counting: SQL for what stands in braces in the levels.
        weights: log2(m / u) of each level of each comparison; None for the levels' own numbers.
    """
    described = []
    for number, comparison in enumerate(comparisons):
        levels: list[dict[str, Any]] = [
            {
                "sql_condition": comparison.missing.format(**counting),
                "label_for_charts": "missing",
                "is_null_level": True,
            }
        ]
        for i, level in enumerate(comparison.levels):
            weight = float(i + 1) if weights is None else float(weights[number][i])
            levels.append(
                {
                    "sql_condition": level.sql.format(**counting),
                    "label_for_charts": level.words,
                    "m_probability": _TINY * 2.0**weight,
                    "u_probability": _TINY,
                }
            )
        described.append({"output_column_name": comparison.name, "comparison_levels": levels})
    return {
        # The numbers of the records tell the lists apart already.
        "link_type": "dedupe_only",
        "unique_id_column_name": "unique_id",
        "comparisons": described,
        "blocking_rules_to_generate_predictions": [
            {"blocking_rule": rule.sql, "arrays_to_explode": [rule.column]} for rule in rules
        ],
        # Even odds, whose weight is 0: priors are ours.
        "probability_two_random_records_match": 0.5,
        "retain_matching_columns": False,
        "retain_intermediate_calculation_columns": True,
    }


def candidate_pairs(
    columns: pa.Table,
    comparisons: Sequence[Comparison],
    rules: Sequence[Rule],
    controls: pa.Table,
    settings: Settings = Settings(),  # frozen
) -> tuple[Candidates, Candidates]:
    """Candidate pairs and their levels, and those of the control pairs, by Splink on DuckDB.

    Args:
        columns: `table.Table.columns` with the columns of `rules`.
        comparisons: what is compared.
        rules: which pairs are candidates.
        controls: further pairs to compare: `match_key` ("0"), `join_key_l`, `join_key_r`.
        settings: threads, memory, disk.
    """
    from splink import DuckDBAPI, Linker, SettingsCreator

    quiet()
    with _database(settings) as connection:
        run = connection.execute
        api = DuckDBAPI(connection=connection)
        described = SettingsCreator(**splink_settings(comparisons, rules, _COUNTING))
        linker = Linker(api.register(columns), described, log_level=None)
        blocked = linker.inference.compute_blocked_pairs_for_predict()
        total = run(f"select count(*) from {blocked.physical_name}").fetchall()[0][0]
        steps = max(1, -(-total // settings.pairs_at_once))
        connection.register("controls", controls)
        parts = []
        for step in range(steps + 1):
            chosen = (
                f"select * from {blocked.physical_name} "
                f"where (join_key_l + join_key_r) % {steps} = {step}"
            )
            run(f"create table some_pairs as {chosen if step < steps else 'from controls'}")
            linker.table_management.register_blocked_pairs_for_predict(
                api.table_to_splink_dataframe("some_pairs", "some_pairs")
            )
            scored = linker.inference.predict(warning_mode="never")
            parts.append(
                connection.sql(select_levels(comparisons, scored.physical_name)).fetchnumpy()
            )
            scored.drop_table_from_database_and_remove_from_cache()
            run("drop table some_pairs")
    return as_candidates(parts[:-1], comparisons), as_candidates(parts[-1:], comparisons)


def weigh(
    columns: pa.Table,
    comparisons: Sequence[Comparison],
    rules: Sequence[Rule],
    weights: Sequence[Sequence[float]],
    settings: Settings = Settings(),  # frozen
) -> tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.float64]]:
    """Left, right and weight of the candidate pairs, as Splink on DuckDB adds weights up."""
    from splink import DuckDBAPI, Linker, SettingsCreator

    quiet()
    with _database(settings) as connection:
        api = DuckDBAPI(connection=connection)
        described = splink_settings(comparisons, rules, _COUNTING, weights)
        linker = Linker(api.register(columns), SettingsCreator(**described), log_level=None)
        scored = linker.inference.predict(warning_mode="never")
        found = connection.sql(select_weight(scored.physical_name)).fetchnumpy()
    return as_weights(found)


def select_levels(comparisons: Sequence[Comparison], table: str) -> str:
    """SQL that reads pairs and levels off Splink's weights."""
    levels = ", ".join(f"cast(mw_{c.name} as tinyint) as {c.name}_level" for c in comparisons)
    return (
        "select cast(unique_id_l as int) as unique_id_l, cast(unique_id_r as int) as unique_id_r, "
        f"cast(match_key as tinyint) as rule, {levels} from {table}"
    )


def select_weight(table: str) -> str:
    """SQL that reads pairs and their weight."""
    return (
        "select cast(unique_id_l as int) as unique_id_l, cast(unique_id_r as int) as unique_id_r, "
        f"match_weight from {table}"
    )


def as_candidates(parts: Sequence[dict[str, Any]], comparisons: Sequence[Comparison]) -> Candidates:
    """Rows of `select_levels`, in one order whatever the engine and its threads did."""
    left = np.concatenate([np.asarray(part["unique_id_l"], np.int32) for part in parts])
    right = np.concatenate([np.asarray(part["unique_id_r"], np.int32) for part in parts])
    rule = np.concatenate([np.asarray(part["rule"], np.int8) for part in parts])
    levels = np.empty((len(left), len(comparisons)), dtype=np.int8)
    for i, comparison in enumerate(comparisons):
        column = f"{comparison.name}_level"
        levels[:, i] = np.concatenate([np.asarray(part[column], np.int8) for part in parts])
    levels += MISSING
    order = np.argsort((left.astype(np.int64) << 32) | right, kind="stable")
    return Candidates(left[order], right[order], rule[order], levels[order])


def as_weights(
    found: dict[str, Any],
) -> tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.float64]]:
    """Rows of `select_weight`, in one order."""
    left = np.asarray(found["unique_id_l"], np.int32)
    right = np.asarray(found["unique_id_r"], np.int32)
    order = np.argsort((left.astype(np.int64) << 32) | right, kind="stable")
    return left[order], right[order], np.asarray(found["match_weight"], float)[order]


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
