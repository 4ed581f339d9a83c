from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Call, everything
from undercount.ledger import Ledger
from undercount.project import load_project
from undercount.workflow.inputs import list_documents
from undercount.workflow.pipeline import run, stale_steps

READ_NEWS = "read documents/news.txt"
READ_NOTE = "read documents/note.txt"
EVERY_STEP = (
    READ_NEWS, READ_NOTE, "import hand/figures.csv", "look for copies",
    "trace what descends from what", "reconcile quay", "compare figures", "estimate unseen",
    "write the report",
)  # fmt: skip


def test_a_run_answers_and_says_where_the_report_is(project: Path, call: Call) -> None:
    called = call("run", project)
    assert (called.code, called.err) == (0, "")
    assert "2021-06-01" in called.out
    assert "fixes the level" in called.out
    # Chapman (1951): (80 + 1)(60 + 1) / (20 + 1) - 1 = 234.3.
    assert "234" in called.out
    assert (project / "reports" / "index.html").is_file()
    assert all(len(line) <= 80 for line in called.out.splitlines() if "Report:" not in line)


def test_a_second_run_does_nothing_and_says_so(project: Path, call: Call) -> None:
    call("run", project)
    before = everything(project)
    called = call("run", project)
    assert "Nothing to do" in called.out
    assert "234" in called.out
    assert everything(project) == before
    assert "up to date" in call("check", project).out


def test_a_changed_document_redoes_only_what_depends_on_it(project: Path) -> None:
    assert run(project).done == EVERY_STEP
    news = project / "documents" / "news.txt"
    news.write_text(news.read_text() + "\nThe wind was cold.\n")
    done = run(project).done
    # The series rests on what was typed, so it stays; import notices that the documents changed.
    assert READ_NEWS in done
    assert not {READ_NOTE, "reconcile quay", "estimate unseen"} & set(done)


def test_a_changed_table_redoes_only_its_estimate(project: Path) -> None:
    run(project)
    table = project / "histories" / "lists.csv"
    table.write_text(table.read_text().replace("60", "70"))
    assert stale_steps(project) == ("estimate unseen", "write the report")
    assert run(project).done == ("estimate unseen", "write the report")


def test_a_changed_hand_row_redoes_its_series(project: Path) -> None:
    run(project)
    hand = project / "hand" / "figures.csv"
    hand.write_text(hand.read_text().replace(",480,", ",490,"))
    done = run(project).done
    assert done == (
        "import hand/figures.csv", "trace what descends from what", "reconcile quay",
        "compare figures", "write the report",
    )  # fmt: skip


def test_a_document_taken_away_leaves_the_ledger(project: Path) -> None:
    run(project)
    (project / "documents" / "note.txt").unlink()
    outcome = run(project)
    assert {entry.figure.document for entry in outcome.entries} == {None, "documents/news.txt"}


@pytest.mark.parametrize("lost", ["ledger.db", ".undercount", "series", "reports"])
def test_what_is_lost_is_made_again(project: Path, lost: str) -> None:
    first = run(project)
    path = project / lost
    for item in sorted(path.rglob("*"), reverse=True) if path.is_dir() else []:
        item.unlink() if item.is_file() else item.rmdir()
    path.rmdir() if path.is_dir() else path.unlink()
    second = run(project)
    assert second.reconciled == first.reconciled
    assert len(second.entries) == len(first.entries)
    assert second.report.is_file()


def test_the_same_inputs_give_the_same_bytes(project: Path) -> None:
    first = run(project).report.read_bytes()
    for name in ("ledger.db", "ledger.db-wal", "ledger.db-shm", ".undercount/steps.json"):
        (project / name).unlink(missing_ok=True)
    assert run(project).report.read_bytes() == first


def test_json_holds_the_answers(project: Path, call: Call) -> None:
    told = json.loads(call("run", project, "--json").out)
    assert tuple(told["done"]) == EVERY_STEP
    (series,) = told["series"]
    assert series["answers"][0]["day"] == "2021-06-01"
    assert told["estimates"][0]["rows"][0]["n_observed"] == 120


