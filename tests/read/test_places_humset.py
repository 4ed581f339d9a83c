"""The score on HumSet's places, on a tiny invented file of its shape."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from undercount.errors import InputError, MissingFileError
from undercount.read.scoring.humset import score

TEXT = "Rain fell in Kandahar province. The Afghan army left Goma , and Beni slept."


def _note(words: str, label: str = "LOC") -> dict[str, Any]:
    start = TEXT.index(words)
    return {"text": words, "start": start, "end": start + len(words), "label": label}


def _file(folder: Path, notes: list[dict[str, Any]], *, lines: bool = False) -> Path:
    path = folder / "places.json"
    record = {"lead_id": 1, "text": TEXT, "annotations": notes}
    text = json.dumps(record) + "\n" if lines else json.dumps([record])
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("lines", [False, True])
def test_all_that_is_marked_is_found(tmp_path: Path, lines: bool) -> None:
    notes = [_note("Kandahar province"), _note("Afghan", "AST"), _note("Goma "), _note("Beni")]
    rows = score(_file(tmp_path, notes, lines=lines)).rows
    assert rows["toponyms, exact"].f1 == rows["toponyms, overlap"].f1 == 1
    assert rows["literal, found"].annotated == 3
    assert rows["associative, found"].recall == 1


def test_a_shorter_span_overlaps_but_is_not_exact(tmp_path: Path) -> None:
    rows = score(_file(tmp_path, [_note("Kandahar")])).rows
    assert (rows["toponyms, exact"].right, rows["toponyms, overlap"].right) == (0, 1)
    assert rows["toponyms, overlap"].read == 4


def test_a_list_marked_as_one_counts_once(tmp_path: Path) -> None:
    rows = score(_file(tmp_path, [_note("Goma , and Beni")])).rows
    assert (rows["toponyms, overlap"].right, rows["toponyms, overlap"].annotated) == (1, 1)


def test_what_is_no_such_file_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(MissingFileError):
        score(tmp_path / "none.json")
    path = tmp_path / "other.json"
    path.write_text('[{"doc": 1}]', encoding="utf-8")
    with pytest.raises(InputError, match="not a HumSet file"):
        score(path)
