"""Whatever a user gets wrong: one message with place and remedy, exit code 2, nothing lost."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import SETTINGS, Call, everything

LISTS = "histories/lists.csv"


def _write(name: str, data: str | bytes) -> Callable[[Path], None]:
    def spoil(root: Path) -> None:
        path = root / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(data.encode() if isinstance(data, str) else data)

    return spoil


def _copy_document(root: Path) -> None:
    text = (root / "documents" / "news.txt").read_bytes()
    (root / "documents" / "same.txt").write_bytes(text)


def _no_documents(root: Path) -> None:
    for path in (root / "documents").iterdir():
        path.unlink()


def _folder_for_figures(root: Path) -> None:
    (root / "hand" / "figures.csv").unlink()
    (root / "hand" / "figures.csv").mkdir()


def _file_for_reports(root: Path) -> None:
    for path in sorted((root / "reports").glob("*")):
        path.unlink()
    if (root / "reports").exists():
        (root / "reports").rmdir()
    (root / "reports").write_text("in the way")


# What is spoilt, and what the message must name.
SPOILT: dict[str, tuple[Callable[[Path], None], tuple[str, ...]]] = {
    "a broken TOML": (
        _write("undercount.toml", '[project]\ntitle = "x\n'),
        ("undercount.toml", "line 2", "quotes"),
    ),
    "an unknown TOML key": (
        _write("undercount.toml", SETTINGS.replace("anchors", "ankers")),
        ("undercount.toml", "line 11", "'ankers'", "anchors"),
    ),
    "text in count": (
        _write(LISTS, "A,B,count\n1,0,60\n0,1,many\n"),
        ("lists.csv", "line 3", "'count'", "many"),
    ),
    "a negative count": (
        _write(LISTS, "A,B,count\n1,0,60\n0,1,-4\n1,1,3\n"),
        ("lists.csv", "line 3", "'count'", "-4"),
    ),
    "a binary file named .txt": (
        _write("documents/photo.txt", b"\x89PNG\r\n\x1a\n\x00\x00\x00\x0dIHDR" + bytes(range(256))),
        ("photo.txt", "binary"),
    ),
    "an empty document": (_write("documents/empty.txt", ""), ("empty.txt", "empty")),
    "a document of blanks": (_write("documents/blank.txt", " \n\t\n"), ("blank.txt",)),
    "two documents with the same content": (
        _copy_document,
        ("same.txt", "news.txt", "same content"),
    ),
    "a project without documents": (_no_documents, ("documents", "no document found")),
    "a hand row with a wrong day": (
        _write(
            "hand/figures.csv",
            "quantity,value,claimant,period_start,publisher,title\nq,1,c,17.8.2016,p,t\n",
        ),
        ("figures.csv", "line 2", "period_start", "17.8.2016"),
    ),
    "a wrong alias": (
        _write("hand/aliases.csv", "kind,from,to\nperson,a,b\n"),
        ("aliases.csv", "line 2", "kind"),
    ),
    "an unknown method": (
        _write("undercount.toml", SETTINGS.replace("chapman", "magic")),
        ("undercount.toml", "'methods'", "magic", "chapman"),
    ),
    "a pattern that is none": (
        _write("undercount.toml", SETTINGS.replace("documents/*", "documents/" + "x" * 300)),
        ("documents/" + "x" * 300,),
    ),
    "a day of another millennium": (
        _write("undercount.toml", SETTINGS.replace("2021-06-01", "2921-06-01")),
        ("line 12", "2921-06-01"),
    ),
    "a folder where the hand figures should be": (_folder_for_figures, ("figures.csv", "folder")),
    "a range without an end": (
        _write(
            "hand/figures.csv",
            "quantity,value,low,claimant,period_start,publisher,title\nq,,5,c,2016-08-17,p,t\n",
        ),
        ("line 2", "value", "low and high"),
    ),
    "more people than there are": (
        _write(
            "hand/figures.csv",
            "quantity,value,claimant,period_start,publisher,title\nq,20000000000,c,2016-08-17,p,t\n",
        ),
        ("line 2", "20000000000"),
    ),
    "a folder where the report should be written": (_file_for_reports, ("reports",)),
    "a method that does not fit the table": (
        _write("undercount.toml", SETTINGS.replace("chapman", "zero-truncated")),
        ("lists.csv", "zero-truncated"),
    ),
}


@pytest.mark.parametrize("name", SPOILT)
@pytest.mark.parametrize("before", ["never run", "run before"])
def test_a_spoilt_project(name: str, before: str, project: Path, call: Call) -> None:
    if before == "run before":
        assert call("run", project).code == 0
    spoil, told = SPOILT[name]
    spoil(project)
    files = everything(project)
    called = call("run", project)
    assert called.code == 2
    assert called.out == ""
    assert "Traceback" not in called.err
    for words in told:
        assert words in called.err
    after = everything(project)
    assert {path: after.get(path) for path in files} == files


@pytest.mark.parametrize(
    "words",
    [
        ("read", ""),
        ("read", "documents", ""),
        ("read", "--score", ""),
        ("run", ""),
        ("check", ""),
        ("reconcile", ""),
        ("link", ""),
        ("init", ""),
        ("estimate", "", "--method", "chao"),
    ],
)
def test_an_empty_path_is_not_the_current_folder(
    words: tuple[str, ...], project: Path, call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(project)
    called = call(*words)
    assert called.code == 2
    assert called.out == ""
    assert "a path is empty" in called.err


@pytest.mark.parametrize(
    "words",
    [
        ("run", "nowhere"),
        ("check", "nowhere"),
        ("ledger", "nowhere"),
        ("decide", "nowhere", "accept", "x", "--by", "A. Tester"),
        ("read", "nowhere.txt"),
        ("read", "--score", "nowhere"),
        ("read",),
        ("estimate", "nowhere.csv", "--method", "chao"),
        ("estimate", "nowhere.csv", "--method", "magic"),
        ("estimate", "nowhere.csv", "--method", "chao", "--level", "95"),
        ("ruin",),
    ],
)
def test_what_is_not_there(words: tuple[str, ...], call: Call) -> None:
    called = call(*words)
    assert called.code == 2
    assert "Traceback" not in called.err
    assert called.err.strip()


def test_all_broken_documents_are_told_at_once_and_the_others_are_read(
    project: Path, call: Call
) -> None:
    _write("documents/a.txt", "")(project)
    _write("documents/b.txt", b"\x00\x01\x02\x03")(project)
    called = call("run", project)
    assert called.code == 2
    assert "a.txt" in called.err
    assert "b.txt" in called.err
    assert not (project / "reports").exists()
    for name in ("a.txt", "b.txt"):
        (project / "documents" / name).unlink()
    assert call("run", project).code == 0


def test_what_cannot_be_estimated_exits_with_3(tmp_path: Path, call: Call) -> None:
    table = tmp_path / "apart.csv"
    table.write_text("A,B,C,count\n1,0,0,10\n0,1,0,12\n0,0,1,9\n")
    called = call("estimate", table, "--method", "loglinear", "--json")
    assert called.code == 3
    assert '"not_estimable"' in called.out
    assert '"what_would_help"' in called.out


def test_init_makes_a_project_and_never_overwrites(tmp_path: Path, call: Call) -> None:
    folder = tmp_path / "new port"
    assert call("init", folder).code == 0
    assert "registers/" in (folder / ".gitignore").read_text()
    before = everything(folder)
    again = call("init", folder)
    assert again.code == 2
    assert "already" in again.err
    assert everything(folder) == before
    empty = call("run", folder)
    assert empty.code == 2
    assert "no document found" in empty.err
    (folder / "documents" / "note.txt").write_text("Invented: 40 people wait at the gate.")
    assert call("run", folder).code == 0


def test_init_adds_to_a_gitignore_that_is_there(tmp_path: Path, call: Call) -> None:
    (tmp_path / ".gitignore").write_text("*.pyc")
    assert call("init", tmp_path).code == 0
    lines = (tmp_path / ".gitignore").read_text().splitlines()
    assert lines[0] == "*.pyc"
    assert "registers/" in lines
    assert {"series/", "balance/", "what_if/", "conflicts.json", "lineage.json"} <= set(lines)


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("delta = 0.5", "chapman takes no delta"),
        ('model = "[A][B]"', "chapman takes no model"),
        ('methods = ["loglinear"]\nsearch = "stepwise"\norder = 3', "pairs only"),
        ('methods = ["model-average"]\nmost_unseen = 3', "most_unseen 3"),
        ('methods = ["chapman", "chapman"]', "2 times"),
    ],
)
def test_check_finds_settings_that_run_would_refuse(
    line: str, told: str, project: Path, call: Call
) -> None:
    settings = SETTINGS if not line.startswith("methods") else SETTINGS.rsplit("methods", 1)[0]
    (project / "undercount.toml").write_text(settings + line + "\n", encoding="utf-8")
    for command in ("check", "run"):
        called = call(command, project)
        assert called.code == 2
        assert told in called.err


def test_check_finds_what_run_would_refuse(project: Path, call: Call) -> None:
    _write(LISTS, "A,B,count\n1,0,many\n")(project)
    _write("hand/figures.csv", "nonsense\n")(project)
    called = call("check", project)
    assert called.code == 2
    assert "lists.csv" in called.err
    assert "figures.csv" in called.err
    assert not (project / "ledger.db").exists()
