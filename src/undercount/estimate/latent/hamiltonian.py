"""The posterior of latent classes with N, members and alpha summed out, and moves along it.

Psi holds log weights of the classes up to a common shift, theta logits of the chances of capture.
With the prior 1/N the sum over N leaves the chance of the observed cells given that a person is
observed. Alpha is integrated out of the sticks too. What remains is smooth, and a Hamiltonian
trajectory (Neal 2011) crosses its long flat ridges in one move, where drawing members and
parameters in turn takes hundreds.

Import this module inside a fit only: it loads numba, and compiles on first use (kept on disk).
No function here may use `fastmath`: code just compiled and code from disk would round differently,
and one seed would draw differently in the first process and the second.
"""

from __future__ import annotations

import math

import numpy as np
from numba import njit
from numpy.typing import NDArray

Array = NDArray[np.float64]

# A trajectory as long as this crosses the posterior; longer ones turn back.
_LENGTH = 3.0
_MOST_STEPS = 200
_AIM = 0.75


@njit(cache=True)
def log_sum(x: float, y: float) -> float:
    """log(exp(x) + exp(y)) without overflow."""
    return max(x, y) + math.log1p(math.exp(-abs(x - y)))


@njit(cache=True)
def log_sticks(psi: Array, shape: float, rate: float) -> float:
    """Log prior density of the weights, alpha ~ Gamma(shape, rate) integrated out.

    V_k ~ Beta(1, alpha) for all but the last class; the log of the last weight is the sum of the
    log(1 - V_k), and all the data of alpha. With tails R_k = w_k + ... + w_K the density of the
    weights is (rate - log w_K)**-(shape + K - 1) / (w_K R_2 ... R_(K-1)), constants left out.
    """
    n_classes = psi.size
    tail: float = psi[n_classes - 1]
    tails = 0.0
    for k in range(n_classes - 2, -1, -1):
        tail = log_sum(tail, psi[k])
        if k > 0:
            tails += tail
    last: float = psi[n_classes - 1] - tail
    tails -= max(n_classes - 2, 0) * tail
    return -(shape + n_classes - 1) * math.log(rate - last) - last - tails


@njit(cache=True)
def log_total(psi: Array) -> float:
    """Log of the sum of the weights."""
    total: float = psi[0]
    for k in range(1, psi.size):
        total = log_sum(total, psi[k])
    return total


@njit(cache=True)
def cell_chances(
    psi: Array, theta: Array, on: Array, caught: Array, missed: Array, joint: Array, hidden: Array
) -> float:
    """Chances of class and cell; returns that of being observed.

    Args:
        psi: shape (k,), log weights.
        theta: shape (k, t), logits of the chances of capture.
        on: shape (t, c), 1 where people of the cell are on the list.
        caught: shape (k, t), set to the chances of capture.
        missed: shape (k, t), set to 1 - caught, without cancellation.
        joint: shape (k, c), set to the chances of class and cell.
        hidden: shape (k,), set to the chances of class and of no list.
    """
    shift = log_total(psi)
    visible = 0.0
    for k in range(psi.size):
        weight = math.exp(psi[k] - shift)
        seen, unseen = 0.0, 1.0
        for c in range(on.shape[1]):
            joint[k, c] = weight
        for j in range(on.shape[0]):
            small = math.exp(-abs(theta[k, j]))
            larger = 1.0 / (1.0 + small)
            if theta[k, j] > 0:
                caught[k, j], missed[k, j] = larger, small * larger
            else:
                caught[k, j], missed[k, j] = small * larger, larger
            seen = seen * missed[k, j] + caught[k, j]
            unseen *= missed[k, j]
            gain = caught[k, j] - missed[k, j]
            for c in range(on.shape[1]):
                joint[k, c] *= missed[k, j] + on[j, c] * gain
        visible += weight * seen
        hidden[k] = weight * unseen
    return visible


