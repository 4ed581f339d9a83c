"""Invented pages: the main text alone, one block a line, and no crash on hostile ones."""

from __future__ import annotations

from pathlib import Path

import pytest

from undercount.errors import InputError
from undercount.read import load, read_document
from undercount.read.documents.html import main_text

PAGE = """<!DOCTYPE html><html lang="en"><head><title>Quay notes | Sarn Echo</title>
<meta property="article:published_time" content="2017-05-03T08:00:00Z">
<style>p{margin:14px}</style><script>var n = 9000;</script></head><body>
<header><p>Menu 12</p></header><nav><ul><li>Home</li></ul></nav>
<article><h1>Quay notes</h1><p>Port   staff counted
<em>40 people</em>.</p><ul><li>One</li><li>Two</li></ul>
<table><caption>Landings by quay</caption>
<tr><th>Quay</th><th>2016</th><th>2017</th></tr>
<tr><td>North</td><td>310</td><td>1,204</td></tr>
<tr><td>South</td><td>95</td><td>88</td></tr></table>
<p>Source: harbour ministry</p>
<blockquote class="twitter-tweet"><p>I see 30 people here</p>&mdash; Ana Sol (@anasol_quay)
<a href="x">May 3, 2017</a></blockquote>
<form><input value="7 people"><p>Join 90 readers</p></form></article>
<aside><p>Read by 700 people</p></aside><footer><p>&copy; 2017, 55 staff</p></footer></body></html>
"""


def test_the_main_text_and_nothing_else() -> None:
    page = main_text(PAGE)
    assert page.text == (
        "Quay notes\nPort staff counted 40 people.\nOne\nTwo\nLandings by quay\n"
        "Quay\t2016\t2017\nNorth\t310\t1,204\nSouth\t95\t88\nSource: harbour ministry\n"
        "I see 30 people here\n— Ana Sol (@anasol_quay) May 3, 2017\n"
    )
    assert (page.title, page.published, page.language) == (
        "Quay notes | Sarn Echo", "2017-05-03T08:00:00Z", "en",
    )  # fmt: skip


