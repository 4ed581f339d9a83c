"""What people said of pairs of records, and what of it holds."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

WORDS: Final = ("yes", "no", "unsure")
"""One person, two people, or the clerk cannot tell: the words of the sheet."""


class PairKey(NamedTuple):
    """Two records by list and id, in the order in which they are shown."""

    list_1: str
    record_1: str
    list_2: str
    record_2: str


@dataclass(frozen=True, slots=True)
class Judgement:
    """What one person said of one pair, once.

    Attributes:
        pair: the records.
        decision: "yes" (one person), "no", "unsure", or "undone", which takes one back.
        by, why: who, and what they wrote of it.
        at: when, ISO 8601 in UTC; of an answer in a sheet, when it was read.
        sheet: whether it was typed in the sheet.
        key: of the page that sent it, or None.
        undoes: the number of the judgement that it takes back, or None.
        n: its place in the file.
    """

    pair: PairKey
    decision: str
    by: str
    why: str
    at: str
    sheet: bool
    key: str | None
    undoes: int | None
    n: int


class Answer(NamedTuple):
    """What a row of the sheet says: the pair, one of `WORDS`, and who says it."""

    pair: PairKey
    word: str
    reader: str


def held(judgements: Iterable[Judgement]) -> tuple[Judgement, ...]:
    """Those that nobody has taken back, in their order."""
    kept = tuple(judgements)
    gone = {one.undoes for one in kept}
    return tuple(one for one in kept if one.undoes is None and one.n not in gone)


def latest(
    judgements: Sequence[Judgement], answers: Iterable[Answer] = ()
) -> dict[PairKey, dict[str, str]]:
    """For each pair, the word that each person holds now, the latest last.

    Args:
        judgements: all of them, in order.
        answers: of the sheet as it is now; what it did not say when it was last read is later than
            any judgement.
    """
    came = news(answers, judgements)
    given_up = {one.n for _, before in came for one in before}
    made: dict[PairKey, dict[str, str]] = {}
    for one in held(judgements):
        if one.n not in given_up:
            _put(made.setdefault(one.pair, {}), one.by, one.decision)
    for answer, _ in came:
        _put(made.setdefault(answer.pair, {}), answer.reader, answer.word)
    return made


def news(
    answers: Iterable[Answer], judgements: Sequence[Judgement]
) -> list[tuple[Answer, tuple[Judgement, ...]]]:
    """Answers of a sheet that it did not give when it was last read.

    Returns:
        Each with what the sheet had said of the pair in another reader's name: it no longer does.
    """
    said: dict[PairKey, Judgement] = {}
    standing: dict[PairKey, list[Judgement]] = {}
    for one in judgements:
        if one.sheet and one.undoes is None:
            said[one.pair] = one
    for one in held(judgements):
        if one.sheet:
            standing.setdefault(one.pair, []).append(one)
    return [
        (answer, tuple(one for one in standing.get(answer.pair, ()) if one.by != answer.reader))
        for answer in answers
        if (last := said.get(answer.pair)) is None
        or (last.decision, last.by) != (answer.word, answer.reader)
    ]


def _put(of_pair: dict[str, str], by: str, word: str) -> None:
    """What a person holds now, as the latest."""
    of_pair.pop(by, None)
    of_pair[by] = word
