"""Formulas of covariates: plain sums by ourselves, all else by formulaic.

Formulaic runs what stands in a formula as Python. A formula may come with somebody else's project
file, so only names of columns, numbers, operators and a few functions get through to it.
"""

from __future__ import annotations

import re
from typing import Final

import numpy as np
from numpy.typing import NDArray

from undercount.errors import InputError, UndercountError
from undercount.estimate.covariates import parse_covariates
from undercount.estimate.register.jet import Array
from undercount.histories import Covariate

FUNCTIONS: Final = ("C", "log", "sqrt", "exp", "center", "scale", "poly", "bs", "cs")
_OPERATORS: Final = "~*:^()|/%"
_TOKEN: Final = re.compile(r"\s*(?:(\d+(?:\.\d+)?)|([^\W\d]\w*)(\s*\()?|(\*\*|[+\-*/:^(),~=]))")
_HINT: Final = "Write columns joined by +, :, *, with C(), log(), poly() and the like: age*gender"


def is_plain(text: str) -> bool:
    """Whether a formula is nothing but names joined by +.

    >>> is_plain("gender + age"), is_plain("gender * age")
    (True, False)
    """
    return not set(text) & set(_OPERATORS)


def names_in(text: str) -> tuple[str, ...]:
    """The columns of a formula.

    Raises:
        InputError: anything but names, numbers, operators and known functions.

    >>> names_in("gender * poly(age, 2) + C(year)")
    ('gender', 'age', 'year')
    """
    at, found = 0, []
    whole = text.rstrip()
    while at < len(whole):
        token = _TOKEN.match(whole, at)
        if token is None or (token[2] or "").startswith("__"):
            what = f"'{whole[at:].strip()[:12]}' in the covariates '{text}' is not understood"
            raise InputError(what, _HINT)
        at = token.end()
        if token[2] and token[3]:
            if token[2] not in FUNCTIONS:
                what = f"there is no function '{token[2]}' for covariates"
                raise InputError(what, f"The functions: {', '.join(FUNCTIONS)}")
        elif token[2] and not whole[at:].lstrip().startswith("="):
            found.append(token[2])
    return tuple(dict.fromkeys(found))


def through_formulaic(
    text: str, used: list[Covariate], first: NDArray[np.int64]
) -> tuple[Array, list[str]]:
    """The design matrix of a formula on the combinations of its covariates.

    Raises:
        UndercountError: formulaic is not installed.
        InputError: formulaic cannot make sense of the formula.
    """
    try:
        import pandas
        from formulaic import model_matrix
    except ImportError:
        what = f"the formula '{text}' needs formulaic, which is not installed"
        hint = "pip install 'undercount[formula]', or name columns joined by +"
        raise UndercountError(what, hint) from None
    columns = {}
    for covariate in used:
        numbers = covariate.numbers
        if numbers is not None:
            columns[covariate.name] = numbers[first]
        else:
            values = [covariate.levels[code] for code in covariate.codes[first]]
            columns[covariate.name] = pandas.Categorical(values, covariate.levels)
    try:
        made = model_matrix(
            text.lstrip().removeprefix("~"), pandas.DataFrame(columns), na_action="raise"
        )
    except Exception as error:  # noqa: BLE001 - whatever it is, the formula is what is wrong
        what = f"the covariates '{text}' make no design: {str(error).splitlines()[0]}"
        raise InputError(what, _HINT) from None
    names = ["intercept" if name == "Intercept" else str(name) for name in made.columns]
    return np.asarray(made, dtype=np.float64), names


def formula(covariates: tuple[str, ...] | str) -> str:
    """Covariates as one formula."""
    return covariates if isinstance(covariates, str) else "+".join(covariates)


def checked(covariates: tuple[str, ...] | str) -> tuple[str, ...] | str:
    """Covariates as names, or as a formula where they are more than that.

    Raises:
        InputError: a formula that is not understood.
    """
    text = formula(covariates)
    if is_plain(text):
        return parse_covariates(text)
    names_in(text)
    return text
