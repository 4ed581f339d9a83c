"""One step of a run: what it depends on, what it does, what it makes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a run.

    Attributes:
        name: as shown and as recorded.
        stage: "read" fills the ledger, "reconcile" works on it, "estimate" works on tables,
            "report" shows the answers.
        key: everything the result depends on, asked for only when the step's turn has come.
        make: does the work.
        outputs: files it makes; the ledger is not among them.
        feeds: whether later steps of its stage work on what it makes.
        after: name of a step that it works on, or "".
    """

    name: str
    stage: Literal["read", "reconcile", "estimate", "report"]
    key: Callable[[], str]
    make: Callable[[], object]
    outputs: tuple[Path, ...] = field(default=())
    feeds: bool = False
    after: str = ""
