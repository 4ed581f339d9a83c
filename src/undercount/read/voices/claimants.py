"""Whether a source may claim a figure at all, and who claims it where no clause names them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from undercount.ledger.records import Quote
from undercount.read.fields.counted import unit_of
from undercount.read.lexicon import Lexicon, shared
from undercount.read.voices.attribution import Attribution, AttributionKind
from undercount.read.voices.classes import class_of
from undercount.read.voices.passages import Passage
from undercount.read.voices.subjects import named_source
from undercount.read.words.phrases import low, phrase_after
from undercount.read.words.source import Source, source_of
from undercount.read.words.tokens import QUOTE, Token, tokenize

_QUOTED: Final = frozenset([QUOTE])
_FAR: Final = 5  # words of a role and a name
_ABOUT: Final = frozenset(["who", "whose", "which", "that", "qui", "dont", "que", "quien", "cuyo"])
_PUTS: Final = frozenset(["put", "puts", "say", "says", "said", "count", "counted", "estimate",
                          "estimated", "report", "reported", "believe"])  # fmt: skip
_OPENS: Final = frozenset(["addressed", "briefed", "introduced", "presented", "updated"])
PARTS: Final = frozenset([";", ":", "whereas", "while", "but", "although", "tandis"])
_REPORT: Final = 14  # words of a sentence in which its verb must have come
_SPEAKS: Final = 12  # words of a sentence in which its subject must have come
_PRONOUNS: Final = frozenset(["he", "she", "il", "elle", "él", "ella"])
_AND: Final = frozenset(["but", "and", "mais", "et", "pero", "y"])
_REFLEXIVE: Final = frozenset(["s", "se", "'", "’", "me", "m"])
_SHORT: Final = frozenset(["un", "us", "ai", "eu"])  # names that are small words in lower case
_ONES: Final = frozenset(["one", "un", "une", "una"])
# "It is understood that": nobody is said to say it.
_NOBODY: Final = re.compile(r"(?:it|il) (?:is|was|has been|est|a été) ", re.IGNORECASE)
_HEARSAY: Final = shared("claimants.hearsay")


@lru_cache(maxsize=4096)
def may_claim(name: str, lexicon: Lexicon) -> bool:
    """Whether a name can be somebody's: no number, no time, and no thing that only is counted."""
    tokens = [token for token in tokenize(name) if token.kind != "mark"]
    if not tokens or tokens[0].kind == "number":
        return False
    first, last = tokens[0], tokens[-1]
    units = lexicon.table("numbers.units")
    if first.low in units and first.low not in _ONES:
        return False
    if any(token.low in units and token.low not in _ONES for token in tokens[1:]):
        return False
    if last.low in lexicon.words("traps.time_units") or last.low in _HEARSAY:
        return False
    capital = any(token.upper for token in tokens)
    if capital or class_of(name, lexicon) != "unknown":
        return True
    return not any(token.low in _HEARSAY for token in tokens)


def stated_by(
    statements: Sequence[Quote], position: int, *, direct: bool, text: str = ""
) -> Quote | None:
    """The innermost statement with a named speaker that holds a code point."""
    held = [
        one for one in statements
        if one.start <= position < one.end and one.direct is direct and one.speaker is not None
        and not (text and _NOBODY.match(text, one.speaker_start or 0, (one.speaker_end or 0) + 9))
    ]  # fmt: skip
    return min(held, key=lambda one: one.end - one.start, default=None)


def standing(text: str, quote: Quote) -> tuple[int, int] | None:
    """Where the name of a speaker stands: in the clause, or before it where that says "he"."""
    name = quote.speaker or ""
    start, end = quote.speaker_start or quote.start, quote.speaker_end or quote.end
    at = text.find(name, start, end)
    if at < 0:
        at = text.rfind(name, 0, start)
    if at < 0:
        at = text.find(name, end)
    return None if at < 0 else (at, at + len(name))


def goes_on(passage: Passage, clause: Attribution, position: int) -> bool:
    """Whether who spoke goes on behind their clause: "90 men, said the mayor, against 12".

    Not where the clause itself goes on: "said Ana Sol, who came with two sons".
    """
    if clause.cue_start < passage.sentence_at(position)[0]:
        return True
    between = [t.low for t in passage.tokens if clause.cue_end <= t.start < position]
    if "whose" in between and any(word in _PUTS for word in between):
        return True  # "says the union, whose officials put it at 90"
    ended = any(word in _ABOUT for word in between)
    return clause.kind != "according" and not ended


def pronoun_of(tokens: Sequence[Token]) -> str | None:
    """The pronoun that a sentence has as its subject: "He has asked for 300 cots"."""
    for token in tokens[:2]:
        if token.low in _PRONOUNS:
            return token.low
    return None


def opener(text: str, tokens: Sequence[Token], lexicon: Lexicon) -> Source | None:
    """Somebody named by role or name who opens a sentence: "Mayor Ana Sol does not trust it"."""
    roles, titles = lexicon.words("reporting.roles"), lexicon.words("reporting.titles")
    i = 0
    while i < min(len(tokens), 2) and low(tokens, i) in ("the", "a", "an", "le", "la", "el", "its"):
        i += 1
    last = i
    role = False
    while last < len(tokens) and last - i < _FAR and tokens[last].kind == "word":
        token = tokens[last]
        known = token.low in roles or token.low in titles
        role = role or known
        if not (known or token.upper):
            break
        last += 1
    named = [token for token in tokens[i:last] if token.upper and token.low not in roles]
    if not role or last - i < 2 or not named or unit_of(low(tokens, last - 1), lexicon):
        return None
    return source_of(text, tokens[i:last], lexicon)


