"""A small invented project with a series, a balance and something to decide."""

from __future__ import annotations

from pathlib import Path

from tests.cli.conftest import HAND, LISTS, NEWS, NOTE, SETTINGS

_BALANCE = """\
[[balance]]
name = "quay"
place = "old quay"
stock = ["quay"]
arrivals = ["arrivals"]
"""
FILES = {
    "undercount.toml": SETTINGS + _BALANCE,
    "documents/news.txt": NEWS,
    "documents/note.txt": NOTE,
    "hand/figures.csv": HAND,
    "histories/lists.csv": LISTS,
}


def write_quay(root: Path) -> Path:
    """Write the project; it has not been run."""
    for name, text in FILES.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return root
