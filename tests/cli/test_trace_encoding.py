"""Encoded tracing on the command line: two projects, a key between them, and files that meet."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from undercount.cli.app import COMMANDS, app
from undercount.encode import new_key

DEMO = Path(__file__).parents[2] / "examples" / "tracing-demo"
WHO = ("--by", "amal", "--why", "agreed with the partner")


def run(*arguments: str | Path) -> str:
    made = CliRunner().invoke(app, [str(one) for one in arguments])
    assert made.exit_code == 0, made.output or made.exception
    return made.output


@pytest.fixture(scope="module")
def met(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two bodies' folders and a third one's, where a meeting came out."""
    root = tmp_path_factory.mktemp("met")
    new_key(root / "shared.key")
    for body, which in (("camp", "cases"), ("bureau", "requests")):
        shutil.copytree(DEMO, root / body)
        run("trace", root / body)
        run("trace-encode", root / body, which, "--key", root / "shared.key", *WHO)
    run(
        "trace-meet",
        root / "camp" / "encodings" / "tracing-cases.parquet",
        root / "bureau" / "encodings" / "tracing-requests.parquet",
        root / "meeting.json",
    )
    return root


def pairs(root: Path, body: str, which: str) -> dict[int, str]:
    out = run("trace-pairs", root / body, which, root / "meeting.json", *WHO, "--json")
    return {one["pair"]: one["number"] for one in json.loads(out)["pairs"]}


def test_both_halves_of_a_pair_make_a_true_one(met: Path) -> None:
    mine, theirs = pairs(met, "camp", "cases"), pairs(met, "bureau", "requests")
    assert mine.keys() == theirs.keys()
    truth = (DEMO / "truth.csv").read_text(encoding="utf-8")
    best = json.loads((met / "meeting.json").read_text(encoding="utf-8"))["pairs"]
    sure = [one["pair"] for one in best if one["probability"] > 0.9]
    assert sure
    right = [pair for pair in sure if f"{mine[pair]},{theirs[pair]}" in truth]
    assert len(right) >= 0.8 * len(sure)


def test_what_leaves_has_no_number(met: Path) -> None:
    numbers = {*pairs(met, "camp", "cases").values(), *pairs(met, "bureau", "requests").values()}
    for name in ("camp/encodings/tracing-cases.parquet", "meeting.json"):
        data = (met / name).read_bytes()
        assert not [number for number in numbers if number.encode() in data]


def test_the_rows_stay_beside_the_file_of_tracing(met: Path) -> None:
    for rows in (met / "camp").glob("tracing.db-rows-cases-*.json"):
        assert rows.stat().st_mode & 0o077 == 0
    assert "tracing" not in {path.name for path in (met / "camp" / "encodings").iterdir()}


def test_what_met_is_read_after_the_list_was_encoded_again(met: Path) -> None:
    before = pairs(met, "camp", "cases")
    run("trace-encode", met / "camp", "cases", "--key", met / "shared.key", *WHO)
    assert len(list((met / "camp").glob("tracing.db-rows-cases-*.json"))) == 2
    assert pairs(met, "camp", "cases") == before


def test_a_meeting_of_others_is_refused(met: Path, tmp_path: Path) -> None:
    other = json.loads((met / "meeting.json").read_text(encoding="utf-8"))
    other["sha256"]["cases"] = "0" * 64
    (tmp_path / "other.json").write_text(json.dumps(other), encoding="utf-8")
    command = ["trace-pairs", str(met / "camp"), "cases", str(tmp_path / "other.json"), *WHO]
    made = CliRunner().invoke(app, command)
    assert "no list of rows here" in str(made.exception)


def test_the_log_has_who_encoded_and_who_read(met: Path) -> None:
    pairs(met, "camp", "cases")
    told = json.loads(run("trace-log", met / "camp", "--json"))
    entries = told if isinstance(told, list) else next(iter(told.values()))
    actions = [entry["action"] for entry in entries]
    assert "encode cases" in actions
    assert "encoded pairs" in actions


def test_nobody_else_encodes_or_reads(met: Path) -> None:
    for command in (
        ["trace-encode", str(met / "camp"), "cases", "--key", str(met / "shared.key")],
        ["trace-pairs", str(met / "camp"), "cases", str(met / "meeting.json")],
    ):
        made = CliRunner().invoke(app, [*command, "--by", "eve", "--why", "curious"])
        assert made.exit_code != 0
        assert "eve" in str(made.exception or made.output)


def test_a_key_in_the_project_is_refused(met: Path) -> None:
    shutil.copy(met / "shared.key", met / "bureau" / "note.txt")
    made = CliRunner().invoke(
        app,
        ["trace-encode", str(met / "bureau"), "requests", "--key", str(met / "shared.key"), *WHO],
    )
    (met / "bureau" / "note.txt").unlink()
    assert made.exit_code != 0


def test_the_commands_are_listed() -> None:
    assert {"trace-encode", "trace-meet", "trace-pairs"} <= set(COMMANDS)
