"""`undercount read`: a file, a folder, tables for other tools; every sentence is invented."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from tests.cli.conftest import Call
from tests.read.endpoint_server import Recorded, serving
from tests.read.endpoint_texts import ANSWERS, NOTE, TEXTS

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


def test_a_language_model_that_nobody_answers_for_costs_no_reading(
    folder: Path, call: Call
) -> None:
    # Nothing listens on port 9 of this machine (discard).
    called = call(
        "read", folder / "news.txt", "--endpoint", "http://127.0.0.1:9/v1", "--model", "small",
        "--key-variable", "",
    )  # fmt: skip
    assert called.code == 0
    assert "412" in called.out
    assert "read without the language model" in called.out


def test_an_endpoint_needs_a_model_and_a_safe_address(folder: Path, call: Call) -> None:
    called = call("read", folder, "--endpoint", "http://example.org/v1")
    assert called.code == 2
    assert "model" in called.err
    assert "https" in called.err


def test_a_language_model_proposes_and_the_command_says_what_was_sent(
    tmp_path: Path, call: Call
) -> None:
    (tmp_path / "note.txt").write_text(NOTE, encoding="utf-8")
    with serving(Recorded(TEXTS, ANSWERS)) as server:
        called = call(
            "read", tmp_path / "note.txt", "--json", "--endpoint", server.url, "--model", "small",
            "--key-variable", "",
        )  # fmt: skip
    assert "sending" in called.err
    assert "proposals stand in the text" in called.err
    assert json.loads(called.out)["figures"]


def test_fields_that_are_not_sure_enough_are_left_out(folder: Path, call: Call) -> None:
    kept = json.loads(call("read", folder / "news.txt", "--json", "--abstain", "0").out)
    bare = json.loads(call("read", folder / "news.txt", "--json", "--abstain", "1").out)
    assert kept["figures"][0]["claimant"] == "harbour office"
    assert bare["figures"][0]["claimant"] is None
    assert bare["figures"][0]["value"] == 412


def test_a_link_that_leads_nowhere_is_named(folder: Path, call: Call) -> None:
    (folder / "gone.txt").symlink_to(folder / "nowhere.txt")
    called = call("read", folder)
    assert called.code == 2
    assert "gone.txt" in called.err
    assert "2 documents" in called.out


def test_a_name_with_a_line_break_takes_one_line(folder: Path, call: Call) -> None:
    (folder / "two\nlines.txt").write_text(_NEWS, encoding="utf-8")
    assert "two lines.txt  " in call("read", folder).out


def test_one_is_no_plural(tmp_path: Path, call: Call) -> None:
    (tmp_path / "a.txt").write_text("The mayor counted 412 people.\n", encoding="utf-8")
    assert "1 figure, 0 other numbers" in call("read", tmp_path / "a.txt").out


def test_no_number_is_no_confidence(folder: Path, call: Call) -> None:
    assert call("read", folder, "--abstain", "nan").code == 2


@pytest.mark.parametrize("broken", [b"\xff\xfe\x00", b"[" * 100_000, b"[]", b"{}", b"{"])
def test_a_broken_annotation_is_named(tmp_path: Path, call: Call, broken: bytes) -> None:
    (tmp_path / "a.gold.json").write_bytes(broken)
    for gold in (tmp_path, tmp_path / "a.gold.json"):
        called = call("read", "--score", gold)
        assert called.code == 2
        assert "a.gold.json" in called.err


def test_what_json_prints_is_an_annotation(folder: Path, call: Call) -> None:
    printed = call("read", folder / "news.txt", "--json").out
    (folder / "news.gold.json").write_text(printed, encoding="utf-8")
    assert call("read", "--score", folder).code == 0


def test_a_dead_endpoint_is_said_for_a_folder(folder: Path, call: Call) -> None:
    called = call("read", folder, "--endpoint", "http://localhost:1", "--model", "m",
                  "--key-variable", "")  # fmt: skip
    assert "2 documents read without the language model: nobody answers" in called.err