def test_a_table_is_read_by_row_and_column(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(PAGE, encoding="utf-8")
    reading = read_document("a.html", tmp_path, model=False)
    rows = [f for f in reading.figures if f.origin == "table"]
    assert [(f.surface, f.place, f.period) for f in rows] == [
        ("310", "North", "2016"), ("1,204", "North", "2017"),
        ("95", "South", "2016"), ("88", "South", "2017"),
    ]  # fmt: skip
    assert {(f.population, f.claimant, f.claimant_class) for f in rows} == {
        ("Landings", "harbour ministry", "government")
    }
    assert reading.outlet == "Sarn Echo"


def test_an_embedded_post_has_its_handle_and_day(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(PAGE, encoding="utf-8")
    reading = read_document("a.html", tmp_path, model=False)
    (post,) = reading.posts
    assert reading.text[post.start : post.end] == "I see 30 people here"
    assert (post.handle, post.name, str(post.date), post.role) == (
        "@anasol_quay", "Ana Sol", "2017-05-03", "eyewitness",
    )  # fmt: skip
    (figure,) = [f for f in reading.figures if f.surface == "30"]
    assert (figure.claimant, figure.claimant_class, figure.period) == (
        "Ana Sol", "private", "May 3, 2017",
    )  # fmt: skip


TEXT = "<h1>Count at the quay</h1><p>Port staff counted 40 people.</p><p>Nobody left.</p>"
ROWS = "<table><tr><td>North</td><td>310</td></tr><tr><td>South</td><td>88</td></tr></table>"
MENU = "<ul><li><a href='#'>Home</a></li><li><a href='#'>Sport 24</a></li></ul>"
READ = "Count at the quay\nPort staff counted 40 people.\nNobody left.\nNorth\t310\nSouth\t88\n"


@pytest.mark.parametrize(
    "body",
    [
        f"<div>{MENU}</div><div>{TEXT}{ROWS}</div>",
        f"<div class='top-menu'>Home 24</div><div class='has-sidebar'>{TEXT}{ROWS}</div>",
        f"{TEXT}{ROWS}<div id='related'><article>3 boats</article><article>9</article></div>",
        f"<table><tr><td>{MENU}</td><td>{TEXT}{ROWS}</td></tr></table>",
        f"<div class='share'>7 friends</div>{TEXT}{ROWS}<p><a href='#'>All 90</a></p>",
    ],
)  # fmt: skip
def test_a_page_that_marks_no_article_is_read_without_its_menus(body: str) -> None:
    assert main_text(f"<html><body>{body}</body></html>").text == READ


def test_a_page_of_links_only_is_read_as_it_is() -> None:
    assert main_text(f"<html><body>{MENU}</body></html>").text == "Home\nSport 24\n"


def test_cells_that_hold_parts_of_a_page_are_no_row() -> None:
    page = main_text(f"<table><tr><td>On the left.</td><td>On the right.{ROWS}</td></tr></table>")
    assert page.text == "On the left.\nOn the right.\nNorth\t310\nSouth\t88\n"


def test_linked_data_tells_the_day_and_the_outlet_where_no_tag_does() -> None:
    data = (
        '{"@graph": [{"@type": "NewsArticle", "datePublished": "2017-05-03T08:00:00Z",'
        ' "publisher": {"name": "Quay Wire"}}]}'
    )
    page = main_text(f'<script type="application/ld+json">{data}</script><p>The port is shut.</p>')
    assert (page.published, page.outlet) == ("2017-05-03T08:00:00Z", "Quay Wire")
    assert page.text == "The port is shut.\n"


def test_what_nobody_sees_cuts_no_word_and_no_number() -> None:
    page = main_text("<p>1\u200b,204 peo&shy;ple came to the har&#173;bour.</p>")
    assert page.text == "1,204 people came to the harbour.\n"


def test_tags_deeper_than_the_limit_are_told() -> None:
    page = main_text(HOSTILE["deep behind the text"])
    assert page.text == "There were 40 people.\n"
    assert "2,000 deep" in page.cautions[0]


HOSTILE = {
    "deep": "<html><body>" + "<div>" * 200_000 + "There were 40 people." + "</div>" * 200_000,
    "deep table": "<table>" + "<tr><td><table>" * 70_000 + "There were 40 people.",
    "deep behind the text": "<p>There were 40 people.</p>" + "<i>" * 200_000,
    "scripts": "<script>if (a < b) { c('</p>40 people'); }</script>" * 5_000 + "<p>40 people</p>",
    "linked data": '<script type="application/ld+json">' + "[" * 100_000 + "</script><p>people</p>",
    "unclosed": "<p><b><i>" * 20_000 + "40 people here",
    "huge attribute": '<p title="' + "x" * 2_000_000 + '">There were 40 people.</p>',
    "many attributes": "<p " + " ".join(f"a{i}=1" for i in range(60_000)) + ">40 people</p>",
    "entities": '<!DOCTYPE a [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]><p>&b; 40 people &#0; &no;</p>',
    "nested tables": "<table><tr><td>" * 5_000 + "40 people",
    "open tags": "<" * 100_000 + "people",
    "control characters": "<p>\x01\x02 " + "people " * 40 + "</p>",
}


REFUSED = {"deep", "deep table", "nested tables", "open tags"}


@pytest.mark.parametrize("name", sorted(HOSTILE))
def test_a_hostile_page_gives_text_or_a_message(tmp_path: Path, name: str) -> None:
    (tmp_path / "a.html").write_text(HOSTILE[name], encoding="utf-8", errors="surrogatepass")
    if name in REFUSED:
        with pytest.raises(InputError, match="holds no words"):
            load("a.html", tmp_path)
    else:
        assert "people" in load("a.html", tmp_path).text


def test_an_advert_inside_the_article_is_no_text_of_it() -> None:
    page = "<article><p>40 people came.</p><div class='ad top'><p>Win 500 pens</p></div></article>"
    assert main_text(page).text == "40 people came.\n"
