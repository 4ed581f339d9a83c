"""Sentences that share most of their words: copies, with or without a change."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import combinations
from typing import Final

from undercount.ledger.aliases import fold

_LEAST: Final = 6  # words a sentence needs before its wording can be told from chance
_RARE: Final = 4
_CROWD: Final = 24
ALIKE: Final = 0.6


def tokens(sentence: str) -> tuple[str, ...]:
    """The words of a sentence, folded, numbers left out."""
    return tuple(
        word
        for word in re.findall(r"[^\W_]+(?:['’][^\W_]+)*", fold(sentence))
        if not any(sign.isdigit() for sign in word)
    )


def near(sentences: Sequence[str]) -> Iterator[tuple[int, int, float]]:
    """Pairs of different places in `sentences` with common wording, and how common, 0 to 1.

    Sentences meet where they share one of their rarest words, so that thousands are compared
    without all pairs. Where more than two dozen share a rare word, each meets the first ones only.
    """
    split = [tokens(sentence) for sentence in sentences]
    often = Counter(word for said in split for word in set(said))
    buckets: dict[str, list[int]] = defaultdict(list)
    for place, said in enumerate(split):
        if len(said) >= _LEAST:
            # Six, not one: the word that was exchanged in a copy is often the rarest.
            for word in sorted(set(said), key=lambda w: (often[w], w))[: _RARE + 2]:
                buckets[word].append(place)
    met: set[tuple[int, int]] = set()
    for places in buckets.values():
        head = places[:_CROWD]
        for pair in combinations(head, 2):
            met.add(pair)
        for place in places[_CROWD:]:
            met.update((first, place) for first in head[:2])
    for one, two in sorted(met):
        share = common(split[one], split[two])
        if share >= ALIKE:
            yield one, two, share


def common(one: Sequence[str], two: Sequence[str]) -> float:
    """Share of common words: those of both, over those of either, each as often as it stands."""
    first, second = Counter(one), Counter(two)
    either = (first | second).total()
    return (first & second).total() / either if either else 0.0


def exchanged(before: str, after: str) -> tuple[tuple[str, str], ...]:
    """Words that stand in one sentence where the other has different ones, three at most each."""
    one, two = tokens(before), tokens(after)
    match = SequenceMatcher(None, one, two, autojunk=False)
    return tuple(
        (" ".join(one[a:b]), " ".join(two[c:d]))
        for tag, a, b, c, d in match.get_opcodes()
        if tag == "replace" and b - a <= 3 and d - c <= 3
    )
