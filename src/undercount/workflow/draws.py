"""The draws of estimates as a Parquet file that other tools open."""

from __future__ import annotations

from collections.abc import Iterable
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from undercount.project import write_bytes
from undercount.results import Estimate, NotEstimable

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

DRAWS = "draws.parquet"


def write_draws(answers: Iterable[tuple[str, Estimate | NotEstimable]], path: Path) -> None:
    """Write every draw of every answer: columns `answer`, `chain`, `draw`, `people`.

    Args:
        answers: (label, answer); those without draws have no rows.
        path: replaced as a whole.
    """
    # Here, not above: pyarrow takes longer to load than most commands take in all.
    import numpy as np
    import pyarrow
    import pyarrow.parquet

    drawn = [
        (label, answer.draws)
        for label, answer in answers
        if isinstance(answer, Estimate) and answer.draws is not None
    ]
    labels = [label for label, draws in drawn for _ in range(draws.size)]
    places = [np.indices(draws.shape).reshape(2, -1) for _, draws in drawn]
    chain, draw = np.concatenate([np.zeros((2, 0), dtype=np.int64), *places], axis=1)
    people = np.concatenate([np.zeros(0), *(draws.ravel() for _, draws in drawn)])
    table = pyarrow.table(
        {
            "answer": pyarrow.array(labels, pyarrow.string()).dictionary_encode(),
            "chain": pyarrow.array(chain, pyarrow.int32()),
            "draw": pyarrow.array(draw, pyarrow.int32()),
            "people": pyarrow.array(people, pyarrow.float64()),
        }
    )
    buffer = BytesIO()
    pyarrow.parquet.write_table(table, buffer, compression="zstd")
    write_bytes(path, buffer.getvalue())


def read_draws(folder: Path) -> dict[str, NDArray[np.float64]]:
    """The draws that `write_draws` left in a folder: by answer, shape (chain, draw), people."""
    import pyarrow.parquet

    path = folder / DRAWS
    if not path.is_file():
        return {}
    table = pyarrow.parquet.read_table(path)
    made = {}
    for label in dict.fromkeys(table["answer"].to_pylist()):
        rows = table.filter(pyarrow.compute.equal(table["answer"], label))
        chains = int(rows["chain"].to_numpy().max()) + 1
        # Written chain by chain, each in its order.
        made[str(label)] = rows["people"].to_numpy().reshape(chains, -1)
    return made
