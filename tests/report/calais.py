"""A page of realistic size for the tests.

The figures are those that were published about Calais (publishers in calais.csv). Sentences are
written for the tests, and the series, the estimates and every hash are invented.
"""

from __future__ import annotations

import csv
import hashlib
import math
from datetime import date, timedelta
from pathlib import Path

from tests.report import disagreeing
from undercount.ledger import Entry, Figure, SourceDocument, Statement
from undercount.reconcile.result import (
    Conflict,
    LeftOut,
    Observation,
    Point,
    Reconciled,
    SourceEffect,
    Without,
)
from undercount.report import Page
from undercount.results import (
    Assumption,
    Caution,
    Estimate,
    EstimateSet,
    Interval,
    NotEstimable,
)
from undercount.units import Quantifier, hedge_interval

_QUANTIFIERS: dict[str, Quantifier] = {
    "": "exact", "almost": "almost", "nearly": "almost", "pres de": "almost",
    "more than": "more_than", "over": "more_than", "at least": "at_least", "au moins": "at_least",
}  # fmt: skip
_SENTENCES = (
    "According to {source}, {said} {population} were counted there at the time.",
    "On the day itself {source} spoke of {said} {population}, a number repeated by local radio.",
    "{source} gave {said} as the number of {population}; others present thought it too low.",
    "The newest total from {source} stands at {said} {population} ({place}).",
)
# Knots of the invented series: (day, people).
_KNOTS = (
    (date(2014, 4, 15), 400), (date(2014, 10, 13), 1700), (date(2015, 3, 20), 2100),
    (date(2015, 7, 3), 3200), (date(2015, 10, 12), 6100), (date(2015, 11, 10), 4700),
    (date(2016, 2, 20), 4500), (date(2016, 4, 29), 4550), (date(2016, 6, 10), 5200),
    (date(2016, 7, 8), 5600), (date(2016, 8, 15), 7100), (date(2016, 9, 11), 7900),
    (date(2016, 10, 24), 7338),
)  # fmt: skip


def entries() -> tuple[Entry, ...]:
    """Some 130 rows of the ledger; every fifth was typed by hand and has no sentence."""
    path = Path(__file__).with_name("calais.csv")
    with path.open(encoding="utf-8", newline="") as file:
        return tuple(_entry(i, row) for i, row in enumerate(csv.DictReader(file)))


def camp(ledger: tuple[Entry, ...]) -> Reconciled:
    """An invented series through the published camp figures."""
    used = [
        entry
        for entry in ledger
        if entry.figure.quantity == "camp_population" and entry.figure.source not in ("press",)
    ]
    ratios = {"prefecture": 0.93, "charities": 1.31, "closure register": 1.0}
    names = sorted(
        {entry.figure.source or "" for entry in used},
        key=lambda name: (-sum(entry.figure.source == name for entry in used), name),
    )
    first, last = _KNOTS[0][0], _KNOTS[-1][0]
    days = [first + timedelta(days=i) for i in range((last - first).days + 1)]
    return Reconciled(
        name="camp",
        title="People living in the camp at Calais",
        level=0.9,
        points=tuple(_point(day) for day in days),
        answers=(_point(date(2016, 8, 31)),),
        sources=tuple(
            SourceEffect(
                source=name,
                ratio=ratios.get(name, 0.98),
                lower=ratios.get(name, 0.98) * 0.84,
                upper=ratios.get(name, 0.98) * 1.18,
                noise=1.08,
                n=sum(entry.figure.source == name for entry in used),
                anchor=name == "closure register",
            )
            for name in names
        ),
        observations=tuple(_observation(entry, ratios) for entry in used),
        left_out=(
            LeftOut(
                "closure register", date(2016, 10, 24), 7338, 7338, 7338, 6360, 4130, 9160, True
            ),
        ),
        fixed_by="The closure register of 24 October 2016 (7,338 people) is taken as the truth; "
        "no figure in the data can say so.",
        assumptions=(
            Assumption("Each source keeps its own habit of counting high or low over the years."),
            Assumption("The register of the closure counted everyone.", "untestable"),
            Assumption("Steps of the walk are alike over time.", "fails", "The autumn jumped."),
        ),
        cautions=(Caution("copies", "Two outlets print one count of the prefecture."),),
        diagnostics={
            "walk_per_day": 0.0121,
            "log_posterior": -48.12,
            "figures": len(used),
            "copies_merged": 7,
            "copies": [entry.id for entry in ledger[:7]],
            "refused": [{"figure": ledger[0].id, "why": "a flow, not a stock"}],
            "vintages": [
                {
                    "source": "prefecture", "start": "2016-08-17", "end": "2016-08-17",
                    "prints": [["2016-08-19", 6901, used[0].id], ["2016-08-30", 6910, used[1].id]],
                }
            ],
        },
        provenance={
            "seed": 20160831,
            "version": "0.1.0",
            "settings": {"interventions": [
                {"start": "2016-02-29", "end": "2016-03-16", "name": "the south zone was cleared"}
            ]},
        },
        without=(Without("charities", date(2016, 8, 31), 6800, 5900, 8000, 0.9),),
        if_copies_counted=(Point(date(2016, 8, 31), 7600, 7000, 8300),),
    )  # fmt: skip


