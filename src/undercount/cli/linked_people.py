"""People by the lists they are on, from a linkage, with what it does not know."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from undercount.cli.linked_groups import counts_in, drawn_in, groups_of, write_groups
from undercount.cli.linking import (
    PROFILES,
    Linking,
    facts_file,
    folder_of,
    read_lists,
    table_file,
)
from undercount.cli.profiles import list_facts
from undercount.errors import InputError, Problem
from undercount.histories.facts import LinkageFacts
from undercount.histories.linked_file import write_linked
from undercount.histories.suppress import suppress
from undercount.project import Project, read_json, write_bytes, write_json, write_text

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from undercount.link.linkage import Linkage
    from undercount.link.pairs import Pairs

SAMPLE, AUDIT = "sample.csv", "audit.csv"
# Ways the records may belong to people that are drawn for the doubt.
_DRAWS = 200
_LIKELY = 0.5
Say = Callable[[str], None]


def make_people(project: Project, linking: Linking, say: Say = lambda words: None) -> None:
    """Count people by point linkage, over drawn linkages and by the audit; write all of it.

    Writes clusters, histories, the table that may be published and the numbers for the page.
    """
    from undercount.histories.linked import LinkedHistories
    from undercount.link.clusters import cluster, counts_of
    from undercount.link.draws import draw_partitions
    from undercount.link.linkage import Linkage

    folder = folder_of(project, linking.name)
    linkage = Linkage.read(folder)
    pairs, sampled = calibrated(folder, linkage)
    clusters = cluster(pairs, float(linkage.model["least"]))
    point = counts_of(clusters, pairs.of_list, len(linkage.lists))
    say("drawing linkages")
    drawn = draw_partitions(pairs, draws=_DRAWS, seed=project.seed)
    made = LinkedHistories(
        lists=linkage.lists,
        linked=point.astype(float),
        drawn=drawn.histories(),
        n_records=pairs.n_records,
    )
    profiles = read_json(folder / PROFILES)["lists"]
    limit = project.report.suppress_below
    records = linkage.model["records"]
    if linking.by:
        groups = groups_of(read_lists(project, linking.lists, say), linking.by, clusters)
        table = counts_in(groups, clusters, pairs.of_list, len(linkage.lists))
        published = suppress(linkage.lists, table, records, limit, groups.labels)
    else:
        published = suppress(linkage.lists, point, records, limit)
    linked = int((pairs.probability >= _LIKELY).sum())
    facts = LinkageFacts(
        linking.name,
        published,
        tuple(list_facts(profile, limit) for profile in profiles),
        pairs=_large(int(linkage.model["candidates"]), limit),
        linked=_large(linked, limit),
        audited=made.n_audited,
        read_twice=made.n_read_twice,
        sampled=sampled,
        drawn=_middle(made.drawn),
    )
    _write_clusters(linkage, clusters, folder / "clusters.parquet")
    if linking.by:
        parts = [
            replace(made, linked=table[g].astype(float), drawn=drawn_in(groups, g, drawn))
            for g in range(len(groups.labels))
        ]
        write_groups(folder, list(zip(groups.labels, parts, strict=True)))
    write_linked(made, folder / "histories.parquet")
    write_text(
        project.root / table_file(linking.name), published.to_csv(" ".join(linking.by) or "group")
    )
    write_json(project.root / facts_file(linking.name), facts.to_dict())


def calibrated(folder: Path, linkage: Linkage) -> tuple[Pairs, int]:
    """The pairs as a clerk's sample corrects them, and how many pairs the clerk judged.

    A sample that is not finished changes nothing.

    Raises:
        InputError: a finished sample that cannot be read.
    """
    path = folder / SAMPLE
    if not path.is_file() or waiting(path, "same"):
        return linkage.pairs, 0
    from undercount.link.sample_calibration import calibrate
    from undercount.link.sample_sheet import read_sample

    answers = read_sample(path, linkage.pairs, linkage.record)
    return calibrate(linkage.pairs, answers).apply(linkage.pairs), len(answers.same)


def waiting(path: Path, column: str) -> int:
    """How many rows of a sheet have no answer yet.

    Raises:
        InputError: it is no sheet with such a column.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        hint = "Save it as CSV UTF-8"
        raise InputError(Problem("is not UTF-8 text", str(path), hint=hint)) from error
    header = text.split("\n", 1)[0]
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=header.count)))
    names = [name.strip() for name in rows[0]] if rows else []
    if column not in names:
        hint = "Take the sheet out and let a new one be written"
        raise InputError(Problem(f"has no column '{column}'", str(path), 1, hint=hint))
    at = names.index(column)
    filled = [row for row in rows[1:] if any(cell.strip() for cell in row)]
    return sum(len(row) <= at or not row[at].strip() for row in filled)


def _middle(drawn: NDArray[np.float64]) -> tuple[int, int] | None:
    """People on any list in the middle nine tenths of the draws."""
    import numpy as np

    if not len(drawn):
        return None
    low, high = np.quantile(drawn.sum(axis=1), (0.05, 0.95))
    return int(low), int(high)


def _large(n: int, suppress_below: int) -> int | None:
    return n if n >= suppress_below else None


def _write_clusters(linkage: Linkage, clusters: NDArray[np.int32], path: Path) -> None:
    """The cluster of each record of each list: one person, as far as is known."""
    import pyarrow as pa  # type: ignore[import-untyped]
    import pyarrow.parquet as pq  # type: ignore[import-untyped]

    names = [linkage.lists[i] for i in linkage.pairs.of_list]
    columns = {
        "list": pa.array(names, pa.string()),
        "record": pa.array(linkage.record, pa.string()),
        "cluster": clusters,
    }
    buffer = io.BytesIO()
    pq.write_table(pa.table(columns), buffer, compression="zstd")
    write_bytes(path, buffer.getvalue())
