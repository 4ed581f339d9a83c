"""Small numbers of linked people are kept back everywhere: every output is opened and looked at."""

from __future__ import annotations

import csv
import json
import re
import shutil
from html import unescape
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.cli.conftest import Call
from tests.cli.encoded_project import write_owners, write_unit
from undercount.histories.linked_file import read_linked
from undercount.histories.published import Published
from undercount.testing.worlds import World
from undercount.workflow.pipeline import run

NAME = "everybody"
THREE = ("clinic", "legal-aid", "census")


def _set(root: Path, *, below: int, lists: tuple[str, ...]) -> None:
    settings = root / "undercount.toml"
    text = re.sub(r"suppress_below = \d+", f"suppress_below = {below}", settings.read_text())
    text = re.sub(r"(?m)^lists = .*$", f"lists = {json.dumps(list(lists))}", text)
    settings.write_text(text, encoding="utf-8")


def _encoded(folder: Path) -> Path:
    """The same kind of lists at a linkage unit, which has their encodings alone."""
    owners, root = folder / "owners", folder / "unit"
    write_owners(owners)
    write_unit(owners, root)
    shutil.rmtree(owners)
    with (root / "undercount.toml").open("a") as file:
        file.write("[report]\nsuppress_below = 10\n")
    return root


@pytest.fixture(
    scope="session",
    params=[(25, THREE, False), (40, THREE[:2], False), (25, THREE, True)],
    ids=["three", "two", "encoded"],
)
def small(
    request: pytest.FixtureRequest,
    lists_run: tuple[Path, World],
    tmp_path_factory: pytest.TempPathFactory,
) -> Path:
    """The simulated project with a limit under which some of its numbers lie."""
    below, lists, encoded = request.param
    root = tmp_path_factory.mktemp("small") / "world"
    if encoded:
        root = _encoded(root)
    else:
        shutil.copytree(lists_run[0], root)
    _set(root, below=below, lists=lists)
    run(root)
    return root


def _facts(root: Path) -> dict[str, Any]:
    made: dict[str, Any] = json.loads((root / f"estimates/{NAME}/linkage.json").read_text())
    return made


def _hidden(root: Path) -> dict[str, int]:
    """Every true number of people that is kept back, by what it is of."""
    people = Published.from_dict(_facts(root)["people"])
    counts = read_linked(root / f"link/{NAME}/histories.parquet").linked.astype(int)
    cells, t = np.arange(len(counts)), len(people.lists)
    on = np.bitwise_count(cells)
    true = {f"history {h}": counts[h] for h in cells[1:]}
    true |= {f"on {k}": counts[on == k].sum() for k in range(1, t + 1)}
    true |= {f"size {i}": counts[cells >> i & 1 == 1].sum() for i in range(t)}
    true |= {"total": counts.sum(), "entries": (counts * on).sum()}
    told = {f"history {h}": people.histories[h - 1] for h in cells[1:]}
    told |= {f"on {k}": people.on[k - 1] for k in range(1, t + 1)}
    told |= {f"size {i}": people.sizes[i] for i in range(t)}
    told |= {"total": people.total, "entries": people.entries}
    assert all(told[name] in (None, true[name]) for name in true)
    return {name: int(n) for name, n in true.items() if told[name] is None}


def _numbers(text: str) -> set[int]:
    """Whole numbers that stand for themselves: no shares, decimals, years of a date, ids."""
    found = re.findall(r"(?<![\w.,:#/-])\d[\d,]*(?![\w%:/-]|[.,]\d)", text)
    return {int(number.replace(",", "")) for number in found if number.replace(",", "")}


def _page(root: Path) -> str:
    """The words of the page's section of the linkage, as a reader sees and hears them."""
    html = (root / "reports/index.html").read_text(encoding="utf-8")
    section = html[html.index('<div class="linkage">') :]
    section = section[: section.index('<div class="results">')]
    # Numbers along an axis are made of what is shown, and may be like a hidden one by chance.
    for tick in (
        r'<text class="aside"[^>]* text-anchor="end">',
        r'<text x="[^"]*" y="[^"]*" text-anchor="middle">',
    ):
        section = re.sub(tick + r"[\d,]*0</text>", "", section)
    return unescape(re.sub(r"<[^>]+>", " | ", section))


