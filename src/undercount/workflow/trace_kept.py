"""Cases and requests made ready once and kept in the file of tracing: the slow part of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from undercount.project.steps import code_digest

if TYPE_CHECKING:
    from undercount.trace.consent import Allowed
    from undercount.trace.people import People
    from undercount.trace.rank import Tracer
    from undercount.trace.store import Store


def kept_people(store: Store, kind: str) -> People:
    """All cases or requests in the standard form; an import takes away what was kept."""
    import pyarrow as pa

    from undercount.trace.people import People

    kept = store.prepared(kind, code_digest())
    if kept is not None:
        return People(kind, pa.ipc.open_stream(kept).read_all().combine_chunks())
    people = store.standard(kind)
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, people.table.schema) as stream:
        stream.write_table(people.table)
    store.keep_prepared(kind, code_digest(), sink.getvalue().to_pybytes())
    return people


def kept_tracer(store: Store, requests: Allowed) -> Tracer:
    """Requests ready to be compared; what was kept of others, or of those who agreed once, is not
    used."""
    from undercount.trace.prepared import dump, load
    from undercount.trace.rank import Tracer

    kept = store.prepared("request", code_digest(), "compared")
    tracer = None if kept is None else load(kept, requests)
    if tracer is None:
        tracer = Tracer.of(requests)
        store.keep_prepared("request", code_digest(), dump(tracer), "compared")
    return tracer
