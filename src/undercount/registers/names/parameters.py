"""What has been learned from pairs of spellings, read once from the package's data."""

import json
import lzma
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

DATA = "learned.json.xz"

NEIGHBOURS = (1, -1, 2, -2, 3, -3)
"""The order in which a letter's neighbours are looked at: the nearest tell most."""


@dataclass(frozen=True, slots=True)
class Spellings:
    """A tree of letters in their surroundings, each with its usual Latin spelling.

    Source: W. Daelemans, A. van den Bosch and A. Weijters, "IGTree: using trees for compression
    and classification in lazy learning algorithms" (1997).
    """

    tree: dict[str, str]
    """Letter followed by as many neighbours as matter, in the order of NEIGHBOURS -> spelling."""

    lexicon: dict[str, str]
    """Words seen that are usually spelt otherwise than the tree says; alef without its hamza."""

    def spell(self, padded: str, i: int, otherwise: str) -> str:
        """Return the spelling of the letter at i by the longest surroundings that are known."""
        node = padded[i]
        spelt = self.tree.get(node)
        if spelt is None:
            return otherwise
        for step in NEIGHBOURS:
            node += padded[i + step]
            found = self.tree.get(node)
            if found is None:
                break
            spelt = found
        return spelt


@cache
def learned() -> dict[str, Any]:
    """Return the package's learned parameters."""
    packed = (files("undercount.registers.names") / DATA).read_bytes()
    content: dict[str, Any] = json.loads(lzma.decompress(packed))
    return content


@cache
def spellings() -> Spellings:
    """Return the learned spellings of Arabic letters."""
    return Spellings(learned()["spellings"], learned()["lexicon"])
