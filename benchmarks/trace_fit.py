"""Fits the weights of `trace.evidence` on simulated worlds, seeds 201 on; takes some minutes.

    python benchmarks/trace_fit.py [CASES]    prints `src/undercount/trace/weights.py`

A logistic regression of which request is for which case's child, over pairs that are worth
comparing, with the log odds of any case and any request as an offset: so the coefficients are a
log Bayes factor. What the rivals of a pair take from it is an offset too, found anew from each
fit: else it would count twice, once in the weights and once more when cases are ranked. Then a
logistic curve, from what two requests tell together, that both are for the same child.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from undercount.testing.worlds.tracing import simulate_tracing
from undercount.trace import evidence, rank
from undercount.trace.candidates import find
from undercount.trace.consent import allow
from undercount.trace.people import people_of
from undercount.trace.rivals import probabilities
from undercount.trace.side import side_of

# Seed, requests for each case, noise, and the share of records that tell little. The world fills
# most fields; offices there are that ask for a name and hardly more.
WORLDS = (
    (201, 20, 1.0, 0.0), (202, 80, 1.0, 0.0), (203, 20, 1.0, 0.5), (204, 60, 1.0, 0.1),
    (205, 30, 0.6, 0.0), (206, 30, 1.3, 0.0), (207, 60, 1.0, 0.5), (208, 2, 1.0, 0.5),
)  # fmt: skip
ROUNDS, RIDGE = 2, 4.0
BEST, MANY, THIN = 40, 3000, 60
KEPT = ("id", "given", "seen", "relation", "consent", "purpose", "until", "simulated")
PURPOSE, DAY = "family tracing", date(2016, 9, 1)


@dataclass
class Seen:
    """Pairs of one world: features, prior log odds, kind (1 one child, 2 siblings), rivals."""

    names: list[str]
    x: NDArray[Any]
    prior: NDArray[Any]
    kind: NDArray[Any]
    often: NDArray[Any]
    prepared: rank.Compared
    child: NDArray[Any]


def sparser(table: pa.Table, share: float, rng: np.random.Generator) -> pa.Table:
    """A table of which some records tell little: fields left out, and of names all but one part."""
    poor = rng.random(table.num_rows) < share
    left_out = rng.uniform(0.3, 0.95, table.num_rows)
    made = {}
    for name in table.column_names:
        texts = np.array(table[name].to_pylist(), dtype=object)
        if name == "name":
            bare = np.flatnonzero(poor & (rng.random(len(texts)) < left_out / 2))
            texts[bare] = [None if text is None else text.split()[0] for text in texts[bare]]
        elif name not in KEPT:
            texts[poor & (rng.random(len(texts)) < left_out)] = None
        made[name] = pa.array(texts.tolist(), pa.string())
    return pa.table(made)


def seen_of(cases: int, seed: int, times: int, noise: float, poor: float) -> Seen:
    world = simulate_tracing(cases, cases * times, noise=noise, seed=seed)
    rng = np.random.default_rng(seed)
    sides = [
        allow(
            people_of(kind, sparser(table, poor, rng), world.columns[f"{kind}s"]),
            purpose=PURPOSE,
            day=DAY,
        )
        for kind, table in (("case", world.cases), ("request", world.requests))
    ]
    tracer = rank.Tracer.of(sides[1])
    compared, often = compared_of(tracer, sides[0], rng)
    made = evidence.features(compared.facts)
    told = zip(
        *(world.children[name].to_pylist() for name in ("kind", "id", "child", "family")),
        strict=True,
    )
    children = {(kind, number): (child, family) for kind, number, child, family in told}
    of_case, of_request = (
        np.array([children[side.people.kind, i] for i in side.people.ids]) for side in sides
    )
    case, request = of_case[compared.pairs[:, 0]], of_request[compared.pairs[:, 1]]
    kind = np.where(case[:, 0] == request[:, 0], 1, np.where(case[:, 1] == request[:, 1], 2, 0))
    true = np.bincount(kind, minlength=3)[1:]
    prior = np.log(np.maximum(true, 0.5) / (len(of_case) * len(of_request)))
    x = np.stack(list(made.values()), axis=1)
    return Seen(list(made), x, prior, kind, often, compared, of_request[:, 0])


def compared_of(
    tracer: rank.Tracer, cases: Any, rng: np.random.Generator
) -> tuple[rank.Compared, NDArray[Any]]:
    """The best requests of each case, and a tenth of many others; how many each pair stands for.

    The best alone would be those that fit by chance: what chance brings would be taken for rare.
    """
    side = side_of(cases.people)
    rarity = tracer.rarity(side)
    every = np.arange(len(side))
    best, more = (
        find(side, every, tracer.side, tracer.index, rarity.left[0], kept) for kept in (BEST, MANY)
    )
    n = len(tracer.side)
    others = np.setdiff1d(more @ (n, 1), best @ (n, 1))
    others = others[rng.random(len(others)) < 1 / THIN]
    code = np.concatenate([best @ (n, 1), others])
    often = np.concatenate([np.ones(len(best)), np.full(len(others), float(THIN))])
    order = np.argsort(code)
    pairs = np.stack(np.divmod(code[order], n), axis=1)
    facts = evidence.facts_of(side, tracer.side, pairs, rarity)
    return rank.Compared(tracer, side, pairs, facts), often[order]


def fit(
    x: NDArray[Any], offset: NDArray[Any], kind: NDArray[Any], often: NDArray[Any], ridge: float
) -> NDArray[Any]:
    """Newton's steps of a multinomial regression, on columns of one size.

    Args:
        x: shape (rows, columns).
        offset: shape (rows, kinds), log odds against kind 0.
        kind: shape (rows,), 0 or 1 to kinds.
        often: shape (rows,), how many pairs each row stands for.
        ridge: what a weight costs.

    Returns:
        Shape (kinds, columns).
    """
    size = np.sqrt((x.astype(np.float64) ** 2).mean(axis=0))
    size = np.where(size > 0, size, 1.0)
    z = (x / size).astype(np.float32)
    kinds, columns = offset.shape[1], x.shape[1]
    is_kind = kind[:, None] == np.arange(1, kinds + 1)
    b = np.zeros((kinds, columns))

    def look(b: NDArray[Any]) -> tuple[float, NDArray[Any]]:
        e = np.column_stack([np.zeros(len(z)), z @ b.T + offset])
        whole = np.logaddexp.reduce(e, axis=1)
        loss = float((often * (whole - e[np.arange(len(e)), kind])).sum())
        return loss + ridge / 2 * float((b**2).sum()), np.exp(e - whole[:, None])[:, 1:]

    now, p = look(b)
    for _ in range(20):
        slope = ((often[:, None] * (p - is_kind)).T @ z + ridge * b).ravel()
        bend = np.eye(kinds * columns) * ridge
        for i in range(kinds):
            for j in range(kinds):
                weight = (often * p[:, i] * ((i == j) - p[:, j])).astype(np.float32)
                block = (z * weight[:, None]).T @ z
                bend[i * columns : (i + 1) * columns, j * columns : (j + 1) * columns] += block
        step, by = np.linalg.solve(bend, slope).reshape(b.shape), 1.0
        while (new := look(b - by * step))[0] > now and by > 1e-4:
            by /= 2
        b, last, (now, p) = b - by * step, now, new
        if last - now < 0.05:
            break
    return np.asarray(b / size)


def main(cases: int) -> None:
    worlds = [seen_of(cases, *world) for world in WORLDS]
    names = worlds[0].names
    kind = np.concatenate([one.kind for one in worlds])
    often = np.concatenate([one.often for one in worlds])
    x = np.concatenate([one.x for one in worlds])
    prior = np.concatenate([np.tile(one.prior, (len(one.kind), 1)) for one in worlds])
    taken = np.zeros((len(kind), 2))
    for _ in range(ROUNDS):
        weights = fit(x, prior + taken, kind, often, RIDGE)
        evidence.WEIGHTS.update(zip(names, weights[0].tolist(), strict=True))
        parts, told, alike = [], [], []
        for one in worlds:
            each = one.x @ weights.T + one.prior
            log_odds = each[:, 0] - np.logaddexp(0, each[:, 1])
            kept = one.prepared.kept(log_odds - one.prior[0])
            score, two = one.prepared.rival_scores(kept)
            told.append(score)
            request = one.prepared.pairs[kept][:, 1]
            alike.append(one.child[request[two[0]]] == one.child[request[two[1]]])
            parts.append((one, log_odds, kept, score, two))
        s, a = np.concatenate(told), np.concatenate(alike)
        two_columns, none = np.stack([np.ones(len(s)), s], axis=1), np.zeros((len(s), 1))
        curve = fit(two_columns, none, a.astype(int), np.ones(len(s)), 1e-3)[0]
        off = []
        for one, log_odds, kept, score, two in parts:
            q = 1 / (1 + np.exp(-(curve[0] + curve[1] * score)))
            pairs = one.prepared.with_rivals(kept, two, q)
            free = np.zeros(len(log_odds))
            free[kept] = np.log(np.maximum(probabilities(pairs, np.exp(log_odds[kept]))[2], 1e-12))
            off.append(free)
        taken[:, 0] = np.concatenate(off)
        print(f"same child {curve.round(3)}; {a.mean():.4f} of two requests are", file=sys.stderr)
    print(
        '"""What each feature of `evidence` tells, in nats; made by `benchmarks/trace_fit.py`."""'
    )
    print("\nfrom __future__ import annotations\n\nfrom typing import Final\n")
    for title, said, column in (
        ("WEIGHTS", "For one child, against strangers.", weights[0]),
        ("SIBLINGS", "For brothers and sisters, against strangers.", weights[1]),
    ):
        print(f"{title}: Final[dict[str, float]] = {{")
        for name, value in zip(names, column.tolist(), strict=True):
            print(f'    "{name}": {value:.2f},')
        print(f'}}\n"""{said}"""\n')
    print(f"SAME_CHILD: Final = ({curve[0]:.2f}, {curve[1]:.3f})")
    print('"""Log odds that two requests of one case are for the same child: the first, plus the')
    print('second times the log evidence of what they tell of the child."""')


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 450)
