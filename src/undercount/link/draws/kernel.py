"""The compiled chain over partitions of records: single moves, splits and merges.

The chance of a partition is a product over its people of exp(what speaks for them) and of a
prior. What speaks for a person is the natural log Bayes factor of the best pair of records, then
for each further record, the best first, the mean with those that are there: n records need n - 1
links, and the comparisons of one bad record count once. The prior of a person is L[h], times
(1 - d) d^(k - 1) k! for each list of the history h with k records there: people of history h come
as a Poisson number of mean L[h], each further record on a list has chance d, and which of the
list's records are theirs is left to chance (k! counts the orders). A person's records hang
together by candidate links; partitions in which they do not are left out.

Import inside a call only: it loads numba, and compiles on first use (kept on disk).
"""

from __future__ import annotations

from math import exp, log

import numpy as np
from numba import njit
from numpy.typing import NDArray

from undercount.link.draws.walking import (
    Edges,
    Floats,
    Ints,
    Prior,
    State,
    add,
    evidence,
    free_label,
    give_back,
    hangs_together,
    log_prior,
    members_of,
    of_three,
    remove,
    score,
)


@njit(cache=True)
def _single_moves(
    rng: np.random.Generator, state: State, edges: Edges, prior: Prior, work: Ints
) -> None:
    """One Gibbs step for each record that has a candidate link."""
    room = len(work)
    options, worth, chance = np.empty(room, np.int64), np.empty(room), np.empty(room)
    # Arrays are taken out of their tuples here: a tuple's members are counted at each touch.
    label, size, inside = state.label, state.size, state.inside
    counts, history = state.counts, state.history
    head, after = state.head, state.after
    start, other, scores, absent = edges.start, edges.other, edges.score, edges.absent
    near_start, near, near_score = edges.near_start, edges.near, edges.near_score
    of_list, people, once, again = edges.of_list, prior.people, prior.once, prior.again
    for r in range(len(label)):
        if near_start[r] == near_start[r + 1]:
            continue
        own, here = label[r], of_list[r]
        remove(state, r, here)
        left = members_of(state, own, work)
        if not hangs_together(edges, work, left):
            add(state, r, here, own)
            continue
        inside[own] = evidence(edges, work, left)
        found = 0
        for e in range(near_start[r], near_start[r + 1]):
            c, known = label[near[e]], False
            if size[c] == 1:
                worth[found] = near_score[e]
            else:
                for i in range(found):
                    known = known or options[i] == c
                if not known and size[c] == 2:
                    a = head[c]
                    b = after[a]
                    ra, rb = score(start, other, scores, r, a), score(start, other, scores, r, b)
                    worth[found] = of_three(absent, inside[c], ra, rb)
                elif not known:
                    m = members_of(state, c, work)
                    work[m] = r
                    worth[found] = evidence(edges, work, m + 1)
            if not known:
                options[found] = c
                found += 1
        best = people[1 << here] + once[here]
        chance[found] = best
        for i in range(found):
            c = options[i]
            gain = worth[i] - inside[c]
            on_list = counts[c, here]
            if on_list > 0:
                gain += again[here] + log(on_list + 1.0)
            else:
                h = history[c]
                gain += once[here] + people[h | 1 << here] - people[h]
            chance[i] = gain
            best = max(best, gain)
        total = 0.0
        for i in range(found + 1):
            chance[i] = exp(chance[i] - best) if chance[i] > best - 20.0 else 0.0
            total += chance[i]
        at, pick = rng.random() * total, 0
        while pick < found and at >= chance[pick]:
            at -= chance[pick]
            pick += 1
        if pick < found:
            inside[options[pick]] = worth[pick]
            add(state, r, here, options[pick])
            if left == 0:
                give_back(state, own)
        else:
            c = own if left == 0 else free_label(state)
            inside[c] = 0.0
            add(state, r, here, c)


