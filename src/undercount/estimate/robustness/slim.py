"""An answer with only what a page of a dozen answers has room for."""

from __future__ import annotations

from dataclasses import replace

from undercount.results import Estimate, NotEstimable

# Codes of the cautions that make a point a bound.
BOUNDS = ("lower-bound", "upper-bound")


def slim(answer: Estimate | NotEstimable) -> Estimate | NotEstimable:
    """The answer without assumptions, with its model and, of the cautions, that it is a bound."""
    if isinstance(answer, NotEstimable):
        return replace(answer, cautions=())
    kept = {name: answer.diagnostics[name] for name in ("model",) if name in answer.diagnostics}
    bound = tuple(item for item in answer.cautions if item.code in BOUNDS)
    return replace(answer, cautions=bound, assumptions=(), diagnostics=kept, draws=None)
