"""What of a family is encoded: name keys with what they are to the child, as words in no order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from typing import TYPE_CHECKING, Final

import pyarrow as pa

from undercount.registers.names import key

if TYPE_CHECKING:
    from undercount.trace.people import People

_key = cache(key)
# One letter before a key: so Fatima the mother is another word than Fatima the sister.
_FATHER, _MOTHER, _SIBLING, _OTHER = "f", "m", "s", "r"
_ROLES: Final = {
    "father": _FATHER,
    "mother": _MOTHER,
    "brother": _SIBLING,
    "sister": _SIBLING,
    "sibling": _SIBLING,
}


def family_words(people: People) -> pa.Array:
    """Shape (n,): for each child the words of its family, or null where none is known.

    Of father, mother, brothers and sisters the first name counts: what follows is mostly the
    family's, which the child bears too. Of other relatives two names do. Who asks, or is asked
    for, counts as what they are to the child: a mother who asks is the mother the child names.
    """
    columns = ("mother", "father_name", "siblings", "relatives", "keys")
    rows = zip(*(people.table[name].to_pylist() for name in columns), strict=True)
    return pa.array([_joined(_words(*row[:4]), row[4] or ()) for row in rows], pa.string())


def _words(
    mother: list[str] | None,
    father: list[str] | None,
    siblings: list[list[str]] | None,
    relatives: list[dict[str, object]] | None,
) -> Iterator[tuple[str, str]]:
    for token in (mother or ())[:1]:
        yield _MOTHER, token
    for token in (father or ())[:1]:
        yield _FATHER, token
    for sibling in siblings or ():
        for token in sibling[:1]:
            yield _SIBLING, token
    for relative in relatives or ():
        role = _ROLES.get(str(relative["relation"]), _OTHER)
        tokens = relative["tokens"]
        for token in (tokens if isinstance(tokens, list) else [])[: 1 + (role == _OTHER)]:
            yield role, token


def _joined(words: Iterable[tuple[str, str]], own: Iterable[str]) -> str | None:
    # The child's own names say nothing more; the father's stays, for it tells who the father is.
    mine = set(own)
    made = {(role, _key(token)) for role, token in words}
    kept = sorted(role + name for role, name in made if role == _FATHER or name not in mine)
    return " ".join(kept) or None
