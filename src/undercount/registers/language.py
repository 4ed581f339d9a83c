"""Languages by one name each, however a list calls them."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import Final

from undercount.registers.fold import fold

_BETWEEN: Final = re.compile(r"[,;/|+&]| and | et | y | und | e |\n")


@cache
def _names() -> dict[str, str]:
    table = (files("undercount.registers") / "languages.tsv").read_text(encoding="utf-8")
    made: dict[str, str] = {}
    for line in table.splitlines():
        if line.startswith("#"):
            continue
        code, name, others = line.split("\t")
        for text in (name, code, *others.split(";")):
            if fold(text):
                made[fold(text)] = name
    return made


def read_language(text: str) -> str | None:
    """The languages of a cell by their English names; one that is not known stays as written.

    >>> read_language("Arabe, français"), read_language("پښتو"), read_language("Moore")
    ('arabic french', 'pashto', 'moore')
    """
    whole = fold(text)
    if whole in _names():
        return _names()[whole]
    parts = [fold(part) for part in _BETWEEN.split(f"{text} ")]
    return " ".join(dict.fromkeys(_names().get(part, part) for part in parts if part)) or None