def test_a_person_decides_and_the_series_follows(project: Path, call: Call) -> None:
    (project / "hand" / "aliases.csv").write_text(
        "kind,from,to\nquantity,people,quay\nsource,Quayside Kitchen,Quayside Kitchen\n"
    )
    run(project)
    listed = json.loads(call("ledger", project, "--json").out)
    (entry,) = [row for row in listed if row["figure"]["surface"] == "620"]
    assert entry["decision"] == "suggested"
    called = call("decide", project, "accept", entry["id"], "--by", "A. Tester", "--why", "seen")
    assert called.code == 0
    assert (entry["figure"]["place"], entry["figure"]["quantity"]) == ("old quay", "quay")
    assert "compare figures" in stale_steps(project)
    with Ledger(project / "ledger.db") as ledger:
        (judgement,) = ledger.judgements()
    assert (judgement["by"], judgement["why"]) == ("A. Tester", "seen")
    assert call("decide", project, "accept", "nope", "--by", "A. Tester").code == 2


def test_a_killed_run_leaves_nothing_half_written(project: Path) -> None:
    """Kill -9 at growing delays; whatever is on disk is whole, and the next run ends the work."""
    command = [sys.executable, "-m", "undercount", "run", str(project)]
    for delay in (0.05, 0.15, 0.3, 0.6, 1.2):
        process = subprocess.Popen(
            command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
        )
        try:
            process.wait(delay)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        for path in [*project.rglob("*.json"), *project.rglob("index.html")]:
            text = path.read_text(encoding="utf-8")
            if path.suffix == ".json":
                json.loads(text)
            else:
                assert text.rstrip().endswith("</html>")
    outcome = run(project)
    assert outcome.report.is_file()
    assert len(outcome.entries) >= 8
    assert list(project.rglob(".*.tmp")) == []


def test_a_lost_ledger_and_lapsed_decisions_are_told(project: Path, call: Call) -> None:
    run(project)
    (entry, *_) = json.loads(call("ledger", project, "--json").out)
    call("decide", project, "reject", entry["id"], "--by", "A. Tester")
    note = project / entry["figure"]["document"]
    note.write_text(note.read_text().replace("counted", "tallied"))
    assert entry["id"] in " ".join(run(project).cautions)
    for path in project.glob("ledger.db*"):
        path.unlink()
    assert "new" in " ".join(run(project).cautions)
    assert run(project).cautions == ()


def test_what_is_no_longer_asked_for_is_removed(project: Path) -> None:
    run(project)
    settings = project / "undercount.toml"
    settings.write_text(settings.read_text().partition("[[estimate]]")[0])
    run(project)
    assert not (project / "estimates" / "unseen" / "estimate.json").exists()
    assert (project / "series" / "quay.json").exists()


def test_figures_that_do_not_say_stock_or_flow_are_used(project: Path) -> None:
    hand = project / "hand" / "figures.csv"
    hand.write_text(hand.read_text().replace(",stock,", ",,"))
    (series,) = run(project).reconciled["series"]
    assert len(series["observations"]) == 5


def test_help_is_quick_and_imports_no_numpy() -> None:
    code = (
        "import sys\nsys.argv = ['undercount', '--help']\n"
        "from undercount.cli import main\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        "heavy = {'numpy', 'scipy', 'numba', 'lxml', 'jinja2', 'rich'} & set(sys.modules)\n"
        "sys.exit(f'imported: {heavy}' if heavy else 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "Do every step a project asks for" in done.stdout


def test_copies_with_other_figures_are_told(project: Path, call: Call) -> None:
    text = (
        "Invented for a test. The harbour authority counted {} people on the old quay on Monday, "
        "and a further group was expected to come with the evening ferry from the islands.\n"
    )
    for name, number in (("first.txt", "1,310"), ("second.txt", "1,130")):
        (project / "documents" / name).write_text(text.format(number), encoding="utf-8")
    called = call("run", project)
    assert called.code == 0
    assert "documents/first.txt, documents/second.txt" in called.out
    assert "1,310 in documents/first.txt, 1,130 in documents/second.txt" in called.out
    assert (project / "copies.json").is_file()


def test_nothing_that_a_run_makes_is_a_document(project: Path, call: Call) -> None:
    """However wide the pattern, and whatever the project asks for."""
    settings = project / "undercount.toml"
    more = """\
[[balance]]
name = "quay"
stock = ["quay"]
[[what_if]]
name = "summer"
series = "quay"
until = 2021-07-01
arrivals = [10, 20]
exits = [5, 10]
needs = [{ kind = "beds" }]
"""
    settings.write_text(settings.read_text().replace('"documents/*"', '"**/*"') + more)
    before = list_documents(load_project(project))
    assert call("run", project).code == 0
    assert (project / "what_if/summer.json").is_file()
    assert list_documents(load_project(project)) == before
    assert call("check", project).out == "Everything is up to date.\n"
