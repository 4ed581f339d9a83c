"""Scores on files shaped like PolNeAR: articles whose attributions (source, cue, content) are
annotated. See `score` for what counts as right.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from undercount.errors import InputError, MissingFileError, Problem
from undercount.ledger.records import Quote
from undercount.read.documents.document import Document
from undercount.read.reading import read_rules
from undercount.read.scoring.corpus import CorpusScore
from undercount.read.scoring.score import Tally

Span = tuple[int, int]

_OPENING: Final = "\"“‘«'"
_CLOSING: Final = "\"”’»'"
_EDGES: Final = " \t\r\n\u00a0\"“”«»‘’'.,;:!?…–—-"
_DOUBLE: Final = re.compile(r"(?P<opens>[“«]|(?<![^\s(—–])(?:\"|''))|[”»]|\"|''")
_SLACK: Final = 4  # code points by which the ends of a quotation may differ, together
_SHARE: Final = 0.5  # of their union that two contents must have in common
_WORD: Final = re.compile(r"[^\W_]+")
_NO_NAMES: Final = frozenset(
    ["the", "a", "an", "of", "and", "mr", "mrs", "ms", "dr", "sen", "rep", "gov", "in", "at", "for",
     "to", "on", "from", "with", "his", "her", "its", "their", "he", "she", "they", "it", "who",
     "i", "we", "you", "him", "them", "this", "that"]
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Said:
    """One attribution: spans of its source and of what is said; the speaker's resolved name."""

    source: Sequence[Span]
    content: Sequence[Span]
    speaker: str | None = None


@dataclass(slots=True)
class _Article:
    text: str
    gold: list[_Said]
    quotes: Sequence[Quote]
    rows: dict[str, Tally] = field(default_factory=dict)


def score(path: str | Path) -> CorpusScore:
    """Read every article of the file, and compare who is read to say what.

    Rows:
        direct quote: every stretch that an annotated content encloses in quotation marks from its
            first character to its last, paragraph by paragraph; right if a direct quotation is
            read whose ends differ by at most four code points together, marks and punctuation
            aside. A direct quotation read elsewhere is wrong, but one inside a content that
            quotes only in part ("he called it a “mess”") is neither right nor wrong.
        quote, right speaker: of the same stretches, those where moreover the words read as the
            speaker's overlap the annotated source, or else the resolved name and the source
            share a word of a name. Recall is the share of all direct quotations; those whose
            source is not annotated are left out.
        attribution: all annotated attributions with a source, direct, indirect and mixed; right if
            the sources overlap and the contents share at least half of their union. Quotations
            that hang on one cue are one attribution; a direct one inside an indirect one too.
        attribution, touching: the same where the contents only overlap.

    Args:
        path: JSON lines {id, text, attributions: [{source, cue, content}]}, each a list of spans.

    Raises:
        MissingFileError: there is no such file.
        InputError: lines that are no JSON or lack a field; all of them at once.
    """
    rows: dict[str, Tally] = {}
    for article in _articles(Path(path)):
        for row, tally in compare(article.text, article.gold, article.quotes).items():
            rows[row] = rows.get(row, Tally()) + tally
    return CorpusScore("PolNeAR", rows)


def _articles(path: Path) -> Iterator[_Article]:
    if not path.is_file():
        raise MissingFileError(Problem("there is no such file", str(path), hint="Check the path."))
    problems: list[Problem] = []
    rows: list[tuple[str, list[_Said]]] = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
            rows.append((str(record["text"]), [_said(row) for row in record["attributions"]]))
        except (json.JSONDecodeError, KeyError, TypeError, ValueError) as error:
            problems.append(
                Problem(f"not an annotated article: {error}", str(path), row=number,
                        hint="Each line needs text and attributions with source, content.")
            )  # fmt: skip
    if problems:
        raise InputError(problems)
    for text, gold in rows:
        digest = sha256(text.encode("utf-8", "replace")).hexdigest()
        reading = read_rules(Document("article.txt", digest, text, "utf-8", language="en"))
        yield _Article(text, gold, reading.quotes)


def _said(row: Mapping[str, Any]) -> _Said:
    return _Said(
        [(int(start), int(end)) for start, end in row["source"]],
        sorted((int(start), int(end)) for start, end in row["content"]),
    )


def compare(text: str, gold: Sequence[_Said], quotes: Sequence[Quote]) -> dict[str, Tally]:
    """The tallies of one article."""
    sourced = [said for said in gold if said.source]
    read = joined(quotes)
    return {
        **_direct(text, gold, quotes),
        "attribution": Tally(len(_paired(sourced, read, _SHARE)), len(sourced), len(read)),
        "attribution, touching": Tally(len(_paired(sourced, read, 0)), len(sourced), len(read)),
    }


