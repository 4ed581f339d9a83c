"""An invented document with one figure, as the tests of judgements use it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from undercount.ledger import Figure, Ledger, Reading

TEXT = (
    "Invented. On 3 May the harbour office spoke. Nearly 620 people sleep on the old quay, it "
    "said, and 40 boats lie there.\nThe kitchen of Halden says more."
)
FIRST = TEXT.index("Nearly")
LAST = TEXT.index("\n")


def span(words: str, text: str = TEXT) -> dict[str, Any]:
    """Words of the text as a correction gives them."""
    start = text.index(words)
    return {"text": words, "start": start, "end": start + len(words)}


def figure(text: str = TEXT, **changes: Any) -> Figure:
    """The 620 people as a machine might read them, claimant wrong."""
    start, first = text.index("620"), text.index("Nearly")
    read = Figure(
        surface="620", value=620.0, low=558.0, high=619.0, quantifier="almost", hedge="Nearly",
        population="people", measure="stock", claimant="harbour office",
        claimant_class="government",
        place="old quay", document="a.txt", start=start, end=start + 3, sentence_start=first,
        sentence_end=text.index("\n", first),
        spans={
            "hedge": (first, first + 6), "population": (start + 4, start + 10),
            "claimant": (text.index("harbour"), text.index("harbour") + 14),
            "place": (text.index("old quay"), text.index("old quay") + 8),
        },
        confidence=0.8, confidences={"value": 0.99, "claimant": 0.6},
    )  # fmt: skip
    return replace(read, **changes)


def reading(text: str = TEXT, **changes: Any) -> Reading:
    return Reading("a.txt", "0" * 64, text, figures=(figure(text, **changes),))


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    """A ledger with that one figure; its id is `ledger.entries()[0].id`."""
    with Ledger(tmp_path / "ledger.db") as opened:
        opened.put_reading(reading())
        yield opened


@pytest.fixture
def name(ledger: Ledger) -> str:
    return ledger.entries()[0].id
