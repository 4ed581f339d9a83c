"""What a reporting clause reports: the spans of reported speech that hang on it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import Final

from undercount.read.lexicon import Lexicon
from undercount.read.voices.attribution import Attribution
from undercount.read.voices.wording import spoken
from undercount.read.words.phrases import low, phrase_after
from undercount.read.words.tokens import QUOTE, Token

_EDGES: Final = frozenset([",", ".", ";", ":", "–", "—", "―", "-", "!", "?", "…", '"', "'"])
_OPEN: Final = frozenset([",", ":", "–", "—", "―", "-"])
_DASHES: Final = frozenset(["–", "—", "―"])
_STARTS: Final = frozenset(["", ".", "!", "?", QUOTE])
_LATER: Final = 12  # further clauses of one sentence looked at
_FAR: Final = 9  # words between a verb and its "that"


def contents(
    clause: Attribution,
    tokens: Sequence[Token],
    clauses: Sequence[Attribution],
    lexicon: Lexicon,
) -> list[tuple[int, int]]:
    """Spans of what a clause reports in words of the writer; none where all is in marks.

    Args:
        clause: one reporting clause of the passage.
        tokens: the passage's tokens, quotations masked.
        clauses: all reporting clauses of the passage by the place of their verbs.
        lexicon: words of the language.
    """
    before = _index(tokens, clause.cue_start) - 1
    quoted = QUOTE in (low(tokens, before), low(tokens, before) == "," and low(tokens, before - 1))
    first = bisect_left(clauses, clause.cue_start, key=lambda other: other.verb_start)
    if first < len(clauses) and clauses[first].verb_start < clause.verb_start:
        quoted = False  # "QUOTE, she said in May, adding that": a second verb of one subject
    if clause.kind == "according":
        if clause.after:
            parts = [_within(tokens, clause.start, clause.cue_start)]
        else:
            parts = [_within(tokens, clause.cue_end, clause.end)]
    elif clause.after:
        parts = [_within(tokens, clause.start, min(clause.cue_start, clause.end))]
        follows = low(tokens, _index(tokens, clause.verb_end)) == ","
        if follows and not quoted and clause.verb_end == clause.cue_end:
            parts.append(_rest(tokens, clause, clauses, lexicon))
    elif quoted and low(tokens, _index(tokens, clause.verb_end)) != "that":
        parts = []  # "QUOTE, she said of the plan"
    else:
        parts = [_rest(tokens, clause, clauses, lexicon)]
    found = []
    for part in map(_trimmed, parts):
        if any(token.kind != "mark" for token in part):
            found.append((part[0].start, part[-1].end))
    return found


def _index(tokens: Sequence[Token], position: int) -> int:
    return bisect_left(tokens, position, key=lambda token: token.start)


def _within(tokens: Sequence[Token], start: int, end: int) -> Sequence[Token]:
    return tokens[_index(tokens, start) : _index(tokens, end)]


def _rest(
    tokens: Sequence[Token],
    clause: Attribution,
    clauses: Sequence[Attribution],
    lexicon: Lexicon,
) -> Sequence[Token]:
    """What follows a verb, up to the next clause of the same sentence."""
    first = _index(tokens, clause.verb_end)
    last = _index(tokens, clause.end) if clause.end > clause.verb_end else len(tokens)
    if low(tokens, first) == "," and _is_aside(low(tokens, first + 1), lexicon):
        return ()
    first = _begins(tokens, first, last, clause, lexicon)
    at = bisect_right(clauses, clause.verb_end, key=lambda other: other.verb_start)
    later = clauses[at : at + _LATER]
    verbs = {other.verb_start for other in later}
    subjects = {other.cue_start for other in later}
    led = _index(tokens, clause.cue_start) - 1  # "As aides said ..., the mayor left."
    leads = low(tokens, led) in spoken(lexicon, "leads") and low(tokens, led - 1) in _STARTS
    for k in range(first + 1, last):
        if leads and tokens[k].low == "," and not _is_aside(low(tokens, k + 1), lexicon):
            return tokens[first:k]
        if _ends(tokens, k, clause, verbs, subjects, lexicon):
            return tokens[first:k]
    return tokens[first:last]


def _ends(
    tokens: Sequence[Token],
    k: int,
    clause: Attribution,
    verbs: set[int],
    subjects: set[int],
    lexicon: Lexicon,
) -> bool:
    """Whether reported speech ends before token `k`: another clause begins, or an aside."""
    word, following, held = tokens[k].low, low(tokens, k + 1), clause.kind != "say"
    if word == ",":
        behind = low(tokens, k + 2) if following.endswith("ly") else following
        aside = following in spoken(lexicon, "relative") or behind.endswith("ing")
        named = k + 1 < len(tokens) and tokens[k + 1].upper and tokens[k + 1].start in subjects
        return (
            named or following == "according" or (held and aside)
            or _goes_on(tokens, k + 1, verbs, lexicon)
        )  # fmt: skip
    if word in spoken(lexicon, "links") and _goes_on(tokens, k + 1, verbs, lexicon):
        return True
    if word in _DASHES or (word == "-" and tokens[k - 1].end < tokens[k].start):
        return held or _goes_on(tokens, k + 1, subjects, lexicon)
    return word == ";" or (held and word in spoken(lexicon, "stops"))


def _is_aside(word: str, lexicon: Lexicon) -> bool:
    """Whether a clause of manner follows, not of speech: ", looking down", ", who won"."""
    return (
        word.endswith("ing") or word in spoken(lexicon, "relative")
        or word in spoken(lexicon, "aside")
    )  # fmt: skip


def _goes_on(tokens: Sequence[Token], k: int, verbs: set[int], lexicon: Lexicon) -> bool:
    """Whether another verb of the same subject comes next, behind adverbs and links at most."""
    for j in range(k, min(k + 4, len(tokens))):
        if tokens[j].start in verbs:
            return True
        word = tokens[j].low
        if not (
            word.endswith("ly") or word in spoken(lexicon, "links")
            or word in lexicon.words("reporting.auxiliary")
        ):  # fmt: skip
            return False
    return False


def _begins(
    tokens: Sequence[Token], first: int, last: int, clause: Attribution, lexicon: Lexicon
) -> int:
    """Where reported speech begins after its verb: behind the audience, the day and the place."""
    verb = low(tokens, first - 1)
    if (low(tokens, first), low(tokens, first + 1)) == ("out", "that"):
        return first + 1  # "pointed out that"
    word = low(tokens, first)
    if word in spoken(lexicon, "that") or clause.verb_end != tokens[first - 1].end:
        return first
    aside, days = spoken(lexicon, "aside"), lexicon.words("dates.weekdays")
    told = verb in spoken(lexicon, "told")
    if told or verb in spoken(lexicon, "audience") or word in aside or word in days:
        for k in range(first, min(first + _FAR, last)):
            if tokens[k].low == "that" or (told and tokens[k].low in spoken(lexicon, "that")):
                return k
            if tokens[k].kind == "mark" and tokens[k].low not in ("-", "'s", "."):
                break
    if told:
        return min(max(phrase_after(tokens, first, lexicon), first + 1), last)
    k = first
    if clause.kind == "say":
        while k < last and (low(tokens, k) in aside or low(tokens, k) in days):
            k = max(phrase_after(tokens, k + 1, lexicon), k + 1)
    return min(k, last)


def _trimmed(tokens: Sequence[Token]) -> Sequence[Token]:
    first, last = 0, len(tokens)
    while last > first and tokens[last - 1].low in _EDGES:
        last -= 1
    while first < last and tokens[first].low in _OPEN:
        first += 1
    return tokens[first:last]
