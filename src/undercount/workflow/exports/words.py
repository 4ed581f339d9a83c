"""Assumptions and cautions as lines of text."""

from __future__ import annotations

from collections.abc import Iterable

from undercount.results import Assumption, Caution


def assumed(items: Iterable[Assumption]) -> list[str]:
    """Each assumption with its verdict.

    >>> assumed([Assumption("The lists are independent.")])
    ['The lists are independent. [untestable]']
    """
    return [f"{item.text} [{item.verdict}]" for item in items]


def warned(items: Iterable[Caution]) -> list[str]:
    """Each caution."""
    return [item.text for item in items]
