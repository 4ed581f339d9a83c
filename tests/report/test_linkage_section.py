"""The section of an estimate from linked lists."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from tests.report import linked
from tests.report.plain import text_of
from undercount.histories.facts import LinkageFacts, NoiseFacts
from undercount.histories.published import Published
from undercount.histories.suppress import suppress
from undercount.report import render, write
from undercount.report.linkage import in_words, linked_rows
from undercount.report.overlap_chart import chart_overlaps, describe
from undercount.report.share_chart import chart_share
from undercount.report.suppress import ShownRow, shown_rows
from undercount.results import Estimate, EstimateSet, Interval


def _answers(html: str) -> str:
    return html[html.index('id="answers"') : html.index('id="estimates"')]


def test_without_an_audit_that_is_said_before_the_number() -> None:
    said = _answers(render(linked.page(audited=False)))
    assert said.index("Nobody has audited this linkage") < said.index("17,320")
    assert "24,610" not in said
    assert "71% of the doubt is that of the linkage" in text_of(said)


def test_of_encodings_it_says_who_encoded_and_that_nobody_can_audit() -> None:
    page = linked.page(audited=False)
    facts = replace(page.linkages["camp"], lists=(), spec="9dde7c1494d062a8")
    assert LinkageFacts.from_dict(json.loads(json.dumps(facts.to_dict()))) == facts
    html = render(replace(page, linkages={"camp": facts}))
    said = _answers(html)
    assert said.index("nobody can look a person up") < said.index("17,320")
    assert "9dde7c1494d062a8" in html
    assert "--audit" not in html
    assert "Nobody has audited" not in said
    assert "pairs of encodings were compared" in html
    assert "shares of its records" not in html


def test_with_an_audit_its_row_answers() -> None:
    html = render(linked.page())
    said = _answers(html)
    assert "10,140" in said
    assert "9,010 to 11,720" in said
    assert "Nobody has audited" not in html
    assert "46% of the doubt is that of the linkage" in text_of(said)
    assert "looked up 200 records in all lists, a second reader 40 of them" in html


def test_the_ways_stand_side_by_side_with_the_people_observed() -> None:
    html = render(linked.page())
    picture = html[html.index("chart-camp-ways") :]
    picture = picture[: picture.index("</svg>")]
    for words in ("Corrected by the audit", "Averaged over drawn linkages", "Best links taken"):
        assert words in picture
    assert picture.count('class="seen"') == 3


def test_small_numbers_are_hatched_and_nowhere_told() -> None:
    facts = linked.facts()
    assert facts.people.histories[5] is None
    svg = chart_overlaps(facts.people, name="camp")
    kept = sum(n is None for n in facts.people.histories)
    assert svg.count('class="hatch"') == svg.count('class="kept-back"') == kept >= 2
    assert "url(" not in svg
    heights = set(re.findall(r'class="kept-back"[^>]*height="([^"]+)"', svg))
    assert len(heights) == 1
    assert f"{kept} combinations kept back" in describe(facts.people)
    html = render(linked.page())
    for cell, n in enumerate(facts.people.histories, start=1):
        if n is None:
            assert f">{linked.COUNTS[cell]:,}<" not in html


def test_the_profile_is_a_table_of_shares() -> None:
    html = render(linked.page())
    table = html[html.index("What each list holds") :]
    table, rest = table[: table.index("</table>")], table[table.index("</table>") :]
    for words in ("legal-aid", "nearly all", "41%", "3,325"):
        assert words in table
    assert "34% of births on 1 January" in rest[: rest.index("pairs of records")]


def test_point_linkage_is_kept_back_where_it_gives_a_small_number_away() -> None:
    estimates, facts = linked.estimates(), linked.facts()
    rows = shown_rows(estimates, 10)
    assert linked_rows(rows, facts) == rows
    without = replace(facts, people=replace(facts.people, total=None))
    last = linked_rows(rows, without)[-1]
    assert (last.label, last.answer) == ("point", None)
    two = suppress(("A", "B"), np.array([0, 246, 250, 4]), (280, 290), 10)
    assert linked_rows(rows, replace(facts, people=two))[-1].answer is None
    page = replace(linked.page(), linkages={"camp": without})
    assert "24,610" not in render(page)


def _answered(rows: tuple[ShownRow, ...], people: Published) -> list[bool]:
    held = linked_rows(rows, replace(linked.facts(), people=people))
    return [row.answer is not None for row in held]


def _named(name: str) -> tuple[ShownRow, ...]:
    rows = shown_rows(linked.estimates(), 10)
    return tuple(
        replace(row, answer=replace(row.answer, name=name))
        for row in rows
        if row.answer is not None
    )


def test_an_estimate_is_a_sum_more_of_the_numbers_behind_it() -> None:
    """With a list's size kept back, what independent lists say of three gives the size."""
    people, rows = linked.facts().people, shown_rows(linked.estimates(), 10)
    assert None in people.histories
    assert None not in people.sizes
    assert _answered(rows, people) == [True, True, True]
    assert _answered(rows, replace(people, sizes=(None, *people.sizes[1:]))) == [True, True, False]
    # Chao's bound is made from the histories themselves.
    chao = tuple(
        replace(row, answer=replace(row.answer, provenance={"settings": {"method": "chao"}}))
        for row in rows
        if row.answer is not None
    )
    assert _answered(chao, people) == [True, True, False]


