"""A word exchanged in a sentence that was copied: goods printed as drugs."""

from __future__ import annotations

from typing import Final

from undercount.reconcile.drift.edge import Change, Edge
from undercount.reconcile.sentences import ALIKE, common, exchanged, tokens

_LONG: Final = 4
# What is exchanged without a change of sense, or is asked by another question.
_PLAIN_WORDS: Final = """
    said says told stated reported according added announced the that this these those which who
    about around some almost nearly more less than over under least most approximately roughly
    january february march april may june july august september october november december year
    month week last past previous people persons migrants refugees have been were with from into
    their there they
"""
_PLAIN: Final = frozenset(_PLAIN_WORDS.split())


def wording(edge: Edge) -> Change | None:
    """Content words exchanged between two sentences that share most of theirs."""
    first, second = edge.parent.entry.sentence, edge.child.entry.sentence
    if not first or not second or "table" in (edge.parent.figure.origin, edge.child.figure.origin):
        return None
    if common(tokens(first), tokens(second)) < ALIKE:
        return None
    changed = [pair for pair in exchanged(first, second) if _tells(*pair)]
    if not changed:
        return None
    said = "; ".join(f'"{one}" is "{two}"' for one, two in changed[:3])
    text = f"In a copy of the sentence ({edge.child.outlet}, after {edge.parent.outlet}) {said}."
    return Change("wording", "word_exchanged", text)


def _tells(one: str, two: str) -> bool:
    content = [
        [word for word in side.split() if len(word) >= _LONG and word not in _PLAIN]
        for side in (one, two)
    ]
    # The same word in the plural is no other word.
    stems = [{word[:_LONG] for word in words} for words in content]
    return bool(stems[0] and stems[1]) and not stems[0] & stems[1]
