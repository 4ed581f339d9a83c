"""`[read]` in a project: who decides the fields, and what is left open for a person."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Call
from undercount.ledger import Ledger
from undercount.read import abstain, read_document
from undercount.read.abstain import left_open
from undercount.workflow.pipeline import run

NEWS = "documents/news.txt"


def _asked(project: Path, words: str) -> None:
    settings = project / "undercount.toml"
    settings.write_text(settings.read_text(encoding="utf-8") + f"\n[read]\n{words}\n", "utf-8")


def _read(project: Path) -> list[str]:
    return [name for name in run(project).done if name.startswith("read ")]


def test_what_is_less_sure_is_left_open_and_says_so(project: Path) -> None:
    run(project)
    _asked(project, "abstain = 0.97")
    assert f"read {NEWS}" in _read(project)  # settings that changed read anew
    with Ledger(project / "ledger.db") as ledger:
        figures = [entry.figure for entry in ledger.entries() if entry.figure.document == NEWS]
    assert figures
    for figure in figures:
        for name in left_open(figure):
            assert figure.confidences[name] < 0.97
            assert getattr(figure, name) in (None, "other", "unknown")
    assert any(left_open(figure) for figure in figures)


def test_the_network_decides_where_the_project_says_so(project: Path) -> None:
    _asked(project, "network = true\nabstain = 0.01")
    run(project)
    decided = read_document(NEWS, root=project, model=True)
    with Ledger(project / "ledger.db") as ledger:
        kept = [entry.figure for entry in ledger.entries() if entry.figure.document == NEWS]
    assert {f.surface: f.confidences for f in kept} == {
        f.surface: f.confidences for f in decided.figures
    }


def test_the_network_and_its_thresholds_are_the_default(project: Path) -> None:
    run(project)
    decided = abstain(read_document(NEWS, root=project))
    with Ledger(project / "ledger.db") as ledger:
        kept = [entry.figure for entry in ledger.entries() if entry.figure.document == NEWS]
    assert [(f.surface, f.population, f.measure, f.claimant, f.note) for f in kept] == [
        (f.surface, f.population, f.measure, f.claimant, f.note) for f in decided.figures
    ]


@pytest.mark.parametrize(
    "words", ["abstain = 1.5", "abstain = -0.1", "abstain = true", "network = 1", "model = 1"]
)
def test_what_cannot_be_meant_is_refused(project: Path, call: Call, words: str) -> None:
    _asked(project, words)
    called = call("run", project)
    assert called.code == 2
    assert words.split(" ")[0] in called.err