@njit(cache=True)
def _splits_and_merges(
    rng: np.random.Generator, state: State, edges: Edges, prior: Prior, one: Ints, two: Ints
) -> None:
    """Metropolis–Hastings: the two ends of a candidate link part, or bring their people together.

    The link is drawn evenly, so a merge and the split that undoes it meet by the same links;
    the split puts each further record on either side by a fair coin, hence the power of two.
    """
    all_of_them = np.empty(len(one), np.int64)
    first, second = np.empty_like(state.counts[0]), np.empty_like(state.counts[0])
    for _ in range(len(state.label) // 4 + 1):
        e = int(rng.random() * len(edges.near))
        r, s = edges.ends[e], edges.near[e]
        a, b = state.label[r], state.label[s]
        m1, m2 = 0, 0
        if a != b:
            m1, m2 = members_of(state, a, one), members_of(state, b, two)
            first[:], second[:] = state.counts[a], state.counts[b]
        else:
            first[:], second[:] = 0, 0
            q = state.head[a]
            while q >= 0:
                if q == r or (q != s and rng.random() < 0.5):
                    one[m1] = q
                    m1 += 1
                    first[edges.of_list[q]] += 1
                else:
                    two[m2] = q
                    m2 += 1
                    second[edges.of_list[q]] += 1
                q = state.after[q]
            if not (hangs_together(edges, one, m1) and hangs_together(edges, two, m2)):
                continue
        inside1, inside2 = evidence(edges, one, m1), evidence(edges, two, m2)
        all_of_them[:m1], all_of_them[m1 : m1 + m2] = one[:m1], two[:m2]
        together = evidence(edges, all_of_them, m1 + m2)
        gain = together - inside1 - inside2
        gain -= log_prior(first, prior) + log_prior(second, prior)
        first += second
        gain += log_prior(first, prior) - (m1 + m2 - 2) * log(2.0)
        chance = log(1.0 - rng.random())
        if a != b and chance < gain:
            for i in range(m2):
                remove(state, two[i], edges.of_list[two[i]])
                add(state, two[i], edges.of_list[two[i]], a)
            state.inside[a], state.inside[b] = together, 0.0
            give_back(state, b)
        elif a == b and chance < -gain:
            c = free_label(state)
            for i in range(m2):
                remove(state, two[i], edges.of_list[two[i]])
                add(state, two[i], edges.of_list[two[i]], c)
            state.inside[a], state.inside[c] = inside1, inside2


@njit(cache=True)
def _learn(
    rng: np.random.Generator, prior: Prior, cells: Ints, again: Ints, shape: float, beta: Floats
) -> None:
    """Draws the prior given the people there are: gammas of histories, betas of further records."""
    for h in range(1, len(cells)):
        prior.people[h] = log(max(rng.standard_gamma(shape + cells[h]), 1e-300))
    for k in range(len(again)):
        persons = 0
        for h in range(len(cells)):
            if h >> k & 1:
                persons += cells[h]
        d = min(max(rng.beta(beta[0] + again[k], beta[1] + persons), 1e-300), 1 - 1e-12)
        prior.again[k], prior.once[k] = log(d), np.log1p(-d)


@njit(cache=True)
def chain(
    rng: np.random.Generator,
    begin: Ints,
    edges: Edges,
    prior: Prior,
    shape: float,
    beta: Floats,
    learn: bool,
    schedule: tuple[int, int, int],
) -> tuple[NDArray[np.int32], Ints]:
    """Runs one chain from the labels `begin` on.

    Args:
        rng: of this chain.
        begin: shape (n_records,).
        edges: of the graph.
        prior: where the prior starts; it is overwritten.
        shape: of the gamma prior of people by history.
        beta: of the prior of further records on a list.
        learn: whether the prior is drawn anew after each sweep, or held.
        schedule: sweeps thrown away, sweeps for each partition kept, partitions kept.

    Returns:
        Labels, shape (kept, n_records), and people by history, shape (kept, 2**t).
    """
    n, t = len(begin), len(prior.once)
    warmup, thin, kept = schedule
    state = State(
        np.empty(n, np.int64),
        np.full(n, -1, np.int64),
        np.full(n, -1, np.int64),
        np.full(n, -1, np.int64),
        np.zeros(n, np.int64),
        np.zeros((n, t), np.int64),
        np.zeros(n, np.int64),
        np.zeros(n),
        np.zeros(n + 1, np.int64),
    )
    one, two = np.empty(n + 1, np.int64), np.empty(n + 1, np.int64)
    for r in range(n):
        add(state, r, edges.of_list[r], begin[r])
    for c in range(n):
        if state.size[c] == 0:
            give_back(state, c)
        state.inside[c] = evidence(edges, one, members_of(state, c, one))
    drawn = np.empty((kept, n), np.int32)
    cells, again = np.zeros((kept, len(prior.people)), np.int64), np.zeros(t, np.int64)
    now = np.zeros(len(prior.people), np.int64)
    for sweep in range(1, warmup + kept * thin + 1):
        _single_moves(rng, state, edges, prior, one)
        if len(edges.near):
            _splits_and_merges(rng, state, edges, prior, one, two)
        now[:], again[:] = 0, 0
        for c in range(n):
            if state.size[c] > 0:
                now[state.history[c]] += 1
                if state.size[c] > 1:
                    for k in range(t):
                        again[k] += max(state.counts[c, k] - 1, 0)
        if learn:
            _learn(rng, prior, now, again, shape, beta)
        if sweep > warmup and (sweep - warmup) % thin == 0:
            at = (sweep - warmup) // thin - 1
            drawn[at] = state.label
            cells[at] = now
    return drawn, cells
