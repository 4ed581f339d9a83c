"""From the network's log probabilities to words, each with how likely it is right."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import exp
from typing import Final

import numpy as np
from numpy.typing import NDArray

from undercount.read.model.mentions import CLASSES, SPANS, Mention
from undercount.read.model.network import run
from undercount.read.model.windows import Window

LONGEST: Final = 24  # pieces of a phrase
_TRIED: Final = 8  # beginnings that are looked at
# The end of a sentence or clause, but not of "Mr." or "St.": no phrase goes on behind it.
_CROSSES: Final = re.compile(r"(?:\w{4,}|\d)[.!?][\"'”’»)]*\s|;\s")


@dataclass(frozen=True, slots=True)
class Answer:
    """What the network says of one number.

    Attributes:
        mention: the number.
        words: closed field to its word.
        spans: verbatim field to its span in code points, or None where nothing is named.
        odds: field to the network's own probability, before calibration.
    """

    mention: Mention
    words: Mapping[str, str]
    spans: Mapping[str, tuple[int, int] | None]
    odds: Mapping[str, float]


def answers(window: Window, text: str) -> list[Answer]:
    """One answer for each number of a window."""
    classes, points = run(window)
    phrases = [_phrases(points[:, k], window, text) for k in range(len(SPANS))]
    made = []
    for i, mention in enumerate(window.mentions):
        words, odds = {}, {}
        for name, table in classes.items():
            words[name], odds[name] = _word(name, table[i])
        spans: dict[str, tuple[int, int] | None] = {}
        for name, found in zip(SPANS, phrases, strict=True):
            spans[name], odds[name] = found[i]
        made.append(Answer(mention, words, spans, odds))
    return made


def of_all(windows: Iterable[Window], text: str) -> list[Answer]:
    """The answers of all windows of a text."""
    return [answer for window in windows for answer in answers(window, text)]


def _word(name: str, logs: NDArray[np.float32]) -> tuple[str, float]:
    """The likeliest word; a flow and a running total count as one until one of them is named."""
    words = CLASSES[name]
    chances = np.exp(logs)
    if name == "figure":
        return words[int(chances.argmax())], float(chances[1])
    if name == "measure":
        both = [words.index("flow"), words.index("cumulative")]
        moved = float(chances[both].sum())
        apart = chances.copy()
        apart[both] = 0.0
        if moved > apart.max():
            return words[both[int(chances[both].argmax())]], moved
        chances = apart
    best = int(chances.argmax())
    return words[best], float(chances[best])


def _untorn(text: str, start: int, end: int) -> tuple[int, int]:
    """Without a bracket that is opened and not shut: "Ana Sol (police" is Ana Sol.

    >>> _untorn("Ana Sol (police) said", 0, 15), _untorn("Ana Sol (police) said", 0, 16)
    ((0, 7), (0, 16))
    """
    words = text[start:end]
    if words.count("(") <= words.count(")"):
        return start, end
    kept = words[: words.rindex("(")].rstrip(" ,;")
    return start, start + len(kept) if kept else end


def _phrases(
    logs: NDArray[np.float32], window: Window, text: str
) -> list[tuple[tuple[int, int] | None, float]]:
    """For each number the likeliest phrase of one sentence or cell, or None; and how likely.

    The same words elsewhere in the window count for a phrase. `logs` is (M, 2, T).
    """
    opens, closes = logs[:, 0], logs[:, 1]
    size = opens.shape[1]
    # Neither the two that hold a window nor a sign alone begins a phrase.
    likely = np.where(window.worded, opens, -np.inf)
    starts = np.argpartition(-likely, min(_TRIED, size - 1), axis=1)[:, :_TRIED]
    ends = starts[:, :, None] + np.arange(LONGEST)
    inside = ends < size
    ends = np.minimum(ends, size - 1)
    inside &= window.cells[ends] == window.cells[starts][:, :, None]
    rows = np.arange(len(opens))[:, None]
    reached = np.where(inside, closes[rows[:, :, None], ends], -np.inf)
    lasts = np.take_along_axis(ends, reached.argmax(axis=2)[:, :, None], axis=2)[:, :, 0]
    whole = likely[rows, starts] + reached.max(axis=2)
    order = np.argsort(-whole, axis=1, kind="stable")
    none = np.exp(np.minimum(0.0, opens[:, 0] + closes[:, 0]))
    made: list[tuple[tuple[int, int] | None, float]] = []
    for i, ranked in enumerate(order.tolist()):
        chances: dict[str, float] = {}
        spans: dict[str, tuple[int, int]] = {}
        for k in ranked:
            if whole[i, k] == -np.inf:
                break
            span = _untorn(text, int(window.starts[starts[i, k]]), int(window.ends[lasts[i, k]]))
            if _CROSSES.search(text, *span):
                continue
            words = " ".join(text[slice(*span)].lower().split())
            spans.setdefault(words, span)
            chances[words] = chances.get(words, 0.0) + exp(float(whole[i, k]))
        words = max(chances, key=lambda key: chances[key], default="")
        if none[i] >= chances.get(words, 0.0):
            made.append((None, float(none[i])))
        else:
            made.append((spans[words], min(1.0, chances[words])))
    return made
