"""Lists of people become one row a person on the command line."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from tests.cli.conftest import Call, everything
from tests.cli.linked_project import fill_sample, truth_of
from undercount.testing.worlds import World
from undercount.workflow.link_run import link_project

NAME = "everybody"


def _quiet(root: Path) -> None:
    link_project(
        root, None, backend=None, sample=None, audit=None, second_reader=None,
        tell=lambda step, done, of: None, shown=None,
    )  # fmt: skip


def test_the_lists_are_described_before_they_are_linked(lists_copy: Path, call: Call) -> None:
    shutil.rmtree(lists_copy / "link")
    called = call("link", lists_copy)
    assert (called.code, called.err) == (0, "")
    assert called.out.index("The lists, and the share") < called.out.index("Linked: everybody")
    for words in ("clinic", "legal-aid", "census", "pairs of records compared", "any list"):
        assert words in called.out
    assert "Nobody has audited this linkage" in called.out
    assert f"  undercount link {lists_copy} --audit 200\n" in called.out
    assert all(len(line) <= 80 for line in called.out.splitlines() if str(lists_copy) not in line)


def test_the_files_are_those_promised(lists_copy: Path) -> None:
    folder = lists_copy / "link" / NAME
    pairs, clusters = (pq.read_table(folder / f"{n}.parquet") for n in ("pairs", "clusters"))
    assert clusters.column_names == ["list", "record", "cluster"]
    assert pairs.column_names[:7] == [
        "list_l", "record_l", "list_r", "record_r", "weight", "probability", "reason",
    ]  # fmt: skip
    histories = pq.read_table(folder / "histories.parquet")
    assert histories.column_names == ["kind", "draw", "cell", "people"]
    table = (lists_copy / "histories" / f"{NAME}.csv").read_text().splitlines()
    assert (lists_copy / "link").stat().st_mode & 0o077 == 0
    assert table[0] == "clinic,legal-aid,census,count"
    assert len(table) == 8
    for line in table[1:]:
        count = line.rsplit(",", 1)[1]
        assert count == "" or int(count) >= 10


def test_a_second_time_does_nothing(lists_copy: Path, call: Call) -> None:
    before = everything(lists_copy)
    called = call("link", lists_copy)
    assert "up to date" in called.out
    assert "The lists, and the share" in called.out
    assert everything(lists_copy) == before


def test_the_same_lists_give_the_same_bytes(lists_copy: Path) -> None:
    before = everything(lists_copy)
    shutil.rmtree(lists_copy / "link")
    shutil.rmtree(lists_copy / ".undercount")
    _quiet(lists_copy)
    assert everything(lists_copy) == before


def test_stopped_between_its_files_and_run_again_gives_the_same(
    lists_copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = everything(lists_copy)
    for path in (lists_copy / "link" / NAME).iterdir():
        path.unlink()

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("undercount.workflow.linked_people.write_linked", stop)
    with pytest.raises(KeyboardInterrupt):
        _quiet(lists_copy)
    assert not (lists_copy / "link" / NAME / "histories.parquet").exists()
    monkeypatch.undo()
    _quiet(lists_copy)
    assert everything(lists_copy) == before


def test_json_is_what_may_be_told(lists_copy: Path, call: Call) -> None:
    (told,) = json.loads(call("link", lists_copy, "--json").out)["linkages"]
    assert told["name"] == NAME
    assert [item["name"] for item in told["lists"]] == ["clinic", "legal-aid", "census"]
    people = told["people"]
    numbers = [n for n in (*people["histories"], *people["on"], *people["sizes"]) if n is not None]
    assert min(numbers) >= 10


def test_a_profile_links_nothing_and_writes_nothing(lists_copy: Path, call: Call) -> None:
    shutil.rmtree(lists_copy / "link")
    before = everything(lists_copy)
    called = call("link", lists_copy, "--profile")
    assert called.code == 0
    assert "clinic" in called.out
    assert everything(lists_copy) == before
    told = json.loads(call("link", lists_copy, "--profile", "--json").out)["lists"]
    assert [item["name"] for item in told] == ["clinic", "legal-aid", "census"]


def test_a_sample_goes_out_and_comes_back(
    lists_copy: Path, lists_run: tuple[Path, World], call: Call
) -> None:
    sheet, persons = lists_copy / "link" / NAME / "sample.csv", truth_of(lists_run[1])
    before = (lists_copy / "link" / NAME / "histories.parquet").read_bytes()
    called = call("link", lists_copy, "--sample", "60")
    assert called.code == 0
    assert "sample.csv waits for its clerk: 60 of 60 to do" in " ".join(called.out.split())
    empty = sheet.read_bytes()
    assert (lists_copy / "link" / NAME / "histories.parquet").read_bytes() == before

    # Half done: it is kept, whatever is asked, and changes nothing yet.
    fill_sample(sheet, persons, rows=30)
    half = sheet.read_bytes()
    called = call("link", lists_copy, "--sample", "100")
    assert sheet.read_bytes() == half != empty
    assert "30 of 60 to do" in " ".join(called.out.split())
    assert (lists_copy / "link" / NAME / "histories.parquet").read_bytes() == before

    fill_sample(sheet, persons)
    done = sheet.read_bytes()
    called = call("link", lists_copy)
    assert sheet.read_bytes() == done
    assert "calibrated by 60 pairs" in " ".join(called.out.split())
    assert (lists_copy / "link" / NAME / "histories.parquet").read_bytes() != before


def test_a_wrong_answer_is_told_with_its_line(
    lists_copy: Path, lists_run: tuple[Path, World], call: Call
) -> None:
    sheet = lists_copy / "link" / NAME / "sample.csv"
    call("link", lists_copy, "--sample", "40")
    fill_sample(sheet, truth_of(lists_run[1]))
    lines = sheet.read_text(encoding="utf-8").splitlines()
    lines[2] = lines[2].replace(",no,", ",perhaps,").replace(",yes,", ",perhaps,")
    sheet.write_text("\n".join(lines) + "\n", encoding="utf-8")
    called = call("link", lists_copy)
    assert called.code == 2
    assert "sample.csv, line 3, column 'same'" in called.err


def test_a_clerk_searches_all_lists(
    lists_copy: Path, lists_run: tuple[Path, World], call: Call
) -> None:
    census = lists_run[1].registers["census"].to_pylist()[0]
    called = call("link", lists_copy, "--search", f"census:{census['no']}")
    assert called.code == 0
    assert "alike" in called.out
    assert f"census:{census['no']} " not in called.out
    found = json.loads(call("link", lists_copy, "--search", census["given"], "--json").out)["found"]
    assert any(row["list"] == "census" and row["record"] == census["no"] for row in found)
    assert call("link", lists_copy, "--search", "census:none").code == 2


def test_options_that_do_not_go_together(lists_copy: Path, call: Call) -> None:
    assert call("link", lists_copy, "--profile", "--sample", "50").code == 2
    assert call("link", lists_copy, "--second-reader", "0.2").code == 2
    called = call("link", lists_copy, "--name", "nobody")
    assert called.code == 2
    assert "There is: everybody" in called.err
