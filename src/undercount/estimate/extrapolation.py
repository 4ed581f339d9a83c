"""Totals of which hardly anybody was seen; one rule for all methods."""

from __future__ import annotations

from undercount.results import Caution

# Unseen people for each one seen, beyond which a total is mostly the model's.
_FAR = 20.0


def far_extrapolation(unseen: float, n_observed: int) -> tuple[Caution, ...]:
    """The caution where hardly anybody of the total was seen; empty where that is not so."""
    if unseen <= _FAR * n_observed:
        return ()
    text = (
        f"For each person seen the estimate adds {unseen / n_observed:,.0f} unseen: the total is "
        "mostly the model's."
    )
    return (Caution("far-extrapolation", text),)
