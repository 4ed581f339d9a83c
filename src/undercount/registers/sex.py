"""Sex, in the codes and words of many bodies."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from undercount.registers.coded import Coded
from undercount.registers.fold import fold
from undercount.registers.lexicon import words
from undercount.results import Caution

_MALE: Final = words("sex", "male")
_FEMALE: Final = words("sex", "female")
# ISO/IEC 5218: 0 is "not known" and 9 "not applicable". 0 and 1 alone are some body's own code.
_ISO: Final[Mapping[str, str | None]] = {"1": "m", "2": "f", "0": None, "9": None}
_LETTERS: Final = frozenset("fmhwvke")


def read_sex(column: Coded, header: str = "") -> tuple[Coded, dict[str, int], tuple[Caution, ...]]:
    """The column as "f" and "m", how often each value not understood occurs, and cautions.

    A letter that means one thing in one language and another in the next (M for mujer and for
    male, H for homme and for hembra) is read as the other letters and words of the column say.

    Args:
        column: what is written.
        header: of the column, which tells its language.
    """
    folded = [fold(text) for text in column.values]
    there = set(folded)
    letters = _letters(there, fold(header))
    numbers = _ISO if "2" in there or "0" not in there else {}
    made: list[str | None] = []
    unknown: dict[str, int] = {}
    for text, word, count in zip(column.values, folded, column.counts(), strict=True):
        # "Homme / Male" says the same twice.
        told = {_word(part, letters, numbers) for part in (word.split() or [word])}
        code = told.pop() if len(told) == 1 else None
        if code is None and not (numbers and word in numbers):
            unknown[text] = int(count)
        made.append(code)
    return column.recoded(made), unknown, _cautions(there, letters)


def _word(word: str, letters: Mapping[str, str], numbers: Mapping[str, str | None]) -> str | None:
    if word in _MALE:
        return "m"
    if word in _FEMALE:
        return "f"
    return letters.get(word) or numbers.get(word)


def _letters(there: set[str], header: str) -> dict[str, str]:
    """What the single letters of a column mean."""
    used = there & _LETTERS
    spanish = header in ("sexo", "genero") or bool(there & words("sex", "spanish"))
    dutch = header == "geslacht" or bool(there & words("sex", "dutch"))
    people, animals = bool(there & {"hombre", "mujer", "homme"}), bool(there & {"hembra", "macho"})
    # F for female, femme, femenino, feminin; W for woman and weiblich.
    made = {"f": "f", "w": "f"}
    if used & {"f", "w"}:
        # Beside a woman's letter all others are a man's: M/F, H/F, M/W, V/F.
        return {**made, "m": "m", "h": "m", "v": "m"}
    if "h" in used:
        # H and M without F: hombre and mujer, or in a few lists hembra and macho; not both.
        if not (people and animals):
            made |= {"h": "f", "m": "m"} if animals else {"h": "m", "m": "f"}
    elif "k" in used:
        # Kobieta or kvinna beside M, kadın beside E for erkek.
        made |= {"k": "f", "m": "m", "e": "m"}
    elif "v" in used:
        # Varón beside M for mujer, or vrouw beside M for man: only the language tells.
        if spanish != dutch:
            made |= {"v": "m", "m": "f"} if spanish else {"v": "f", "m": "m"}
    elif not spanish:
        made["m"] = "m"
    elif there & words("sex", "spanish men"):
        made["m"] = "f"
    elif there & words("sex", "spanish women"):
        made["m"] = "m"
    return made


def _cautions(there: set[str], letters: Mapping[str, str]) -> tuple[Caution, ...]:
    if {"h", "m"} <= there and "h" in letters and letters["h"] != letters.get("m"):
        men, women = ("H", "M") if letters["h"] == "m" else ("M", "H")
        text = f"Sex is written H and M: {men} was read as men and {women} as women."
        return (Caution("sex-letters", text),)
    return ()
