"""Scores on articles whose attributions are annotated; the articles here are invented."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from undercount.errors import InputError, MissingFileError
from undercount.read.scoring.polnear import score

TEXT = "“We saw nobody there,” Ana Sol said. The ministry denied that boats were lost."


def span(words: str, text: str = TEXT) -> list[int]:
    return [text.index(words), text.index(words) + len(words)]


def row(source: str, cue: str, content: str, text: str = TEXT) -> dict[str, Any]:
    return {
        "source": [span(source, text)], "cue": [span(cue, text)], "content": [span(content, text)],
    }  # fmt: skip


def write(path: Path, text: str, *rows: dict[str, Any]) -> Path:
    path.write_text(json.dumps({"id": "a", "text": text, "attributions": rows}) + "\n", "utf-8")
    return path


RIGHT = (
    row("Ana Sol", "said", "“We saw nobody there,”"),
    row("The ministry", "denied", "that boats were lost"),
)


def test_what_is_read_right_scores_one(tmp_path: Path) -> None:
    rows = score(write(tmp_path / "a.jsonl", TEXT, *RIGHT)).rows
    assert {name: (t.right, t.annotated, t.read) for name, t in rows.items()} == {
        "direct quote": (1, 1, 1),
        "quote, right speaker": (1, 1, 1),
        "attribution": (2, 2, 2),
        "attribution, touching": (2, 2, 2),
    }


def test_another_source_is_a_wrong_speaker(tmp_path: Path) -> None:
    wrong = row("The ministry", "said", "“We saw nobody there,”")
    rows = score(write(tmp_path / "a.jsonl", TEXT, wrong)).rows
    assert rows["direct quote"].right == 1
    assert rows["quote, right speaker"].right == 0
    assert (rows["attribution"].right, rows["attribution"].read) == (0, 2)


def test_a_content_must_share_half(tmp_path: Path) -> None:
    brief = row("The ministry", "denied", "lost")
    rows = score(write(tmp_path / "a.jsonl", TEXT, brief)).rows
    assert rows["attribution"].right == 0
    assert rows["attribution, touching"].right == 1


def test_a_quotation_nobody_annotated_is_wrong_and_a_mixed_one_is_left_out(tmp_path: Path) -> None:
    text = "Ana Sol said the port “was as cold as stone” at dawn. “It was cold in there,” she said."
    mixed = row("Ana Sol", "said", "the port “was as cold as stone” at dawn", text)
    rows = score(write(tmp_path / "a.jsonl", text, mixed)).rows
    assert (rows["direct quote"].annotated, rows["direct quote"].read) == (0, 1)


@pytest.mark.parametrize(
    ("content", "stretches"),
    [
        ('"nobody" and "too late"', 0),
        ('"Nobody came," she said, "and it was too late."', 0),
        ('"Nobody told us "go home" and it was too late."', 1),
        ("“Nobody came to us” at dawn.\n“It was too late by then.”", 1),
        ("“Nobody came to us.\n“It was too late by then.”", 2),
    ],
)
def test_only_what_marks_enclose_from_end_to_end_is_a_stretch(
    tmp_path: Path, content: str, stretches: int
) -> None:
    text = f"Ana Sol said {content}"
    rows = score(write(tmp_path / "a.jsonl", text, row("Ana Sol", "said", content, text))).rows
    assert rows["direct quote"].annotated == stretches
    assert rows["direct quote"].read == rows["direct quote"].right


def test_parts_of_one_quotation_are_joined(tmp_path: Path) -> None:
    text = "“We saw nobody there. It was cold in the hall,” Ana Sol said."
    parts = row("Ana Sol", "said", "“We saw nobody there.", text)
    parts["content"].append(span("It was cold in the hall,”", text))
    rows = score(write(tmp_path / "a.jsonl", text, parts)).rows
    assert rows["direct quote"].f1 == rows["attribution"].f1 == 1


def test_a_resolved_name_may_stand_for_another_mention(tmp_path: Path) -> None:
    text = "Ana Sol came. “We saw nobody there,” Sol said. “Nobody came to us,” she said."
    other = row("Ana Sol", "said", "“Nobody came to us,”", text)
    assert score(write(tmp_path / "a.jsonl", text, other)).rows["quote, right speaker"].right == 1


def test_bad_files_are_named(tmp_path: Path) -> None:
    with pytest.raises(MissingFileError):
        score(tmp_path / "none.jsonl")
    bad = tmp_path / "bad.jsonl"
    bad.write_text('{"text": "a"}\n\n[1]\nno json\n', "utf-8")
    with pytest.raises(InputError) as caught:
        score(bad)
    assert [problem.row for problem in caught.value.problems] == [1, 3, 4]