def _direct(text: str, gold: Sequence[_Said], quotes: Sequence[Quote]) -> dict[str, Tally]:
    wanted: dict[Span, _Said] = {}
    for said in gold:
        for span in _merged(text, said.content):
            for part in _marked(text, span):
                known = wanted.get(part)
                if known is None or (said.source and not known.source):
                    wanted[part] = said
    mixed = [
        span
        for said in gold
        for span in _merged(text, said.content)
        if len(_marked(text, span)) < len(re.findall(r"\S[^\n]*", text[span[0] : span[1]]))
    ]
    found = {_bare(text, (q.start, q.end)): q for q in quotes if q.direct}
    free = [span for span in found if not any(a <= span[0] and span[1] <= b for a, b in mixed)]
    pairs = []
    for span, said in wanted.items():
        near = min(found, key=lambda s: abs(s[0] - span[0]) + abs(s[1] - span[1]), default=None)
        if near and abs(near[0] - span[0]) + abs(near[1] - span[1]) <= _SLACK:
            pairs.append((said, found[near], near))
    right = {near for _, _, near in pairs}
    read = len(right) + sum(1 for span in free if span not in right)
    named = [(said, quote) for said, quote, _ in pairs if said.source]
    with_source = sum(1 for said in wanted.values() if said.source)
    return {
        "direct quote": Tally(len(pairs), len(wanted), read),
        "quote, right speaker": Tally(
            sum(1 for said, quote in named if _same_speaker(text, said, quote)),
            with_source,
            len(named),
        ),
    }


def _merged(text: str, spans: Sequence[Span]) -> list[Span]:
    """Spans joined where only white space parts them: sentences of one quotation."""
    merged: list[Span] = []
    for start, end in spans:
        if merged and merged[-1][1] <= start and not text[merged[-1][1] : start].strip():
            merged[-1] = (merged[-1][0], end)
        else:
            merged.append((start, end))
    return merged


def _marked(text: str, span: Span) -> list[Span]:
    """The paragraphs of a content in quotation marks, bare; none where it is not all in marks."""
    start, end = span
    words = text[start:end].strip(" \n\t.,;:")
    if not words or words[0] not in _OPENING or words[-1] not in _CLOSING:
        return []
    parts, at = [], start
    for line in text[start:end].split("\n"):
        bare = _bare(text, (at, at + len(line)))
        # '"...", he said, "..."', a list, words behind the marks: no one stretch
        if bare[0] < bare[1] and not _ends_within(text[bare[0] : bare[1]]):
            parts.append(bare)
        at += len(line) + 1
    return parts


def _ends_within(words: str) -> bool:
    """Whether a quotation ends inside of words that are bare of the marks around them."""
    depth = 0
    for mark in _DOUBLE.finditer(words):
        depth += 1 if mark["opens"] else -1
        if depth < 0:
            return True
    return False


def _bare(text: str, span: Span) -> Span:
    """The span without marks, punctuation and white space at its ends."""
    start, end = span
    while start < end and text[start] in _EDGES:
        start += 1
    while end > start and text[end - 1] in _EDGES:
        end -= 1
    return start, end


def _same_speaker(text: str, said: _Said, quote: Quote) -> bool:
    """The words at the quotation overlap the source, or the resolved names share a word."""
    if quote.speaker_start is not None and quote.speaker_end is not None:
        here = [(quote.speaker_start, quote.speaker_end)]
        if _common(here, said.source):
            return True
    if quote.speaker is None:
        return False
    names = _names(" ".join(text[start:end] for start, end in said.source))
    return bool(names & _names(quote.speaker))


def _names(words: str) -> set[str]:
    """The capitalised words of a name; all words where none is capitalised."""
    found = [word for word in _WORD.findall(words) if word.lower() not in _NO_NAMES]
    capitals = {word.lower() for word in found if word[0].isupper()}
    return capitals or {word.lower() for word in found}


def joined(quotes: Sequence[Quote]) -> list[_Said]:
    """Quotations with a speaker as attributions: one for each cue, inner ones left to the outer."""
    groups: dict[tuple[int | None, int | None, int], list[Quote]] = {}
    outer = [quote for quote in quotes if not quote.direct]
    for n, quote in enumerate(quotes):
        if quote.speaker_start is None or quote.speaker_end is None:
            continue
        if quote.direct and any(o.start <= quote.start and quote.end <= o.end for o in outer):
            continue
        key = (quote.cue_start, quote.cue_end, -1 if quote.cue_start is not None else n)
        groups.setdefault(key, []).append(quote)
    return [
        _Said(
            [(group[0].speaker_start or 0, group[0].speaker_end or 0)],
            [(quote.start, quote.end) for quote in group],
            group[0].speaker,
        )
        for group in groups.values()
    ]


def _paired(gold: Sequence[_Said], read: Sequence[_Said], share: float) -> list[tuple[int, int]]:
    """Pairs whose sources overlap and whose contents have that share in common, best first."""
    scored = []
    for i, left in enumerate(gold):
        for j, right in enumerate(read):
            common = _common(left.content, right.content)
            if common and _common(left.source, right.source):
                union = _size(left.content) + _size(right.content) - common
                if common / union >= share:
                    scored.append((-common / union, i, j))
    pairs, lefts, rights = [], set(), set()
    for _, i, j in sorted(scored):
        if i not in lefts and j not in rights:
            pairs.append((i, j))
            lefts.add(i)
            rights.add(j)
    return pairs


def _size(spans: Sequence[Span]) -> int:
    return sum(end - start for start, end in spans)


def _common(left: Sequence[Span], right: Sequence[Span]) -> int:
    """Code points in both; the spans of one side do not overlap one another."""
    return sum(max(0, min(b, d) - max(a, c)) for a, b in left for c, d in right)
