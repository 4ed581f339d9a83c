"""Whether chains have met, and what their draws are worth (Vehtari et al. 2021)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.special import betaincinv, ndtr, ndtri

Array = NDArray[np.float64]


def r_hat(draws: Array) -> float:
    """Rank-normalised split R-hat: the larger of that of the draws and of the folded draws.

    1 where the halves of all chains agree in place and in spread, and where no draw differs.

    Args:
        draws: shape (chain, draw), 4 or more draws.
    """
    halves = _split(draws)
    folded = np.abs(halves - np.median(halves))
    return max(_plain_r_hat(_rank_normal(halves)), _plain_r_hat(_rank_normal(folded)))


def ess_bulk(draws: Array) -> float:
    """Effective draws for the middle of the distribution: of the rank-normalised split chains."""
    return effective(_rank_normal(_split(draws)))


def ess_tail(draws: Array) -> float:
    """Effective draws for the 5% and the 95% quantile, the smaller of the two."""
    return min(_ess_quantile(draws, 0.05), _ess_quantile(draws, 0.95))


def quantile_error(draws: Array, share: float) -> float:
    """Monte-Carlo standard error of a quantile, in the unit of the draws.

    Half the distance between the order statistics that a Beta(S p + 1, S (1 - p) + 1) puts one
    standard deviation to each side, with S the effective draws for that quantile.

    Args:
        draws: shape (chain, draw).
        share: of the distribution below the quantile.
    """
    size = _ess_quantile(draws, share)
    a, b = size * share + 1, size * (1 - share) + 1
    low, high = betaincinv(a, b, ndtr(-1.0)), betaincinv(a, b, ndtr(1.0))
    ends = np.quantile(draws, [low, high])
    return float(ends[1] - ends[0]) / 2


def effective(chains: Array) -> float:
    """Effective draws for the mean, over all chains; all of them where no draw differs.

    From the autocorrelations of all chains together, summed in pairs while the pairs are positive
    and made to fall (Geyer 1992); at most S log10 S of S draws.

    Args:
        chains: shape (chain, draw), 4 or more draws.
    """
    n_chains, n = chains.shape
    total = n_chains * n
    length = 1 << (2 * n - 1).bit_length()
    power = np.abs(np.fft.rfft(chains - chains.mean(axis=1, keepdims=True), length)) ** 2
    covariance = (np.fft.irfft(power, length)[:, :n] / n).mean(axis=0)
    within = covariance[0] * n / (n - 1)
    variance = covariance[0] + (chains.mean(axis=1).var(ddof=1) if n_chains > 1 else 0.0)
    if not variance > 0:
        return float(total)
    rho = 1 - (within - covariance) / variance
    rho[0] = 1.0
    pairs = rho[: n - n % 2].reshape(-1, 2).sum(axis=1)
    kept = int(np.argmax(pairs < 0)) if (pairs < 0).any() else len(pairs)
    time = 2 * np.minimum.accumulate(pairs[:kept]).sum() - 1
    if kept < len(pairs):
        time += max(rho[2 * kept], 0.0)
    return float(total / max(time, 1 / np.log10(total)))


def _split(draws: Array) -> Array:
    """Each chain as two, the middle draw left out of an odd number."""
    half = draws.shape[1] // 2
    return np.concatenate([draws[:, :half], draws[:, -half:]])


def _rank_normal(chains: Array) -> Array:
    """Normal scores of the ranks over all chains; equal draws share their mean rank."""
    _, at, tied = np.unique(chains, return_inverse=True, return_counts=True)
    rank = np.cumsum(tied) - (tied - 1) / 2
    scores: Array = ndtri((rank - 0.375) / (chains.size + 0.25))
    return scores[at].reshape(chains.shape)


def _plain_r_hat(chains: Array) -> float:
    n = chains.shape[1]
    within = chains.var(axis=1, ddof=1).mean()
    if not within > 0:
        # Chains that stand still apart from each other will never meet.
        return 1.0 if np.ptp(chains) == 0 else float("inf")
    between = chains.mean(axis=1).var(ddof=1)
    return float(np.sqrt((n - 1) / n + between / within))


def _ess_quantile(draws: Array, share: float) -> float:
    return effective(_split((draws <= np.quantile(draws, share)).astype(np.float64)))
