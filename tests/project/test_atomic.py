"""Writing replaces files, and nothing else."""

from __future__ import annotations

import os
import socket
import stat
from pathlib import Path

import pytest

from undercount.project import write_bytes


def test_a_file_is_made_with_its_folder_and_replaced(tmp_path: Path) -> None:
    path = tmp_path / "new" / "made"
    write_bytes(path, b"one")
    write_bytes(path, b"two")
    assert path.read_bytes() == b"two"
    assert [item.name for item in path.parent.iterdir()] == ["made"]


@pytest.mark.parametrize("name", ["", "folder"])
def test_a_folder_stays(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "folder").mkdir()
    monkeypatch.chdir(tmp_path)
    with pytest.raises(IsADirectoryError):
        write_bytes(Path(name), b"x")
    assert [item.name for item in tmp_path.rglob("*")] == ["folder"]


@pytest.mark.skipif(os.name == "nt", reason="no such files there")
def test_what_is_no_file_is_not_replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A socket stands for a device: who may write in /dev would replace /dev/null."""
    monkeypatch.chdir(tmp_path)
    with socket.socket(socket.AF_UNIX) as held:
        held.bind("device")
        with pytest.raises(OSError, match="not a file"):
            write_bytes(tmp_path / "device", b"x")
        assert stat.S_ISSOCK((tmp_path / "device").stat().st_mode)
