"""Which public corpus a file is, told by the shape of its first record."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Final

from undercount.errors import InputError, Problem
from undercount.read.scoring.corpus import CorpusScore, records

# The module that scores a corpus, by a key that only its records have.
_BY_KEY: Final = {
    "frames": "isi",
    "quantities": "newsquant",
    "Displacement figure": "idetect",
    "attributions": "polnear",
    "annotations": "humset",
}


def score_corpus(path: str | Path) -> CorpusScore:
    """Read every text of a file of a public corpus and compare with its annotation.

    Raises:
        MissingFileError: there is no such file.
        InputError: it is no JSON, or of a shape that is not known.
    """
    rows = records(path)
    for key, name in _BY_KEY.items():
        if rows and key in rows[0]:
            scored: CorpusScore = import_module(f"{__package__}.{name}").score(path)
            return scored
    known = ", ".join(f'"{key}"' for key in _BY_KEY)
    what = "no known corpus: its records have none of the keys " + known
    hint = "A folder of NAME.gold.json files is scored too; see docs/read.md."
    raise InputError(Problem(what, str(path), hint=hint))
