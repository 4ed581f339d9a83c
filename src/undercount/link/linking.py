"""Link registers: block, compare, learn, cluster."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.metadata import version
from typing import TYPE_CHECKING, Any, Final, Literal

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from undercount.errors import InputError
from undercount.link.blocking import Blocks, block
from undercount.link.clusters import LEAST, cluster
from undercount.link.comparisons import NAME, Comparison, comparisons_for
from undercount.link.controls import Controls, draw_controls
from undercount.link.learn import Learned, learn
from undercount.link.likeness import by_likeness, refine
from undercount.link.linkage import Linkage
from undercount.link.pairs import Pairs
from undercount.link.rarity import spread
from undercount.link.reasons import reasons
from undercount.link.splink_backend import Candidates, Settings, candidate_pairs
from undercount.link.table import Table, stack
from undercount.registers.names import VERSION as NAMES_VERSION

if TYPE_CHECKING:
    from undercount.registers.standard import Register

Backend = Literal["duckdb", "spark"]

# Pairs are kept from the most probable down until those left out hold this share of the links.
_LOSS: Final = 2e-5


def link(
    registers: Sequence[Register],
    *,
    backend: Backend = "duckdb",
    master: str = "local[2]",
    most: float = 100.0,
    least: float = LEAST,
    seed: int = 0,
    settings: Settings = Settings(),  # noqa: B008  frozen, so one for all calls does no harm
) -> Linkage:
    """Which records of several registers are of one person, with how probable that is.

    Args:
        registers: at least two.
        backend: "duckdb", on this machine, or "spark", where registers outgrow it.
        master: of Spark: "local[2]", "spark://host:7077", "yarn".
        most: candidate pairs a record, at most about so many.
        least: probability from which a pair of two lists is linked in the clusters.
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
        columns = columns.append_column(f"block_{name}", arrays)
    rules = blocks.rules()
    controls = draw_controls(table, seed)
    further = _as_blocked(controls)
    if backend == "duckdb":
        found, random = candidate_pairs(columns, comparisons, rules, further, settings)
    elif backend == "spark":
        from undercount.link.spark_backend import candidate_pairs as on_spark

        found, random = on_spark(columns, comparisons, rules, further, master)
    else:
        raise InputError(
            f"there is no backend '{backend}'", hint='It is "duckdb" or "spark", under [link]'
        )
    comparisons = _refined(comparisons, table, found, random)
    learned = learn(
        found.levels,
        found.left,
        found.right,
        table,
        random.levels,
        controls,
        comparisons,
        spread(table, comparisons),
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


def _refined(
    comparisons: Sequence[Comparison], table: Table, *pairs: Candidates
) -> tuple[Comparison, ...]:
    """The comparisons with names by likeness too; levels of the pairs are changed in place."""
    new = list(comparisons)
    for c, comparison in enumerate(comparisons):
        if comparison.name == NAME:
            new[c] = by_likeness(comparison)
            for some in pairs:
                some.levels[:, c] = refine(
                    comparison, some.levels[:, c], some.left, some.right, table
                )
    return tuple(new)


def _as_blocked(controls: Controls) -> pa.Table:
    """The pairs as Splink takes pairs that others have blocked."""
    return pa.table(
        {
            "match_key": pa.array(["0"] * len(controls.left)),
            "join_key_l": pa.array(controls.left),
            "join_key_r": pa.array(controls.right),
        }
    )


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
    u = model.negatives.marginal()
    brought = np.bincount(found.rule, minlength=len(blocks.columns)).tolist()
    return {
        "lists": list(table.lists),
        "records": np.bincount(table.of_list, minlength=len(table.lists)).tolist(),
        "candidates": len(found.left),
        "blocking": [
            {"rule": rule, "pairs": blocks.pairs[rule], "first_to_bring": first}
            for rule, first in zip(blocks.columns, brought, strict=True)
        ],
        "comparisons": [
            {
                "name": comparison.name,
                "levels": [level.words for level in comparison.levels],
                "u": u[i].tolist(),
                "m": model.m[i].tolist(),
            }
            for i, comparison in enumerate(comparisons)
        ],
        "pairs_of_lists": [[table.lists[a], table.lists[b]] for a, b in model.groups],
        "prior": model.prior.tolist(),
        "expected": model.expected.tolist(),
        "steps": model.steps,
        "versions": {"names": NAMES_VERSION, "splink": version("splink")},
    }
