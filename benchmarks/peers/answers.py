"""The answers of the peers and ours, side by side."""

from __future__ import annotations

import time
from typing import Any

import numpy as np
from numpy.typing import NDArray
from peers import calls
from peers.run import Call, ask

from undercount.estimate import LogLinear, ModelAverage
from undercount.estimate.convergence import ess_bulk
from undercount.estimate.latent.latent_class import LatentClass
from undercount.estimate.loglinear.notation import parse_model
from undercount.estimate.loglinear.search import fit_all
from undercount.histories import CaptureHistories
from undercount.results import Estimate

Rows = list[list[str]]


def every_model(quick: bool) -> tuple[Rows, Rows]:
    """All models of a table against Rcapture; and what it prints where no estimate exists."""
    rows = [
        [
            "table",
            "models",
            "estimate exists",
            "worst difference of N",
            "of its s.e.",
            "no estimate, Rcapture prints one",
            "and no warning",
        ]
    ]
    printed = [["table", "model", "Rcapture prints N (s.e.)", "its warning", "here"]]
    for name, call in calls.SEARCHES.items():
        peer = ask(call, quick)
        if isinstance(peer, str):
            rows.append([name, peer, "", "", "", "", ""])
            continue
        table = call.table
        fits = fit_all(table.counts, _models(peer["models"], table))
        exists = fits.verdict == "fitted"
        points, errors, flags = (_array(peer[key]) for key in ("points", "errors", "flags"))
        none = ~exists & np.isfinite(points)
        rows.append(
            [
                name,
                f"{len(exists):,}",
                f"{exists.sum():,}",
                f"{_apart(points, table.n_observed + fits.unseen, exists):.1e}",
                f"{_apart(errors, fits.se, exists):.1e}",
                f"{none.sum():,}",
                f"{(none & (flags == 0)).sum():,}",
            ]
        )
        for row in _examples(none, flags, points, errors):
            said = f"{points[row]:,.0f} ({errors[row]:,.1e})"
            flag = "none" if flags[row] == 0 else f"code {flags[row]:.0f}"
            here = f"no answer: {fits.verdict[row]}"
            printed.append([name, peer["models"][row], said, flag, here])
    return rows, printed


def graphs(quick: bool) -> Rows:
    """The average over graphs against dga, on the same grid."""
    rows = [["table", "", "median", "2.5%", "97.5%", "mean", "worst difference"]]
    for name, table in calls.TABLES.items():
        peer = ask(calls.graphs(table), quick)
        fit = ModelAverage(most_unseen=calls.most_unseen(table)).fit(table)
        assert isinstance(fit, Estimate)
        ours = [fit.point, fit.interval.lower, fit.interval.upper, fit.diagnostics["mean"]]
        if isinstance(peer, str):
            rows.append([name, "undercount", *_people(ours), peer])
            continue
        lower, median, upper = peer["quantiles"]
        theirs = [median, lower, upper, peer["mean"]]
        worst = max(abs(a / b - 1) for a, b in zip(ours, theirs, strict=True))
        rows.append([name, "undercount", *_people(ours), f"{worst:.1e}"])
        rows.append(["", "dga", *_people(theirs), ""])
    return rows


def latent_classes(quick: bool) -> Rows:
    """Effective draws of N a CPU second on Kosovo; the same estimator counts them for both."""
    head = ["seed", "", "median", "2.5%", "97.5%", "effective draws", "CPU s", "effective a second"]
    rows = [head]
    LatentClass().fit(calls.KOSOVO)  # compiles
    for seed in calls.SEEDS:
        start = time.process_time()
        fit = LatentClass().fit(calls.KOSOVO, seed=seed)
        seconds = time.process_time() - start
        assert isinstance(fit, Estimate)
        assert fit.draws is not None
        ends = [fit.point, fit.interval.lower, fit.interval.upper]
        rows.append([str(seed), "undercount", *_sampled(ends, fit.draws, seconds)])
        peer = ask(calls.latent(seed), quick)
        if isinstance(peer, str):
            rows.append(["", "LCMCR", peer, "", "", "", "", ""])
            continue
        lower, median, upper = peer["quantiles"]
        draws = _array(peer["draws"])[np.newaxis]
        rows.append(["", "LCMCR", *_sampled([median, lower, upper], draws, peer["seconds"])])
    return rows


def _sampled(ends: list[float], draws: NDArray[np.float64], seconds: float) -> list[str]:
    effective = ess_bulk(draws)
    worth = [f"{effective:,.0f}", f"{seconds:.2f}", f"{effective / seconds:,.0f}"]
    return [*(f"{end:,.0f}" for end in ends), *worth]


