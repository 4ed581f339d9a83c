"""Asks the endpoint about one document, and survives whatever it answers."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from undercount.errors import InputError
from undercount.ledger.records import Reading
from undercount.read.documents.document import Document
from undercount.read.endpoint.answer import content, proposals
from undercount.read.endpoint.merge import merge
from undercount.read.endpoint.prompt import numbered, pieces, question
from undercount.read.endpoint.proposals import Proposal, Proposals, Refused
from undercount.read.endpoint.request import CLOCK, Clock, EndpointError, post
from undercount.read.endpoint.settings import Endpoint
from undercount.read.endpoint.verify import verify
from undercount.read.reading import read_text

Say = Callable[[str], None]


def _say(line: str) -> None:
    print(line, file=sys.stderr)


def propose(
    reading: Reading, endpoint: Endpoint, *, clock: Clock = CLOCK, say: Say = _say
) -> Proposals:
    """What the model proposes for one document, verified. Sends the document's text.

    Args:
        reading: what was read; its text is sent, and nothing else of it.
        endpoint: whom to ask.
        clock: time, for tests.
        say: is told before each document what is sent where.

    Raises:
        EndpointError: there was no usable answer; the message says why and what to do.
        InputError: the key is not in the environment.
    """
    endpoint.key()
    cut = numbered(reading.text)
    parts = list(pieces(cut, endpoint.piece))[: endpoint.pieces]
    sent = sum(s.end - s.start for part in parts for s in part)
    if not parts:
        return Proposals()
    say(
        f"{reading.document}: sending {sent:,} characters of its text to {endpoint.host} "
        f"(model {endpoint.model})"
    )
    found: list[Proposal] = []
    refused: list[Refused] = []
    for part in parts:
        answer = post(endpoint, question(endpoint, reading.text, part), clock)
        given, wrong = proposals(content(answer))
        found += given
        refused += wrong
    # What was not sent cannot be proposed, nor looked through for a claimant.
    checked = verify(reading.text, reading.language, cut[: parts[-1][-1].id], found)
    return Proposals(checked.accepted, (*refused, *checked.refused), sent=sent, requests=len(parts))


def read_with(
    document: Document, endpoint: Endpoint, *, clock: Clock = CLOCK, say: Say = _say
) -> tuple[Reading, Proposals]:
    """A document read, then filled with what the model proposes and the text bears out.

    What goes wrong with the endpoint is a caution of the reading, never an error: the
    document is read without it then.
    """
    return next(fill([read_text(document)], endpoint, clock=clock, say=say))


def fill(
    readings: Iterable[Reading], endpoint: Endpoint, *, clock: Clock = CLOCK, say: Say = _say
) -> Iterator[tuple[Reading, Proposals]]:
    """Readings, each filled with what the model proposes and the text bears out.

    Once the endpoint fails in a way that lasts (no key, nobody there), it is not asked again.
    """
    closed: str | None = None
    for reading in readings:
        found = Proposals()
        if closed is None:
            try:
                found = propose(reading, endpoint, clock=clock, say=say)
            except InputError as error:
                closed = failed = str(error)
            except EndpointError as error:
                failed = str(error)
                closed = failed if error.lasting else None
            else:
                yield _merged(reading, found, endpoint.model), found
                continue
        else:
            failed = closed
        caution = f"read without the language model: {failed}"
        yield replace(reading, cautions=(*reading.cautions, caution)), found


def _merged(reading: Reading, found: Proposals, model: str) -> Reading:
    merged = merge(reading, found, model)
    whole = sum(s.end - s.start for s in numbered(reading.text))
    if found.sent < whole:
        caution = f"the language model was shown {found.sent:,} of {whole:,} characters"
        merged = replace(merged, cautions=(*merged.cautions, caution))
    return merged
