"""What holds for every test."""

from __future__ import annotations

from hypothesis import settings

# The same examples on every machine and every day: a test that fails must fail again.
settings.register_profile("fixed", derandomize=True, database=None)
settings.load_profile("fixed")
