"""How long work tells how far it is."""

from __future__ import annotations

from collections.abc import Callable

Tell = Callable[[str, int, int | None], None]
"""Called with (what is done now, how much is done, of how much or None)."""