def netherlands() -> EstimateSet:
    """Published answers to one register, by method."""
    assumptions = (
        Assumption("Nobody enters or leaves in the year."),
        Assumption("One meeting does not change the chance of the next.", "fails", "Some left."),
    )
    return EstimateSet(
        "people without papers, Netherlands 1995",
        (
            ("Zero-truncated Poisson", _estimate(7080, 6363, 7797, "normal", assumptions)),
            ("with gender, age, nationality", _estimate(12690, 7186, 18194, "normal", assumptions)),
            ("Chao’s lower bound", _estimate(9273.5, 8041, 10788, "lognormal", assumptions)),
            ("Zelterman", _estimate(9424.6, 8074, 10775, "normal", assumptions)),
            ("By district", NotEstimable("Two districts share nobody.", "A third list.")),
        ),
    )


def slavery() -> EstimateSet:
    """A log-linear answer with its near-best models, points invented between published ends."""
    points = (11313, 12040, 12800, 14100, 16021, 19800, 27500, 34083)
    answer = Estimate(
        11313,
        Interval(9887, 13063, 0.95, "profile"),
        2744,
        "Log-linear model, least BIC (Fienberg 1972)",
        cautions=(Caution("near-best", "Eight models lie within 5.5 BIC and disagree threefold."),),
        assumptions=(Assumption("No interaction of all lists at once."),),
        diagnostics={"near_best": [{"point": point} for point in points]},
    )
    return EstimateSet("modern slavery, United Kingdom 2013", (("log-linear", answer),))


def page() -> Page:
    """The whole page."""
    ledger = entries()
    camp_ids = {
        (entry.figure.source, entry.figure.surface): entry.id
        for entry in ledger
        if entry.figure.quantity in ("camp_population", "lorry_drops_detected")
    }
    typed, read = disagreeing.ids(ledger), disagreeing.ids(ledger, "suggested")
    return Page(
        title="Calais, 2014 to 2016",
        series=(camp(ledger),),
        estimates=(netherlands(), slavery()),
        entries=ledger,
        lineage=disagreeing.lineage(typed),
        drifts=(
            disagreeing.drift(typed[0], typed[1]),
            disagreeing.drift(typed[1], read[0], "period"),
        ),
        repairs=disagreeing.repairs(typed),
        balances=(("Who came, stayed and left", disagreeing.balance(typed)),),
        what_ifs=(
            ("What the camp would need", disagreeing.what_if()),
            ("What the port would need", "there is no series port"),
        ),
        conflicts=(
            Conflict(
                "same-day",
                "The prefecture and the charities counted the camp within eight days of each "
                "other and differ by 2,205 people.",
                (camp_ids["prefecture", "6,901"], camp_ids["charities", "9,106"]),
            ),
            Conflict(
                "source-changed",
                "The Chief Inspector’s 6,429 of six months returns as 6,400 of a year.",
                (camp_ids["Chief Inspector", "6,429"], camp_ids["Chief Inspector", "6,400"]),
            ),
        ),
        statements=(
            _claim(
                "documents/note-0.txt",
                "Officers who work the port hold that far more get through than are ever found.",
                "undercount",
            ),
            _claim("documents/note-2.txt", "Aid groups dispute the official count.", "disputes"),
        ),
        documents=tuple(
            SourceDocument(
                path=f"documents/note-{i}.txt",
                sha256=hashlib.sha256(str(i).encode()).hexdigest(),
                title=f"Notes of the week, number {i}",
                published=date(2016, 8, 20 + i),
                outlet="Invented Gazette",
                cautions=("encoding guessed",) if i == 3 else (),
                rejected=9,
            )
            for i in range(6)
        ),
        provenance={
            "version": "0.1.0",
            "seed": 20160831,
            "made": "2026-11-22",
            "inputs": {
                "hand/figures.csv": hashlib.sha256(b"hand").hexdigest(),
                "undercount.toml": hashlib.sha256(b"toml").hexdigest(),
            },
        },
    )


