"""How a word sounds, by the first code of Double Metaphone (L. Philips, C/C++ Users Journal, 2000).

For the baseline alone: our own names are compared otherwise. Rules for Slavic and Italian words
that change the second code only are left out, for the second code is not used. Letters of other
scripts have no code.
"""

from __future__ import annotations

from functools import cache
from typing import Final

_VOWELS: Final = "AEIOUY"
_LENGTH: Final = 4
_PLAIN: Final = {"B": "P", "D": "T", "F": "F", "K": "K", "L": "L", "N": "N", "Q": "K", "R": "R",
                 "V": "F", "Ñ": "N", "Ç": "S"}  # fmt: skip


@cache
def code(word: str) -> str:
    """Up to four letters, the same for words that sound alike in English; "" for none.

    >>> code("Mohamed"), code("Muhammad"), code("Khaled"), code("Chaled"), code("خالد")
    ('MHMT', 'MHMT', 'KLT', 'XLT', '')
    """
    return _Word(word.upper()).read()[:_LENGTH]


class _Word:
    """A word and the place that is read; each rule gives a code and how many letters it took."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.last = len(text) - 1
        self.slavic = any(part in text for part in ("W", "K", "CZ", "WITZ"))
        self.germanic = text.startswith("SCH")

    def read(self) -> str:
        at = 1 if self.has(0, "GN", "KN", "PN", "WR", "PS") else 0
        made = ""
        if self.has(0, "X"):
            made, at = "S", 1
        while at <= self.last and len(made) < _LENGTH:
            letter = self.text[at]
            rule = getattr(self, f"_{letter.lower()}", None) if letter.isascii() else None
            if letter in _VOWELS:
                new, step = ("A" if at == 0 else ""), 1
            elif rule is not None:
                new, step = rule(at)
            else:
                new = _PLAIN.get(letter, "")
                step = 2 if self.has(at + 1, letter) and new else 1
            made, at = made + new, at + step
        return made

    def has(self, at: int, *parts: str) -> bool:
        return at >= 0 and any(self.text.startswith(part, at) for part in parts)

    def vowel(self, at: int) -> bool:
        return 0 <= at <= self.last and self.text[at] in _VOWELS

    def _c(self, at: int) -> tuple[str, int]:
        if at > 1 and not self.vowel(at - 2) and self.has(at - 1, "ACH"):
            soft = self.has(at + 2, "I", "E") and not self.has(at - 2, "BACHER", "MACHER")
            if not soft:
                return "K", 2
        if self.has(at, "CH"):
            return self._ch(at), 2
        if at == 0 and self.has(at, "CAESAR"):
            return "S", 2
        if self.has(at, "CZ") and not self.has(at - 2, "WICZ"):
            return "S", 2
        if self.has(at + 1, "CIA"):
            return "X", 3
        if self.has(at, "CC") and not (at == 1 and self.text[0] == "M"):
            if self.has(at + 2, "I", "E", "H") and not self.has(at + 2, "HU"):
                hard = (at == 1 and self.text[0] == "A") or self.has(at - 1, "UCCEE", "UCCES")
                return ("KS" if hard else "X"), 3
            return "K", 2
        if self.has(at, "CK", "CG", "CQ"):
            return "K", 2
        if self.has(at, "CI", "CE", "CY"):
            return "S", 2
        return "K", 2 if self.has(at + 1, "C", "K", "Q") else 1

    def _ch(self, at: int) -> str:
        greek = at == 0 and self.has(at, "CHARAC", "CHARIS", "CHOR", "CHYM", "CHIA", "CHEM")
        greek = greek and not self.has(at, "CHORE")
        hard = at + 1 == self.last or self.has(at + 2, *"LRNMBHFVW")
        hard &= at == 0 or self.has(at - 1, "A", "O", "U", "E")
        german = self.germanic or self.has(at - 2, "ORCHES", "ARCHIT", "ORCHID")
        greek |= at > 0 and self.has(at, "CHAE")
        return "K" if greek or german or hard or self.has(at + 2, "T", "S") else "X"

    def _d(self, at: int) -> tuple[str, int]:
        if self.has(at, "DGI", "DGE", "DGY"):
            return "J", 3
        if self.has(at, "DG"):
            return "TK", 2
        return "T", 2 if self.has(at + 1, "T", "D") else 1

    def _g(self, at: int) -> tuple[str, int]:
        if self.has(at + 1, "H"):
            return self._gh(at), 2
        if self.has(at + 1, "N"):
            plain = (at == 1 and self.vowel(0)) or self.has(at + 2, "EY") or self.slavic
            return ("KN" if plain else "N"), 2
        if self.has(at + 1, "LI") and not self.slavic:
            return "KL", 2
        start = ("Y", "ES", "EP", "EB", "EL", "EY", "IB", "IL", "IN", "IE", "EI", "ER")
        if at == 0 and self.has(at + 1, *start):
            return "K", 2
        soft = not self.has(0, "DANGER", "RANGER", "MANGER") and not self.has(at - 1, "E", "I")
        if self.has(at + 1, "ER", "Y") and soft and not self.has(at - 1, "RGY", "OGY"):
            return "K", 2
        if self.has(at + 1, "E", "I", "Y") or self.has(at - 1, "AGGI", "OGGI"):
            return ("K" if self.germanic or self.has(at + 1, "ET") else "J"), 2
        return "K", 2 if self.has(at + 1, "G") else 1

    def _gh(self, at: int) -> str:
        if at == 0:
            return "J" if self.has(2, "I") else "K"
        if not self.vowel(at - 1):
            return "K"
        far = ((2, "BHD"), (3, "BHD"), (4, "BH"))
        if any(at >= back and self.text[at - back] in letters for back, letters in far):
            return ""
        if at > 2 and self.has(at - 1, "U") and self.has(at - 3, "C", "G", "L", "R", "T"):
            return "F"
        return "" if self.has(at - 1, "I") else "K"

    def _h(self, at: int) -> tuple[str, int]:
        spoken = (at == 0 or self.vowel(at - 1)) and self.vowel(at + 1)
        return ("H", 2) if spoken else ("", 1)

    def _j(self, at: int) -> tuple[str, int]:
        step = 2 if self.has(at + 1, "J") else 1
        if self.text == "JOSE":
            return "H", step
        inside = self.vowel(at - 1) and not self.slavic and self.has(at + 1, "A", "O")
        silent = self.has(at + 1, *"LTKSNMBZ") or self.has(at - 1, "S", "K", "L")
        return ("J" if at in (0, self.last) or inside or not silent else ""), step

    def _m(self, at: int) -> tuple[str, int]:
        mute = self.has(at - 1, "UMB") and (at + 1 == self.last or self.has(at + 2, "ER"))
        return "M", 2 if mute or self.has(at + 1, "M") else 1

    def _p(self, at: int) -> tuple[str, int]:
        if self.has(at + 1, "H"):
            return "F", 2
        return "P", 2 if self.has(at + 1, "P", "B") else 1

    def _r(self, at: int) -> tuple[str, int]:
        french = at == self.last and not self.slavic and self.has(at - 2, "IE")
        mute = french and not self.has(at - 4, "ME", "MA")
        return ("" if mute else "R"), 2 if self.has(at + 1, "R") else 1

    def _s(self, at: int) -> tuple[str, int]:
        if self.has(at - 1, "ISL", "YSL"):
            return "", 1
        if at == 0 and self.has(0, "SUGAR"):
            return "X", 1
        if self.has(at, "SH"):
            return ("S" if self.has(at + 1, "HEIM", "HOEK", "HOLM", "HOLZ") else "X"), 2
        if self.has(at, "SIO", "SIA"):
            return "S", 3
        if self.has(at, "SCH"):
            dutch = self.has(at + 3, "OO", "UY", "ED", "EM")
            return ("SK" if dutch else "X"), 3
        if self.has(at, "SC"):
            return ("S" if self.has(at + 2, "I", "E", "Y") else "SK"), 3
        mute = at == self.last and self.has(at - 2, "AI", "OI")
        return ("" if mute else "S"), 2 if self.has(at + 1, "S", "Z") else 1

    def _t(self, at: int) -> tuple[str, int]:
        if self.has(at, "TION", "TIA", "TCH"):
            return "X", 3
        if self.has(at, "TH", "TTH"):
            return ("T" if self.has(at + 2, "OM", "AM") or self.germanic else "0"), 2
        return "T", 2 if self.has(at + 1, "T", "D") else 1

    def _w(self, at: int) -> tuple[str, int]:
        if self.has(at, "WR"):
            return "R", 2
        if self.has(at, "WICZ", "WITZ"):
            return "TS", 4
        return ("A" if at == 0 and (self.vowel(1) or self.has(0, "WH")) else ""), 1

    def _x(self, at: int) -> tuple[str, int]:
        mute = at == self.last and self.has(at - 2, "AU", "OU")
        return ("" if mute else "KS"), 2 if self.has(at + 1, "C", "X") else 1

    def _z(self, at: int) -> tuple[str, int]:
        if self.has(at + 1, "H"):
            return "J", 2
        return "S", 2 if self.has(at + 1, "Z") else 1
