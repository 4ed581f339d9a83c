"""Sources named by their account or behind a number: "by her reckoning", "212 (Ministry)"."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from undercount.read.lexicon import Lexicon
from undercount.read.voices.attribution import Attribution
from undercount.read.voices.classes import class_of
from undercount.read.words.phrases import low, phrase_after
from undercount.read.words.source import Source, source_of
from undercount.read.words.tokens import Token

_VIEWS: Final = frozenset(["words", "view", "opinion", "telling", "estimation", "judgement"])
LEADS: Final = frozenset(["in", "by", "on", "per", "from", "to", "à", "de", "por"])
_OWN: Final = frozenset(["own", "propre", "propio", "propia", "best", "latest", "last"])
_POSSESSIVES: Final = frozenset(
    ["his", "her", "its", "their", "my", "our", "son", "sa", "leur", "su", "sus"]
)
_RELATIVE: Final = frozenset(["which", "that", "whom", "where", "who", "lequel", "que", "où"])
_LONGEST: Final = 9  # words between "by" and "estimate"
_SHORT: Final = 5  # words between "in" and "words"
_KNOWN: Final = frozenset(["government", "police_border", "ngo", "igo", "inspectorate", "academic"])
_BEHIND: Final = 10  # words between a number and the source in brackets
_INSIDE: Final = 8  # words in brackets
_CLOSES: Final = {"(": ")", "[": "]"}
_ENDS: Final = frozenset([".", ";", ""])  # behind a bracket that speaks for the whole clause


def by_account(text: str, tokens: Sequence[Token], i: int, lexicon: Lexicon) -> Attribution | None:
    """ "By her reckoning", "on the force's own count", "by the visiting doctor's estimate"."""
    if tokens[i].low not in LEADS:
        return None
    inside = tokens[i].low == "in"
    nouns = _VIEWS if inside else lexicon.words("reporting.accounts")
    j = i + 1
    if low(tokens, j) in _POSSESSIVES:
        word = tokens[j].low
        k = j + 1
        while low(tokens, k) in _OWN:
            k += 1
        if low(tokens, k) not in nouns:
            return None
        own = word in lexicon.words("reporting.self")
        source = Source(None, word, pronoun=word, own=own, start=tokens[j].start,
                        end=tokens[j].end)  # fmt: skip
        return _whole(source, tokens, i, k)
    for k in range(j, min(j + (_SHORT if inside else _LONGEST), len(tokens) - 1)):
        if tokens[k].kind == "number":
            return None
        if tokens[k].low == "'s" or (
            tokens[k].low in ("'", "’") and low(tokens, k - 1)[-1:] == "s"
        ):
            last = k + 1
            while low(tokens, last) in _OWN:
                last += 1
            if low(tokens, last) not in nouns:
                return None
            named = source_of(text, tokens[j:k], lexicon)
            return None if named is None or named.name is None else _whole(named, tokens, i, last)
        if tokens[k].kind != "word":
            return None
    return None


def _whole(source: Source, tokens: Sequence[Token], i: int, last: int) -> Attribution:
    """The clause speaks for its whole sentence, within "which, on her count, ..." for that."""
    end = tokens[last].end
    inner = low(tokens, i - 1) == "," and low(tokens, i - 2) in _RELATIVE
    begin = tokens[i if inner else 0].start
    return Attribution(
        source, "according", tokens[i].start, end, begin, tokens[-1].end, i > 0 and not inner,
        tokens[i].start, end,
    )  # fmt: skip


def in_view_of(text: str, tokens: Sequence[Token], lexicon: Lexicon) -> Attribution | None:
    """ "Pour la Cimade, 90 personnes ...": a body that opens the sentence, and its view."""
    if low(tokens, 0) not in ("pour", "para", "for"):
        return None
    last = phrase_after(tokens, 1, lexicon)
    source = source_of(text, tokens[1:last], lexicon) if low(tokens, last) == "," else None
    if source is None or source.name is None or class_of(source.name, lexicon) not in _KNOWN:
        return None
    at, end = tokens[0].start, tokens[last - 1].end
    return Attribution(source, "according", at, end, at, tokens[-1].end, False, at, tokens[0].end)


def bracketed(text: str, tokens: Sequence[Token], lexicon: Lexicon) -> list[Attribution]:
    """ "Evacuated: 1,400 (Ministry of Health)": a body in brackets right behind its number."""
    found = []
    begin = tokens[0].start if tokens else 0
    number: int | None = None
    units = lexicon.table("numbers.units")
    for i, token in enumerate(tokens):
        if token.kind == "number" or token.low in units:
            number = i
        if token.low not in _CLOSES or number is None:
            continue
        near = range(i + 1, min(i + 2 + _INSIDE, len(tokens)))
        close = next((k for k in near if tokens[k].low == _CLOSES[token.low]), None)
        if close is None or close == i + 1:
            continue
        final = low(tokens, close + 1) in _ENDS
        if i - number > _BEHIND and not final:
            continue
        # "[National Army, bulletin 212]": what follows a comma tells only where it stands.
        comma = next((k for k in range(i + 1, close) if tokens[k].low == ","), close)
        inside = tokens[i + 1 : comma if token.low == "[" else close]
        if any(t.kind == "number" for t in inside):
            continue
        capital = any(t.upper for t in inside)
        if not (capital or final) or (capital and tokens[i - 1].upper and i - number > _BEHIND):
            continue  # "Medical Relief International (MRI)"
        first = 1 if inside[0].low in ("source", "fuente") and len(inside) > 1 else 0
        first += first == 1 and inside[1].low == ":"
        source = source_of(text, inside[first:], lexicon)
        if source is None or source.name is None or class_of(source.name, lexicon) not in _KNOWN:
            continue
        named = text[inside[0].start : inside[-1].end]
        if len(source.name) + len(source.artefact or "") + _INSIDE < len(named):
            continue
        at, end = token.start, tokens[close].end
        found.append(Attribution(source, "according", at, end, begin, at, True, at, token.end))
        begin, number = tokens[close].end, None
    return found
