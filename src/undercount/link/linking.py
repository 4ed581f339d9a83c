"""Link registers: block, compare, learn, cluster."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.metadata import version
from typing import TYPE_CHECKING, Any, Final, Literal

import numpy as np
from numpy.typing import NDArray

from undercount.errors import InputError
from undercount.link.blocking import Blocks, block
from undercount.link.clusters import LEAST, cluster
from undercount.link.comparisons import NAME, Comparison, comparisons_for
from undercount.link.controls import draw_controls
from undercount.link.learn import Learned, learn
from undercount.link.likeness import by_likeness, refine
from undercount.link.linkage import Linkage
from undercount.link.pairs import Pairs
from undercount.link.rarity import spread
from undercount.link.reasons import reasons
from undercount.link.splink_backend import Settings, levels_of
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
    controls = draw_controls(table, seed)
    left = np.concatenate([blocks.left, controls.left])
    right = np.concatenate([blocks.right, controls.right])
    if backend == "duckdb":
        levels = levels_of(table, comparisons, left, right, settings)
    elif backend == "spark":
        from undercount.link.spark_backend import levels_of as on_spark

        levels = on_spark(table, comparisons, left, right, master)
    else:
        raise InputError(
            f"there is no backend '{backend}'", hint='It is "duckdb" or "spark", under [link]'
        )
    comparisons = _refined(comparisons, table, levels, left, right)
    n = len(blocks.left)
    learned = learn(
        levels[:n],
        blocks.left,
        blocks.right,
        table,
        levels[n:],
        controls,
        comparisons,
        spread(table, comparisons),
    )
    kept, loss = _kept(learned.probability)
    pairs = Pairs(
        table.lists,
        table.of_list,
        blocks.left[kept],
        blocks.right[kept],
        learned.weight[kept],
        learned.probability[kept],
    )
    model = _described(table, blocks, comparisons, learned)
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
        levels[:n][kept],
        tuple(reasons(levels[:n][kept], comparisons)),
        cluster(pairs, least),
        model,
    )


def _refined(
    comparisons: Sequence[Comparison],
    table: Table,
    levels: NDArray[np.int8],
    left: NDArray[np.int32],
    right: NDArray[np.int32],
) -> tuple[Comparison, ...]:
    """The comparisons with names by likeness too; levels of the pairs are changed in place."""
    new = list(comparisons)
    for c, comparison in enumerate(comparisons):
        if comparison.name == NAME:
            new[c] = by_likeness(comparison)
            levels[:, c] = refine(comparison, levels[:, c], left, right, table)
    return tuple(new)


def _kept(probability: NDArray[np.float64]) -> tuple[NDArray[np.bool_], float]:
    ordered = np.sort(probability)
    so_far = np.cumsum(ordered)
    n = int(np.searchsorted(so_far, _LOSS * (so_far[-1] if len(so_far) else 0.0), side="right"))
    if n == 0:
        return np.ones(len(probability), dtype=bool), 0.0
    # Of pairs as probable as the last one dropped, the first go.
    kept = probability >= ordered[n - 1]
    ties = np.flatnonzero(probability == ordered[n - 1])
    kept[ties[: n - int(np.searchsorted(ordered, ordered[n - 1]))]] = False
    return kept, float(so_far[n - 1])


def _described(
    table: Table,
    blocks: Blocks,
    comparisons: Sequence[Comparison],
    learned: Learned,
) -> dict[str, Any]:
    model = learned.model
    u = model.negatives.marginal()
    brought = np.bincount(blocks.rule, minlength=len(blocks.pairs)).tolist()
    return {
        "lists": list(table.lists),
        "records": np.bincount(table.of_list, minlength=len(table.lists)).tolist(),
        "candidates": len(blocks.left),
        "blocking": [
            {"rule": rule, "pairs": pairs, "first_to_bring": first}
            for (rule, pairs), first in zip(blocks.pairs.items(), brought, strict=True)
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
