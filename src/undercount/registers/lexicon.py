"""The words of many bodies' lists, from `words.toml`."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from undercount.registers.fold import fold


@cache
def _lexicon() -> dict[str, Any]:
    text = (files("undercount.registers") / "words.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def raw_words(table: str, key: str) -> frozenset[str]:
    """Words separated by spaces, as they are written."""
    return frozenset(_lexicon()[table][key].split())


def words(table: str, key: str) -> frozenset[str]:
    """Words separated by spaces, folded."""
    return frozenset(fold(word) for word in raw_words(table, key))


def phrases(table: str, key: str) -> tuple[str, ...]:
    """Phrases separated by bars, folded."""
    return tuple(fold(phrase) for phrase in _lexicon()[table].get(key, "").split("|"))
