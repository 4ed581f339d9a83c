"""Noise in the histories of linked lists, from the project file to the page."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import numpy as np
import pytest

from tests.cli.conftest import Call, everything
from tests.cli.encoded_project import write_owners, write_unit
from undercount.histories.linked_file import read_linked
from undercount.histories.release import releases
from undercount.testing.worlds import World
from undercount.workflow.pipeline import run

NAME = "everybody"
# What a run makes and what is not for the owners of the lists alone.
OUT = ("histories", "estimates", "reports")


def _ask(root: Path, words: str) -> None:
    settings = root / "undercount.toml"
    text = settings.read_text(encoding="utf-8")
    assert text.count("[report]") == 1
    settings.write_text(text.replace("[report]", f"[report]\n{words}"), encoding="utf-8")


@pytest.fixture(scope="session")
def noisy_run(lists_run: tuple[Path, World], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The simulated project, run again with noise."""
    root = tmp_path_factory.mktemp("noisy") / "world"
    shutil.copytree(lists_run[0], root)
    _ask(root, "epsilon = 1.0")
    run(root)
    return root


@pytest.fixture
def noisy(noisy_run: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(noisy_run, tmp_path / "noisy"))


def _given_out(root: Path) -> dict[str, bytes]:
    return {name: data for name, data in everything(root).items() if name.split("/")[0] in OUT}


