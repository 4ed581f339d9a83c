"""Who counted or said it and is no subject: "put at 90 by the mayor", "quoted her as saying"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from typing import Final

from undercount.read.lexicon import Lexicon, shared
from undercount.read.voices.attribution import Attribution, AttributionKind
from undercount.read.voices.classes import class_of
from undercount.read.voices.subjects import may_speak, named_source
from undercount.read.words.phrases import low, phrase_after, phrase_before
from undercount.read.words.source import Source, source_of
from undercount.read.words.tokens import Token

# Participles whose "by" names who reports, and not who acts ("was found by fishermen").
_PUT: Final = frozenset(
    ["put", "claimed", "described", "denied", "rejected", "disputed", "documented", "reported",
     "estimated", "counted", "recorded", "logged", "registered", "confirmed", "acknowledged",
     "admitted", "stated", "announced", "verified", "tallied", "alleged", "cited", "assessed",
     "recensé", "compté", "dénombré", "comptabilisé", "enregistré", "documenté", "signalé",
     "relevé", "estimé", "évalué", "chiffré", "annoncé", "contesté", "démenti", "confirmé",
     "avancé", "rapporté", "constaté", "consigné", "réfuté", "registrado", "contabilizado",
     "documentado", "contado", "censado", "verificado", "reportado", "estimado", "denunciado",
     "confirmado", "cifrado", "desmentido", "negado", "rechazado", "reconocido", "reconnu"]
)  # fmt: skip
_NOUN_BEFORE: Final = shared("attributions.noun_before")
_AT: Final = frozenset(["chez", "à", "au", "aux", "dans"])
_BE: Final = frozenset(
    ["was", "were", "is", "are", "been", "being", "été", "est", "sont", "était", "étaient", "sido",
     "fue", "fueron", "es", "son"]
)  # fmt: skip
_BY: Final = frozenset(["by", "par", "por"])
_DENIED: Final = frozenset(["conte", "démen", "réfut", "desme", "negad", "recha"])
_QUOTING: Final = frozenset(["quoted", "quotes", "quoting", "cited", "cites", "citing"])
_SAYING: Final = frozenset(["saying", "stating", "telling", "claiming", "estimating", "putting"])
_APART: Final = 12  # words between such a participle and its "by"


@cache
def passing(lexicon: Lexicon) -> frozenset[str]:
    """Words at which one of these clauses may have its verb."""
    if lexicon.language == "en":
        return _PUT | _QUOTING
    ends = ("", "s", "e", "es") if lexicon.language == "fr" else ("", "s")
    words = {f"{word}{end}" for word in _PUT for end in ends}
    if lexicon.language == "es":
        words |= {f"{word[:-1]}a{end}" for word in _PUT for end in ends}
    return frozenset(words)


def passed_on(text: str, tokens: Sequence[Token], i: int, lexicon: Lexicon) -> Attribution | None:
    """The clause whose verb stands at token `i`, or None."""
    return (
        _passive(text, tokens, i, lexicon)
        or _put_by(text, tokens, i, lexicon)
        or _quoting(text, tokens, i, lexicon)
    )


def _passive(text: str, tokens: Sequence[Token], i: int, lexicon: Lexicon) -> Attribution | None:
    """ "figures provided by the mayor", "deaths recorded by the charity"."""
    if tokens[i].low not in lexicon.words("reporting.provided_by"):
        return None
    if low(tokens, i + 1) not in ("by", "par"):
        return None
    last = phrase_after(tokens, i + 2, lexicon)
    source = named_source(text, tokens, i + 2, last, lexicon)
    if source is None or source.name is None:
        return None
    before = phrase_before(tokens, i - (low(tokens, i - 1) == ","), lexicon)
    through = source_of(text, tokens[before:i], lexicon) if before < i else None
    if through is not None and through.artefact and source.artefact is None:
        source = replace(source, artefact=through.artefact, artefact_at=through.artefact_at)
    return Attribution(
        source, "provided", tokens[i].start, source.end, tokens[0].start, tokens[-1].end, False,
        tokens[i].start, tokens[i].end,
    )  # fmt: skip


def _put_by(text: str, tokens: Sequence[Token], i: int, lexicon: Lexicon) -> Attribution | None:
    """ "Was put at 90 by the risk office", "it was denied by the manager that 15 had been"."""
    if _stem(tokens[i].low, lexicon) not in _PUT or not any(
        low(tokens, k) in _BE for k in range(max(0, i - 3), i)
    ):
        return None
    by = i + 1
    while by < len(tokens) and by - i < _APART and low(tokens, by) not in _BY:
        if tokens[by].kind == "mark" and tokens[by].low not in ("%", "-", "$"):
            return None
        by += 1
    if low(tokens, by) not in _BY:
        return None
    last = phrase_after(tokens, by + 1, lexicon)
    source = named_source(text, tokens, by + 1, last, lexicon)
    if source is None or source.name is None or source.artefact is not None:
        return None
    person = source.pronoun is not None or class_of(source.name, lexicon, source.described)
    if person == "unknown" and not may_speak(tokens, by + 1, last, source, lexicon):
        return None
    denied = tokens[i].low in lexicon.words("reporting.deny") or tokens[i].low[:5] in _DENIED
    kind: AttributionKind = "deny" if denied else "say"
    begin = max([t.end for t in tokens[:i] if t.low == ";"], default=tokens[0].start)
    end = next((t.start for t in tokens[i:] if t.low == ";"), tokens[-1].end)
    return Attribution(
        source, kind, tokens[by].start, source.end, begin, end, False, tokens[i].start,
        tokens[i].end,
    )  # fmt: skip


def _stem(word: str, lexicon: Lexicon) -> str:
    """A participle without its gender and number: "recensées", "documentados"."""
    if lexicon.language == "en":
        return word
    word = word.removesuffix("s")
    return word.removesuffix("e") if lexicon.language == "fr" else f"{word[:-1]}o"


def _quoting(text: str, tokens: Sequence[Token], i: int, lexicon: Lexicon) -> Attribution | None:
    """ "State radio quoted an officer as saying that 90 ...": the officer says it."""
    if tokens[i].low not in _QUOTING:
        return None
    last = phrase_after(tokens, i + 1, lexicon)
    if low(tokens, last) != "as" or low(tokens, last + 1) not in _SAYING:
        return None
    source = named_source(text, tokens, i + 1, last, lexicon)
    if source is None or source.name is None:
        return None
    verb = tokens[last + 1]
    return Attribution(
        source, "say", source.start, verb.end, verb.end, tokens[-1].end, False, verb.start,
        verb.end,
    )  # fmt: skip


def behind(
    text: str,
    tokens: Sequence[Token],
    i: int,
    kind: AttributionKind,
    found: tuple[Source, int] | None,
    lexicon: Lexicon,
) -> Attribution | None:
    """ "Un chiffre que confirme la mairie : 90" and "chez Sol, on compte 90": who is meant."""
    if lexicon.language != "fr" or kind not in ("say", "record"):
        return None
    verb, begin, end = tokens[i], tokens[0].start, tokens[-1].end
    k = i - (low(tokens, i - 1) in ("a", "ont", "avait"))
    k -= (low(tokens, k - 1) in ("le", "la", "l")) + 2 * (low(tokens, k - 1) in ("'", "’"))
    if low(tokens, k - 1) in ("que", "comme"):
        last = phrase_after(tokens, i + 1, lexicon)
        if last == i + 1 or low(tokens, i + 1) not in _NOUN_BEFORE:
            return None
        source = named_source(text, tokens, i + 1, last, lexicon)
        if source is None or source.name is None:
            return None
        return Attribution(
            source, kind, verb.start, source.end, begin, end, False, verb.start, verb.end
        )
    if found is None or found[0].pronoun != "on" or tokens[0].low not in _AT:
        return None
    source = named_source(text, tokens, 1, phrase_after(tokens, 1, lexicon), lexicon)
    if source is None or source.name is None or class_of(source.name, lexicon) == "unknown":
        return None
    return Attribution(
        source, kind, source.start, verb.end, begin, end, False, verb.start, verb.end
    )
