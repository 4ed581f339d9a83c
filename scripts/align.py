"""Aligns Arabic letters with the Latin letters they are spelt with (expectation maximisation)."""

import numba
import numpy as np

LONGEST = 3
CHUNKS = 27**LONGEST


@numba.njit(cache=True)
def _chunk(latin, start, size):
    code = 0
    for i in range(start, start + size):
        code = code * 27 + latin[i]
    return code


@numba.njit(cache=True)
def expectation(arabic, a_at, latin, l_at, weight, logp, counts):
    """Add each pair's expected (letter, chunk) counts; return the log-likelihood a letter."""
    n = len(a_at) - 1
    score = np.empty(n)
    for p in range(n):
        a = arabic[a_at[p] : a_at[p + 1]]
        b = latin[l_at[p] : l_at[p + 1]]
        la, lb = len(a), len(b)
        f = np.zeros((la + 1, lb + 1))
        g = np.zeros((la + 1, lb + 1))
        f[0, 0] = 1.0
        for i in range(la):
            for j in range(lb + 1):
                if f[i, j] == 0.0:
                    continue
                for k in range(min(LONGEST, lb - j) + 1):
                    f[i + 1, j + k] += f[i, j] * logp[a[i], _chunk(b, j, k)]
        total = f[la, lb]
        if total <= 0.0:
            score[p] = -99.0
            continue
        score[p] = np.log(total) / (la + lb)
        g[la, lb] = 1.0
        for i in range(la - 1, -1, -1):
            for j in range(lb + 1):
                for k in range(min(LONGEST, lb - j) + 1):
                    g[i, j] += g[i + 1, j + k] * logp[a[i], _chunk(b, j, k)]
        for i in range(la):
            for j in range(lb + 1):
                if f[i, j] == 0.0:
                    continue
                for k in range(min(LONGEST, lb - j) + 1):
                    c = _chunk(b, j, k)
                    counts[a[i], c] += weight[p] * f[i, j] * logp[a[i], c] * g[i + 1, j + k] / total
    return score


@numba.njit(cache=True)
def viterbi(arabic, a_at, latin, l_at, p):
    """Return for each Arabic letter how many Latin letters it takes in the best alignment."""
    sizes = np.zeros(len(arabic), np.int8)
    for q in range(len(a_at) - 1):
        a = arabic[a_at[q] : a_at[q + 1]]
        b = latin[l_at[q] : l_at[q + 1]]
        la, lb = len(a), len(b)
        f = np.zeros((la + 1, lb + 1))
        back = np.zeros((la + 1, lb + 1), np.int8)
        f[0, 0] = 1.0
        for i in range(la):
            for j in range(lb + 1):
                for k in range(min(LONGEST, lb - j) + 1):
                    v = f[i, j] * p[a[i], _chunk(b, j, k)]
                    if v > f[i + 1, j + k]:
                        f[i + 1, j + k] = v
                        back[i + 1, j + k] = k
        j = lb
        for i in range(la, 0, -1):
            k = back[i, j]
            sizes[a_at[q] + i - 1] = k
            j -= k
    return sizes


SOUNDS = {
    "ا": "hyw", "أ": "hyw", "إ": "hyw", "آ": "hyw", "ء": "hy", "ئ": "hyjw", "ؤ": "hwv", "ع": "hk",
    "و": "hwvb", "ي": "hyjw", "ى": "hy", "ة": "ht", "ه": "h", "ح": "hc", "ب": "bpv", "پ": "pb",
    "ت": "tdhc", "ث": "tshcz", "ج": "jgdzcyh", "چ": "cthsj", "خ": "khcjgx", "د": "dth", "ذ": "dzht",
    "ر": "rhwg", "ز": "zsct", "ژ": "zjh", "س": "scztx", "ش": "shcxzjk", "ص": "scz", "ض": "dhz",
    "ط": "tdh", "ظ": "zdh", "غ": "ghrnckj", "ف": "fvwph", "ڤ": "vfw", "ق": "qkgchx", "ك": "kcqghx",
    "گ": "gkj", "ل": "lw", "م": "mn", "ن": "nmg",
}  # fmt: skip
"""The consonants that a letter may be spelt with; any other is taken for a slip."""


def start(letters: dict[str, str], ids: dict[str, int]) -> np.ndarray:
    """Return first odds of each chunk for each letter: few for strange consonants."""
    odds = np.zeros((max(ids.values()) + 1, CHUNKS))
    vowels = set("aeiouy")
    for letter in letters:
        own = set(SOUNDS.get(letter, letters[letter]))
        soft = letter in "اأإآءئؤعويىةه"
        for c in range(CHUNKS):
            parts, n = "", c
            while n:
                parts = (chr(96 + n % 27) if n % 27 else "?") + parts
                n //= 27
            if "?" in parts:
                continue
            strange = set(parts) - own - vowels
            good = soft or bool(own & set(parts))
            starts = soft or parts[:1] in own
            odd = 0.05 ** len(parts) * (200 if good else 1) * (5 if starts else 1)
            odds[ids[letter], c] = odd * 1e-4 ** len(strange)
    return odds / np.maximum(odds.sum(1, keepdims=True), 1e-300)
