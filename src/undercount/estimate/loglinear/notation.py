"""Log-linear models in the field's notation: [AB][C], [LA,NG][GO], [12][3]."""

from __future__ import annotations

import re
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from undercount.errors import InputError

_HINT = "Write each group of dependent lists in brackets, such as [{0},{1}][...]"


def parse_model(text: str, lists: tuple[str, ...]) -> NDArray[np.bool_]:
    """The terms of a hierarchical model written as its largest terms.

    What stands in a bracket is read by the first of these rules that fits:

    1. names separated by `,` or `×`: those lists, `[LA,NG]`;
    2. the whole is the name of one list, `[GO]`;
    3. groups separated by blanks are terms of their own, `[12 3]` is `[12][3]`;
    4. every character is the name of a list, `[AB]`;
    5. every character is a digit from 1 to t, the list's position, `[12]`;
    6. every character is a capital from A on, the list's position, `[AB]`.

    Every list must stand in some term; all terms below a term are in the model too.

    Args:
        text: the model.
        lists: names of the t lists.

    Returns:
        Shape (2**t,): True at the bitmask of each term.

    Raises:
        InputError: the text does not fit the rules, names no list, or leaves one out.

    >>> np.flatnonzero(parse_model("[LA,NG][GO]", ("LA", "NG", "GO"))).tolist()
    [0, 1, 2, 3, 4]
    >>> format_model(parse_model("[12 3]", ("b", "c", "d")), ("b", "c", "d"))
    '[bc][d]'
    """
    hint = _HINT.format(*(lists if len(lists) > 1 else ("A", "B")))
    if not re.fullmatch(r"\s*(\[[^\[\]]+\]\s*)+", text):
        raise InputError(f"'{text}' is not a model", hint)
    generators = [
        generator
        for inside in re.findall(r"\[([^\[\]]+)\]", text)
        for generator in _bracket(inside.strip(), lists)
    ]
    covered = 0
    for generator in generators:
        covered |= generator
    if left_out := [name for i, name in enumerate(lists) if not covered >> i & 1]:
        terms = "".join(f"[{name}]" for name in left_out)
        raise InputError(f"the model {text} leaves out {', '.join(left_out)}", f"Add {terms}")
    return hierarchy(generators, len(lists))


def hierarchy(generators: Iterable[int], n_lists: int) -> NDArray[np.bool_]:
    """Shape (2**t,): True at every bitmask within one of the generators, 0 included."""
    cells = np.arange(2**n_lists)
    model: NDArray[np.bool_] = cells == 0
    for generator in generators:
        model |= (cells & generator) == cells
    return model


def format_model(model: NDArray[np.bool_], lists: tuple[str, ...]) -> str:
    """The model by its largest terms, longest first: what `parse_model` reads back."""
    terms = [int(term) for term in np.flatnonzero(model)]
    largest = [
        term for term in terms if not any(term != other and term & other == term for other in terms)
    ]
    largest.sort(key=lambda term: (-term.bit_count(), [i for i in range(20) if term >> i & 1]))
    return "".join(f"[{term_name(term, lists)}]" for term in largest)


def term_name(term: int, lists: tuple[str, ...]) -> str:
    """The lists of a term: run together if all names are one letter, else with commas."""
    names = [name for i, name in enumerate(lists) if term >> i & 1]
    return ("" if all(len(name) == 1 for name in lists) else ",").join(names)


def _bracket(inside: str, lists: tuple[str, ...]) -> list[int]:
    position = {name: i for i, name in enumerate(lists)}
    if re.search("[,×]", inside):
        names = [name.strip() for name in re.split("[,×]", inside)]
    elif inside in position:
        names = [inside]
    elif re.search(r"\s", inside):
        return [term for part in inside.split() for term in _bracket(part, lists)]
    else:
        names = list(inside)
        if not all(name in position for name in names):
            position = {str(i + 1): i for i in range(min(9, len(lists)))}
            if not all(name in position for name in names):
                position = {chr(ord("A") + i): i for i in range(len(lists))}
    if unknown := [name for name in names if name not in position]:
        raise InputError(
            f"[{inside}] names no list: '{unknown[0]}'", f"The lists are {', '.join(lists)}"
        )
    return [sum({1 << position[name] for name in names})]
