"""What the page does in a real browser: opened from disk, on a phone, in the dark, printed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from tests.report import calais, disagreeing
from undercount.ledger import Entry, Figure, Statement, echoes
from undercount.reconcile.balance import Balance
from undercount.reconcile.drift import Drift
from undercount.reconcile.lineage import Descent, Lineage
from undercount.reconcile.needs import WhatIf
from undercount.reconcile.repair import Repair
from undercount.reconcile.result import Conflict, Reconciled
from undercount.report import Page, write
from undercount.results import Assumption, Caution, EstimateSet, NotEstimable

FORMS = ("report_file", "interactive_file")
HOSTILE = (
    '<script>document.title="owned"</script><img src=x onerror="document.title=\'owned\'">'
    '" onmouseover="document.title=1" style="color:red" {{ 7*7 }} ]]></style><style>*{display:none}'
    "\u202e reversed \x07" + "long" * 60
)


@pytest.mark.parametrize("form", FORMS)
def test_opens_from_disk_without_error_or_request(
    browser: Browser, form: str, request: pytest.FixtureRequest
) -> None:
    report_file: Path = request.getfixturevalue(form)
    page = browser.new_page()
    said: list[str] = []
    asked: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    page.goto(report_file.as_uri())
    page.close()
    assert said == []
    assert [url for url in asked if not url.startswith("data:")] == [report_file.as_uri()]


@pytest.mark.parametrize("form", FORMS)
def test_the_policy_is_in_force(
    browser: Browser, form: str, request: pytest.FixtureRequest
) -> None:
    report_file: Path = request.getfixturevalue(form)
    page = browser.new_page()
    blocked: list[str] = []
    page.on("console", lambda message: blocked.append(message.text))
    page.goto(report_file.as_uri())
    # The browser tool may evaluate; what the evaluated code puts into the page may not run.
    page.evaluate(
        "document.body.insertAdjacentHTML('beforeend', '<p id=try style=\"color:red\">x</p>')"
    )
    page.evaluate(
        "document.body.append(Object.assign(document.createElement('script'), {text: 'owned = 1'}))"
    )
    assert page.evaluate("typeof owned") == "undefined"
    assert page.evaluate("getComputedStyle(document.getElementById('try')).color") != (
        "rgb(255, 0, 0)"
    )
    page.close()
    assert any("Content Security Policy" in text for text in blocked)


@pytest.mark.parametrize("width", [320, 390, 768, 1440])
@pytest.mark.parametrize("form", FORMS)
def test_never_scrolls_sideways(
    browser: Browser, form: str, width: int, request: pytest.FixtureRequest
) -> None:
    report_file: Path = request.getfixturevalue(form)
    page = browser.new_page(viewport={"width": width, "height": 844})
    page.goto(report_file.as_uri())
    page.evaluate("document.querySelectorAll('details').forEach(part => part.open = true)")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.close()


@pytest.mark.parametrize("width", [390, 1440])
def test_labels_of_charts_are_legible_and_inside(
    browser: Browser, report_file: Path, width: int
) -> None:
    page = browser.new_page(viewport={"width": width, "height": 844})
    page.goto(report_file.as_uri())
    drawn = page.evaluate(
        """() => [...document.querySelectorAll('figure svg')]
            .filter(svg => svg.getBoundingClientRect().width)
            .map(svg => ({
                scale: svg.getBoundingClientRect().width / svg.viewBox.baseVal.width,
                size: parseFloat(svg.getAttribute('font-size')),
                outside: [...svg.querySelectorAll('text')].filter(text => {
                    const box = text.getBoundingClientRect(), all = svg.getBoundingClientRect();
                    return box.left < all.left - 1 || box.right > all.right + 1
                        || box.bottom > all.bottom + 2;
                }).map(text => text.textContent),
            }))"""
    )
    page.close()
    # Series, false precision, two what-if panels, lineage, two estimates.
    assert len(drawn) == 7
    for chart in drawn:
        assert chart["scale"] * chart["size"] >= 11.5
        assert chart["outside"] == []


def test_every_link_leads_somewhere_and_a_point_to_its_row(
    browser: Browser, report_file: Path
) -> None:
    page = browser.new_page()
    page.goto(report_file.as_uri())
    links = page.evaluate(
        "[...document.querySelectorAll('a')].map(link => link.getAttribute('href'))"
    )
    ids = set(page.evaluate("[...document.querySelectorAll('[id]')].map(part => part.id)"))
    points = page.locator("#series svg.wide a[data-source]").evaluate_all(
        "links => links.map(link => link.getAttribute('href'))"
    )
    assert {link for link in links if link[0] != "#" or link[1:] not in ids} == set()
    assert len(points) == len(calais.camp(calais.entries()).observations)
    page.locator("#series svg.wide a[data-source]").first.focus()
    page.keyboard.press("Enter")
    row = page.locator(":target")
    assert f"#{row.get_attribute('id')}" == points[0]
    assert row.is_visible()
    page.close()


def test_an_answer_opens_its_figures(browser: Browser, report_file: Path) -> None:
    page = browser.new_page()
    page.goto(report_file.as_uri())
    assert not page.locator("#figures-camp").is_visible()
    page.locator(".said a").first.click()
    assert page.locator("#figures-camp").is_visible()
    page.close()


def test_what_is_marked_is_what_was_said(browser: Browser, report_file: Path) -> None:
    page = browser.new_page()
    page.goto(report_file.as_uri())
    marked = page.evaluate(
        """Object.fromEntries([...document.querySelectorAll('.ledger tbody tr')]
            .filter(row => row.querySelector('mark'))
            .map(row => [row.id, [row.querySelector('mark').textContent,
                                  row.querySelector('.sentence').textContent]]))"""
    )
    page.close()
    expected = {
        f"figure-{entry.id}": [entry.figure.surface, entry.sentence]
        for entry in calais.entries()
        if entry.sentence is not None
    }
    # A figure typed by hand shows the sentence that says the same, where one was read.
    by_id = {entry.id: entry for entry in calais.entries()}
    for typed, same in echoes(calais.entries()).items():
        read = by_id[same[0]]
        expected[f"figure-{typed}"] = [read.figure.surface, read.sentence or ""]
    assert marked == expected
    assert len(expected) > sum(entry.sentence is not None for entry in calais.entries())


def test_hostile_text_stays_text(browser: Browser, tmp_path: Path) -> None:
    path = write(hostile_page(), tmp_path / "hostile.html")
    page = browser.new_page(viewport={"width": 390, "height": 844})
    said: list[str] = []
    asked: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("request", lambda request: asked.append(request.url))
    page.goto(path.as_uri())
    page.evaluate("document.querySelectorAll('details').forEach(part => part.open = true)")
    assert page.title().startswith("<script>")
    assert page.locator("script, main img, [style], [onerror], [onmouseover]").count() == 0
    assert page.locator("style").count() == 1
    assert page.locator("main").is_visible()
    text = page.locator("main").inner_text()
    assert "\u202e" not in text
    assert "[U+202E]" in text
    assert "{{ 7*7 }}" in text
    assert page.locator(".ledger mark").first.text_content() == "7,000"
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.close()
    assert said == []
    assert [url for url in asked if not url.startswith("data:")] == [path.as_uri()]


@pytest.mark.parametrize(
    ("form", "width", "scheme"),
    [
        ("report_file", 390, "dark"),
        ("interactive_file", 1440, "light"),
        *(
            pytest.param(form, width, scheme, marks=pytest.mark.long)
            for form, width, scheme in [
                ("report_file", 390, "light"),
                ("report_file", 1440, "light"),
                ("report_file", 1440, "dark"),
                ("interactive_file", 390, "light"),
                ("interactive_file", 390, "dark"),
                ("interactive_file", 1440, "dark"),
            ]
        ),
    ],
)
def test_axe_finds_nothing(
    browser: Browser, form: str, width: int, scheme: str, request: pytest.FixtureRequest
) -> None:
    report_file: Path = request.getfixturevalue(form)
    # bypass_csp only lets the checker's own script in; the page is the same.
    context = browser.new_context(
        viewport={"width": width, "height": 844},
        color_scheme="dark" if scheme == "dark" else "light",
        bypass_csp=True,
    )
    page = context.new_page()
    page.goto(report_file.as_uri())
    page.evaluate("document.querySelectorAll('details').forEach(part => part.open = true)")
    options = {
        "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
        # 130 rows alike cost axe 20 s and tell nothing new: the first of each table are checked.
        "resultTypes": ["violations"],
    }
    page.evaluate(
        "document.querySelectorAll('.ledger tbody').forEach("
        "body => [...body.rows].slice(4).forEach(row => row.remove()))"
    )
    # Links to rows that were just removed would be found broken.
    page.evaluate(
        "document.querySelectorAll('a[href^=\"#figure-\"]').forEach(link => "
        "document.getElementById(link.getAttribute('href').slice(1)) || "
        "link.setAttribute('href', '#ledger'))"
    )
    if form == "interactive_file":
        page.locator('main a[href^="#figure-"]:visible').first.press("Enter")
        page.locator("#peek[open]").wait_for()
    found = Axe().run(page, options=options)
    context.close()
    assert [
        (broken["id"], broken["nodes"][0]["html"]) for broken in found.response["violations"]
    ] == []


def test_prints_whole(browser: Browser, report_file: Path) -> None:
    page = browser.new_page()
    page.goto(report_file.as_uri())
    page.emulate_media(media="print")
    assert page.locator("nav").is_hidden()
    assert page.locator("svg.wide").first.is_visible()
    assert page.locator("svg.narrow").first.is_hidden()
    # A closed part is printed open.
    assert page.locator("#figures-camp").bounding_box() is not None
    assert page.pdf()[:5] == b"%PDF-"
    page.close()


def _hostile_balance() -> Balance:
    made = disagreeing.balance(["bad id", HOSTILE, "bad id", HOSTILE])
    return replace(
        made,
        name=HOSTILE,
        claims=tuple(replace(claim, text=HOSTILE, source=HOSTILE) for claim in made.claims),
        contradictions=tuple(
            replace(
                found, text=f"Taken for granted: {HOSTILE}.",
                implied=tuple(replace(room, text=HOSTILE) for room in found.implied),
            )
            for found in made.contradictions
        ),
        refused=((HOSTILE, HOSTILE),),
        assumptions=(Assumption(HOSTILE, "fails", HOSTILE),),
        cautions=(Caution("x", HOSTILE),),
    )  # fmt: skip


def _hostile_what_if() -> WhatIf:
    made = disagreeing.what_if(9e6)
    return replace(
        made,
        name=HOSTILE,
        title=HOSTILE,
        needs=tuple(replace(need, unit=HOSTILE, text=HOSTILE) for need in made.needs),
        assumptions=(Assumption(HOSTILE),),
        cautions=(Caution("x", HOSTILE),),
        provenance={HOSTILE: HOSTILE},
    )


def hostile_page() -> Page:
    """A page on which every text of a source is hostile."""
    ledger = calais.entries()
    series = calais.camp(ledger)
    first = series.sources[0].source
    series = Reconciled.from_dict(
        {
            **series.to_dict(),
            "name": HOSTILE,
            "title": HOSTILE,
            "fixed_by": HOSTILE,
            "diagnostics": {
                "figures": 1, "copies_merged": 1,
                "refused": [{"figure": name, "why": HOSTILE} for name in ("bad id", HOSTILE)],
                "vintages": [{
                    "source": HOSTILE, "start": "2016-08-17", "end": "2016-08-17",
                    "prints": [["2016-08-19", 1, HOSTILE], ["2016-08-30", 2, "bad id"]],
                }],
            },
            "provenance": {"settings": {"interventions": [
                {"start": "2016-02-29", "end": "2016-02-29", "name": HOSTILE}
            ]}},
        }
    )  # fmt: skip
    series = replace(
        series,
        without=(replace(series.without[0], source=HOSTILE),),
        sources=tuple(
            replace(item, source=HOSTILE) if item.source == first else item
            for item in series.sources
        ),
        observations=tuple(
            replace(item, source=HOSTILE, figure_id="bad id") if item.source == first else item
            for item in series.observations
        ),
    )
    figure = Figure(
        surface="7,000", value=7000, low=6300, high=6999, hedge=HOSTILE, source=HOSTILE,
        claimant=HOSTILE + "x", population=HOSTILE, place=HOSTILE, publisher=HOSTILE,
        note=HOSTILE, document=HOSTILE, artefact=HOSTILE, quantity=HOSTILE,
    )  # fmt: skip
    entry = Entry("bad id", figure, "unsure", f"{HOSTILE} 7,000", len(HOSTILE) + 1, HOSTILE)
    claim = Statement(document=HOSTILE, type="undercount", start=0, end=9, words=HOSTILE)
    return Page(
        title=HOSTILE,
        series=(series, NotEstimable(HOSTILE, HOSTILE, HOSTILE)),
        estimates=(EstimateSet(HOSTILE, calais.netherlands().rows),),
        entries=(entry, *ledger[:3]),
        lineage=Lineage(
            (
                Descent(ledger[0].id, "bad id", HOSTILE, (HOSTILE,), HOSTILE),
                Descent(HOSTILE, ledger[0].id, "digit", (HOSTILE,), HOSTILE),
            )
        ),
        drifts=(
            Drift(HOSTILE, "bad id", ledger[0].id, HOSTILE, f"{HOSTILE} 7,000", f"7,000 {HOSTILE}"),
            Drift("unit", HOSTILE, ledger[0].id, "reversed 7", HOSTILE, "7,000"),
        ),
        repairs=(Repair(HOSTILE, HOSTILE, 7, None, HOSTILE, (HOSTILE, "bad id")),),
        balances=((HOSTILE, _hostile_balance()),),
        what_ifs=((HOSTILE, _hostile_what_if()), (HOSTILE, HOSTILE)),
        conflicts=(Conflict(HOSTILE, HOSTILE, ("bad id", HOSTILE)),),
        statements=(claim,),
        provenance={HOSTILE: {HOSTILE: HOSTILE}},
    )
