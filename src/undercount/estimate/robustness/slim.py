"""An answer with only what a page of a dozen answers has room for."""

from __future__ import annotations

from dataclasses import replace

from undercount.results import Estimate, NotEstimable


def slim(answer: Estimate | NotEstimable) -> Estimate | NotEstimable:
    """The answer without cautions and assumptions, and with the model as its only diagnostic."""
    if isinstance(answer, NotEstimable):
        return replace(answer, cautions=())
    kept = {name: answer.diagnostics[name] for name in ("model",) if name in answer.diagnostics}
    return replace(answer, cautions=(), assumptions=(), diagnostics=kept, draws=None)
