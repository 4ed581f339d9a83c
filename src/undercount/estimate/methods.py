"""The names of the methods, known without loading any of them."""

from __future__ import annotations

from typing import Final

METHODS: Final = ("chapman", "chao", "zelterman", "loglinear", "model-average", "zero-truncated")
# What an interval of a log-linear estimate can rest on.
INTERVALS: Final = ("profile", "lognormal", "bca")
# What each can be fitted to.
ON_LISTS: Final[tuple[str, ...]] = ("chapman", "chao", "loglinear", "model-average")
ON_REGISTER: Final[tuple[str, ...]] = ("chao", "zelterman", "zero-truncated")
