"""Names of people: as written, as tokens, as keys."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from undercount.registers.coded import Coded
from undercount.registers.columns import NAMES
from undercount.registers.names import key, tokens
from undercount.registers.ragged import Ragged, joined
from undercount.registers.raw import join_texts

_PARTS = ("given", "father", "family")


@dataclass(frozen=True, slots=True, eq=False)
class NameParts:
    """The names of all rows.

    Attributes:
        texts: for "name", "given", "father" and "family", what is written.
        tokens: for each of them, codes of its tokens.
        words: the token of each code.
    """

    texts: Mapping[str, Coded]
    tokens: Mapping[str, Ragged]
    words: tuple[str, ...]

    @classmethod
    def of(cls, texts: Mapping[str, Coded]) -> NameParts:
        """Understand each distinct text once."""
        seats: dict[str, int] = {}
        made = {}
        for field in NAMES:
            column = texts[field]
            by_value = [
                [seats.setdefault(token, len(seats)) for token in tokens(text)]
                for text in column.values
            ]
            made[field] = Ragged.of(by_value).take(column.codes.astype(np.int64))
        return cls(dict(texts), made, tuple(seats))

    def take(self, rows: Mapping[str, np.ndarray]) -> NameParts:
        """Each part at its own rows."""
        texts = {field: self.texts[field].take(rows[field]) for field in NAMES}
        ragged = {field: self.tokens[field].take(rows[field]) for field in NAMES}
        return NameParts(texts, ragged, self.words)

    def whole(self) -> Ragged:
        """The tokens of each record in the order given, father, family; else of `name`."""
        parts = joined([self.tokens[field] for field in _PARTS])
        rest = self.tokens["name"]
        rows = np.arange(len(rest.lengths))
        none = parts.lengths == 0
        return joined([parts.take(np.where(none, -1, rows)), rest.take(np.where(none, rows, -1))])

    def columns(self) -> dict[str, pa.Array]:
        """`name`, `tokens`, `keys`, `given`, `family` and `father` of the standard form."""
        parts = join_texts([self.texts[field].arrow() for field in _PARTS])
        name = pc.coalesce(parts, self.texts["name"].arrow())
        whole = self.whole()
        made = {
            "name": name,
            "tokens": whole.arrow(self.words),
            "keys": whole.arrow([key(word) for word in self.words]),
        }
        for field in _PARTS:
            text = pc.binary_join(self.tokens[field].arrow(self.words), " ")
            made[field] = pc.if_else(pc.equal(text, ""), pa.scalar(None, pa.string()), text)
        return made
