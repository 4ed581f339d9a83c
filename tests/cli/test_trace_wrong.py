"""What is wrong with a command of tracing is said in one message, and nothing is changed by it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Call, everything
from tests.cli.tracing_made import PEOPLE, a_pair

# What is typed, and what the message must say.
WRONG: dict[str, tuple[list[str], tuple[str, ...]]] = {
    "an unknown case": (["trace", "{}", "--case", "C-X"], ('no case "C-X"',)),
    "a decision by nobody known": (
        ["trace-decide", "{}", "{case}", "{request}", "accept", "--by", "eve", "--why", "x"],
        ('"eve" may not decide', "reviewer-one"),
    ),
    "no reason": (
        ["trace-decide", "{}", "{case}", "{request}", "accept", "--by", PEOPLE[0], "--why", " "],
        ("needs its reason",),
    ),
    "two unknown numbers": (
        ["trace-decide", "{}", "C-X", "R-X", "reject", "--by", PEOPLE[0], "--why", "x"],
        ('no case "C-X"', 'no request "R-X"'),
    ),
    "steps of nothing accepted": (["trace-steps", "{}", "{case}"], ("no request is accepted",)),
    "steps of an unknown request": (
        ["trace-steps", "{}", "{case}", "--request", "R-X"],
        ('no request "R-X"',),
    ),
    "a name for the log that is none": (["trace", "{}", "--by", " "], ("--by",)),
    "an export by nobody known": (
        ["trace-export", "{}", "cases", "{}.csv", "--by", "eve", "--why", "x"],
        ('"eve"',),
    ),
    "an export over a file": (
        ["trace-export", "{}", "cases", __file__, "--by", PEOPLE[0], "--why", "x"],
        ("a file already", "test_trace_wrong.py"),
    ),
    "an export into the project": (
        ["trace-export", "{}", "cases", "{}/x.csv", "--by", PEOPLE[0], "--why", "x"],
        ("x.csv", "outside"),
    ),
    "an export of nobody": (
        [
            "trace-export",
            "{}",
            "cases",
            "{}.x",
            "--by",
            PEOPLE[0],
            "--why",
            "x",
            "--only",
            "C-X",
        ],
        ('no case "C-X"',),
    ),
    "an export into no folder": (
        ["trace-export", "{}", "cases", "/dev/null/x.csv", "--by", PEOPLE[0], "--why", "x"],
        ("x.csv",),
    ),
}


@pytest.mark.parametrize("what", WRONG)
def test_what_is_wrong_is_said_and_changes_nothing(what: str, traced: Path, call: Call) -> None:
    case, request = a_pair(traced, call)
    before = {k: v for k, v in everything(traced).items() if "tracing.db" not in k}
    words, told = WRONG[what]
    filled = [
        word.replace("{case}", case).replace("{request}", request).replace("{}", str(traced))
        for word in words
    ]
    called = call(*filled)
    assert (called.code, called.out) == (2, "")
    assert all(text in called.err for text in told), called.err
    assert "Traceback" not in called.err
    after = {k: v for k, v in everything(traced).items() if "tracing.db" not in k}
    assert after == before
    assert "eve" not in call("trace-log", traced).out


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('path = "cases.csv"', 'path = "none.csv"', ("none.csv", "no such file")),
        ('mother = "mother"', 'mother = "mutter"', ("mutter", "no such column", "cases.csv")),
        ('mother = "mother"', 'mothr = "mother"', ("mothr", "line")),
        ('consent = "consent", ', "", ("nothing tells who agreed",)),
    ],
)
def test_wrong_lists_are_named_and_nothing_is_imported(
    old: str, new: str, told: tuple[str, ...], traced: Path, call: Call
) -> None:
    for path in traced.glob("tracing.db*"):
        path.unlink()
    settings = traced / "undercount.toml"
    text = settings.read_text(encoding="utf-8")
    assert old in text
    settings.write_text(text.replace(old, new), encoding="utf-8")
    called = call("trace", traced)
    assert (called.code, called.out) == (2, "")
    assert all(text in called.err for text in told), called.err
    settings.write_text(text, encoding="utf-8")
    assert "nobody was traced yet" in call("trace-log", traced).err or (
        call("trace-log", traced).out.startswith("Nobody")
    )


def test_a_project_that_traces_nobody_says_how(project: Path, call: Call) -> None:
    called = call("trace", project)
    assert called.code == 2
    assert "[trace.cases]" in called.err
    assert not (project / "tracing.db").exists()


def test_before_anything_was_traced_nothing_is_made(traced: Path, call: Call) -> None:
    for path in traced.glob("tracing.db*"):
        path.unlink()
    for words in (
        ["trace-log", traced],
        ["trace-steps", traced, "C-0001"],
        [
            "trace-decide",
            traced,
            "C-0001",
            "R-1",
            "reject",
            "--by",
            PEOPLE[0],
            "--why",
            "said for a test",
        ],
        [
            "trace-export",
            traced,
            "cases",
            traced.parent / "x.csv",
            "--by",
            PEOPLE[0],
            "--why",
            "said for a test",
        ],
    ):
        called = call(*words)
        assert called.code == 2
        assert "undercount trace" in called.err
    assert not list(traced.glob("tracing.db*"))


def test_a_project_that_only_traces_is_sent_there(traced: Path, call: Call) -> None:
    called = call("run", traced)
    assert called.code == 2
    assert "undercount trace" in called.err
