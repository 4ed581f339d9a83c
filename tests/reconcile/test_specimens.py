"""Every error noted of the figures on Calais and the Channel, found as what it is.

All are in one ledger, so that each is found among all the others. What is found beyond them is
listed, too: a further finding is a false alarm until somebody has read it.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest

from tests.reconcile.specimens import names, specimens
from undercount.reconcile.conflicts import find_conflicts
from undercount.reconcile.drift import find_drifts
from undercount.reconcile.lineage import Lineage, trace_lineage
from undercount.reconcile.repair import propose_repairs


@cache
def lineage() -> Lineage:
    return trace_lineage(specimens())


@cache
def found() -> frozenset[tuple[Any, ...]]:
    """Everything that is found: (room, kind, the figures that it is about)."""
    rows: list[tuple[Any, ...]] = [
        ("drift", drift.kind, drift.parent, drift.child)
        for drift in find_drifts(specimens(), lineage())
    ]
    rows += [
        ("repair", repair.kind, repair.figure, repair.proposed)
        for repair in propose_repairs(specimens(), lineage())
    ]
    rows += [
        ("conflict", conflict.kind, *sorted(conflict.figures))
        for conflict in find_conflicts(specimens(), lineage())
    ]
    rows += [("count", *count.members) for count in lineage().counts]
    return frozenset(rows)


# The note in words, and what must be found for it.
CASES: dict[str, tuple[tuple[Any, ...], ...]] = {
    "derived": (
        ("repair", "derived", "sput-10000", 10400.0),
        ("drift", "hedge", "tel-200", "sput-200"),
    ),
    "misattributed": (
        ("drift", "source", "eb-6429", "sput-6400"),
        ("drift", "period", "eb-6429", "sput-6400"),
        ("drift", "definition", "eb-6429", "sput-6400"),
        ("drift", "ratio", "eb-6429", "sput-6400"),
    ),
    "calendar year": (("drift", "period", "eb-6429", "gu-6429"),),
    "almost": (("count", "lm-6901", "sput-7000"),),
    "goods": (("drift", "wording", "rt-goods", "sput-drugs"),),
    "a night": (("conflict", "rates-apart", "f24-12", "tel-200"),),
    "headline": (("drift", "definition", "pa-70", "aol-70"), ("drift", "hedge", "pa-70", "aol-70")),
    "cut off": (
        ("drift", "digits", "f3-4486", "f24-4480"),
        ("drift", "digits", "f3-4486", "sfr-4400"),
        ("count", "f3-4486", "f24-4480", "ptv-4500", "sfr-4400"),
    ),
    "two digits swapped": (("drift", "digits", "e1-6486", "20m-6468"),),
    "two methods": (("conflict", "same-day", "e1-5684", "e1-6486"),),
    "officers": (("drift", "digits", "lib-360", "20m-60"),),
    "anticipation": (("repair", "anticipation", "mp-6200", None),),
    "thrice": (("conflict", "sources-apart", "vdn-100", "vdn-300"),),
    "left out": (("drift", "definition", "qarn-5497", "rep-5497"),),
    "two zones": (("repair", "sum", "f3-5350", 5350.0),),
    "south zone": (
        ("conflict", "sources-apart", "lm-6901", "lm-9106", "rfi-3455", "rfi-900"),
    ),
    "three parts": (("repair", "sum", "hr-4946", 4946.0),),
    "parts that do not come out": (("repair", "sum", "vdn-7037", None),),
    "stated growth": (
        ("repair", "growth", "rt-10088", 10188.0),
        ("repair", "growth", "ph-10188", 10188.0),
        ("drift", "digits", "ph-10188", "rt-10088"),
    ),
    "sheltered": (("repair", "sum", "20m-4014", 4014.0),),
    "unaccounted for": (("repair", "difference", "hr-294", 294.0),),
    "last digit": (("drift", "digits", "rt-676", "ph-670"),),
    "three places": (("repair", "sum", "ash-861", 861.0),),
    "another quantity": (("repair", "confused", "e1-1189", 1022.0),),
    "a day": (("repair", "rate", "dm-84088", 84088.0),),
    "half a year": (("repair", "sum", "bb-24800", 24800.0),),
    "hedge turned": (("drift", "hedge", "gu-13000", "gu-copy-13000"),),
    "rounded part": (("repair", "sum", "ftv-18170", 18170.0),),
    "attempts as persons": (("drift", "unit", "eu-37000p", "fox-37000a"),),
    "pushed back": (("repair", "sum", "sc-1700", 1700.0),),
    "share": (("repair", "share", "mw-149", 149.0),),
    "implicated": (("conflict", "definition", "f3-169", "spf-700"),),
    "revised applications": (("repair", "revision", "rc-1861", 1945.0),),
    "up to June": (
        ("drift", "period", "ho-3472", "ly-3472"),
        ("drift", "definition", "ho-3472", "ly-3472"),
    ),
    "accepted": (("drift", "definition", "ho-140", "ly-140"),),
    "over or about": (("drift", "hedge", "wa-200a", "wa-200o"),),
    "target raised": (("repair", "revision", "ho-350", 480.0),),
    "three quarters": (("repair", "sum", "vp-2646", 2646.0),),
    "not the official": (("conflict", "same-day", "bb-54563", "gh-58853", "nat-45774"),),
    "copy that does not add up": (("conflict", "same-day", "bb-54563", "gh-58853", "nat-45774"),),
    "months of a list": (("repair", "sum", "ha-3316", 3316.0),),
    "percentage": (("repair", "percent", "ci-236", None),),
    "another count": (("conflict", "sources-apart", "ci-286", "ho-299"),),
    "months and year": (("repair", "sum", "ho-8466", None),),
    "vintages": (("repair", "revision", "ho-45755", 45774.0),),
    "one digit": (
        ("drift", "digits", "nat-45774", "dm-45744"),
        ("drift", "digits", "ho-45755", "mod-45756"),
    ),
    "two rates": (("conflict", "definition", "dhs-81", "ida-54"),),
}  # fmt: skip


@pytest.mark.parametrize("specimen", CASES)
def test_found_as_what_it_is(specimen: str) -> None:
    missing = [wanted for wanted in CASES[specimen] if wanted not in found()]
    assert not missing, sorted(found(), key=str)


def test_every_specimen_has_a_case() -> None:
    assert names() == CASES.keys()
