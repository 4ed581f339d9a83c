"""Project files of tests."""

from __future__ import annotations

from pathlib import Path

import pytest

from undercount.errors import InputError, Problem
from undercount.project import Project, load_project


def load(folder: Path, text: str) -> Project:
    (folder / "undercount.toml").write_text(text, encoding="utf-8")
    return load_project(folder)


def problems(folder: Path, text: str) -> list[Problem]:
    with pytest.raises(InputError) as caught:
        load(folder, text)
    return list(caught.value.problems)
