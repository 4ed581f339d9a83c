"""What a series tells beside its answers."""

from __future__ import annotations

from dataclasses import replace
from xml.etree import ElementTree

from tests.report import calais
from tests.report.plain import text_of
from undercount.reconcile.result import Reconciled
from undercount.report import Page, chart_series, render
from undercount.report.series_notes import false_precision

SVG = "{http://www.w3.org/2000/svg}"
CAMP = calais.camp(calais.entries())


def section(series: Reconciled) -> str:
    html = render(Page("x", series=(series,), entries=calais.entries()))
    start = html.index('<section id="series"')
    return html[start : html.index("</section>", start)]


def with_copies(factor: float, merged: int = 7) -> Reconciled:
    answer = CAMP.answers[0]
    half = factor * (answer.upper - answer.lower) / 2
    middle = (answer.upper + answer.lower) / 2
    false = replace(answer, lower=middle - half, upper=middle + half)
    return replace(
        CAMP,
        if_copies_counted=(false,),
        diagnostics={"figures": 28, "copies_merged": merged},
    )


def test_a_narrower_band_is_called_false_and_says_why() -> None:
    (made,) = false_precision(with_copies(0.5), (860, 358))
    assert "each of the 35 prints" in made.text
    assert "narrower by 50%, and falsely so, because they are prints of 28 counts" in made.text
    assert made.text in text_of(section(with_copies(0.5)))


def test_a_band_that_is_not_narrower_is_not_called_so() -> None:
    (made,) = false_precision(with_copies(1.01), (860, 358))
    assert "narrower" not in made.text


def test_without_copies_there_is_nothing_to_tell() -> None:
    assert false_precision(with_copies(0.5, merged=0), (860, 358)) == ()
    assert false_precision(replace(CAMP, if_copies_counted=()), (860, 358)) == ()


def test_the_picture_sets_both_bands_on_one_scale() -> None:
    (made,) = false_precision(with_copies(0.5), (860, 358))
    for drawn in (made.wide, made.narrow):
        root = ElementTree.fromstring(drawn)
        bars = [line for line in root.iter(f"{SVG}line") if "range" in line.get("class", "")]
        wide, narrow = (float(bar.get("x2", 0)) - float(bar.get("x1", 0)) for bar in bars)
        assert abs(narrow / wide - 0.5) < 0.01


def test_each_source_taken_out_is_a_row() -> None:
    told = section(CAMP)
    assert "With each source taken out" in told
    assert "5,900 to 8,000" in told
    assert "-10%" in told


def test_what_was_not_pooled_leads_to_the_ledger() -> None:
    told = section(CAMP)
    name = calais.entries()[0].id
    refused = told[told.index("Not pooled, and why") :]
    assert "a flow, not a stock" in refused
    assert f'href="#figure-{name}"' in refused
    # Told once, and not again as plain values.
    assert "{&#39;figure&#39;" not in told


def test_revisions_are_listed_by_day_of_print() -> None:
    told = section(CAMP)
    revised = told[told.index("Revised by their own source") :]
    assert revised.index("19 Aug 2016") < revised.index("30 Aug 2016")


def test_sudden_events_are_shaded_and_named() -> None:
    root = ElementTree.fromstring(chart_series(CAMP))
    (shade,) = (part for part in root.iter(f"{SVG}rect") if part.get("class") == "event")
    ticks = {text.text: float(text.get("x", 0)) for text in root.iter(f"{SVG}text")}
    assert float(shade.get("width", 0)) > 4
    assert "the south zone was cleared" in ticks
    assert "Shaded: the south zone was cleared (29 Feb – 16 Mar 2016)." in chart_series(CAMP)


def test_names_of_events_do_not_overlap() -> None:
    event = {"start": "2016-02-29", "end": "2016-03-01", "name": "a long name of what happened"}
    more = [event, {**event, "start": "2016-03-05", "end": "2016-03-06"}]
    series = replace(CAMP, provenance={"settings": {"interventions": more}})
    root = ElementTree.fromstring(chart_series(series, width=358))
    rows = [float(it.get("y", 0)) for it in root.iter(f"{SVG}text") if it.text == event["name"]]
    assert len(set(rows)) == 2


def test_an_event_outside_the_series_is_not_drawn() -> None:
    event = {"start": "2011-02-28", "end": "2011-03-01", "name": "long ago"}
    series = replace(CAMP, provenance={"settings": {"interventions": [event]}})
    assert 'class="event"' not in chart_series(series)


def test_a_series_of_few_people_prints_no_computed_number() -> None:
    few = replace(
        CAMP, answers=(replace(CAMP.answers[0], median=7, lower=4.125, upper=23.5),), title="Few"
    )
    html = render(Page("x", series=(few,)))
    assert html.count("Fewer than 10 people") == 2
    main = html.split("</style>")[1]
    assert "<svg" not in main
    assert "7,338" not in main
    assert "<svg" in render(Page("x", series=(few,), suppress_below=0)).split("</style>")[1]
