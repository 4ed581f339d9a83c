"""A report on disk is whole or the older one is still there."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from undercount.report import Page, render, write


def test_writes_what_render_gives_and_makes_the_folder(tmp_path: Path) -> None:
    page = Page("Ω ≠ Ж")
    path = write(page, tmp_path / "new" / "index.html")
    assert path.read_text(encoding="utf-8") == render(page)
    assert os.listdir(path.parent) == ["index.html"]


def test_a_failure_leaves_the_older_report(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(Page("first"), tmp_path / "index.html")
    before = path.read_bytes()

    def fail(*_: object) -> None:
        raise OSError("no space left")

    monkeypatch.setattr(os, "replace", fail)
    with pytest.raises(OSError, match="no space left"):
        write(Page("second"), path)
    assert path.read_bytes() == before
    assert os.listdir(tmp_path) == ["index.html"]
