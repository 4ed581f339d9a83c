"""What descends from what, drawn and listed."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from xml.etree import ElementTree

import pytest

from tests.report import calais, disagreeing
from tests.report.plain import text_of
from undercount.ledger import Decision, Entry, Figure
from undercount.reconcile.lineage import Lineage
from undercount.report import Page, render
from undercount.report.lineage_chart import chart_lineage
from undercount.report.prints import Print, Tree
from undercount.report.series_chart import NARROW, WIDE

SVG = "{http://www.w3.org/2000/svg}"


def printed(name: str, parent: str | None, depth: int, day: date | None, *changes: str) -> Print:
    return Print(name, parent, depth, "6,400", f"Gazette {name}", day, changes, ())


TREE: Tree = (
    printed("a", None, 0, date(2016, 1, 1)),
    printed("b", "a", 1, date(2016, 6, 1), "period"),
    printed("c", "b", 2, date(2016, 6, 2), "hedge", "unit"),
    printed("d", "a", 1, None),
)


def entry(i: int, decision: Decision = "accepted") -> Entry:
    figure = Figure(
        surface="6,400", value=6400, low=6400, high=6400, publisher=f"Gazette {i}", quantity="camp"
    )
    return Entry(f"e{i}", figure, decision, published=date(2016, 1, 1 + i))


def section(page: Page) -> str:
    html = render(page)
    start = html.index('<section id="lineage"')
    return html[start : html.index("</section>", start)]


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_each_print_has_a_lane_and_each_descent_an_elbow(width: int) -> None:
    root = ElementTree.fromstring(chart_lineage([TREE], width=width))
    dots = [part for part in root.iter(f"{SVG}circle") if "print" in part.get("class", "")]
    elbows = [part for part in root.iter(f"{SVG}path") if part.get("class") == "trunk"]
    assert (len(dots), len(elbows)) == (4, 3)
    across = [float(dot.get("cx", 0)) for dot in dots]
    down = [float(dot.get("cy", 0)) for dot in dots]
    assert across[0] < across[1] < across[2]
    # Where nobody knows the day, the print stands under the one it comes of.
    assert across[3] == across[0]
    assert down == sorted(down)
    for elbow, child in zip(elbows, (1, 2, 3), strict=True):
        x, y = elbow.get("d", "").rsplit("L", 1)[1].split()
        assert (float(x), float(y)) == (across[child], down[child])


def test_children_of_one_day_and_their_own_children_keep_to_lines_apart() -> None:
    day = date(2016, 1, 1)
    tree = (
        printed("a", None, 0, day), printed("b", "a", 1, day), printed("c", "b", 2, day),
        printed("d", "a", 1, day),
    )  # fmt: skip
    root = ElementTree.fromstring(chart_lineage([tree], width=WIDE))
    trunks = [
        part.get("d", "").split("L")[1].split()[0]
        for part in root.iter(f"{SVG}path")
        if part.get("class") == "trunk"
    ]
    assert trunks[0] == trunks[2]
    assert trunks[0] != trunks[1]


def test_what_changed_is_written_at_the_print() -> None:
    svg = chart_lineage([TREE], width=WIDE)
    assert "hedge, unit changed" in svg
    assert svg.count('class="changed"') == 2


def test_lanes_without_a_row_are_no_links() -> None:
    svg = chart_lineage([TREE], width=WIDE, linked={"a"})
    assert re.findall(r'href="([^"]*)"', svg) == ["#figure-a"]


def test_the_list_nests_as_the_lineage_does() -> None:
    told = section(calais.page())
    listed = ElementTree.fromstring(
        told[told.index('<ul class="trees"') : told.index("</details>")]
    )
    (tree,) = listed
    (below,) = tree.findall("ul")
    assert len(below.findall("li")) == 2
    deeper = [item.findall("ul") for item in below.findall("li")]
    assert sum(len(lists) for lists in deeper) == 1


def test_both_sentences_stand_side_by_side_with_what_changed_marked() -> None:
    told = section(calais.page())
    assert "counted <mark>almost</mark> 7,000" in told
    assert "found <mark>more than</mark> 7,000" in told


def test_what_a_person_has_seen_comes_first_and_six_are_shown() -> None:
    entries = tuple(entry(i, "suggested" if i == 9 else "accepted") for i in range(10))
    lineage = Lineage(tuple(disagreeing.descent(f"e{i}", "e0") for i in range(1, 10)))
    drifts = tuple(disagreeing.drift("e0", f"e{i}") for i in (9, *range(1, 9)))
    told = section(Page("x", entries=entries, lineage=lineage, drifts=drifts))
    open_part, later = told.split("In figures that nobody has reviewed")
    assert open_part.split("2 further changes")[0].count('class="conflict"') == 6
    assert open_part.count('class="conflict"') == 8
    assert later.count('class="conflict"') == 1
    assert "1 change in figures that nobody has reviewed" in later


def test_a_print_that_left_the_ledger_is_named_and_not_linked() -> None:
    lineage = Lineage((disagreeing.descent("e1", "gone"),))
    told = section(Page("x", entries=(entry(1),), lineage=lineage))
    assert "no longer in the ledger" in told
    assert "#figure-gone" not in told


def test_a_long_chain_is_drawn_and_listed() -> None:
    entries = tuple(entry(i) for i in range(25))
    chain = tuple(disagreeing.descent(f"e{i + 1}", f"e{i}") for i in range(24))
    told = section(Page("x", entries=entries, lineage=Lineage(chain)))
    assert told.count("<ul>") == told.count("</ul>") - 1
    assert "1 count was printed 25 times" in text_of(told)


def test_nothing_that_changed_is_said_as_such() -> None:
    page = calais.page()
    assert "Nothing changed on the way" in section(replace(page, drifts=()))
