from __future__ import annotations

import json
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.link.audit.toy import counts_of, noisy_world
from undercount import CaptureHistories, Estimate, LogLinear, NotEstimable
from undercount.errors import InputError
from undercount.estimate.linkage.mixture import draw_totals, shares, weighed
from undercount.estimate.linkage.models import fit_models
from undercount.estimate.linkage.noisy import NoisyFits, fit_noisy, means
from undercount.estimate.linkage.widening import widened
from undercount.estimate.linked import estimate_linked
from undercount.estimate.loglinear.models import hierarchical_models
from undercount.histories.linked import LinkedHistories
from undercount.link.audit.counts import audit_counts
from undercount.link.audit.sample import audit_sample
from undercount.testing.clerks import clerk_answers

Floats = NDArray[np.float64]
# Hepatitis A in Taiwan, 1995 (Chao et al. 2001), times ten.
TAIWAN = 10 * np.array([0.0, 69, 55, 21, 63, 17, 18, 28])


def linked(
    counts: Floats, spread: float = 0.0, audited: bool = True, seed: int = 1
) -> LinkedHistories:
    """Histories whose audit gives these counts, with a spread of this share."""
    rng = np.random.default_rng(seed)
    lists = tuple("abcdefg"[: len(counts).bit_length() - 1])
    tables = counts * np.exp(spread * rng.normal(size=(200, len(counts))))
    if not audited:
        return LinkedHistories(lists, counts, tables[:50], n_records=5000)
    return LinkedHistories(
        lists, counts, tables[:50], tables, counts, n_records=5000, n_audited=200
    )


def answer(
    histories: LinkedHistories, row: str, method: str = "loglinear", **more: float
) -> Estimate:
    found = dict(estimate_linked(histories, method, **more))[row]  # type: ignore[arg-type]  # fields by name
    assert isinstance(found, Estimate)
    return found


def without_errors(counts: Floats) -> Floats:
    return np.zeros((len(counts), len(counts)))


@pytest.mark.parametrize("lists", [2, 3, 4])
def test_without_errors_every_model_is_the_poisson_fit(lists: int) -> None:
    """Large counts: least squares and likelihood agree; the models of LogLinear are the judge."""
    rng = np.random.default_rng(lists)
    theta = np.zeros(2**lists)
    theta[0] = 9.0
    theta[[1 << bit for bit in range(lists)]] = -0.7
    theta[3] = 0.4
    counts = rng.poisson(means(theta)).astype(np.float64)
    counts[0] = 0
    fits = fit_noisy(counts, without_errors(counts), hierarchical_models(lists))
    table = CaptureHistories(tuple("abcd"[:lists]), counts.astype(np.int64))
    for order in range(1, lists):
        row = int(
            np.flatnonzero(
                (hierarchical_models(lists) == hierarchical_models(lists, order)[-1]).all(1)
            )[0]
        )
        names = "".join(
            f"[{','.join(table.lists[b] for b in range(lists) if term >> b & 1)}]"
            for term in np.flatnonzero(fits.models[row])[1:]
        )
        made = LogLinear(model=names).fit(table)
        assert isinstance(made, Estimate)
        assert fits.totals[row] == pytest.approx(made.point, rel=0.01)
        assert np.sum(fits.covariances(row), axis=0)[0, 0] == pytest.approx(
            (made.diagnostics["se"] ** 2 - made.diagnostics["unseen"])
            / made.diagnostics["unseen"] ** 2,
            rel=0.1,
        )


def test_errors_of_the_audit_speak_for_no_term() -> None:
    """A dependence that the errors may have made weighs less than one among people counted."""
    counts = np.array([0.0, 900, 700, 330, 1500, 520, 400, 160])
    errors = np.diag(np.concatenate([[0.0], (0.1 * counts[1:]) ** 2]))
    sure, w = weighed(fit_models(counts, without_errors(counts)))
    unsure, v = weighed(fit_models(counts, errors))
    main = hierarchical_models(3, 1)[0]

    def weight(fits: NoisyFits, weights: Floats) -> float:
        at = (fits.models == main).all(axis=1)
        return float(weights[at].sum())

    assert weight(sure, w) < 0.02 < 0.05 < weight(unsure, v)
    assert shares(sure, w).links == pytest.approx(0)
    assert shares(unsure, v).links > 0.5


