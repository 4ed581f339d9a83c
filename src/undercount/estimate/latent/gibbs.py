"""Draws of latent classes on collapsed counts: members by cell and class, sticks, captures, N.

Import this module inside a fit only: it loads numba, and compiles on first use (kept on disk).
"""

from __future__ import annotations

import math

import numpy as np
from numba import njit
from numpy.typing import NDArray

from undercount.estimate.latent.hamiltonian import (
    adapted,
    cell_chances,
    log_sticks,
    log_sum,
    log_total,
    trajectory,
)

Array = NDArray[np.float64]

# Beyond this many people the Poisson noise of the unseen is less than one in ten million.
_LARGE = 1e15
_LARGEST = 4e18


@njit(cache=True)
def _log_gamma_draw(rng: np.random.Generator, shape: float) -> float:
    """Log of a Gamma(shape, 1) draw, for shapes near 0 too."""
    if shape >= 1.0:
        return math.log(rng.standard_gamma(shape))
    return math.log(rng.standard_gamma(shape + 1.0)) + math.log(1.0 - rng.random()) / shape


@njit(cache=True)
def _log_alpha(log_alpha: float, members: Array, shape: float, rate: float) -> float:
    """Log density of log alpha given the members by class, sticks integrated out."""
    alpha = math.exp(log_alpha)
    value = shape * log_alpha - rate * alpha
    later = 0.0
    for k in range(members.size - 1, -1, -1):
        if k < members.size - 1:
            value += log_alpha + math.lgamma(alpha + later)
            value -= math.lgamma(1.0 + alpha + later + members[k])
        later += members[k]
    return value


@njit(cache=True)
def _slice_alpha(
    rng: np.random.Generator, log_alpha: float, members: Array, shape: float, rate: float
) -> float:
    """A slice draw (Neal 2003) of log alpha given the members by class."""
    height = _log_alpha(log_alpha, members, shape, rate) + math.log(1.0 - rng.random())
    low = log_alpha - 2.0 * rng.random()
    high = low + 2.0
    while _log_alpha(low, members, shape, rate) > height:
        low -= 2.0
    while _log_alpha(high, members, shape, rate) > height:
        high += 2.0
    while True:
        drawn = low + (high - low) * rng.random()
        if _log_alpha(drawn, members, shape, rate) >= height:
            return drawn
        if drawn < log_alpha:
            low = drawn
        else:
            high = drawn


@njit(cache=True)
def draw_unseen(rng: np.random.Generator, n: int, hidden: float, visible: float) -> int:
    """People on no list: negative binomial, as the prior 1/N gives it, by its mixture."""
    mean = rng.standard_gamma(n) * hidden / visible
    if mean < _LARGE:
        return rng.poisson(mean)
    return int(min(mean, _LARGEST))


@njit(cache=True)
def _draw_members(
    rng: np.random.Generator, on: Array, counts: NDArray[np.int64], unseen: int,
    joint: Array, hidden: Array, members: Array, listed: Array,
) -> None:  # fmt: skip
    """Spreads the people of each cell over the classes, the unseen last; sets both sums."""
    n_classes, n_lists = listed.shape
    members[:] = 0.0
    listed[:] = 0.0
    for c in range(counts.size + 1):
        seen = c < counts.size
        left = counts[c] if seen else unseen
        total = 0.0
        for k in range(n_classes):
            total += joint[k, c] if seen else hidden[k]
        for k in range(n_classes):
            if left == 0:
                break
            chance = joint[k, c] if seen else hidden[k]
            if chance <= 0.0 and k < n_classes - 1:
                continue
            drawn = left
            if k < n_classes - 1 and chance < total:
                drawn = rng.binomial(left, chance / total)
            total -= chance
            left -= drawn
            members[k] += drawn
            if seen:
                for j in range(n_lists):
                    listed[k, j] += on[j, c] * drawn


