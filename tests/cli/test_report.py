"""`undercount report`: the same answers in another form."""

from __future__ import annotations

from pathlib import Path

from tests.cli.conftest import Call, everything
from undercount.ledger import Ledger
from undercount.workflow.pipeline import run


def test_it_writes_what_a_run_writes(call: Call, project: Path) -> None:
    done = call("report", project)
    assert done.code == 0
    assert done.out == f"Report: {project / 'reports/index.html'}\n"
    before = everything(project)
    run(project)
    assert everything(project) == before
    assert "<script" not in (project / "reports/index.html").read_text(encoding="utf-8")


def test_each_form_has_a_file_of_its_own(call: Call, project: Path) -> None:
    assert call("report", project, "--interactive").code == 0
    assert call("report", project, "--language", "fr").code == 0
    assert call("report", project, "--interactive", "--language", "fr").code == 0
    assert call("report", project, "-o", project.parent / "mine.html").code == 0
    made = {path.name for path in (project / "reports").iterdir()}
    assert made == {"index.html", "interactive.html", "index.fr.html", "interactive.fr.html"}
    pages = {name: (project / "reports" / name).read_text(encoding="utf-8") for name in made}
    assert [name for name, text in sorted(pages.items()) if "<script" in text] == [
        "interactive.fr.html", "interactive.html",
    ]  # fmt: skip
    assert [name for name, text in sorted(pages.items()) if '<html lang="fr"' in text] == [
        "index.fr.html", "interactive.fr.html",
    ]  # fmt: skip
    mine = (project.parent / "mine.html").read_text(encoding="utf-8")
    assert mine == pages["index.html"]


def test_what_is_wrong_is_said_at_once_and_nothing_is_written(call: Call, project: Path) -> None:
    done = call("report", project, "--language", "xx", "-o", project)
    assert done.code == 2
    assert "there is no report in 'xx'. One of en, fr" in done.err
    assert "this is a folder" in done.err
    assert not (project / "reports").exists()


def test_a_page_never_takes_the_place_of_the_ledger(call: Call, project: Path) -> None:
    run(project)
    before = (project / "ledger.db").read_bytes()
    done = call("report", project, "-o", project / "ledger.db")
    assert done.code == 2
    assert "this is no HTML file" in done.err
    assert (project / "ledger.db").read_bytes() == before


def test_a_corrected_figure_says_what_the_machine_had_read(call: Call, project: Path) -> None:
    run(project)
    with Ledger(project / "ledger.db") as ledger:
        (figure,) = [
            it for it in ledger.entries() if it.figure.surface == "620" and it.figure.document
        ]
        assert figure.figure.measure == "stock"
        ledger.judge(
            [figure.id],
            "corrected",
            by="reviewer-one",
            why="the harbour counts arrivals",
            changes={"measure": "flow", "place": None},
        )
    assert call("report", project).code == 0
    page = (project / "reports/index.html").read_text(encoding="utf-8")
    row = page[page.index(f'id="figure-{figure.id}"') :].split("</tr>")[0]
    assert "Corrected by a person" in row
    assert '<ins dir="auto">flow</ins>, read as <del dir="auto">stock</del>' in row
    assert f'<ins dir="auto">nothing</ins>, read as <del dir="auto">{figure.figure.place}' in row
    assert page.count("Corrected by a person") == 1
    # Who decided stays in the ledger.
    assert "reviewer-one" not in page