def test_shares_sum_to_one_and_draws_have_their_spread() -> None:
    errors = np.diag(np.concatenate([[0.0], (0.1 * TAIWAN[1:]) ** 2]))
    fits, weight = weighed(fit_models(TAIWAN, errors))
    parts = shares(fits, weight)
    assert parts.links + parts.chance + parts.models == pytest.approx(1)
    assert weight.sum() == pytest.approx(1)
    assert all(one >= other for one, other in pairwise(weight))
    draws = draw_totals(fits, weight, 20_000, np.random.default_rng(1))
    assert np.median(draws) == pytest.approx(weight @ fits.totals, rel=0.15)


def test_empty_cells_and_five_and_six_lists_have_finite_answers() -> None:
    rng = np.random.default_rng(1)
    for lists in (3, 4, 6):
        counts = rng.poisson(np.exp(rng.normal(1.0, 1.5, 2**lists))).astype(np.float64)
        counts[0] = 0
        made = answer(linked(counts, 0.2), "audit")
        assert np.isfinite(made.point)
        assert np.isfinite(made.interval.upper)


def test_the_rows_stand_in_their_order_and_the_audit_answers() -> None:
    rows = estimate_linked(linked(TAIWAN, 0.1))
    assert [label for label, _ in rows] == ["audit", "averaged", "point"]
    rows = estimate_linked(linked(TAIWAN, 0.1, audited=False))
    assert [label for label, _ in rows] == ["averaged", "point"]
    none = LinkedHistories(("a", "b", "c"), TAIWAN, np.zeros((0, 8)))
    assert [label for label, _ in estimate_linked(none)] == ["point"]


def test_without_an_audit_it_says_so_first_and_is_widened() -> None:
    rows = dict(estimate_linked(linked(TAIWAN, 0.1, audited=False)))
    for row in rows.values():
        assert isinstance(row, Estimate)
        assert row.cautions[0].code == "no-audit"
        # Interactions are not offered.
        assert "independent" in row.method or row.diagnostics["model"] == "[a][b][c]"
    made = rows["averaged"]
    assert isinstance(made, Estimate)
    low, high = made.diagnostics["not_widened"]
    assert made.interval.lower < low < high < made.interval.upper


def test_nobody_is_told_to_audit_encodings() -> None:
    made = replace(linked(TAIWAN, 0.1, audited=False), encoded=True)
    plain = dict(estimate_linked(linked(TAIWAN, 0.1, audited=False)))
    for label, row in estimate_linked(made):
        assert isinstance(row, Estimate)
        assert row.cautions[0].code == "no-audit"
        assert "nobody can look a record up" in row.cautions[0].text
        assert "--audit" not in "".join(item.text for item in row.cautions)
        # Words change; numbers do not.
        same = plain[label]
        assert isinstance(same, Estimate)
        assert row.interval == same.interval


def test_an_audit_without_errors_has_no_variance_from_the_linkage() -> None:
    made = answer(linked(TAIWAN), "audit")
    assert made.diagnostics["linkage_share"] == pytest.approx(0, abs=1e-9)
    assert made.diagnostics["more_records"]["narrower"] == pytest.approx(0, abs=1e-9)
    plain = LogLinear().fit(CaptureHistories(("a", "b", "c"), TAIWAN.astype(np.int64)))
    assert isinstance(plain, Estimate)
    assert made.interval.lower < plain.point < made.interval.upper


def test_more_doubt_is_a_wider_interval_and_a_larger_share() -> None:
    answers = [answer(linked(TAIWAN, spread), "audit") for spread in (0.02, 0.1, 0.3)]
    widths = [a.interval.upper - a.interval.lower for a in answers]
    linkage = [a.diagnostics["linkage_share"] for a in answers]
    assert widths == sorted(widths)
    assert 0 < linkage[0] < min(linkage[1:]) < 1
    assert answers[2].diagnostics["more_records"]["narrower"] > 0.1
    assert "audit-more" in [caution.code for caution in answers[2].cautions]


