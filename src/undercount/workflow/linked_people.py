"""People by the lists they are on, from a linkage, with what it does not know."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from undercount.histories.facts import LinkageFacts
from undercount.histories.linked_file import write_linked
from undercount.histories.suppress import suppress
from undercount.project import Project, read_json, write_bytes, write_json, write_text
from undercount.workflow.linked_groups import (
    Columns,
    columns_in_clear,
    counts_in,
    drawn_in,
    groups_of,
    write_groups,
)
from undercount.workflow.linked_noise import release_of
from undercount.workflow.linked_sheets import audit_in, calibrated, draws_of
from undercount.workflow.linking import (
    HISTORIES,
    PROFILES,
    Linking,
    Say,
    facts_file,
    folder_of,
    read_lists,
    table_file,
)
from undercount.workflow.profiles import list_facts

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from undercount.link.audit.counts import AuditCounts
    from undercount.link.linkage import Linkage

_LIKELY = 0.5


def make_people(project: Project, linking: Linking, say: Say = lambda words: None) -> None:
    """Count people by point linkage, over drawn linkages and by the audit; write all of it.

    Writes clusters, histories, the table that may be published and the numbers for the page.
    """
    from undercount.histories.linked import LinkedHistories
    from undercount.link.clusters import cluster, counts_of
    from undercount.link.linkage import Linkage

    folder = folder_of(project, linking.name)
    linkage = Linkage.read(folder)
    pairs, sampled = calibrated(folder, linkage)
    clusters = cluster(pairs, float(linkage.model["least"]))
    point = counts_of(clusters, pairs.of_list, len(linkage.lists))
    say("drawing linkages")
    drawn = draws_of(pairs, project.seed)
    audit = audit_in(folder)
    counts = audit.counts(seed=project.seed) if audit else None
    made = LinkedHistories(
        lists=linkage.lists,
        linked=point.astype(float),
        drawn=drawn.histories(),
        n_records=pairs.n_records,
        widened=True,
        encoded=bool(linking.encodings),
        **_audited(counts),
    )
    profiles = read_json(folder / PROFILES)["lists"]
    spec = profiles[0]["spec"] if linking.encodings else ""
    limit = project.report.suppress_below
    records = linkage.model["records"]
    if linking.by:
        groups = groups_of(_columns(project, linking, say), clusters)
        table = counts_in(groups, clusters, pairs.of_list, len(linkage.lists))
        published = suppress(linkage.lists, table, records, limit, groups.labels)
    elif project.report.epsilon is None:
        published = suppress(linkage.lists, point, records, limit)
    if project.report.epsilon is not None:
        facts = release_of(project, linking, linkage.lists, point, spec)
    else:
        linked = int((pairs.probability >= _LIKELY).sum())
        facts = LinkageFacts(
            linking.name,
            published,
            () if linking.encodings else tuple(list_facts(it, limit) for it in profiles),
            pairs=_large(int(linkage.model["candidates"]), limit),
            # Of two lists the links are the people on both, more or less.
            linked=_large(linked, limit) if published.whole else None,
            audited=made.n_audited,
            read_twice=made.n_read_twice,
            sampled=sampled,
            drawn=None if published.total is None else _middle(made.drawn),
            cautions=tuple(item.text for item in counts.cautions) if counts else (),
            spec=spec,
        )
    _write_clusters(linkage, clusters, folder / "clusters.parquet")
    if linking.by:
        parts = []
        for g in range(len(groups.labels)):
            mine = audit.counts(among=groups.of == g, seed=project.seed) if audit else None
            parts.append(
                replace(
                    made,
                    linked=table[g].astype(float),
                    drawn=drawn_in(groups, g, drawn),
                    **_audited(mine),
                )
            )
        write_groups(folder, list(zip(groups.labels, parts, strict=True)))
    write_linked(made, folder / HISTORIES)
    text = facts.people.to_csv(" ".join(linking.by) or "group")
    write_text(project.root / table_file(linking.name), text)
    write_json(project.root / facts_file(linking.name), facts.to_dict())


def _columns(project: Project, linking: Linking, say: Say) -> Columns:
    """What makes groups of people, of each record in the order of the lists."""
    if linking.encodings:
        from undercount.workflow.linked_encodings import columns_encoded, read_encoded

        return columns_encoded(read_encoded(project, linking, say), linking.by)
    return columns_in_clear(read_lists(project, linking.lists, say), linking.by)


def _audited(counts: AuditCounts | None) -> dict[str, Any]:
    """What an audit gives, where it has come to anything."""
    if counts is None:
        return {}
    return {
        "audited": counts.replicates,
        "audited_point": counts.point,
        "n_audited": counts.n_audited,
        "n_read_twice": counts.n_read_twice,
        "overlooked": counts.overlooked,
    }


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
    import pyarrow as pa
    import pyarrow.parquet as pq

    names = [linkage.lists[i] for i in linkage.pairs.of_list]
    columns = {
        "list": pa.array(names, pa.string()),
        "record": pa.array(linkage.record, pa.string()),
        "cluster": clusters,
    }
    buffer = io.BytesIO()
    pq.write_table(pa.table(columns), buffer, compression="zstd")
    write_bytes(path, buffer.getvalue())