@njit(cache=True)
def _draw_parameters(
    rng: np.random.Generator, psi: Array, theta: Array, members: Array, listed: Array,
    log_alpha: float, shape: float, rate: float,
) -> None:  # fmt: skip
    """Sets psi and theta to a draw given the members, alpha and the sticks drawn together."""
    n_classes, n_lists = theta.shape
    for k in range(n_classes):
        for j in range(n_lists):
            caught = rng.standard_gamma(1.0 + listed[k, j])
            theta[k, j] = math.log(caught / rng.standard_gamma(1.0 + members[k] - listed[k, j]))
    alpha = math.exp(_slice_alpha(rng, log_alpha, members, shape, rate))
    rest, later = 0.0, members.sum()
    for k in range(n_classes - 1):
        later -= members[k]
        stick = _log_gamma_draw(rng, 1.0 + members[k])
        beyond = _log_gamma_draw(rng, alpha + later)
        total = log_sum(stick, beyond)
        psi[k] = rest + stick - total
        rest += beyond - total
    psi[n_classes - 1] = rest


@njit(cache=True)
def _swap_labels(
    rng: np.random.Generator, psi: Array, theta: Array, shape: float, rate: float
) -> None:
    """Tries to exchange pairs of classes (Papaspiliopoulos & Roberts 2008), alpha summed out.

    The data do not change their chance, but the sticks prefer large classes first: without this
    a chain may stay for long with its largest class last and an alpha to suit.
    """
    n_classes, n_lists = theta.shape
    now = log_sticks(psi, shape, rate)
    for _ in range(n_classes):
        one, other = int(n_classes * rng.random()), int(n_classes * rng.random())
        if one == other:
            continue
        psi[one], psi[other] = psi[other], psi[one]
        then = log_sticks(psi, shape, rate)
        if math.log(1.0 - rng.random()) < then - now:
            now = then
            for j in range(n_lists):
                theta[one, j], theta[other, j] = theta[other, j], theta[one, j]
        else:
            psi[one], psi[other] = psi[other], psi[one]


@njit(cache=True)
def sweep(
    rng: np.random.Generator, psi: Array, theta: Array, on: Array, counts: NDArray[np.int64],
    shape: float, rate: float,
) -> tuple[int, int]:  # fmt: skip
    """One Gibbs sweep in place; returns the people unseen and the classes with anybody in them.

    Both belong to the state before the sweep.
    """
    n_classes, n_lists = theta.shape
    caught, missed = np.empty((n_classes, n_lists)), np.empty((n_classes, n_lists))
    joint, hidden = np.empty((n_classes, counts.size)), np.empty(n_classes)
    members, listed = np.empty(n_classes), np.empty((n_classes, n_lists))
    visible = cell_chances(psi, theta, on, caught, missed, joint, hidden)
    unseen = draw_unseen(rng, counts.sum(), hidden.sum(), visible)
    last = psi[n_classes - 1] - log_total(psi)
    log_alpha = _log_gamma_draw(rng, shape + n_classes - 1) - math.log(rate - last)
    _draw_members(rng, on, counts, unseen, joint, hidden, members, listed)
    _draw_parameters(rng, psi, theta, members, listed, log_alpha, shape, rate)
    _swap_labels(rng, psi, theta, shape, rate)
    return unseen, int((members > 0).sum())


@njit(cache=True)
def run(
    rng: np.random.Generator, psi: Array, theta: Array, on: Array, counts: NDArray[np.int64],
    shape: float, rate: float, step: float, adapt: bool,
    unseen: Array, occupied: NDArray[np.int64],
) -> float:  # fmt: skip
    """Sweeps, each followed by one trajectory; returns the step of the trajectories.

    Args:
        rng: generator of the chain.
        psi: shape (k,), log weights, changed in place.
        theta: shape (k, t), logits of the chances of capture, changed in place.
        on: shape (t, c), 1 where people of an occupied cell are on the list.
        counts: shape (c,), people by occupied cell, at least one.
        shape: of the Gamma prior of alpha.
        rate: of the same.
        step: of the trajectories.
        adapt: whether to tune the step (in a warm-up, whose draws are not used).
        unseen: shape (s,), set to the people unseen, sweep by sweep.
        occupied: shape (s,), set to the classes with anybody in them.
    """
    people = counts.astype(np.float64)
    for at in range(unseen.size):
        unseen[at], occupied[at] = sweep(rng, psi, theta, on, counts, shape, rate)
        chance = trajectory(rng, psi, theta, on, people, shape, rate, step)
        if adapt:
            step = adapted(step, chance, at)
    return step
