"""What linear deciders would do in the network's place: for comparison only, nothing of it ships.

Closed fields: logistic regression on what the rules say and on the words near the number (ridge).
Phrases: the rules' own, or those of the figures beside, ranked by where they stand.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import torch
from data import IGNORE, Example, load_split

from undercount.ledger.records import Figure, Reading
from undercount.read.model.mentions import CLASSES, SPANS, Mention
from undercount.read.model.windows import Window, windows

NEAR = 8  # pieces on either side
BUCKETS = 4096
CLUES = 24


@dataclass
class Linear:
    """Weights of the closed fields (a column a word) and of the phrases."""

    words: dict[str, Any] = field(default_factory=dict)
    phrases: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def taught(cls, folders: Sequence[str]) -> Linear:
        """Learn on the same documents as the network."""
        examples = load_split(folders)
        made = cls()
        x = torch.tensor(np.concatenate([_clues(one.window) for one in examples]))
        labels = torch.tensor(np.concatenate([one.labels for one in examples]))
        for k, (name, words) in enumerate(CLASSES.items()):
            if name != "figure":
                known = labels[:, k] != IGNORE
                made.words[name] = _logistic(x[known], labels[known, k], len(words))
        for k, name in enumerate(SPANS):
            made.phrases[name] = _ranker(examples, k)
        return made

    def decide(self, reading: Reading) -> Reading:
        """The rules' reading with these in the network's place."""
        figures: list[Figure] = []
        for window in windows(reading):
            x = torch.tensor(_clues(window))
            said = {name: (x @ w).argmax(dim=1).tolist() for name, w in self.words.items()}
            for i, mention in enumerate(window.mentions):
                if mention.figure is None:
                    continue
                changes: dict[str, Any] = {n: CLASSES[n][v[i]] for n, v in said.items()}
                for name, weights in self.phrases.items():
                    spans = _choices(window, i, name)
                    best = max(
                        spans, key=lambda s: float(_where(window, mention, s, name) @ weights)
                    )
                    changes[name] = None if best is None else reading.text[slice(*best)]
                figures.append(replace(mention.figure, **changes, confidence=None))
        return replace(reading, figures=tuple(sorted(figures, key=lambda f: f.start or 0)))


def _clues(window: Window) -> np.ndarray:
    rows = np.zeros((len(window.mentions), window.features.shape[1] + BUCKETS), dtype=np.float32)
    rows[:, : window.features.shape[1]] = window.features
    for row, first, last in zip(rows, window.first, window.last, strict=True):
        for step in range(-NEAR, NEAR + 1):
            at = (first if step < 0 else last) + step
            if 0 < at < len(window.ids) and step:
                side = 2 * (step > 0) + (abs(step) > 3)
                row[window.features.shape[1] + (int(window.ids[at]) * 4 + side) % BUCKETS] = 1.0
    return rows


def _logistic(x: torch.Tensor, y: torch.Tensor, words: int, ridge: float = 2e-3) -> torch.Tensor:
    weights = torch.zeros(x.shape[1], words, requires_grad=True)
    optimizer = torch.optim.LBFGS([weights], max_iter=60, line_search_fn="strong_wolfe")

    def loss() -> torch.Tensor:
        optimizer.zero_grad()
        value = torch.nn.functional.cross_entropy(x @ weights, y) + ridge * (weights**2).sum()
        value.backward()
        return value

    optimizer.step(loss)
    return weights.detach()


def _choices(window: Window, i: int, name: str) -> list[tuple[int, int] | None]:
    """Nothing, and every phrase that the rules gave to some number of the window."""
    spans = {m.figure.spans[name] for m in window.mentions if m.figure and name in m.figure.spans}
    return [None, *sorted(spans)]


def _where(window: Window, mention: Mention, span: tuple[int, int] | None, name: str) -> np.ndarray:
    clues = np.zeros(CLUES, dtype=np.float32)
    figure = mention.figure
    own = figure is not None and figure.spans.get(name) == span
    if span is None:
        clues[0] = 1.0
        clues[1] = float(figure is not None and getattr(figure, name) is None)
        return clues
    clues[2] = float(own)
    clues[3] = figure.confidences.get(name, 0.5) if own and figure else 0.0
    behind = span[0] >= mention.end
    gap = span[0] - mention.end if behind else mention.start - span[1]
    clues[4 + 8 * behind + min(7, int(np.log2(max(gap, 1))))] = 1.0
    return clues


def _ranker(examples: Sequence[Example], k: int) -> np.ndarray:
    """Conditional logistic regression over the phrases of each number."""
    name = SPANS[k]
    sets = []
    for one in examples:
        for i, gold in enumerate(one.gold):
            mention = one.window.mentions[i]
            if gold is None or name not in gold or mention.figure is None:
                continue
            spans = _choices(one.window, i, name)
            words = gold[name]
            held = tuple(gold["spans"].get(name, ())) or None
            hits = [j for j, s in enumerate(spans) if s == (held if words is not None else None)]
            if hits:
                table = np.stack([_where(one.window, mention, s, name) for s in spans])
                sets.append((torch.tensor(table), hits[0]))
    weights = torch.zeros(CLUES, requires_grad=True)
    optimizer = torch.optim.LBFGS([weights], max_iter=40, line_search_fn="strong_wolfe")
    rows = torch.cat([table for table, _ in sets])
    sizes = [len(table) for table, _ in sets]
    starts = np.cumsum([0, *sizes[:-1]])
    right = torch.tensor([int(s) + hit for s, (_, hit) in zip(starts, sets, strict=True)])

    def loss() -> torch.Tensor:
        optimizer.zero_grad()
        scores = rows @ weights
        totals = torch.stack([part.logsumexp(0) for part in scores.split(sizes)])
        value = (totals - scores[right]).mean() + 1e-3 * (weights**2).sum()
        value.backward()
        return value

    optimizer.step(loss)
    return weights.detach().numpy()
