"""Where a number comes from: version, seed, settings."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from undercount import __version__
from undercount.errors import InputError


def provenance(settings: Any, level: float, seed: int) -> dict[str, Any]:
    """What is needed to compute the same number again, as plain values.

    Args:
        settings: the frozen dataclass whose `fit` ran.
        level: level of the interval.
        seed: the seed it was given (the same for methods that draw nothing).

    Raises:
        InputError: a seed that no generator takes.
    """
    if seed < 0:
        raise InputError(f"a seed of {seed} is below 0", "Give a whole number of 0 or more")
    held = {field.name: getattr(settings, field.name) for field in fields(settings)}
    plain = {name: list(v) if isinstance(v, tuple) else v for name, v in held.items()}
    return {
        "version": __version__,
        "settings": {"method": type(settings).__name__, **plain},
        "level": level,
        "seed": seed,
    }
