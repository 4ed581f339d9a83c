"""What leaves with a list of encodings and what does not, in words that somebody can sign."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from undercount.encode.spec import Spec

if TYPE_CHECKING:
    from undercount.encode.encode import Encoded
    from undercount.encode.encodings import Encodings

_WIDTH: Final = 80
_WORDS: Final = {
    "name": "names (as sounds and letters, not as written)",
    "birth": "day or year of birth, or age",
    "sex": "sex",
    "nationality": "nationality",
    "place": "place",
    "language": "language",
    "address": "address",
    "phone": "telephone number",
    "number": "document or case number",
}
_AS_WRITTEN: Final = (
    "names, births, addresses, numbers and everything else as written, or any part of it"
)
_NEVER: Final = (
    "the records' own ids, the order of the list, and the list itself",
    "the key: it stays with the owners, and must never reach the linkage unit",
)
_ALIKE: Final = (
    "The file says how many records the list has, and which of its records are alike. Together "
    "with other owners' encodings it says which records of the lists are likely of one person.",
    "Whoever has the file without the key can still guess from what is common, such as the most "
    "frequent names, and from who shares what with whom.",
)
_ACROSS: Final = (
    "The file says how many records the list has, and not which of them are alike. Together with "
    "other owners' encodings it says which records of the lists are likely of one person.",
    "Whoever has the other owners' files too, and not the key, can still guess from how many are "
    "like whom; the more so who knows some of the people beforehand.",
)
# Share of a list that others can find, below which its owner is told.
_FEW: Final = 0.9
_LIMITS: Final = (
    "How often published attacks without the key succeed on this very list is measured by: "
    "undercount encode PROJECT --attack",
    "Whoever has the file and the key can try names until one fits. Keep them apart.",
    "It is pseudonymous data of persons, not anonymous: send it to the linkage unit alone, over a "
    "protected way, and have it deleted when the estimate is made.",
)


@dataclass(frozen=True, slots=True)
class Statement:
    """What leaves and what does not. Holds nothing of any person.

    Attributes:
        file: name of the file that leaves.
        header: what the file says of itself.
        merged: records that are not in the file since another says the same of the same person.
        left_out: fields that the owner keeps out of the encodings.
        cells: by combination of the strata in clear, how many records.
        epsilon_bit: what a bit of the file may tell of the bit before noise; None without noise.
        meets: by kind of section, how many other rows of the list one can be compared with, on
            average, and how many rows the largest group has that can be compared with each other.
    """

    file: str
    header: Mapping[str, Any]
    merged: int
    left_out: tuple[str, ...]
    cells: tuple[tuple[tuple[str, ...], int], ...]
    epsilon_bit: float | None
    meets: tuple[tuple[str, float, int], ...]

    @property
    def cautions(self) -> tuple[str, ...]:
        """What an owner must know before anything leaves."""
        made = []
        if not self.header["spec"]["between"]:
            made.append(
                "Whoever has the very same list in clear finds about half of its rows again, by "
                "who shares a name with whom (43 to 63 of 100 in our tests). To stop it, name all "
                "lists that will be linked: `between` in [encode]."
            )
        if "plain" in self.header["spec"]["sections"]:
            made.append(
                "Not salted: whoever has a list of the same people finds nearly all of them. Leave "
                "the section plain out of [encode]."
            )
        reach = self.header["reach"]
        if reach is not None and reach < _FEW:
            others = self.header["spec"]["most"] - 1
            made.append(
                f"{1 - reach:.0%} of the records share each of their combinations with more than "
                f"{others} others, so no other list can find them, and too many people would be "
                'estimated. For large lists all owners write sections = "large" in [encode].'
            )
        if not self.header["spec"]["flip"]:
            made.append("No noise is added: leave `flip` and `epsilon` out of [encode].")
        return tuple(made)

    @property
    def stays(self) -> tuple[str, ...]:
        """What does not leave, whatever the list."""
        clear = self.header["strata"]
        besides = f", but for what leaves in clear: {', '.join(clear)}" if clear else ""
        return (_AS_WRITTEN + besides, *_NEVER)

    @property
    def limits(self) -> tuple[str, ...]:
        """What this does not protect from."""
        return (*(_ACROSS if self.header["spec"]["between"] else _ALIKE), *_LIMITS)

    @property
    def text(self) -> str:
        """80 columns wide, for print."""
        return "\n".join(self._lines())

    def to_dict(self) -> dict[str, Any]:
        """Plain values for JSON."""
        return {
            "file": self.file,
            "header": dict(self.header),
            "merged": self.merged,
            "left_out": list(self.left_out),
            "cells": [
                {**dict(zip(self.header["strata"], values, strict=True)), "records": n}
                for values, n in self.cells
            ],
            "epsilon_bit": self.epsilon_bit,
            "meets": [
                {"section": name, "rows": round(rows, 2), "largest": largest}
                for name, rows, largest in self.meets
            ],
            "cautions": list(self.cautions),
            "stays": list(self.stays),
            "limits": list(self.limits),
            "text": self.text,
        }

    def _lines(self) -> list[str]:
        header = self.header
        bits = 64 * Spec.from_dict(header["spec"]).words
        yes = [_WORDS[name] for name in header["fields"]]
        lines = [f'What leaves with the list "{header["list"]}", and what does not', ""]
        lines += ["Leaves:"]
        lines += _item(
            f"one file, {self.file}: {header['records']:,} rows in random order, one a record, "
            f"each of {bits:,} bits"
        )
        lines += _item(f"the bits are made by the key from: {'; '.join(yes) or 'nothing'}")
        lines += self._strata()
        lines += _item(
            "a header: the list's name, the number of records, the fields above, how records "
            "became bits, in how many bits two of them differ on average "
            f"({header['spread']:.1f}), {_reach(header)}and four numbers to check it by:"
        )
        lines += [
            f"    spec {header['spec_hash']}, key {header['key_id']}, names {header['names']},",
            f"    sha256 {header['sha256']}",
        ]
        lines += ["", "Does not leave:"]
        for words in self.stays:
            lines += _item(words)
        if self.merged:
            lines += _item(
                f"{self.merged:,} records with the name, sex and birth of another one in the list, "
                "taken for the same person"
            )
        if self.left_out:
            words = "; ".join(_WORDS[name] for name in self.left_out)
            lines += _item(f"in no form, as the owner has chosen: {words}")
        lines += ["", "What protects the bits:"]
        for words in self._protection():
            lines += _item(words)
        for words in self.cautions:
            lines += ["", *textwrap.wrap(f"CAUTION: {words}", _WIDTH)]
        lines += ["", "What this does not protect from:"]
        for words in self.limits:
            lines += _item(words)
        blank = "." * 24
        lines += ["", f"For the owner: {blank}  Date: {'.' * 14}", "", f"Name, role: {blank}"]
        return lines

    def _strata(self) -> list[str]:
        strata = self.header["strata"]
        if not strata:
            return _item("nothing in clear")
        made = _item(
            f"in clear, beside the bits of each record: {', '.join(strata)}; no combination has "
            f"fewer than {self.header['suppress_below']} records:"
        )
        for values, n in self.cells:
            made += [f"    {', '.join(value or 'not known' for value in values)}: {n:,}"]
        return made

    def _protection(self) -> list[str]:
        spec = self.header["spec"]
        made = ["each part of a name or birth is hashed by HMAC-SHA256 under the key"]
        salts = dict.fromkeys(spec["sections"])
        if "plain" not in salts:
            made.append(
                "a row says the same several times over, each time disguised by a combination "
                f"that few people share ({', '.join(salts)}): nobody sees how alike two people "
                "are unless they share such a combination"
            )
            rows, largest = sum(m[1] for m in self.meets), max(m[2] for m in self.meets)
            others = ", ".join(name for name in spec["between"] if name != self.header["list"])
            made.append(
                f"rows can be compared with rows of {others} only, never with each other"
                if others
                else f"in this list a row shares one with {rows:,.1f} others on average; the "
                f"largest group that shares one has {largest:,} rows"
            )
        else:
            made.append("the bits are not salted: anybody sees how alike any two people are")
        if spec["balance"]:
            made.append("each bit is joined by its opposite: how much is known does not show")
        if spec["fold"]:
            made.append(f"the bits are folded onto each other {spec['fold']} time(s)")
        if self.epsilon_bit is not None:
            made.append(
                f"{spec['flip']:.1%} of the bits are turned over at random, the same ones each "
                f"time the same record is encoded: epsilon {self.epsilon_bit:.2f} for each bit; "
                "for a whole record, with its many bits, that alone is no guarantee"
            )
        else:
            made.append("no noise is added")
        return made


def _reach(header: Mapping[str, Any]) -> str:
    reach = header["reach"]
    return "" if reach is None else f"how many of them other lists can find ({reach:.0%}), "


def _item(words: str) -> list[str]:
    return textwrap.wrap(words, _WIDTH, initial_indent="- ", subsequent_indent="  ")


def statement_of(encoded: Encoded, file: str, left_out: Sequence[str] = ()) -> Statement:
    """The statement of encodings that leave as a file of that name."""
    made = encoded.encodings
    cells: tuple[tuple[tuple[str, ...], int], ...] = ()
    if made.strata:
        values, sizes = np.unique(np.stack(list(made.strata.values())), axis=1, return_counts=True)
        pairs = zip(values.T.tolist(), sizes.tolist(), strict=True)
        cells = tuple((tuple(value), n) for value, n in pairs)
    epsilon = made.spec.epsilon_bit if made.spec.flip else None
    return Statement(
        file, made.header, encoded.merged, tuple(left_out), cells, epsilon, _meets(made)
    )


def _meets(made: Encodings) -> tuple[tuple[str, float, int], ...]:
    sections = made.spec.row_sections
    tags = made.bits.reshape(len(made), len(sections), -1)[:, :, 0]
    if made.spec.between:
        tags = tags >> np.uint64(16)  # below is how rare the combination is
    found = []
    for name in dict.fromkeys(sections):
        mine = tags[:, [i for i, section in enumerate(sections) if section == name]]
        _, sizes = np.unique(mine, return_counts=True)
        found.append((name, float((sizes * (sizes - 1)).sum() / len(made)), int(sizes.max())))
    return tuple(found)
