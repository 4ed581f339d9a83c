"""Learns the odds of the steps by which one spelling of a name becomes another."""

import math

import numba
import numpy as np

from undercount.registers.names.ratio import CHUNKS, letters


@numba.njit(cache=True)
def _fill(a, b, p, f):
    f[:, :] = 0.0
    f[0, 0] = 1.0
    for i in range(len(a) + 1):
        for j in range(len(b) + 1):
            v = f[i, j]
            for x in range(min(i, 2) + 1):
                for y in range(min(j, 2) + 1):
                    if x + y == 0 or (x == 2 and y == 0) or (x == 0 and y == 2):
                        continue
                    v += f[i - x, j - y] * p[_code(a, i - x, x), _code(b, j - y, y)]
            f[i, j] = v


@numba.njit(cache=True)
def _code(a, i, size):
    if size == 0:
        return 0
    return a[i] if size == 1 else a[i] * 27 + a[i + 1]


@numba.njit(cache=True)
def expectation(flat, at, left, right, weight, p, counts):
    """Add the expected count of each step; return the log-likelihood of all pairs."""
    total_log = 0.0
    for q in range(len(left)):
        a = flat[at[left[q]] : at[left[q] + 1]]
        b = flat[at[right[q]] : at[right[q] + 1]]
        n, m = len(a), len(b)
        f = np.zeros((n + 1, m + 1))
        g = np.zeros((n + 1, m + 1))
        _fill(a, b, p, f)
        z = f[n, m]
        if z <= 0:
            continue
        total_log += weight[q] * math.log(z)
        g[n, m] = 1.0
        for i in range(n, -1, -1):
            for j in range(m, -1, -1):
                v = g[i, j]
                for x in range(min(n - i, 2) + 1):
                    for y in range(min(m - j, 2) + 1):
                        if x + y == 0 or (x == 2 and y == 0) or (x == 0 and y == 2):
                            continue
                        c, d = _code(a, i, x), _code(b, j, y)
                        step = p[c, d] * g[i + x, j + y]
                        v += step
                        e = weight[q] * f[i, j] * step / z
                        counts[c, d] += e
                        counts[d, c] += e
                g[i, j] = v
    return total_log


def learn(pairs: list[tuple[str, str, float]], rounds: int = 12, least: float = 2.0):
    """Return the log ratio of each step, as {piece: {piece: 100 * log}}."""
    vocabulary = sorted({t for a, b, _ in pairs for t in (a, b)})
    number = {t: i for i, t in enumerate(vocabulary)}
    flat = np.concatenate([letters(t) for t in vocabulary]).astype(np.int64)
    at = np.cumsum([0] + [len(t) for t in vocabulary])
    left = np.array([number[a] for a, _, _ in pairs])
    right = np.array([number[b] for _, b, _ in pairs])
    weight = np.array([w for _, _, w in pairs])
    one = np.zeros(27)
    for a, b, w in pairs:
        for c in a + b:
            one[ord(c) - 96] += w
    one /= one.sum()
    p = _start(one)
    prior = p.copy()
    for r in range(rounds):
        counts = prior * weight.sum() * 0.02
        log = expectation(flat, at, left, right, weight, p, counts)
        if r >= 4:
            single = np.zeros_like(counts, bool)
            single[:27, :27] = True
            counts[~single & (counts < least)] = 0.0
        p = counts / counts.sum()
        print(f"round {r}: {log / weight.sum():.4f} a pair, {np.count_nonzero(p)} steps")
    return _ratios(p, one, counts)


def _start(one):
    p = np.zeros((CHUNKS, CHUNKS))
    p[:27, :27] = 0.05 * np.outer(one, one)
    p[0, :27] = p[:27, 0] = 0.03 * one
    p[np.arange(1, 27), np.arange(1, 27)] = 0.8 * one[1:]
    two = (27 * np.arange(1, 27)[:, None] + np.arange(1, 27)).ravel()
    odds = np.outer(one[1:], one[1:]).ravel()
    p[np.ix_(two, np.arange(1, 27))] = 0.02 * np.outer(odds, one[1:])
    p[np.ix_(np.arange(1, 27), two)] = 0.02 * np.outer(one[1:], odds)
    p[np.ix_(two, two)] = 0.002 * np.outer(odds, odds)
    return p / p.sum()


def _ratios(p, one, counts):
    # A pair of spellings by chance: each its own letters and an end, so that lengths cost alike.
    alone = one * (1 - END)
    piece = np.zeros(CHUNKS)
    piece[0] = 1.0
    piece[1:27] = alone[1:]
    for a in range(1, 27):
        piece[a * 27 + 1 : a * 27 + 27] = alone[a] * alone[1:]
    out: dict[str, dict[str, int]] = {}
    for c, d in zip(*np.nonzero(p), strict=True):
        log = 100 * math.log(p[c, d] / (piece[c] * piece[d]))
        out.setdefault(_text(c), {})[_text(d)] = round(log)
    return out


END = 0.0


def _text(code: int) -> str:
    return (chr(96 + code // 27) if code >= 27 else "") + (chr(96 + code % 27) if code % 27 else "")
