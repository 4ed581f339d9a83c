"""Link registers: block, compare, learn, cluster."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.metadata import version
from typing import TYPE_CHECKING, Any, Final, Literal

import numpy as np
import pyarrow as pa  # type: ignore[import-untyped]
from numpy.typing import NDArray

from undercount.errors import InputError
from undercount.link.blocking import Blocks, block
from undercount.link.clusters import cluster
from undercount.link.comparisons import Comparison, comparisons_for
from undercount.link.learn import Learned, learn
from undercount.link.linkage import Linkage
from undercount.link.pairs import Pairs
from undercount.link.reasons import reasons
from undercount.link.splink_backend import Candidates, Settings, candidate_pairs
from undercount.link.table import Table, stack

if TYPE_CHECKING:
    from undercount.registers.standard import Register

Backend = Literal["duckdb", "spark"]

# Random pairs that stand for all that blocking leaves out.
_CONTROLS: Final = 400_000
# Pairs are kept from the most probable down until those left out hold this share of the links.
_LOSS: Final = 1e-4


def link(
    registers: Sequence[Register],
    *,
    backend: Backend = "duckdb",
    master: str = "local[2]",
    most: float = 100.0,
    least: float = 0.5,
    seed: int = 0,
    settings: Settings = Settings(),  # noqa: B008  # frozen
) -> Linkage:
    """Which records of several registers are of one person, with how probable that is.

    Args:
        registers: at least two.
        backend: "duckdb", on this machine, or "spark", where registers outgrow it.
        master: of Spark: "local[2]", "spark://host:7077", "yarn".
        most: candidate pairs a record, at most about so many.
        least: probability from which a pair is linked in the clusters.
        seed: of the random pairs that tell how two people's records look.
        settings: what DuckDB may use.

    Raises:
        InputError: registers that cannot be linked; all problems at once.
    """
    table = stack(registers)
    blocks = block(table, most)
    comparisons = comparisons_for(frozenset.union(*table.fields))
    columns = table.columns
    for name, arrays in blocks.columns.items():
        columns = columns.append_column(name, arrays)
    rules = tuple(blocks.columns)
    controls = _random_pairs(table.n_records, seed)
    if backend == "duckdb":
        found, random = candidate_pairs(columns, comparisons, rules, controls, settings)
    elif backend == "spark":
        from undercount.link.spark_backend import candidate_pairs as on_spark

        found, random = on_spark(columns, comparisons, rules, controls, master)
    else:
        raise InputError(
            f"there is no backend '{backend}'", hint='It is "duckdb" or "spark", under [link]'
        )
    learned = learn(
        found.levels,
        found.left,
        found.right,
        table.of_list,
        _outside(random, found),
        [len(comparison.levels) for comparison in comparisons],
    )
    kept, loss = _kept(learned.probability)
    pairs = Pairs(
        table.lists,
        table.of_list,
        found.left[kept],
        found.right[kept],
        learned.weight[kept],
        learned.probability[kept],
    )
    model = _described(table, blocks, comparisons, learned, found)
    model |= {
        "backend": backend,
        "seed": seed,
        "least": least,
        "most": most,
        "left_out": {"pairs": int(len(kept) - kept.sum()), "links": loss},
    }
    return Linkage(
        table.lists,
        tuple(table.record.to_pylist()),
        pairs,
        tuple(comparison.name for comparison in comparisons),
        found.levels[kept],
        tuple(reasons(found.levels[kept], comparisons)),
        cluster(pairs, least),
        model,
    )


def _random_pairs(n: int, seed: int) -> pa.Table:
    generator = np.random.default_rng(seed)
    a, b = generator.integers(0, n, size=(2, _CONTROLS))
    apart = a != b
    code = np.unique((np.minimum(a, b)[apart] << 32) | np.maximum(a, b)[apart])
    return pa.table(
        {
            "match_key": pa.array(["0"] * len(code)),
            "join_key_l": pa.array((code >> 32).astype(np.int32)),
            "join_key_r": pa.array((code & 0xFFFFFFFF).astype(np.int32)),
        }
    )


def _outside(random: Candidates, found: Candidates) -> NDArray[np.int8]:
    """Levels of the random pairs that are no candidates."""
    here = (found.left.astype(np.int64) << 32) | found.right
    code = (random.left.astype(np.int64) << 32) | random.right
    place = np.minimum(np.searchsorted(here, code), max(len(here) - 1, 0))
    return random.levels[here[place] != code] if len(here) else random.levels


def _kept(probability: NDArray[np.float64]) -> tuple[NDArray[np.bool_], float]:
    order = np.argsort(probability, kind="stable")
    below = np.cumsum(probability[order])
    drop = below <= _LOSS * (below[-1] if len(below) else 0.0)
    kept = np.ones(len(probability), dtype=bool)
    kept[order[drop]] = False
    return kept, float(below[drop][-1]) if drop.any() else 0.0


def _described(
    table: Table,
    blocks: Blocks,
    comparisons: Sequence[Comparison],
    learned: Learned,
    found: Candidates,
) -> dict[str, Any]:
    model = learned.model
    brought = np.bincount(found.rule, minlength=len(blocks.rules)).tolist()
    return {
        "lists": list(table.lists),
        "records": np.bincount(table.of_list, minlength=len(table.lists)).tolist(),
        "candidates": len(found.left),
        "blocking": [
            {"rule": rule, "pairs": pairs, "first_to_bring": first}
            for rule, pairs, first in zip(blocks.rules, blocks.pairs, brought, strict=True)
        ],
        "comparisons": [
            {
                "name": comparison.name,
                "levels": [level.words for level in comparison.levels],
                "u": model.u[i].tolist(),
                "m": model.m[i].tolist(),
            }
            for i, comparison in enumerate(comparisons)
        ],
        "pairs_of_lists": [[table.lists[a], table.lists[b]] for a, b in model.groups],
        "prior": model.prior.tolist(),
        "expected": model.expected.tolist(),
        "steps": model.steps,
        "versions": {name: version(name) for name in ("splink", "duckdb")},
    }