def test_something_is_kept_back_in_these_projects(small: Path) -> None:
    hidden = _hidden(small)
    assert any(name.startswith("history") for name in hidden)
    assert len(hidden) >= 2


def test_the_table_holds_what_may_be_published_and_nothing_else(small: Path) -> None:
    people = Published.from_dict(_facts(small)["people"])
    with (small / f"histories/{NAME}.csv").open() as file:
        rows = list(csv.DictReader(file))
    assert [row["count"] for row in rows] == ["" if n is None else str(n) for n in people.histories]
    assert set(rows[0]) == {*people.lists, "count"}


def test_no_file_screen_or_json_tells_a_number_that_is_kept_back(small: Path, call: Call) -> None:
    hidden, facts = _hidden(small), _facts(small)
    limit = facts["people"]["suppress_below"]
    json_of_link = call("link", small, "--json").out
    told = json.loads(json_of_link)["linkages"][0]
    assert {name: told[name] for name in facts} == facts
    screens = {
        "csv": (small / f"histories/{NAME}.csv").read_text(),
        "facts": json.dumps({**facts, "people": {**facts["people"], "suppress_below": None}}),
        "link": call("link", small).out.replace(f"fewer than {limit}", ""),
        "run": call("run", small).out,
        "page": _page(small).replace(f"fewer than {limit}", ""),
    }
    people = Published.from_dict(facts["people"])
    printed = {
        n
        for n in (*people.histories, *people.on, *people.sizes, *people.records, people.total)
        if n is not None
    }
    for name, text in screens.items():
        seen = _numbers(text)
        for what, n in hidden.items():
            if n not in printed and n > 1:
                assert n not in seen, (name, what, n)


def test_what_would_give_a_number_away_is_not_told_either(small: Path) -> None:
    """Pairs linked are the overlap by another name; draws that agree are the total."""
    facts = _facts(small)
    assert facts["linked"] is None
    if facts["people"]["total"] is None:
        assert facts["drawn"] is None


def test_an_answer_is_printed_only_where_all_it_is_made_from_is(small: Path, call: Call) -> None:
    people = Published.from_dict(_facts(small)["people"])
    rows = json.loads((small / f"estimates/{NAME}/estimate.json").read_text())["rows"]
    (point,) = (row["point"] for row in rows if row["label"] == "point")
    told = f"{point:,.0f}"
    kept = None in (*people.sizes, people.total)
    out = call("run", small).out
    html = (small / "reports/index.html").read_text(encoding="utf-8")
    for text in (out, html):
        assert (told in text) is not kept
    # Of two lists the estimate is the overlap: the second project must keep it back.
    assert kept or len(people.lists) > 2


def test_an_export_tells_no_answer_that_the_page_keeps_back(
    small: Path, call: Call, tmp_path: Path
) -> None:
    kept = json.loads((small / f"estimates/{NAME}/estimate.json").read_text())["rows"]
    html = (small / "reports/index.html").read_text(encoding="utf-8")
    answers = tmp_path / "answers.json"
    words = ("--format", "json", "--what", "estimates", "-o", answers)
    assert call("export", small, *words).code == 0
    rows = json.loads(answers.read_text(encoding="utf-8"))["rows"]
    assert [row["answer"] for row in rows] == [row["label"] for row in kept]
    for row, told in zip(rows, kept, strict=True):
        shown = "point" in told and f"{told['point']:,.0f}" in html
        assert (row["status"] == "estimated") is shown
        numbers = [row[name] for name in ("point", "lower", "upper", "n_observed")]
        assert shown or row["status"] == "not estimable" or numbers == [None] * 4
    # The draws of an answer tell it too.
    done = call("export", small, "--format", "arviz", "-o", tmp_path / "draws")
    n_shown = sum(row["status"] == "estimated" for row in rows)
    assert done.out.count(".nc: ") <= n_shown