def points_and_intervals(quick: bool) -> Rows:
    """Single answers: ours beside the peer's, in people."""
    bca, four = calls.REPLICATES, calls.TABLES["Kosovo"]
    stepwise = LogLinear(search="stepwise", interval="bca", replicates=bca)
    asked: list[tuple[str, Call, LogLinear | None]] = [
        ("HIV, [12][3][4], profile", calls.PROFILE, LogLinear(model="[12][3][4]")),
        ("Korea, BCa", calls.best_bic(calls.KOREA), LogLinear(interval="bca", replicates=bca)),
        ("Kosovo, BCa", calls.best_bic(four), LogLinear(interval="bca", replicates=bca)),
        (
            "Kosovo, pairs only, BCa",
            calls.best_bic(four, 2),
            LogLinear(order=2, interval="bca", replicates=bca),
        ),
        (
            "UK 2013, BCa",
            calls.best_bic(calls.UK_FIVE),
            LogLinear(interval="bca", replicates=bca),
        ),
        ("Western, stepwise, BCa", calls.STEPWISE["Western"], stepwise),
        ("Western, stepwise, BCa", calls.STEPWISE_LATER, stepwise),
        ("Western, Bayesian thresholding", calls.THRESHOLDING, None),
        ("UK 2013, stepwise, BCa", calls.STEPWISE["UK 2013"], stepwise),
    ]
    rows = [["question", "undercount", "peer", "peer's answer", "points differ by", "CPU s of R"]]
    for name, call, method in asked:
        peer = ask(call, quick)
        fit = None if method is None else calls.estimate(method, call.table)
        mine = "no such method"
        if isinstance(fit, Estimate):
            point = fit.point
            if call is calls.PROFILE:
                # That function takes the point of the multinomial likelihood, as its interval.
                point = fit.diagnostics["multinomial_point"]
            mine = _answer(point, fit.interval.lower, fit.interval.upper)
        if isinstance(peer, str):
            rows.append([name, mine, call.name, peer, "", ""])
            continue
        said = peer["interval"]
        theirs = (said[0], *said[1:]) if len(said) == 3 else (peer["point"], *said)
        apart = f"{abs(point / theirs[0] - 1):.1e}" if isinstance(fit, Estimate) else ""
        rows.append([name, mine, call.name, _answer(*theirs), apart, f"{peer['seconds']:.2f}"])
    return [*rows, *_independent(quick)]


def _independent(quick: bool) -> Rows:
    name = "HIV, independent lists, point and s.e."
    fit = LogLinear(model="[1][2][3][4]").fit(calls.HIV)
    assert isinstance(fit, Estimate)
    mine = f"{fit.point:,.1f} ({fit.diagnostics['se']:.1f})"
    peer = ask(calls.INDEPENDENT, quick)
    if isinstance(peer, str):
        return [[name, mine, calls.INDEPENDENT.name, peer, "", ""]]
    row = peer["models"].index("Mt")
    theirs = f"{peer['points'][row]:,.1f} ({peer['errors'][row]:.1f})"
    apart = f"{abs(fit.point / peer['points'][row] - 1):.1e}"
    seconds = f"{peer['seconds']:.2f}"
    return [[name, mine, f"{calls.INDEPENDENT.name}, Mt", theirs, apart, seconds]]


def _models(named: list[str], table: CaptureHistories) -> NDArray[np.bool_]:
    """Rcapture writes [12,13,4] for terms 12, 13 and 4, lists by number."""
    lists = tuple(str(i + 1) for i in range(len(table.lists)))
    return np.array([parse_model(name.replace(",", "]["), lists) for name in named])


def _array(values: list[Any]) -> NDArray[np.float64]:
    return np.array(values, dtype=np.float64)


def _apart(a: NDArray[np.float64], b: NDArray[np.float64], where: NDArray[np.bool_]) -> np.float64:
    return np.abs(a[where] / b[where] - 1).max()


def _examples(
    none: NDArray[np.bool_],
    flags: NDArray[np.float64],
    points: NDArray[np.float64],
    errors: NDArray[np.float64],
) -> list[int]:
    """The largest N, and the smallest s.e., among those without a warning if there are any."""
    among = (
        np.flatnonzero(none & (flags == 0)) if (none & (flags == 0)).any() else none.nonzero()[0]
    )
    if not len(among):
        return []
    picked = (among[np.argmax(points[among])], among[np.argmin(errors[among])])
    return list(dict.fromkeys(map(int, picked)))


def _people(values: list[float]) -> list[str]:
    return [f"{value:,.0f}" for value in values[:-1]] + [f"{values[-1]:,.2f}"]


def _answer(point: float, lower: float, upper: float) -> str:
    return f"{point:,.1f} [{lower:,.1f}, {upper:,.1f}]"
