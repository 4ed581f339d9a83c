"""From the name of a family to the family."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from undercount.errors import InputError
from undercount.estimate.register.families.family import Family, Law
from undercount.estimate.register.families.geometric import GEOMETRIC
from undercount.estimate.register.families.hurdle import (
    hurdle_zero_truncated,
    zero_truncated_hurdle,
)
from undercount.estimate.register.families.names import FAMILIES
from undercount.estimate.register.families.negbin import NEGBIN
from undercount.estimate.register.families.one_inflated import (
    one_inflated_zero_truncated,
    zero_truncated_one_inflated,
)
from undercount.estimate.register.families.poisson import POISSON
from undercount.estimate.register.families.zero_one_truncated import zero_one_truncated
from undercount.estimate.register.families.zero_truncated import zero_truncated

_LAWS: Final[dict[str, Law]] = {law.name: law for law in (POISSON, GEOMETRIC, NEGBIN)}
_FORMS: Final[dict[str, Callable[[Law], Family]]] = {
    "": zero_truncated,
    "zero-truncated-one-inflated-": zero_truncated_one_inflated,
    "one-inflated-zero-truncated-": one_inflated_zero_truncated,
    "zero-one-truncated-": zero_one_truncated,
    "zero-truncated-hurdle-": zero_truncated_hurdle,
    "hurdle-zero-truncated-": hurdle_zero_truncated,
}


def family(name: str) -> Family:
    """The family of this name.

    Raises:
        InputError: there is none.

    >>> family("zero-one-truncated-poisson").least
    2
    """
    if name not in FAMILIES:
        raise InputError(f"there is no family '{name}'", f"The families: {', '.join(FAMILIES)}")
    law = _LAWS[name.rsplit("-", 1)[-1]]
    return _FORMS[name.removesuffix(law.name)](law)