@njit(cache=True)
def log_posterior(
    psi: Array, theta: Array, on: Array, counts: Array, shape: float, rate: float,
    d_psi: Array, d_theta: Array, caught: Array, missed: Array, joint: Array, hidden: Array,
    share: Array,
) -> float:  # fmt: skip
    """Log density of psi and theta, constants left out; sets its gradient.

    The common shift of psi, which says nothing, is given a standard normal density.

    Args:
        psi: shape (k,).
        theta: shape (k, t).
        on: shape (t, c).
        counts: shape (c,), people by occupied cell.
        shape: of the Gamma prior of alpha.
        rate: of the same.
        d_psi: shape (k,), set to the gradient; d_theta: shape (k, t), likewise.
        caught, missed, joint, hidden: as in `cell_chances`.
        share: shape (c,), scratch.
    """
    n_classes, n_lists = theta.shape
    visible = cell_chances(psi, theta, on, caught, missed, joint, hidden)
    if not visible > 0.0:
        return -np.inf
    total = log_total(psi)
    value = log_sticks(psi, shape, rate) - 0.5 * total * total
    for k in range(n_classes):
        jacobian = 1.0
        for j in range(n_lists):
            jacobian *= caught[k, j] * missed[k, j]
        if not jacobian > 0.0:
            return -np.inf
        value += psi[k] - total + math.log(jacobian)
    share[:] = 0.0
    for k in range(n_classes):
        for c in range(counts.size):
            share[c] += joint[k, c]
    n = 0.0
    for c in range(counts.size):
        if not share[c] > 0.0:
            return -np.inf
        value += counts[c] * math.log(share[c])
        n += counts[c]
        share[c] = counts[c] / share[c]
    value -= n * math.log(visible)
    last = psi[n_classes - 1] - total
    pull = (shape + n_classes - 1) / (rate - last) - 1.0
    # Until its turn comes, d_psi holds the log of each class's tail of weights.
    d_psi[n_classes - 1] = psi[n_classes - 1]
    for k in range(n_classes - 2, -1, -1):
        d_psi[k] = log_sum(psi[k], d_psi[k + 1])
    before, rest = 0.0, 1.0
    for k in range(n_classes):
        weight = math.exp(psi[k] - total)
        # `before`: the sum over the sticks 2 .. min(k, K - 1) of R_k / R_stick.
        before *= rest
        if 0 < k < n_classes - 1:
            before += 1.0
        stick = math.exp(psi[k] - d_psi[k])
        rest = max(1.0 - stick, 0.0)
        members = 0.0
        for c in range(counts.size):
            joint[k, c] *= share[c]
            members += joint[k, c]
        unseen = n * hidden[k] / visible
        slope = 1.0 - weight * (n_classes + pull + total) + members + unseen - n * weight / visible
        slope += max(n_classes - 2, 0) * weight - stick * before
        if k == n_classes - 1:
            slope += pull
        d_psi[k] = slope
        for j in range(n_lists):
            listed = 0.0
            for c in range(counts.size):
                listed += on[j, c] * joint[k, c]
            d_theta[k, j] = listed - (members + unseen) * caught[k, j] + 1.0 - 2.0 * caught[k, j]
    return value


@njit(cache=True)
def trajectory(
    rng: np.random.Generator, psi: Array, theta: Array, on: Array, counts: Array,
    shape: float, rate: float, step: float,
) -> float:  # fmt: skip
    """Moves psi and theta along one trajectory if it is accepted; returns the chance of that.

    Args:
        rng: generator.
        psi: shape (k,), changed in place; theta: shape (k, t), likewise.
        on, counts, shape, rate: as in `log_posterior`.
        step: mean step of the leapfrog; the one taken, and their number, are drawn around it, so
            that no period of the posterior is met for ever.
    """
    n_classes, n_lists = theta.shape
    q, r = np.empty(n_classes), np.empty((n_classes, n_lists))
    d_psi, d_theta = np.empty(n_classes), np.empty((n_classes, n_lists))
    caught, missed = np.empty((n_classes, n_lists)), np.empty((n_classes, n_lists))
    joint, hidden = np.empty((n_classes, counts.size)), np.empty(n_classes)
    share = np.empty(counts.size)
    p_psi, p_theta = np.empty(n_classes), np.empty((n_classes, n_lists))
    most = min(_MOST_STEPS, 1 + int(_LENGTH / step))
    n_steps = 1 + int(most * rng.random())
    taken = step * (0.4 + 0.8 * rng.random())
    q[:] = psi + (rng.standard_normal() - log_total(psi))
    r[:] = theta
    value, kinetic = 0.0, 0.0
    for k in range(n_classes):
        p_psi[k] = rng.standard_normal()
        kinetic += 0.5 * p_psi[k] ** 2
        for j in range(n_lists):
            p_theta[k, j] = rng.standard_normal()
            kinetic += 0.5 * p_theta[k, j] ** 2
    change = kinetic
    for at in range(n_steps + 1):
        value = log_posterior(
            q, r, on, counts, shape, rate, d_psi, d_theta, caught, missed, joint, hidden, share
        )
        if not value > -1e300:
            return 0.0
        if at == 0:
            change -= value
        # Half a kick at both ends; no move after the last.
        kick = taken if 0 < at < n_steps else 0.5 * taken
        drift = taken if at < n_steps else 0.0
        kinetic = 0.0
        for k in range(n_classes):
            p_psi[k] += kick * d_psi[k]
            q[k] += drift * p_psi[k]
            kinetic += 0.5 * p_psi[k] ** 2
            for j in range(n_lists):
                p_theta[k, j] += kick * d_theta[k, j]
                r[k, j] += drift * p_theta[k, j]
                kinetic += 0.5 * p_theta[k, j] ** 2
    change += value - kinetic
    if not change > -1e300:
        return 0.0
    chance = math.exp(min(change, 0.0))
    if rng.random() < chance:
        psi[:] = q
        theta[:] = r
    return chance


@njit(cache=True)
def adapted(step: float, chance: float, moves: int) -> float:
    """The step after a move of a warm-up with that chance (Robbins & Monro 1951)."""
    return step * math.exp(2.0 * (chance - _AIM) / (10.0 + moves) ** 0.6)
