"""The names of covariates in a formula."""

from __future__ import annotations

from undercount.errors import InputError


def parse_covariates(text: str) -> tuple[str, ...]:
    """The names in a formula "gender+age"; nothing but names and `+` is understood.

    Raises:
        InputError: an operator other than `+`, or an empty or repeated name.

    >>> parse_covariates("gender + age")
    ('gender', 'age')
    >>> parse_covariates("")
    ()
    """
    if not text.strip():
        return ()
    hint = "Write column names joined by +, such as gender+age"
    if found := sorted(set(text) & set("~*:^()|/%")):
        raise InputError(f"'{found[0]}' in the covariates '{text}' is not understood", hint)
    names = tuple(name.strip() for name in text.split("+"))
    if not all(names) or len(set(names)) < len(names):
        raise InputError(f"the covariates '{text}' have an empty or repeated name", hint)
    return names
