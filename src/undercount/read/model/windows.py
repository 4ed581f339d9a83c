"""A reading cut into what the encoder takes at once, with what it is told of each piece."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from undercount.ledger.records import Reading
from undercount.read.model.mentions import SPANS, Mention, features, mentions_of
from undercount.read.model.wordpiece import END, LINE, NULL, TAB, Pieces, pieces, vocabulary

SIZE: Final = 512  # pieces that the encoder takes at once, with the two that hold a window
HEAD: Final = 32  # of the first line, put before every later window
_BEHIND: Final = 32  # pieces that a number should have behind it
_BEFORE: Final = 96  # and before it, where it is not the first window
FLAGS: Final = (
    *(f"{where} {name}" for name in SPANS for where in ("in", "opens", "closes")),
    "number", "figure", "quote", "post", "reported", "speaker", "cue", "line", "tab",
)  # fmt: skip
_FLAG: Final = {name: i for i, name in enumerate(FLAGS)}
_CLOSES: Final = frozenset(".!?")


@dataclass(frozen=True, slots=True)
class Window:
    """What one call of the network takes; T pieces, M mentions.

    Attributes:
        ids: (T,) numbers of pieces; the first is `NULL`, the last `END`.
        starts, ends: (T,) code points each piece covers; -1 at the two ends.
        flags: (T, F) what the rules found there, for any number (`FLAGS`).
        worded: (T,) whether each piece is of a word or number.
        cells: (T,) which cell of a table each piece is in, or which line.
        lines, sentences: (T,) which line and sentence of the window each piece is in.
        mentions: the numbers it decides on.
        first, last: (M,) the first and last piece of each number.
        features: (M, C) as `features`.
        hints: (M, 4, 2) first and last piece of what the rules give for each of `SPANS`: 0 where
            they say that nothing is named, -1 where it lies outside or there is no figure.
    """

    ids: NDArray[np.int64]
    starts: NDArray[np.int64]
    ends: NDArray[np.int64]
    worded: NDArray[np.bool_]
    flags: NDArray[np.float32]
    cells: NDArray[np.int64]
    lines: NDArray[np.int64]
    sentences: NDArray[np.int64]
    mentions: Sequence[Mention]
    first: NDArray[np.int64]
    last: NDArray[np.int64]
    features: NDArray[np.float32]
    hints: NDArray[np.int64]


def windows(reading: Reading) -> Iterator[Window]:
    """The windows of a reading that hold a number; each number is in one of them."""
    mentions = mentions_of(reading)
    if not mentions:
        return
    cut = pieces(reading.text)
    flags = _flags(reading, mentions, cut)
    known = features(mentions, reading.language)
    at = [bisect_right(cut.starts, mention.start) - 1 for mention in mentions]
    head = next((i for i, piece in enumerate(cut.ids[:HEAD]) if piece == LINE), HEAD)
    room = SIZE - 2
    begin, done = 0, 0
    while done < len(mentions):
        # What stands before the number matters more than what stands behind.
        last = begin + (room if begin == 0 else room - head - 1)
        stop = len(mentions) if last >= len(cut.ids) else bisect_left(at, last - _BEHIND)
        if stop > done:
            chosen = slice(done, stop)
            lead = list(range(head + 1)) if begin else []
            order = [*lead, *range(begin, min(last, len(cut.ids)))]
            yield _window(cut, flags, order, mentions[chosen], known[chosen])
            done = stop
        if done < len(mentions):
            begin = max(head + 1, begin + 1, at[done] - _BEFORE)


def _flags(reading: Reading, mentions: Sequence[Mention], cut: Pieces) -> NDArray[np.float32]:
    table = np.zeros((len(cut.ids), len(FLAGS)), dtype=np.float32)

    def mark(start: int, end: int, name: str) -> tuple[int, int]:
        first, last = _of(cut.starts, cut.ends, start, end)
        table[first : last + 1, _FLAG[name]] = 1.0
        return first, last

    for mention in mentions:
        mark(mention.start, mention.end, "number")
        if mention.figure is None:
            continue
        mark(mention.start, mention.end, "figure")
        for name in SPANS:
            span = mention.figure.spans.get(name)
            if span is not None:
                first, last = mark(*span, f"in {name}")
                if first <= last:
                    table[first, _FLAG[f"opens {name}"]] = 1.0
                    table[last, _FLAG[f"closes {name}"]] = 1.0
    for quote in reading.quotes:
        mark(quote.start, quote.end, "quote" if quote.direct else "reported")
        if quote.speaker_start is not None and quote.speaker_end is not None:
            mark(quote.speaker_start, quote.speaker_end, "speaker")
        if quote.cue_start is not None and quote.cue_end is not None:
            mark(quote.cue_start, quote.cue_end, "cue")
    for post in reading.posts:
        mark(post.start, post.end, "post")
    return table


def _of(starts: Sequence[int], ends: Sequence[int], start: int, end: int) -> tuple[int, int]:
    """First and last piece of a span of code points; the first is after the last for none."""
    return bisect_right(ends, start), bisect_left(starts, end) - 1


def _window(
    cut: Pieces,
    flags: NDArray[np.float32],
    order: Sequence[int],
    mentions: Sequence[Mention],
    known: NDArray[np.float32],
) -> Window:
    size = len(order) + 2
    ids = np.full(size, NULL, dtype=np.int64)
    starts, ends = np.full(size, -1, dtype=np.int64), np.full(size, -1, dtype=np.int64)
    ids[-1] = END
    ids[1:-1] = [cut.ids[i] for i in order]
    starts[1:-1] = [cut.starts[i] for i in order]
    ends[1:-1] = [cut.ends[i] for i in order]
    worded = np.zeros(size, dtype=bool)
    worded[1:-1] = [cut.words[i] for i in order]
    told = np.zeros((size, len(FLAGS)), dtype=np.float32)
    told[1:-1] = flags[list(order)]
    breaks = ids == LINE
    told[:, _FLAG["line"]], told[:, _FLAG["tab"]] = breaks, ids == TAB
    lines = np.cumsum(breaks) - breaks
    cells = np.cumsum(breaks | (ids == TAB))
    closes = np.array([_closing(cut, i) for i in order], dtype=bool)
    ended = breaks.copy()
    ended[1:-1] |= closes
    sentences = np.cumsum(ended) - ended
    inside = (starts[1:-1].tolist(), ends[1:-1].tolist())
    # A title put before stands apart: its code points come again nowhere in the window.
    first = np.array([_of(*inside, m.start, m.end)[0] + 1 for m in mentions], dtype=np.int64)
    last = np.array([_of(*inside, m.start, m.end)[1] + 1 for m in mentions], dtype=np.int64)
    hints = np.full((len(mentions), len(SPANS), 2), -1, dtype=np.int64)
    for row, mention in zip(hints, mentions, strict=True):
        if mention.figure is None:
            continue
        for k, name in enumerate(SPANS):
            span = mention.figure.spans.get(name)
            if span is None:
                row[k] = 0 if getattr(mention.figure, name) is None else -1
                continue
            opens, shuts = _of(*inside, *span)
            if opens <= shuts and inside[0][opens] <= span[0] and inside[1][shuts] >= span[1]:
                row[k] = opens + 1, shuts + 1
    return Window(
        ids, starts, ends, worded, told, cells, lines.astype(np.int64), sentences.astype(np.int64),
        mentions, first, np.maximum(first, last), known, hints,
    )  # fmt: skip


def _closing(cut: Pieces, i: int) -> bool:
    """Whether a sentence ends with this piece: a full stop with room behind it."""
    if cut.ids[i] not in _stops():
        return False
    return i + 1 == len(cut.ids) or cut.starts[i + 1] > cut.ends[i]


@cache
def _stops() -> frozenset[int]:
    return frozenset(vocabulary()[sign] for sign in _CLOSES)
