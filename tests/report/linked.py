"""A page with estimates from linked lists, made by hand: simulated bodies, invented numbers."""

from __future__ import annotations

import numpy as np

from undercount.histories.facts import LinkageFacts, ListFacts
from undercount.histories.suppress import suppress
from undercount.report import Page
from undercount.results import Assumption, Caution, Estimate, EstimateSet, Interval

COUNTS = np.array([0, 2140, 1480, 410, 2960, 530, 6, 118])
RECORDS = (3325, 2061, 3702)


def facts(*, audited: int = 200, suppress_below: int = 10) -> LinkageFacts:
    lists = ("clinic", "legal-aid", "census")
    profile = (
        ListFacts("clinic", (("name", "all"), ("birth", "87%"), ("nationality", "96%")),
                  ("34% of births on 1 January", "ages heap at 0 and 5")),
        ListFacts("legal-aid", (("name", "nearly all"), ("birth", "98%"), ("nationality", "99%"),
                                ("phone", "62%"))),
        ListFacts("census", (("name", "92%"), ("birth", "41%"), ("nationality", "88%")),
                  ("names in two scripts",)),
    )  # fmt: skip
    return LinkageFacts(
        "camp",
        suppress(lists, COUNTS, RECORDS, suppress_below),
        profile,
        pairs=1_204_118,
        linked=3_322,
        audited=audited,
        read_twice=40 if audited else 0,
    )


def estimates(*, audited: bool = True) -> EstimateSet:
    def row(
        point: float, low: float, high: float, seen: int, share: float, *cautions: Caution
    ) -> Estimate:
        return Estimate(
            point, Interval(low, high, 0.9, "drawn"), seen,
            "Log-linear model by BIC (Fienberg 1972), over drawn linkages (Sadinle 2018)",
            assumptions=(Assumption("Everybody may be on any of the lists."),),
            cautions=cautions,
            diagnostics={
                "linkage_share": share,
                "observed": {"point": seen, "lower": seen - 90.0, "upper": seen + 70.0},
            },
            provenance={"seed": 1, "settings": {"method": "loglinear"}},
        )  # fmt: skip

    none = Caution("no-audit", "Nobody has audited this linkage; the interval is widened.")
    sure = Caution("linkage-as-certain", "The links are taken as certain; the range is too narrow.")
    rows = [
        ("averaged", row(17_320, 12_400, 27_900, 7_302, 0.71, *([] if audited else [none]))),
        ("point", row(24_610, 22_870, 26_480, 7_644, 0.0, sure)),
    ]
    if audited:
        rows.insert(0, ("audit", row(10_140, 9_010, 11_720, 6_398, 0.46)))
    return EstimateSet("camp", tuple(rows), "People in the camp (simulated)")


def page(*, audited: bool = True) -> Page:
    return Page(
        "Simulated registers of 10,000 invented people",
        estimates=(estimates(audited=audited),),
        linkages={"camp": facts(audited=200 if audited else 0)},
        provenance={"version": "0.1.0", "seed": 1},
    )
