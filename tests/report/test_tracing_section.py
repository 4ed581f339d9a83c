"""What a report says of tracing: numbers, none of them small, and nobody."""

from __future__ import annotations

import re
from dataclasses import replace

from undercount.report import Page, render
from undercount.results.tracing import TracingTotals

WHOLE = TracingTotals("2021-05-03", 10, 500, 9000, 31, 255, 214)


def section(made: TracingTotals | None) -> str:
    html = render(Page("x", tracing=made))
    if 'id="tracing"' not in html:
        assert "#tracing" not in html
        return ""
    start = html.index('<section id="tracing"')
    text = re.sub(r"<[^>]+>", " ", html[start : html.index("</section>", start)])
    return " ".join(text.split())


def test_every_number_stands_in_words() -> None:
    told = section(WHOLE)
    assert "By 3 May 2021, the cases of 500 children had been compared with 9,000 requests" in told
    assert "For 31 children two people have signed a match." in told
    assert "For 255 more some request is more likely theirs than not" in told
    assert "For 214 no request is." in told
    assert "kept back" not in told
    assert '<a href="#tracing">' in render(Page("x", tracing=WHOLE))


def test_what_is_kept_back_is_said_and_not_shown() -> None:
    told = section(replace(WHOLE, matched=None, open=None))
    assert "For 255 some request" in told
    assert "31" not in told
    assert "214" not in told
    assert "Numbers below 10 are kept back, and so is what would give them away." in told


def test_a_small_camp_has_no_number_but_the_limit() -> None:
    told = section(TracingTotals("2021-05-03", 10, None, None))
    assert "fewer than 10 children's cases had been compared with fewer than 10 requests" in told


def test_it_says_no_child_is_found() -> None:
    assert not re.search(r"\b(found|is the|are the child)\b", section(WHOLE))


def test_without_tracing_nothing_is_said() -> None:
    assert section(None) == ""
