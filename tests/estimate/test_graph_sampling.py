from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.estimate.tables import UK_SIX, WESTERN, histories
from undercount.estimate import ModelAverage
from undercount.estimate.graphs.chain import may_toggle
from undercount.estimate.graphs.dark_posterior import dark_posterior
from undercount.estimate.graphs.graphs import adjacency, families_of, take_apart
from undercount.estimate.graphs.sampling import sample_graphs
from undercount.histories import CaptureHistories
from undercount.results import Estimate, NotEstimable


def simulated(t: int, people: int, highest: float, spread: float, seed: int) -> CaptureHistories:
    """Simulated: two kinds of people, and three pairs of lists that depend on each other."""
    rng = np.random.default_rng(seed)
    bits = (np.arange(2**t)[:, np.newaxis] >> np.arange(t)) & 1
    rates, chance = rng.uniform(highest / 4, highest, t), np.zeros(2**t)
    for shift, share in ((-spread, 0.6), (spread, 0.4)):
        log_odds = bits @ (np.log(rates / (1 - rates)) + shift)
        for a, b, strength in ((0, 1, 1.5), (2, 3, -1.0), (4, 5, 2.0)):
            log_odds += strength * bits[:, a] * bits[:, b]
        chance += share * np.exp(log_odds) / np.exp(log_odds).sum()
    counts = rng.multinomial(people, chance)
    return histories(tuple("ABCDEFGHIJ"[:t]), dict(enumerate(counts.tolist()[1:], start=1)))


def total_variation(counts: NDArray[np.int64], seed: int = 1) -> tuple[float, float]:
    """How far the sampled posterior lies from the sum over all graphs: of people, of graphs."""
    t = len(counts).bit_length() - 1
    exact = dark_posterior(counts, 2.0**-t, 10.0 * counts.sum())
    found = sample_graphs(counts, 2.0**-t, 10.0 * counts.sum(), seed)
    assert found.converged
    of_people = np.max(
        np.abs(np.interp(exact.nodes, found.posterior.nodes, found.posterior.cumulative)
               - exact.cumulative)
    )  # fmt: skip
    shares = [
        {frozenset(map(int, row)): p for row, p in zip(posterior.families, by_graph, strict=True)}
        for posterior, by_graph in (
            (exact, exact.by_graph), (found.posterior, found.posterior.by_graph)
        )
    ]  # fmt: skip
    graphs = set(shares[0]) | set(shares[1])
    return float(of_people), sum(abs(shares[0].get(g, 0) - shares[1].get(g, 0)) for g in graphs) / 2


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(WESTERN, id="five", marks=pytest.mark.long),
        pytest.param(UK_SIX, id="six"),
        pytest.param(simulated(7, 15000, 0.25, 0.3, 2), id="seven", marks=pytest.mark.long),
    ],
)
def test_the_sum_over_all_graphs_is_found_by_sampling(data: CaptureHistories) -> None:
    of_people, of_graphs = total_variation(data.counts)
    # Worth 1,000 draws or more: a standard error of at most 0.016 for any share.
    assert of_people < 0.03
    assert of_graphs < 0.1


def test_eight_lists_are_sampled_and_say_so() -> None:
    data = simulated(8, 3000, 0.25, 0.3, 3)
    answer, other = (ModelAverage().fit(data, seed=seed) for seed in (1, 2))
    assert isinstance(answer, Estimate)
    assert isinstance(other, Estimate)
    assert answer.draws is not None
    assert answer.draws.shape == (4, 1000)
    assert answer.point == pytest.approx(3000, rel=0.07)
    for a, b in zip(
        (answer.interval.lower, answer.point, answer.interval.upper),
        (other.interval.lower, other.point, other.interval.upper),
        strict=True,
    ):
        assert a == pytest.approx(b, rel=0.005)
    said = answer.diagnostics["sampling"]
    assert "Giudici" in said["method"]
    assert said["r_hat"] < 1.05
    answer.to_json()


def test_chains_that_do_not_agree_give_no_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    sampling = "undercount.estimate.graphs.sampling."
    monkeypatch.setattr(sampling + "_DOUBLED", 0)
    monkeypatch.setattr(sampling + "_KEPT", 1000)
    data = simulated(9, 30000, 0.25, 1.2, 4)
    assert isinstance(ModelAverage().fit(data), Estimate)
    # Without hotter companions each chain stays at the peak that it met first.
    monkeypatch.setattr(sampling + "_HEAT", np.ones(1))
    answer = ModelAverage().fit(data)
    assert isinstance(answer, NotEstimable)
    assert "do not agree" in answer.reason
    assert answer == ModelAverage().fit(data)


@pytest.mark.parametrize("cell", [0b11, 0b11111111])
def test_a_million_in_one_cell_of_eight_lists(cell: int) -> None:
    data = histories(tuple("ABCDEFGH"), dict.fromkeys(range(1, 256), 1) | {cell: 10**6})
    answer = ModelAverage().fit(data)
    if isinstance(answer, Estimate):
        assert np.isfinite(answer.interval.upper)


def test_an_edge_may_be_toggled_where_the_graph_stays_decomposable() -> None:
    t, rng = 6, np.random.default_rng(5)
    families, seen = np.empty(t, dtype=np.uint16), set()
    for graph in rng.integers(2**15, size=400):
        adjacent = adjacency(graph, t)
        if not take_apart(adjacent, families):
            continue
        for b, a in combinations(range(t), 2):
            other = adjacency(graph ^ 1 << (a * (a - 1) // 2 + b), t)
            may = take_apart(other, families)
            assert may_toggle(adjacent, a, b) == may
            seen.add((bool(may), bool(adjacent[a] >> b & 1)))
    assert len(seen) == 4
    assert families_of(np.array([0b1]), 2).tolist() == [[0 << 2 | 0b10, 1 << 2]]
