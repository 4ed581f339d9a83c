"""What a case or a request may hold, and the words of relations."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from undercount.registers.fold import fold

CHILD: Final = (
    "id", "name", "given", "family", "father", "birth", "age", "seen", "sex", "nationality",
    "language", "place",
)  # fmt: skip
"""Of the child, as in any register."""

FAMILY: Final = (
    "disputed", "mother", "siblings", "relative", "relation", "relative_birth", "relative_age",
    "last_place", "last_day",
)  # fmt: skip
"""Of the child's family, and where they last were together."""

CONSENT: Final = ("consent", "purpose", "until")

FIELDS: Final = (*CHILD, *FAMILY, *CONSENT)
"""Every field of a case or a request."""

RELATIONS: Final = (
    "father", "mother", "brother", "sister", "sibling", "uncle", "aunt", "grandfather",
    "grandmother", "grandparent", "cousin", "spouse", "other",
)  # fmt: skip
"""What the relative is to the child."""

# The words of each.
_WORDS: Final[Mapping[str, str]] = {
    "father": "father dad daddy papa pere pap abba baba",
    "mother": "mother mum mom mama maman mere",
    "brother": "brother frere",
    "sister": "sister soeur sœur",
    "sibling": "sibling siblings fratrie",
    "uncle": "uncle oncle tonton",
    "aunt": "aunt auntie tante tata",
    "grandfather": "grandfather grandpa granddad grandpere papi",
    "grandmother": "grandmother grandma grandmere mamie",
    "grandparent": "grandparent grandparents",
    "cousin": "cousin cousine",
    "spouse": "spouse husband wife epoux epouse conjoint conjointe mari",
    "other": "other autre neighbour neighbor voisin voisine friend ami amie guardian tuteur",
}
_RELATION_OF: Final = {word: name for name, all_ in _WORDS.items() for word in all_.split()}
# "Uncle of the mother's side", "half brother" are told by the one word that remains.
_BESIDE: Final = """
maternal paternal maternel maternelle paternel paternelle half demi elder older younger big
little grand grande petit petite aine ainee cadet cadette the my his her le la mon ma son sa of de
du s side cote biological biologique
"""
_GRAND: Final = re.compile(r"\bgrand[\s-]+(?=(?:pere|mere|parent|father|mother|ma\b|pa\b|dad))")


def relation_of(text: str | None) -> str | None:
    """What a relative is to the child, of `RELATIONS`, in English or French.

    >>> relation_of("Oncle maternel"), relation_of("grand-mère"), relation_of("brother/sister")
    ('uncle', 'grandmother', 'sibling')
    >>> relation_of("gloop") is None
    True
    """
    plain = _GRAND.sub("grand", fold(text or ""))
    words = plain.split()
    found = {_RELATION_OF[word] for word in words if word in _RELATION_OF}
    if len(found) > 1:
        # "Mother's brother" is an uncle, "father's sister" an aunt.
        sides = found & {"mother", "father"}
        rest = found - sides
        if len(sides) == 1 and len(rest) == 1 and words[0] in ("mother", "father"):
            of_side = {"brother": "uncle", "sister": "aunt", "mother": "grandmother",
                       "father": "grandfather"}  # fmt: skip
            return of_side.get(rest.pop())
        if found == {"brother", "sister"}:
            return "sibling"
        if found == {"grandfather", "grandmother"}:
            return "grandparent"
        if len(sides) == 1 and len(rest) == 1:
            # "Uncle (father's side)", "tante du côté de la mère".
            return rest.pop() if set(words) & {"side", "cote"} else None
        return None
    if not found:
        return None
    unknown = [word for word in words if word not in _RELATION_OF and word not in _BESIDE.split()]
    return found.pop() if not unknown else None
