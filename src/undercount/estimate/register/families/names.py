"""The names of the families, known without loading any of them."""

from __future__ import annotations

from typing import Final

LAWS: Final = ("poisson", "geometric", "negbin")
# What can be done to a law, by the words before its name; "" truncates at zero.
FORMS: Final = (
    "",
    "zero-truncated-one-inflated-",
    "one-inflated-zero-truncated-",
    "zero-one-truncated-",
    "zero-truncated-hurdle-",
    "hurdle-zero-truncated-",
)
FAMILIES: Final = tuple(form + law for form in FORMS for law in LAWS)
