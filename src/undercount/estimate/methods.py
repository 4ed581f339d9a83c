"""The names of the methods and of their settings, known without loading any of them."""

from __future__ import annotations

from typing import Final

# What each can be fitted to.
ON_LISTS: Final[tuple[str, ...]] = ("chapman", "chao", "loglinear", "model-average")
ON_REGISTER: Final[tuple[str, ...]] = ("chao", "zelterman", "zero-truncated")
METHODS: Final = ("chapman", "chao", "zelterman", "loglinear", "model-average", "zero-truncated")
# What an interval of a log-linear estimate can rest on.
INTERVALS: Final = ("profile", "lognormal", "bca")
# What can be set, and the methods that each is for.
SETTINGS: Final[dict[str, tuple[str, ...]]] = {
    "model": ("loglinear",),
    "order": ("loglinear",),
    "interval": ("loglinear",),
    "replicates": ("loglinear",),
    "covariates": ("zero-truncated",),
}
# What can be said of the lists, whatever the method.
OF_LISTS: Final = ("exclusive", "non_members")