def test_all_that_leaves_is_made_from_the_table_with_noise(
    noisy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Other people on the lists, other links, other draws; the same noisy table: the same bytes."""
    before = _given_out(noisy)
    assert len(before) >= 5
    held = releases(noisy / "link/epsilon.jsonl")[0]
    shutil.rmtree(noisy / "reports")
    for name in ("clinic", "census"):
        path = next((noisy / "registers" / name).iterdir())
        lines = path.read_text(encoding="utf-8-sig").splitlines(keepends=True)
        path.write_text("".join([lines[0], *lines[40:]]), encoding="utf-8")
    release = "undercount.workflow.linked_noise.release"
    monkeypatch.setattr(release, lambda ledger, lists, counts, epsilon, budget: held)
    run(noisy)
    assert _given_out(noisy) == before


def test_a_table_with_noise_is_drawn_once(noisy: Path) -> None:
    before, exact = everything(noisy), read_linked(noisy / f"link/{NAME}/histories.parquet")
    assert run(noisy).done == ()
    (noisy / f"histories/{NAME}.csv").unlink()
    (noisy / f"link/{NAME}/release.json").unlink()
    assert run(noisy).done == (f"count people of {NAME}",)
    assert everything(noisy) == before
    (made,) = releases(noisy / "link/epsilon.jsonl")
    moved = np.array(made.counts) - exact.linked[1:]
    assert np.any(moved != 0)
    assert np.abs(moved).max() < 20


def test_the_table_says_that_it_is_noisy_and_holds_no_small_number(noisy: Path) -> None:
    rows = (noisy / f"histories/{NAME}.csv").read_text().splitlines()
    assert rows[0] == "clinic,legal-aid,census,noisy_count"
    made = releases(noisy / "link/epsilon.jsonl")[0]
    for row, n in zip(rows[1:], made.counts, strict=True):
        told = row.rsplit(",", 1)[1]
        assert told in ("", str(n))
        assert told == "" or int(told) >= 10


def test_without_suppression_all_of_it_is_printed(noisy: Path) -> None:
    settings = noisy / "undercount.toml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(re.sub(r"suppress_below = \d+", "suppress_below = 0", text))
    run(noisy)
    rows = (noisy / f"histories/{NAME}.csv").read_text().splitlines()
    made = releases(noisy / "link/epsilon.jsonl")
    assert [int(row.rsplit(",", 1)[1]) for row in rows[1:]] == list(made[0].counts)
    # The table was there already: it is printed otherwise, and costs nothing more.
    assert len(made) == 1


def test_a_correction_costs_again_and_the_budget_says_no(noisy: Path, call: Call) -> None:
    before = _given_out(noisy)
    path = next((noisy / "registers/clinic").iterdir())
    lines = path.read_text(encoding="utf-8-sig").splitlines(keepends=True)
    path.write_text("".join([lines[0], *lines[40:]]), encoding="utf-8")
    called = call("run", noisy)
    assert called.code == 2
    assert "the budget is spent" in called.err
    assert "budget = 2" in called.err
    assert "Traceback" not in called.err
    assert _given_out(noisy) == before
    _ask(noisy, "budget = 2.0")
    called = call("run", noisy)
    assert called.code == 0
    assert "2 with all before it" in " ".join(called.out.split())


def test_a_lost_line_of_the_ledger_is_no_fresh_start(noisy: Path, call: Call) -> None:
    ledger = noisy / "link/epsilon.jsonl"
    ledger.write_text(ledger.read_text()[:-40])
    (noisy / f"histories/{NAME}.csv").unlink()
    called = call("run", noisy)
    assert called.code == 2
    assert "what was spent is not known" in called.err


def test_a_lost_ledger_is_no_fresh_start_either(noisy: Path, call: Call) -> None:
    """Else whoever deletes it draws as often as it takes."""
    (noisy / "link/epsilon.jsonl").unlink()
    (noisy / f"histories/{NAME}.csv").unlink()
    for gone in ("nothing.json", f"link/{NAME}/release.json"):
        (noisy / gone).unlink(missing_ok=True)
        called = call("run", noisy)
        assert called.code == 2
        assert "a table with noise was given out" in called.err
    assert not (noisy / "link/epsilon.jsonl").exists()


def test_the_screen_tells_of_the_noise(noisy: Path, call: Call) -> None:
    out = " ".join(call("run", noisy).out.split())
    assert "From the table with noise" in out
    assert "A table with noise holds no audit" in out
    called = call("link", noisy)
    assert "people, with noise" in called.out
    told = " ".join(called.out.split())
    assert "Spent with all tables before it: 1." in told
    assert "--audit 200" not in told
    assert "pairs of records compared" not in told
    assert all(len(line) <= 80 for line in called.out.splitlines())


def test_the_cost_is_a_table_to_choose_from(lists_copy: Path, call: Call) -> None:
    before = everything(lists_copy)
    called = call("link", lists_copy, "--privacy-cost")
    assert (called.code, called.err) == (0, "")
    table = called.out[called.out.index("What noise would cost") :]
    for name in ("none", "5", "2", "1", "0.5", "0.1"):
        assert re.search(rf"^{re.escape(name)} ", table, re.MULTILINE)
    assert "Nothing was spent so far" in table
    assert "for your eyes" in " ".join(table.split())
    assert all(len(line) <= 80 for line in called.out.splitlines() if str(lists_copy) not in line)
    # Nothing is drawn, nothing is written, nothing is spent.
    assert everything(lists_copy) == before
    told = json.loads(call("link", lists_copy, "--privacy-cost", "--json").out)["privacy_cost"]
    assert [row["epsilon"] for row in told[0]["costs"]] == [None, 5.0, 2.0, 1.0, 0.5, 0.1]
    assert told[0]["spent"] == 0


def test_the_cost_says_what_was_spent(noisy: Path, call: Call) -> None:
    out = call("link", noisy, "--privacy-cost").out
    assert "Spent so far: 1, on 1 table with noise." in out


def test_options_that_do_not_go_with_the_cost(lists_copy: Path, call: Call) -> None:
    called = call("link", lists_copy, "--privacy-cost", "--profile")
    assert called.code == 2
    assert "--privacy-cost and --profile" in called.err


def test_without_epsilon_nothing_is_drawn(lists_run: tuple[Path, World]) -> None:
    assert not (lists_run[0] / "link/epsilon.jsonl").exists()
    assert not (lists_run[0] / f"link/{NAME}/release.json").exists()


def test_encodings_get_noise_by_the_same_way(tmp_path: Path, call: Call) -> None:
    write_owners(tmp_path / "owners")
    unit = tmp_path / "unit"
    write_unit(tmp_path / "owners", unit)
    shutil.rmtree(tmp_path / "owners")
    with (unit / "undercount.toml").open("a") as file:
        file.write("[report]\nepsilon = 1.0\n")
    called = call("run", unit)
    assert called.code == 0
    assert "From the table with noise" in called.out
    facts = json.loads((unit / f"estimates/{NAME}/linkage.json").read_text())
    assert facts["spec"]
    assert facts["people"]["records"] == [None, None, None]
    assert (facts["pairs"], facts["linked"], facts["drawn"]) == (None, None, None)
    page = (unit / "reports/index.html").read_text(encoding="utf-8")
    section = page[page.index('<div class="linkage">') :]
    assert "Noise hides each person" in section
    assert "Each body encoded its own list at home" in section
    assert releases(unit / "link/epsilon.jsonl")[0].spent == 1
