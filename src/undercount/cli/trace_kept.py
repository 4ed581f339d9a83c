"""Cases and requests made ready once and kept in the file of tracing: the slow part of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from undercount.project.steps import code_digest

if TYPE_CHECKING:
    from undercount.trace.consent import Allowed
    from undercount.trace.people import People
    from undercount.trace.rank import Tracer
    from undercount.trace.store import Store

_SIZE: Final = 8  # bytes that say how long the standard form is; what is compared stands after it


def kept_people(store: Store, kind: str) -> People:
    """All cases or requests in the standard form; an import takes away what was kept."""
    import pyarrow as pa

    from undercount.trace.people import People, people_of

    kept, _ = _parts(store, kind)
    if kept:
        return People(kind, pa.ipc.open_stream(kept).read_all().combine_chunks())
    people = people_of(kind, store.people(kind))
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, people.table.schema) as stream:
        stream.write_table(people.table)
    _keep(store, kind, sink.getvalue().to_pybytes(), b"")
    return people


def kept_tracer(store: Store, requests: Allowed) -> Tracer:
    """Requests ready to be compared; what was kept of others, or of those who agreed once, is not
    used."""
    from undercount.trace.prepared import dump, load
    from undercount.trace.rank import Tracer

    people, kept = _parts(store, "request")
    tracer = load(kept, requests) if kept else None
    if tracer is None:
        tracer = Tracer.of(requests)
        _keep(store, "request", people, dump(tracer))
    return tracer


def _parts(store: Store, kind: str) -> tuple[bytes, bytes]:
    data = store.prepared(kind, code_digest()) or bytes(_SIZE)
    end = _SIZE + int.from_bytes(data[:_SIZE], "big")
    return data[_SIZE:end], data[end:]


def _keep(store: Store, kind: str, people: bytes, compared: bytes) -> None:
    data = len(people).to_bytes(_SIZE, "big") + people + compared
    store.keep_prepared(kind, code_digest(), data)
