"""`undercount read`: a file, a folder, tables for other tools; every sentence is invented."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from tests.cli.conftest import Call

_NEWS = (
    "The harbour office said on Monday that 412 people slept in the fish hall, and almost 60 of "
    "them were children who had come without their parents over the winter.\n"
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "sub").mkdir()
    (tmp_path / "news.txt").write_text(_NEWS, encoding="utf-8")
    (tmp_path / "sub" / "copy.txt").write_text(_NEWS.replace("412", "421"), encoding="utf-8")
    (tmp_path / "broken.pdf").write_bytes(b"%PDF-1.7 no more")
    (tmp_path / ".hidden.txt").write_text("500 people.", encoding="utf-8")
    (tmp_path / "table.ods").write_bytes(b"PK")
    return tmp_path


def test_a_broken_file_is_named_and_the_others_go_on(folder: Path, call: Call) -> None:
    called = call("read", folder)
    assert called.code == 2
    assert "broken.pdf" in called.err
    assert "Traceback" not in called.err
    assert "news.txt" in called.out
    assert "2 documents" in called.out
    assert "412 in news.txt, 421 in sub/copy.txt" in " ".join(called.out.split())


def test_json_of_a_folder_holds_every_field_and_the_copies(folder: Path, call: Call) -> None:
    told = json.loads(call("read", folder, "--json").out)
    assert [item["doc"] for item in told["documents"]] == ["news.txt", "sub/copy.txt"]
    assert told["documents"][0]["figures"][0]["surface"] == "412"
    assert told["copies"]["documents"] == [["news.txt", "sub/copy.txt"]]
    assert {pair["relation"] for pair in told["copies"]["pairs"]} >= {"differing"}
    assert "broken.pdf" in told["problems"][0]


def test_json_of_a_folder_without_a_readable_document_is_json(tmp_path: Path, call: Call) -> None:
    (tmp_path / "broken.pdf").write_bytes(b"nothing")
    called = call("read", tmp_path, "--json")
    assert called.code == 2
    assert json.loads(called.out)["documents"] == []


def test_csv_has_a_row_a_figure_and_hxl_a_row_of_tags(folder: Path, call: Call) -> None:
    plain = list(csv.DictReader(io.StringIO(call("read", folder, "--csv").out)))
    tagged = list(csv.DictReader(io.StringIO(call("read", folder, "--hxl").out)))
    assert [row["surface"] for row in plain] == ["412", "60", "421", "60"]
    assert plain[1]["high"] == "59"
    assert tagged[0]["claimant"] == "#meta+source"
    assert tagged[1:] == plain


def test_a_folder_without_documents_says_what_is_read(tmp_path: Path, call: Call) -> None:
    called = call("read", tmp_path)
    assert called.code == 2
    assert ".docx" in called.err


def test_one_file_is_shown_figure_by_figure(folder: Path, call: Call) -> None:
    called = call("read", folder / "news.txt")
    assert called.code == 0
    assert "412" in called.out
    assert "harbour office" in called.out