def test_the_numbers_of_groups_are_looked_at_too() -> None:
    people = linked.facts().people
    some = (None, 20, 30, None, 50, 60, 70)
    two = replace(people, strata=("ERI", "SDN"), by_stratum=(230, 900))
    cells = replace(two, counts=(some, (100,) * 7))
    assert _answered(_named("ERI"), cells) == [True, True, False]
    assert _answered(_named("SDN"), cells) == [True, True, True]
    whole = replace(two, counts=((100,) * 7, (100,) * 7), by_stratum=(None, 900))
    assert _answered(_named("ERI"), whole) == [True, True, False]


def test_links_that_are_certain_make_all_ways_the_same() -> None:
    """Draws that do not differ are point linkage by another name."""
    people = replace(linked.facts().people, total=None)
    rows = shown_rows(linked.estimates(), 10)
    assert _answered(rows, people) == [True, True, False]
    same = {"observed": {"point": 7000.0, "lower": 6998.0, "upper": 7001.0}}
    sure = tuple(
        replace(row, answer=replace(row.answer, diagnostics=same))
        for row in rows
        if isinstance(row.answer, Estimate)
    )
    assert _answered(sure, people) == [False, False, False]


def _noisy(suppress_below: int) -> LinkageFacts:
    counts = np.array([0, 2141, 1480, 408, 2960, 531, 6, -3])
    lists = ("clinic", "legal-aid", "census")
    people = suppress(lists, counts, None, suppress_below, epsilon=1.0)
    return LinkageFacts("camp", people, noise=NoiseFacts(1.0, 2.0, 2, "2026-11-23"))


def test_beside_noise_nothing_is_printed_that_was_made_without_it() -> None:
    exact = replace(linked.page(), linkages={"camp": _noisy(10)})
    html = render(exact)
    for number in ("10,140", "17,320", "24,610", "6,398", "7,302", "7,644", "9,010", "11,720"):
        assert number not in html
    noisy = Estimate(11_111, Interval(9_876, 13_131, 0.9, "noise"), 7_515, "Noisy models")
    made = replace(exact, estimates=(EstimateSet("camp", (("noisy", noisy),)),))
    html = render(made)
    said = _answers(html)
    assert said.index("A table with noise holds no audit") < said.index("11,111")
    assert "Nobody has audited" not in html
    section = html[html.index('class="linkage"') :]
    assert "moved by at most 2" in section
    assert "2 with all tables before it" in section
    assert "People, by the best links, with noise" in section
    assert "Records<" not in section
    assert "discrete Laplace law" in html


def test_numbers_below_0_are_drawn_without_height_and_told() -> None:
    facts = _noisy(0)
    svg = chart_overlaps(facts.people, name="camp")
    assert not re.findall(r'(?:width|height)="-', svg)
    assert ">-3<" in svg
    assert "-3" in describe(facts.people)
    assert "-3" not in chart_overlaps(_noisy(10).people, name="camp")


def test_labels_as_a_reader_meets_them() -> None:
    assert in_words("audit") == "Corrected by the audit"
    assert in_words("ERI: averaged") == "Averaged over drawn linkages (ERI)"
    assert in_words("women") == "women"


def test_a_share_keeps_inside_its_bar() -> None:
    for share in (0.0, 0.46, 1.0):
        widths = re.findall(r'<rect class="(?:share|remainder)"[^>]*width="([^"]+)"',
                            chart_share(share, name="x", width=900))  # fmt: skip
        assert sum(map(float, widths)) == pytest.approx(868, abs=0.2)
        assert all(float(width) >= 0 for width in widths)


def test_facts_round_trip() -> None:
    drawn = replace(linked.facts(), drawn=(7_000, 7_900), pairs=None)
    for facts in (linked.facts(), drawn, _noisy(10)):
        assert LinkageFacts.from_dict(json.loads(json.dumps(facts.to_dict()))) == facts


@pytest.mark.parametrize("width", [390, 1440])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_fits_and_axe_finds_nothing(
    browser: Browser, tmp_path: Path, width: int, scheme: str
) -> None:
    path = write(linked.page(audited=False), tmp_path / "linked.html")
    context = browser.new_context(
        viewport={"width": width, "height": 844},
        color_scheme="dark" if scheme == "dark" else "light",
        bypass_csp=True,
    )
    page = context.new_page()
    page.goto(path.as_uri())
    page.evaluate("document.querySelectorAll('details').forEach(part => part.open = true)")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    found = Axe().run(page)
    context.close()
    assert [item["id"] for item in found.response["violations"]] == []
