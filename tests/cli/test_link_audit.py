"""From lists to the report, with an audit and without one."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from tests.cli.conftest import Call, everything
from tests.cli.linked_project import truth_of
from undercount.testing.clerks import fill_sheet
from undercount.testing.worlds import World
from undercount.workflow.pipeline import run, stale_steps

NAME = "everybody"
STEPS = ("link everybody", "count people of everybody", "estimate everybody")


def _page(root: Path) -> str:
    return (root / "reports/index.html").read_text(encoding="utf-8")


def test_a_run_goes_from_lists_to_the_report(lists_copy: Path, call: Call) -> None:
    called = call("run", lists_copy)
    assert (called.code, called.err) == (0, "")
    assert "Nothing to do" in called.out
    assert "ledger was not there" not in called.out
    answer = called.out.index("Averaged over drawn linkages")
    assert called.out.index("Nobody has audited this linkage") < answer
    assert all(len(line) <= 80 for line in called.out.splitlines() if "Report:" not in line)
    said = _page(lists_copy)
    assert said.index("Nobody has audited this linkage") < said.index('class="said"')
    told = json.loads(call("run", lists_copy, "--json").out)
    assert [item["name"] for item in told["linkages"]] == [NAME]
    assert [row["label"] for row in told["estimates"][0]["rows"]] == ["averaged", "point"]


def test_linking_first_and_running_then_is_the_same(lists_copy: Path, call: Call) -> None:
    before = everything(lists_copy)
    for path in (lists_copy / "link" / NAME, lists_copy / "estimates" / NAME):
        shutil.rmtree(path)
    call("link", lists_copy)
    assert run(lists_copy).done == ("estimate everybody",)
    assert everything(lists_copy) == before


def test_linking_before_any_run_loses_no_ledger(lists_copy: Path, call: Call) -> None:
    for path in [*lists_copy.glob("ledger.db*"), lists_copy / ".undercount/steps.json"]:
        path.unlink()
    call("link", lists_copy)
    assert run(lists_copy).cautions == ()


def test_a_changed_list_is_named_stale_with_all_that_hangs_on_it(
    lists_copy: Path, call: Call
) -> None:
    assert stale_steps(lists_copy) == ()
    file = lists_copy / "registers/clinic/clinic.csv"
    lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
    file.write_text("".join(lines[:-1]), encoding="utf-8")
    assert stale_steps(lists_copy) == (*STEPS, "write the report")
    assert run(lists_copy).done == (*STEPS, "write the report")
    assert stale_steps(lists_copy) == ()


def test_an_audit_goes_out_is_filled_grows_and_answers(
    lists_copy: Path, lists_run: tuple[Path, World], call: Call
) -> None:
    persons = truth_of(lists_run[1])
    folder = lists_copy / "link" / NAME
    called = call("link", lists_copy, "--audit", "40", "--second-reader", "0.5")
    assert called.code == 0
    assert "audit.csv waits for its clerk: 40 of 40 to do" in " ".join(called.out.split())
    assert "audit-second.csv waits for its clerk: 20 of 20" in " ".join(called.out.split())
    # Sheets that wait change nothing: no number is worked out anew.
    assert stale_steps(lists_copy) == ()

    fill_sheet(folder / "audit.csv", persons, reader="A. Clerk")
    fill_sheet(folder / "audit-second.csv", persons, reader="B. Reader")
    assert stale_steps(lists_copy) == (*STEPS[1:], "write the report")
    outcome = run(lists_copy)
    rows = outcome.estimates[0]["rows"]
    assert [row["label"] for row in rows] == ["audit", "averaged", "point"]
    assert outcome.linkages[0]["audited"] == 40
    assert outcome.linkages[0]["read_twice"] == 20
    assert "looked up 40 records in all lists, a second reader 20 of them" in _page(lists_copy)

    done = (folder / "audit.csv").read_text(encoding="utf-8-sig").count("A. Clerk")
    called = call("link", lists_copy, "--audit", "60")
    grown = (folder / "audit.csv").read_text(encoding="utf-8-sig")
    assert grown.count("A. Clerk") == done
    assert "20 of 60 to do" in " ".join(called.out.split())


def test_a_wrong_sheet_is_told_with_its_line(lists_copy: Path, call: Call) -> None:
    call("link", lists_copy, "--audit", "40")
    sheet = lists_copy / "link" / NAME / "audit.csv"
    lines = sheet.read_text(encoding="utf-8-sig").splitlines()
    names = lines[0].split(",")
    for line, column, word in ((1, "reader", "A. Clerk"), (2, "same", "perhaps")):
        cells = lines[line].split(",")
        cells[names.index(column)] = word
        lines[line] = ",".join(cells)
    sheet.write_text("\n".join(lines) + "\n", encoding="utf-8")
    before = everything(lists_copy)
    for words in (("link", lists_copy), ("run", lists_copy)):
        called = call(*words)
        assert called.code == 2
        assert "audit.csv, line 3" in called.err
        assert "Traceback" not in called.err
    assert everything(lists_copy) == before