@pytest.mark.parametrize("method", ["loglinear", "chao", "sample-coverage", "chapman"])
def test_each_method_gives_each_row_and_the_same_again(method: str) -> None:
    counts = TAIWAN if method != "chapman" else np.array([0.0, 400, 300, 150])
    for label, row in estimate_linked(linked(counts, 0.05), method, level=0.9, seed=3):
        assert isinstance(row, Estimate), label
        assert row.interval.level == 0.9
        again = answer(linked(counts, 0.05), label, method, level=0.9, seed=3)
        assert again.to_dict() == row.to_dict()
        json.dumps(row.to_dict(), allow_nan=False)
        assert row.draws is not None
        assert row.provenance["settings"] == {"method": method, "linked": True}


def test_two_lists_are_chapmans_but_for_noise() -> None:
    counts = np.array([0.0, 4000, 3000, 1500])
    log, chapman = (answer(linked(counts, 0.02), "audit", m) for m in ("loglinear", "chapman"))
    assert log.point == pytest.approx(chapman.point, rel=0.01)
    assert log.interval.upper == pytest.approx(chapman.interval.upper, rel=0.03)


def test_other_methods_are_refused_with_what_to_do() -> None:
    ((_, row),) = estimate_linked(linked(TAIWAN, 0.1), "latent-class")
    assert isinstance(row, NotEstimable)
    assert "loglinear" in row.what_would_help
    with pytest.raises(InputError, match="no method 'guess'"):
        estimate_linked(linked(TAIWAN), "guess")
    with pytest.raises(InputError, match="two lists"):
        estimate_linked(linked(TAIWAN), "chapman")
    with pytest.raises(InputError, match="level"):
        estimate_linked(linked(TAIWAN), level=1.5)


def test_tables_that_carry_no_estimate_are_refused() -> None:
    one = estimate_linked(linked(np.array([0.0, 50]), 0.1))
    assert all(isinstance(row, NotEstimable) for _, row in one)
    apart = estimate_linked(linked(np.array([0.0, 50, 40, 0]), 0.1))
    assert all(isinstance(row, NotEstimable) for _, row in apart)


def test_readers_are_told_of() -> None:
    base = linked(TAIWAN, 0.05)
    assert "one-reader" in [c.code for c in answer(base, "audit").cautions]
    held = {
        name: getattr(base, name)
        for name in ("lists", "linked", "drawn", "audited", "audited_point")
    }
    read = LinkedHistories(**held, n_records=5000, n_audited=200, n_read_twice=40, overlooked=0.3)
    codes = [caution.code for caution in answer(read, "audit").cautions]
    assert "one-reader" not in codes
    assert "much-overlooked" in codes
    assert answer(read, "audit").diagnostics["overlooked"] == 0.3


def test_widening_keeps_those_who_were_seen() -> None:
    made = widened(np.array([500.0] * 1000), 500, np.random.default_rng(1))
    assert (made == 500).all()


def _share_covered(n: int, overlook: float, worlds: int) -> tuple[float, float]:
    """How often the 90% interval holds N from the true counts, and the median error."""
    inside, off = [], []
    for seed in range(worlds):
        draws, persons, best = noisy_world(6000, seed, draws=10)
        truth = counts_of(persons, draws.of_list, 3)
        made = LogLinear().fit(CaptureHistories(draws.lists, truth.astype(np.int64)))
        assert isinstance(made, Estimate)
        sample = audit_sample(draws, n, seed=seed)
        first = clerk_answers(sample.records, persons, overlook=overlook, seed=seed)
        second = clerk_answers(sample.second(), persons, overlook=overlook, seed=seed + 500)
        counts = audit_counts(sample, first, second if overlook else None, seed=seed)
        histories = LinkedHistories(
            draws.lists,
            counts_of(best, draws.of_list, 3),
            draws.histories(),
            counts.replicates,
            counts.point,
            len(persons),
            counts.n_audited,
            counts.n_read_twice,
            counts.overlooked,
        )
        found = answer(histories, "audit", level=0.9)
        inside.append(found.interval.lower <= made.point <= found.interval.upper)
        off.append(abs(found.point / made.point - 1))
    return float(np.mean(inside)), float(np.median(off))


@pytest.mark.long
@pytest.mark.parametrize(
    ("n", "overlook", "held", "within"),
    [(200, 0.0, 0.85, 0.15), (500, 0.0, 0.85, 0.1), (200, 0.1, 0.8, 0.15)],
)
def test_the_interval_holds_the_answer_of_the_true_links(
    n: int, overlook: float, held: float, within: float
) -> None:
    covered, off = _share_covered(n, overlook, 40)
    assert covered >= held
    assert off <= within
