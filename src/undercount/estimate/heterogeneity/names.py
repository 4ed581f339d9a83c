"""Names of the models in which people differ in their chance of being listed.

Loads nothing else: the command line asks for them before numpy is there.
"""

from __future__ import annotations

from typing import Final

HETEROGENEITY_MODELS: Final = (
    "M0",
    "Mt",
    "Mh Chao",
    "Mh Poisson2",
    "Mh Darroch",
    "Mh Gamma3.5",
    "Mth Chao",
    "Mth Poisson2",
    "Mth Darroch",
    "Mth Gamma3.5",
)
_SHORT: Final = {"poisson": "poisson2", "gamma": "gamma3.5", "(lb)": ""}


def heterogeneity_model(text: str) -> str | None:
    """The model of that name as it is printed, or None if there is none.

    >>> heterogeneity_model("mth poisson"), heterogeneity_model("Mth Chao (LB)")
    ('Mth Poisson2', 'Mth Chao')
    >>> heterogeneity_model("[AB][C]") is None
    True
    """
    words = " ".join(_SHORT.get(word, word) for word in text.lower().split()).strip()
    return {name.lower(): name for name in HETEROGENEITY_MODELS}.get(words)
