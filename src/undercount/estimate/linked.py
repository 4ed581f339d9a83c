"""The number of people from lists that were linked, with the doubt of the linkage."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from undercount.errors import InputError
from undercount.estimate.chao import Chao
from undercount.estimate.chapman import Chapman
from undercount.estimate.extrapolation import far_extrapolation
from undercount.estimate.intervals import quantile
from undercount.estimate.linkage import words
from undercount.estimate.linkage.mixture import draw_totals, shares, weighed
from undercount.estimate.linkage.models import fit_models
from undercount.estimate.linkage.tables import Pooled, pooled
from undercount.estimate.linkage.widening import widened
from undercount.estimate.loglinear.log_linear import LogLinear
from undercount.estimate.loglinear.notation import format_model
from undercount.estimate.methods import METHODS
from undercount.estimate.provenance import provenance
from undercount.estimate.sample_coverage import SampleCoverage
from undercount.estimate.unusable import unusable
from undercount.histories import CaptureHistories
from undercount.histories.linked import LinkedHistories
from undercount.results import Assumption, Caution, Estimate, EstimateSet, Interval, NotEstimable

ON_LINKED: Final = ("loglinear", "chapman", "chao", "sample-coverage")
_DRAWS = 4000
_MORE = 300
_NEAR = 8
_MOST_MISSING = 0.1
_AUDIT = "two-phase audit of records (Cochran 1977, chapter 12)"
_AVERAGE = "averaged over drawn linkages (Sadinle 2018)"
_MODELS = "log-linear models averaged with the audit's errors (Fienberg 1972; Buckland et al. 1997)"


@dataclass(frozen=True, slots=True)
class _Linked:
    """The settings, as the provenance shows them."""

    kind: str


def estimate_linked(
    histories: LinkedHistories, method: str = "loglinear", level: float = 0.95, seed: int = 1
) -> EstimateSet:
    """The number of people by each way of treating the doubt of a linkage.

    Rows, the one that answers first:

    - "audit", where records were audited: the counts of the audit, with their errors. With method
      "loglinear" all hierarchical models are fitted by least squares whose covariance holds both
      chance and the errors of the audit, and averaged; see `linkage.noisy` and `linkage.mixture`.
      The point is the median, the interval from quantiles of 4,000 drawn totals. The other methods
      are fitted to each replicate of the counts.
    - "averaged": over the drawn linkages. Without an audit this answers, says so, and is widened.
      "loglinear" then takes the lists as independent: a missed link looks like lists that repel
      each other, and models with interactions amplify it.
    - "point": the best links taken as certain, to compare.

    Diagnostics: `linkage_share`, the share of the variance of log N that is due to the linkage;
    `variance`, all its parts; `more_records`, by how much 300 more records audited would narrow
    the interval, what is learned of the model left out; `observed`, people on any list.

    Args:
        histories: counts by the linkage, by draws and by the audit.
        method: "loglinear", "chapman", "chao" or "sample-coverage".
        level: of the intervals.
        seed: of all that is drawn.

    Raises:
        InputError: no such method, a level or seed out of range, Chapman's for other than two
            lists.
    """
    quantile(level)
    if method not in METHODS:
        raise InputError(f"there is no method '{method}'", f"The methods: {', '.join(ON_LINKED)}")
    origin = provenance(_Linked(method), level, seed)
    origin["settings"] = {"method": method, "linked": True}
    if method not in ON_LINKED:
        refused = NotEstimable(
            f"The method '{method}' takes counts as certain, and counts of linked lists are not.",
            f"One of {', '.join(ON_LINKED)}.",
            method,
            provenance=origin,
        )
        return EstimateSet("", (("audit" if histories.is_audited else "averaged", refused),))
    if method == "chapman" and len(histories.lists) != 2:
        what = f"Chapman's estimator takes two lists, not {len(histories.lists)}"
        raise InputError(what, "Use loglinear, or link two lists only")
    rng = np.random.default_rng(seed)
    rows: list[tuple[str, Estimate | NotEstimable]] = []
    if histories.is_audited:
        rows.append(("audit", _audit(histories, method, level, rng, origin)))
    if len(histories.drawn):
        rows.append(("averaged", _averaged(histories, method, level, rng, origin)))
    rows.append(("point", _point(histories, method, level, seed, origin)))
    return EstimateSet("", tuple(rows))


def _audit(
    histories: LinkedHistories,
    method: str,
    level: float,
    rng: np.random.Generator,
    origin: dict[str, Any],
) -> Estimate | NotEstimable:
    """The row that rests on an audit."""
    assert histories.audited is not None
    assert histories.audited_point is not None
    counts, replicates = histories.audited_point, histories.audited
    named = f"{_MODELS if method == 'loglinear' else _maker(method)[1]}, {_AUDIT}"
    whole = _whole(histories.lists, counts)
    refused = unusable(whole, named, origin)
    if refused is not None:
        return refused
    seen = replicates.sum(axis=1)
    found: dict[str, Any] = {}
    if method == "loglinear":
        fits, weight = weighed(fit_models(counts, np.cov(replicates.T)))
        draws, variance = draw_totals(fits, weight, _DRAWS, rng), shares(fits, weight)
        linked = variance.links
        found["model"] = format_model(fits.models[0], histories.lists)
        found["variance"] = {
            "links": variance.links, "chance": variance.chance, "models": variance.models,
        }  # fmt: skip
        near = [
            {"model": format_model(model, histories.lists), "weight": float(w), "point": float(n)}
            for model, w, n in zip(fits.models, weight, fits.totals, strict=True)
        ]
        found["near_best"] = near[:_NEAR] if len(near) > 1 else []
        found["n_models"] = len(near)
        terms: tuple[Assumption, ...] = (words.TERMS,)
    else:
        made = pooled(histories.lists, replicates, _maker(method)[0], rng)
        if made.missing > _MOST_MISSING:
            return _none(made, named, whole, origin)
        draws, linked, terms = made.draws, made.links, ()
    n, records = histories.n_audited, max(histories.n_records, histories.n_audited)
    left = (1 / (n + _MORE) - 1 / records) / (1 / n - 1 / records) if records > n else 0.0
    narrower = float(1 - (1 - linked * (1 - max(left, 0.0))) ** 0.5)
    found |= {
        **_told(histories, linked),
        "more_records": {"records": min(_MORE, records - n), "narrower": narrower},
        "observed": _observed(float(counts.sum()), seen, level),
    }
    assumed = [words.CLOSED, words.CLERK, words.LEFT_OUT, *terms]
    if histories.n_read_twice:
        assumed.append(words.OVERLOOKED)
    said = words.of_readers(histories)
    said += words.of_share(linked, n, narrower, min(_MORE, records - n))
    return _made(draws, draws, counts.sum(), named, level, assumed, said, found, origin)


def _averaged(
    histories: LinkedHistories,
    method: str,
    level: float,
    rng: np.random.Generator,
    origin: dict[str, Any],
) -> Estimate | NotEstimable:
    """The row that rests on the draws of the linkage."""
    maker, named = _maker(method)
    named = f"{named}, {_AVERAGE}"
    made = pooled(histories.lists, histories.drawn, maker, rng)
    seen = histories.drawn.sum(axis=1)
    if made.missing > _MOST_MISSING:
        return _none(made, named, _whole(histories.lists, histories.drawn.mean(axis=0)), origin)
    wide = made.draws
    if not histories.widened:
        wide = widened(made.draws, float(seen.mean()), rng)
    # What widening adds is of the linkage too.
    spread, before = float(np.log(wide).var()), float(np.log(made.draws).var())
    linked = 1 - (1 - made.links) * min(before / spread, 1.0) if spread > 0 else made.links
    found: dict[str, Any] = {
        **_told(histories, linked),
        "observed": _observed(float(seen.mean()), seen, level),
    }
    if not histories.widened:
        found["not_widened"] = list(_ends(made.draws, level))
    assumed = [words.CLOSED, words.EVIDENCE]
    if method == "loglinear":
        assumed.append(words.INDEPENDENT)
    said = [words.BESIDE_AUDIT if histories.is_audited else words.of_no_audit(histories)]
    return _made(made.draws, wide, seen.mean(), named, level, assumed, said, found, origin)


def _point(
    histories: LinkedHistories, method: str, level: float, seed: int, origin: dict[str, Any]
) -> Estimate | NotEstimable:
    """The row that takes the best links as certain."""
    maker, _ = _maker(method)
    answer: Estimate | NotEstimable = maker.fit(
        _whole(histories.lists, histories.linked), level=level, seed=seed
    )
    said = [words.CERTAIN]
    if not histories.is_audited:
        said.insert(0, words.of_no_audit(histories))
    if isinstance(answer, NotEstimable):
        return replace(answer, provenance=origin)
    found = {**answer.diagnostics, **_told(histories, 0.0)}
    del found["linkage_share"]
    return replace(answer, cautions=(*said, *answer.cautions), diagnostics=found, provenance=origin)


def _maker(method: str) -> tuple[Any, str]:
    """What fits one table, and its name; log-linear models without interactions."""
    return {
        "loglinear": (
            LogLinear(order=1, interval="lognormal"),
            "Poisson log-linear model of independent lists (Fienberg 1972)",
        ),
        "chapman": (Chapman(), "Chapman's estimator for two lists (Chapman 1951)"),
        "chao": (Chao(), "Chao's lower bound (Chao 1987, 1989)"),
        "sample-coverage": (SampleCoverage(), "Sample coverage (Chao & Tsay 1998)"),
    }[method]


def _made(
    plain: NDArray[np.float64],
    draws: NDArray[np.float64],
    n_observed: float,
    method: str,
    level: float,
    assumed: list[Assumption],
    said: list[Caution],
    found: dict[str, Any],
    origin: dict[str, Any],
) -> Estimate:
    """The estimate whose point is the median of `plain`, and whose interval that of `draws`."""
    lower, upper = _ends(draws, level)
    # Whoever was seen was seen, but in how many records a person stands is in doubt itself.
    point = float(np.median(plain))
    observed = int(min(n_observed, lower, point))
    more = far_extrapolation(point - observed, max(observed, 1))
    return Estimate(
        point=point,
        interval=Interval(min(lower, point), max(upper, point), level, "linkage"),
        n_observed=observed,
        method=method,
        assumptions=tuple(assumed),
        cautions=(*said, *more),
        diagnostics=found,
        provenance=origin,
        draws=draws[np.newaxis],
    )


def _none(
    made: Pooled, method: str, whole: CaptureHistories, origin: dict[str, Any]
) -> NotEstimable:
    """Why too many tables have no estimate."""
    why = made.refused
    return NotEstimable(
        f"{made.missing:.0%} of the ways the linkage may be have no estimate"
        + (f": {why.reason}" if why else "."),
        why.what_would_help if why else "An audit of more records.",
        method,
        whole.n_observed,
        whole.check(),
        origin,
    )


def _told(histories: LinkedHistories, share: float) -> dict[str, Any]:
    """What the diagnostics say of the linkage."""
    return {
        "linkage_share": float(share),
        "n_records": histories.n_records,
        "n_audited": histories.n_audited,
        "n_read_twice": histories.n_read_twice,
        "overlooked": histories.overlooked,
    }


def _observed(point: float, seen: NDArray[np.float64], level: float) -> dict[str, float]:
    lower, upper = _ends(seen, level)
    return {"point": point, "lower": min(lower, point), "upper": max(upper, point)}


def _ends(draws: NDArray[np.float64], level: float) -> tuple[float, float]:
    lower, upper = np.quantile(draws, [(1 - level) / 2, (1 + level) / 2])
    return float(lower), float(upper)


def _whole(lists: tuple[str, ...], counts: NDArray[np.float64]) -> CaptureHistories:
    """The counts in whole people."""
    return CaptureHistories(lists, np.rint(counts).astype(np.int64))