def _claim(document: str, words: str, kind: str) -> Statement:
    return Statement(document=document, type=kind, start=0, end=len(words), words=words)


def _entry(i: int, row: dict[str, str]) -> Entry:
    value = float(row["value"])
    surface = f"{value:,.0f}" if value >= 10 else f"{value:g}"
    hedge = row["hedge"]
    if row["low"] and row["high"]:
        surface, hedge = f"{float(row['low']):,.0f} to {float(row['high']):,.0f}", ""
    said = f"{hedge} {surface}".strip()
    low, high = hedge_interval(_QUANTIFIERS.get(hedge, "approx"), value)
    sentence: str | None = None
    if i % 5:
        sentence = _SENTENCES[i % len(_SENTENCES)].format(
            said=said, source=row["source"], population=row["population"], place=row["place"]
        )
        sentence = sentence[0].upper() + sentence[1:]
    start, end = date.fromisoformat(row["start"]), date.fromisoformat(row["end"])
    return Entry(
        id=hashlib.sha256(f"{i}{row}".encode()).hexdigest()[:12],
        figure=Figure(
            surface=surface,
            value=None if " to " in surface else value,
            kind="range" if " to " in surface else "count",
            low=float(row["low"] or low),
            high=float(row["high"] or high),
            hedge=hedge or None,
            quantity=row["quantity"],
            source=row["source"],
            claimant=row["source"] if i % 3 else f"the {row['source']} office",
            population=row["population"],
            unit=row["unit"],  # type: ignore[arg-type]  # a text of the file
            measure=row["measure"],  # type: ignore[arg-type]  # a text of the file
            place=row["place"],
            period_start=start,
            period_end=end,
            publisher=row["publisher"],
            title=row["title"] or None,
            note=None if sentence else "Read off the printed page.",
            document=f"documents/note-{i % 6}.txt" if sentence else None,
            origin="read" if sentence else "hand",
        ),
        decision="suggested" if sentence else "accepted",
        sentence=sentence,
        offset=None if sentence is None else sentence.index(surface),
        title=row["title"] or (f"Notes of the week, number {i % 6}" if sentence else None),
        published=end,
    )


def _observation(entry: Entry, ratios: dict[str, float]) -> Observation:
    figure = entry.figure
    assert figure.period_start is not None
    assert figure.period_end is not None
    assert figure.low is not None
    assert figure.high is not None
    day = figure.period_start + (figure.period_end - figure.period_start) / 2
    expected = _point(day).median * ratios.get(figure.source or "", 0.98)
    return Observation(
        entry.id, figure.source or "", day, figure.value or math.sqrt(figure.low * figure.high),
        figure.low, figure.high,
        expected, 0.8 * expected, 1.25 * expected,
    )  # fmt: skip


def _point(day: date) -> Point:
    after = next((i for i, knot in enumerate(_KNOTS) if knot[0] >= day), len(_KNOTS) - 1) or 1
    (start, low), (end, high) = _KNOTS[after - 1], _KNOTS[after]
    share = (day - start).days / (end - start).days
    middle = math.exp((1 - share) * math.log(low) + share * math.log(high))
    spread = 1.05 + 0.18 * min((_KNOTS[-1][0] - day).days / 120, 1.0)
    return Point(day, middle, middle / spread, middle * spread)


def _estimate(
    point: float, lower: float, upper: float, kind: str, assumptions: tuple[Assumption, ...]
) -> Estimate:
    return Estimate(
        point,
        Interval(lower, upper, 0.95, kind),
        1880,
        "One register, people met more than once (van der Heijden et al. 2003)",
        assumptions=assumptions,
        cautions=(Caution("heterogeneity", "People differ in how easily they are met."),),
        provenance={"version": "0.1.0"},
    )
