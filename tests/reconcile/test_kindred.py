"""A text that retells another: invented places and bodies, in the manner of press and comment."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from undercount.ledger.entry import Entry
from undercount.reconcile.drift import find_drifts
from undercount.reconcile.lineage import Lineage, trace_lineage

Say = Callable[..., Entry]
SPRING = ("2023-01-01", "2023-04-30")


def texts(say: Say) -> list[Entry]:
    """What a report of May says, and what a comment of August makes of it."""
    first = {"document": "report", "published": date(2023, 5, 11), "decision": "suggested",
             "origin": "read", "publisher": "Report"}  # fmt: skip
    later = {"document": "comment", "published": date(2023, 8, 20), "decision": "suggested",
             "origin": "read", "publisher": "Comment"}  # fmt: skip
    flow = {"measure": "flow"}
    return [
        say(212, *SPRING, id="bodies", source="port office", population="bodies", **first, **flow),
        say(350, *SPRING, id="lost", low=250, high=450, quantifier="approx", hedge="around",
            source="watch group", population="people lost", **first, **flow),
        say(388, "2023-01-01", "2023-03-31", id="logged", low=388, high=776, hedge="at least",
            quantifier="at_least", source="agency", population="deaths and disappearances",
            **first, **flow),
        say(11600, *SPRING, id="stopped", low=10440, high=12760, hedge="roughly",
            quantifier="approx", source="ministry", population="people", **first, **flow),
        say(430, *SPRING, id="operations", unit="event", source="ministry",
            population="operations", **first, **flow),
        say(35, None, id="room", unit="place_capacity", population="bodies", measure="capacity",
            **first),
        say(18900, None, "2023-04-30", id="landed", source="coast office", measure="cumulative",
            population="arrivals by sea", **first),
        say(2, None, id="promised", unit="other", status="target", measure="target",
            population="new cemeteries", source="governor", **first),
        say(562, "2023-01-01", "2023-08-20", id="b-sum", source="agency", population="drowned",
            **later, measure="cumulative"),
        say(388, "2023-01-01", "2023-06-30", id="b-logged", source="agency", population="deaths",
            **later, **flow),
        say(11600, None, id="b-stopped", source="ministry", population="migrants", **later, **flow),
        say(430, None, id="b-boats", unit="boat", source="ministry", population="boats",
            **later, **flow),
        say(35, None, id="b-rate", population="bodies", measure="rate", kind="rate",
            period="a day", **later),
        say(19000, None, id="b-landed", low=17100, high=18999, hedge="nearly", measure="cumulative",
            quantifier="almost", population="arrivals by sea", **later),
        say(2, None, id="b-opened", unit="other", population="new cemeteries", source="governor",
            **later, measure="cumulative"),
    ]  # fmt: skip


def test_each_number_is_traced_to_the_earlier_text(say: Say) -> None:
    lineage = trace_lineage(texts(say))
    assert {(item.parent, item.child, item.how) for item in lineage.descents} == {
        ("bodies", "b-sum", "added"),
        ("logged", "b-logged", "same"),
        ("stopped", "b-stopped", "same"),
        ("operations", "b-boats", "same"),
        ("room", "b-rate", "same"),
        ("landed", "b-landed", "held"),
        ("promised", "b-opened", "same"),
    }
    # What is another measure or unit now, or a sum, is no further print of one count.
    counted = {count.members for count in lineage.counts}
    assert counted == {("logged", "b-logged"), ("stopped", "b-stopped"), ("landed", "b-landed")}


def test_what_changed_is_told_by_name(say: Say) -> None:
    entries = texts(say)
    changes = {
        (drift.child, drift.change) for drift in find_drifts(entries, trace_lineage(entries))
    }
    assert changes == {
        ("b-sum", "source_merged"),
        ("b-sum", "period_widened"),
        ("b-logged", "population_changed"),
        ("b-logged", "hedge_dropped"),
        ("b-logged", "period_widened"),
        ("b-stopped", "hedge_dropped"),
        ("b-boats", "unit_changed"),
        ("b-rate", "unit_changed"),
        ("b-rate", "measure_changed"),
        ("b-landed", "hedge_added"),
        ("b-landed", "source_dropped"),
        ("b-opened", "status_changed"),
    }
    [merged] = [drift for drift in find_drifts(entries, trace_lineage(entries))
                if drift.change == "source_merged"]  # fmt: skip
    assert merged.text == (
        "562 is 212 (port office) + 350 (watch group), given to agency (Comment)."
    )


def test_texts_without_common_numbers_or_days_are_strangers(say: Say) -> None:
    entries = texts(say)
    kept = [entry for entry in entries if entry.id not in ("logged", "stopped", "operations")]
    assert trace_lineage(kept) == Lineage()
    undated = [replace(entry, published=None) for entry in entries]
    assert {item.child for item in trace_lineage(undated).descents} <= {
        "b-logged", "b-stopped", "b-boats", "stopped", "operations", "logged",
    }  # fmt: skip


@pytest.mark.parametrize("seed", range(3))
def test_long_reports_on_other_things_are_strangers(say: Say, seed: int) -> None:
    rng = np.random.default_rng(seed)
    entries = [
        say(
            float(np.round(10 ** rng.uniform(0, 5), -int(rng.integers(0, 3)))) or 1.0,
            None,
            document=f"report {document}",
            published=date(2020, 1, 1 + document),
            population=f"thing{document} sort{rng.integers(20)}",
            decision="suggested",
            origin="read",
            measure="flow",
        )
        for document in range(20)
        for _ in range(50)
    ]
    lineage = trace_lineage(entries)
    assert len(lineage.descents) <= 5, [item.text for item in lineage.descents]