def opens_report(tokens: Sequence[Token]) -> bool:
    """Whether a sentence says no more than who begins to report: "Ana Sol briefed reporters"."""
    return any(token.low in _OPENS for token in tokens[:_REPORT])


def further_clauses(
    text: str, tokens: Sequence[Token], known: Sequence[Attribution], lexicon: Lexicon
) -> list[Attribution]:
    """Clauses of a sentence that share its subject, or stand behind a quotation by their place.

    "The spokesman did not mind the estimate but denied that 2,000 had left", and "QUOTE, s'emporte
    Ana Sol".
    """
    found = []
    denies = lexicon.words("reporting.deny")
    begins = lexicon.union("reporting.deny", "reporting.say", also=_QUOTED)
    taken = {clause.verb_start for clause in known} | {clause.cue_start for clause in known}
    for i, token in enumerate(tokens):
        if token.low not in begins:
            continue
        deny = token.low in denies
        if token.low != QUOTE and token.start not in taken:
            if low(tokens, i - 1) in _AND and low(tokens, i + 1) in ("that", "que", "having"):
                begin = max((k + 1 for k in range(i) if tokens[k].low == ";"), default=0)
                sure = begin > 0 and begin < i and tokens[begin].upper
                source = head_subject(text, tokens[begin:i], lexicon, sure=sure)
                if source is not None:
                    found.append(_clause(source, "deny" if deny else "say", token, tokens))
            elif low(tokens, i - 1) in _SHORT and tokens[i - 1].upper:
                name = text[tokens[i - 1].start : tokens[i - 1].end]
                source = Source(name, name, start=tokens[i - 1].start, end=tokens[i - 1].end)
                found.append(_clause(source, "deny" if deny else "say", token, tokens))
        elif token.low == QUOTE and low(tokens, i + 1) == ",":
            clause = _incise(text, tokens, i + 2, taken, lexicon)
            if clause is not None:
                found.append(clause)
    return found


def _clause(
    source: Source, kind: AttributionKind, verb: Token, tokens: Sequence[Token]
) -> Attribution:
    return Attribution(
        source, kind, verb.start, verb.end, verb.end, tokens[-1].end, False, verb.start, verb.end
    )


def _incise(
    text: str, tokens: Sequence[Token], i: int, taken: set[int], lexicon: Lexicon
) -> Attribution | None:
    """ ", s'emporte Ana Sol" and ", tonne le maire": any verb between a quotation and a name."""
    if lexicon.language == "en":
        return None
    while low(tokens, i) in _REFLEXIVE:
        i += 1
    if i + 1 >= len(tokens) or tokens[i].kind != "word" or tokens[i].upper:
        return None
    verb = tokens[i]
    if verb.start in taken or verb.low in lexicon.words("nouns.closed"):
        return None
    named = tokens[i + 1].upper or tokens[i + 1].low in ("le", "la", "l", "un", "une", "el", "sa",
                                                         "son", "su")  # fmt: skip
    if not named:
        return None
    source = named_source(text, tokens, i + 1, phrase_after(tokens, i + 1, lexicon), lexicon)
    if source is None or source.name is None:
        return None
    return Attribution(
        source, "say", verb.start, source.end, tokens[0].start, verb.start, True, verb.start,
        verb.end,
    )  # fmt: skip


def head_subject(
    text: str, tokens: Sequence[Token], lexicon: Lexicon, *, sure: bool = False
) -> Source | None:
    """The first phrase of a sentence, up to its first preposition, relative pronoun or verb."""
    closed = lexicon.words("nouns.closed")
    i = 0
    while i < len(tokens) and tokens[i].kind == "mark":
        i += 1
    if low(tokens, i) in (
        "the",
        "a",
        "an",
        "le",
        "la",
        "l",
        "un",
        "une",
        "el",
        "los",
        "las",
        "its",
    ):
        i += 1
    verbs = lexicon.union("nouns.verbs", "reporting.say", "reporting.deny")
    last = i
    for token in tokens[i : i + _SPEAKS]:
        inside = token.low == "'s" or (token.kind == "word" and token.low not in closed)
        if not inside or (last > i and token.low in verbs and not token.upper):
            break
        last += 1
    if last == i:
        return None
    source = source_of(text, tokens[i:last], lexicon)
    if source is None or source.name is None or not may_claim(source.name, lexicon):
        return None
    roles, groups = lexicon.words("reporting.roles"), lexicon.words("reporting.group_nouns")
    words = {token.low for token in tokens[i:last]}
    stems = {word.removesuffix("s") for word in words}
    known = class_of(source.name, lexicon) != "unknown" or bool((words | stems) & (roles | groups))
    return source if sure or known or any(token.upper for token in tokens[i + 1 : last]) else None


@lru_cache(maxsize=4096)
def is_artefact(name: str, lexicon: Lexicon) -> bool:
    """Whether a phrase is a document or a count, and nobody: "joint registration with"."""
    head: list[str] = []
    for token in tokenize(name):
        if token.low in lexicon.words("nouns.closed") or token.upper:
            break
        head.append(token.low)
    nouns = lexicon.union("reporting.artefacts", "measure.count")
    noun = head[:1] if lexicon.language != "en" else head[-1:]
    return any(word in nouns or word == "registration" for word in noun)
