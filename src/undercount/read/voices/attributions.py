"""The reporting clauses of a sentence: who speaks, by which verb, and over which words.

"X said", "said X", "according to X", "X's register shows", "a report released by X", and the
French ones. Built on closed word classes alone; no model, and no name is in the rules.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from typing import Final

from undercount.read.lexicon import Lexicon, shared
from undercount.read.voices.accounts import LEADS, bracketed, by_account, in_view_of
from undercount.read.voices.attribution import Attribution, AttributionKind
from undercount.read.voices.classes import class_of
from undercount.read.voices.gapping import with_gaps
from undercount.read.voices.passives import behind, passed_on, passing
from undercount.read.voices.subjects import is_called, may_speak, named_source, subject_before
from undercount.read.words.phrases import is_amount, low, phrase_after
from undercount.read.words.source import Source
from undercount.read.words.tokens import QUOTE, Token

_NOUN_BEFORE: Final = shared("attributions.noun_before")
_NO_SUBJECT: Final = frozenset(
    ["that", "it", "there", "to", "in", "on", "at", "of", "after", "before", "when", "as", "with",
     "during", "about", "and", "but"]
)  # fmt: skip
_TALLIES: Final = frozenset(["stands", "stood", "stops", "stopped", "reads", "runs"])
_WHOM: Final = {
    "him": "he", "her": "she", "them": "they", "lui": "il", "elle": "elle", "eux": "ils",
    "elles": "elles", "él": "él", "ella": "ella", "ellos": "ellos", "ellas": "ellas",
}  # fmt: skip
_MEANS: Final = frozenset(["phone", "telephone", "email", "video", "letter", "radio"])
_HAVE: Final = frozenset(
    ["a", "ont", "avait", "has", "had", "also", "n", "'", "l", "s", "ha", "han", "había", "se"]
)
# Verbs of two words, told by the second: "fait état de", "had written down 90".
_PERSONAL: Final = frozenset(["he", "she", "they"])
_LIGHT: Final = {
    "état": frozenset(["fait", "font", "faisait", "faisaient"]),
    "savoir": frozenset(["fait", "font", "faisait"]),
    "valoir": frozenset(["fait", "font", "faisait"]),
    "part": frozenset(["fait", "font"]),
    "apparaître": frozenset(["fait", "font"]),
    "ressortir": frozenset(["fait", "font"]),
    "of": frozenset(["knows", "know", "knew", "aware"]),
    "down": frozenset(["written", "wrote", "writes", "write", "noted", "notes"]),
}  # fmt: skip
_BREAKS: Final = frozenset(
    ["while", "whereas", "but", "although", "though", "tandis", "alors", "mais"]
)


def attributions(text: str, tokens: Sequence[Token], lexicon: Lexicon) -> list[Attribution]:
    """Reporting clauses in the tokens of one sentence, quotations replaced by `QUOTE` tokens."""
    view = in_view_of(text, tokens, lexicon)
    found: list[Attribution] = [] if view is None else [view]
    begins, inverted = _triggers(lexicon), lexicon.language == "fr"
    for i, token in enumerate(tokens):
        if token.low in LEADS:
            account = by_account(text, tokens, i, lexicon)
            if account is not None:
                found.append(account)
                continue
        if token.low in _LIGHT and _light(tokens, i) is None and token.low == "of":
            continue
        if token.low not in begins and not (inverted and "-" in token.low):
            continue
        attribution = _according(text, tokens, i, lexicon) or _clause(text, tokens, i, lexicon)
        if attribution is not None:
            found.append(attribution)
    found += bracketed(text, tokens, lexicon)
    return with_gaps(text, tokens, _bounded(tokens, found), lexicon) if found else []


@cache
def _triggers(lexicon: Lexicon) -> frozenset[str]:
    """Words at which a reporting clause may have its verb, or "according to" begin."""
    keys = ("say", "deny", "intend", "record", "amount", "provided_by")
    words = frozenset().union(*(lexicon.words(f"reporting.{key}") for key in keys))
    words |= lexicon.first_words("reporting.according", "reporting.by_account")
    return words | passing(lexicon) | frozenset(_LIGHT)


def _according(text: str, tokens: Sequence[Token], i: int, lexicon: Lexicon) -> Attribution | None:
    if tokens[i].low not in lexicon.first_words("reporting.according", "reporting.by_account"):
        return None
    begin, end = tokens[0].start, tokens[-1].end
    words = [token.low for token in tokens[i : i + 4]]
    for n in (4, 3, 2, 1):
        phrase = " ".join(words[:n]).replace(" ' ", "'")
        if phrase in lexicon.words("reporting.by_account"):
            source = Source(None, phrase, pronoun="they", start=tokens[i].start)
            return Attribution(
                source, "according", tokens[i].start, tokens[i + n - 1].end, begin, end,
                verb_start=tokens[i].start, verb_end=tokens[i + n - 1].end,
            )  # fmt: skip
        if phrase not in lexicon.words("reporting.according"):
            continue
        n += low(tokens, i + n) == "même"  # "de l'aveu même du maire"
        last = phrase_after(tokens, i + n, lexicon)
        whom = _WHOM.get(low(tokens, i + n))
        if whom is not None and (i + n + 1 == len(tokens) or tokens[i + n + 1].kind == "mark"):
            him = tokens[i + n]
            source = Source(None, him.low, pronoun=whom, start=him.start, end=him.end)
            return Attribution(
                source, "according", tokens[i].start, him.end, begin, end, i > 0, tokens[i].start,
                tokens[i + n - 1].end,
            )  # fmt: skip
        source_ = named_source(text, tokens, i + n, last, lexicon)
        if source_ is None:
            return None
        for k, token in enumerate(tokens):
            if (
                i > 0
                and token.start >= source_.end
                and token.low == ","
                and low(tokens, k + 1) in ("and", "et")
            ):
                end = token.start
                break
        return Attribution(
            source_, "according", tokens[i].start, source_.end, begin, end, i > 0,
            tokens[i].start, tokens[i + n - 1].end,
        )  # fmt: skip
    return None


def _light(tokens: Sequence[Token], i: int) -> AttributionKind | None:
    """Whether a verb of two words ends at token `i`."""
    if low(tokens, i - 1) not in _LIGHT.get(tokens[i].low, ()):
        return None
    return "record" if tokens[i].low in ("down", "of") else "say"


def _kind(token: Token, lexicon: Lexicon) -> AttributionKind | None:
    return _kinds(lexicon).get(token.low)


@cache
def _kinds(lexicon: Lexicon) -> dict[str, AttributionKind]:
    """Verb to what is done by it; a verb of several lists is of the last one here."""
    kinds: dict[str, AttributionKind] = dict.fromkeys(lexicon.words("reporting.amount"), "record")
    order: tuple[AttributionKind, ...] = ("record", "intend", "say", "deny")
    for kind in order:
        kinds |= dict.fromkeys(lexicon.words(f"reporting.{kind}"), kind)
    return kinds


def _clause(text: str, tokens: Sequence[Token], i: int, lexicon: Lexicon) -> Attribution | None:
    token = tokens[i]
    if token.kind != "word":
        return None
    pronoun = _inverted_pronoun(token, lexicon)
    if pronoun is not None:
        source = Source(None, token.low, pronoun=pronoun, start=token.start, end=token.end)
        there = i + 2 + 2 * (low(tokens, i + 2) == "côté")
        if pronoun == "on" and low(tokens, i + 1) in ("à", "au", "aux", "chez", "du"):
            # "Précise-t-on à la mairie": whoever speaks there.
            last = phrase_after(tokens, there, lexicon)
            source = named_source(text, tokens, there, last, lexicon) or source
        return Attribution(
            source, "say", token.start, token.end, tokens[0].start, tokens[-1].end, True,
            token.start, token.end,
        )  # fmt: skip
    passed = passed_on(text, tokens, i, lexicon)
    if passed is not None:
        return passed
    light = _light(tokens, i)
    kind = light or _kind(token, lexicon)
    if kind == "intend" and token.low in lexicon.words("reporting.record"):
        # "La Cimade compte 90 renvois" counts, "compte ouvrir 90 lits" plans.
        kind = "record" if is_amount(tokens, i + 1, lexicon) else kind
    if kind is not None:
        turned = behind(text, tokens, i, kind, None, lexicon)
        if turned is not None:
            return turned
    if kind is None or (token.upper and i > 0) or _is_noun(tokens, i, lexicon):
        return None
    if token.low in lexicon.words("reporting.plural_only") and not _is_plural(tokens, i, lexicon):
        return None
    if token.low in lexicon.words("reporting.amount"):
        link = low(tokens, i + 1) in lexicon.words("reporting.amount_link")
        if not is_amount(tokens, i + 1 + link, lexicon):
            return None
    nominal = kind == "record" or token.low in lexicon.words("reporting.ambiguous")
    spoken_by = low(tokens, i + 1) == "by" and low(tokens, i + 2) not in _MEANS
    if spoken_by or (low(tokens, i + 1) == "of" and nominal):
        return None
    found = subject_before(text, tokens, i - (light is not None), lexicon)
    turned = behind(text, tokens, i, kind, found, lexicon)
    if turned is not None:
        return turned
    if found is not None and lexicon.language != "en" and kind in ("say", "deny"):
        # ", rappelle la préfecture": what stands between two commas is no subject of it.
        turned = inverted(text, tokens, i, kind, lexicon)
        if turned is not None and _is_surer(turned.source, found[0], lexicon):
            return turned
    if found is None:
        if kind not in ("say", "deny"):
            return None
        return inverted(text, tokens, i, kind, lexicon)
    source_, first = found
    amount = token.low in lexicon.words("reporting.amount")
    if token.low in _TALLIES and source_.artefact is None:
        return None  # only a count "stands at 90"
    reckons = low(tokens, i + 1) == "at" and (
        source_.pronoun in _PERSONAL
        or class_of(source_.name or "", lexicon, source_.described) in ("academic", "ngo")
    )
    if amount and source_.artefact is None and not (reckons or _is_body(source_, token, lexicon)):
        return None
    noun_too = token.low in lexicon.words("reporting.ambiguous")
    if (kind in ("record", "intend") or noun_too) and not may_speak(
        tokens, first, i, source_, lexicon
    ):
        return None
    begin, end, verb_end = tokens[0].start, tokens[-1].end, token.end
    if low(tokens, first) in ("that", "which", "que"):
        stop = next((t.start for t in tokens[i:] if t.low in (",", ";")), end)
        return Attribution(
            source_, kind, source_.start, verb_end, begin, stop, False, token.start, verb_end
        )
    as_told = low(tokens, first - 1) == "as" and kind == "say"
    if as_told and (low(tokens, i + 1) == "it" or _closes(tokens, i + 1, lexicon)):
        return Attribution(  # "90 sleep there, as the mayor recalled on Monday"
            source_, kind, source_.start, verb_end, begin, end, True, token.start, verb_end
        )
    if is_called(tokens, i, first):
        stop = next((t.start for t in tokens[i:] if t.low in (",", ";")), end)
        return Attribution(
            source_, kind, source_.start, verb_end, verb_end, stop, False, token.start, verb_end
        )
    if kind == "intend":
        end = next((t.start for t in tokens[i:] if t.low == ";"), end)
    parenthesis = first > 1 and tokens[first - 1].low in (",", QUOTE, "–", "—")
    if parenthesis and tokens[first - 1].low in ("–", "—"):
        # Behind the place and date that open a report a dash parts nothing.
        parenthesis = low(tokens, i + 1) in ("–", "—", ",", ".", "")
    if parenthesis and kind in ("say", "record") and _closes(tokens, i + 1, lexicon):
        if i + 2 < len(tokens):  # inside a sentence it speaks for its own clause
            begin = max([t.end for t in tokens[:first] if t.low == ";"], default=begin)
        return Attribution(
            source_, kind, source_.start, verb_end, begin, end, True, token.start, verb_end
        )
    return Attribution(
        source_, kind, source_.start, verb_end, verb_end, end, False, token.start, verb_end
    )


def _is_surer(one: Source, other: Source, lexicon: Lexicon) -> bool:
    """Whether one phrase names a known kind of source and another does not."""
    if other.pronoun is not None or other.name is None or one.name is None:
        return False
    plain = class_of(other.name, lexicon, other.described) == "unknown"
    return plain and class_of(one.name, lexicon) != "unknown"


def _is_body(source: Source, verb: Token, lexicon: Lexicon) -> bool:
    """Whether "came to 90" counts: bodies count, people travel; and only a document "has 90"."""
    if verb.low in lexicon.words("reporting.auxiliary") or source.name is None:
        return False
    return class_of(source.name, lexicon) not in ("unknown", "migrant", "private")


def _is_noun(tokens: Sequence[Token], i: int, lexicon: Lexicon) -> bool:
    """Whether an article stands before; French "a" is a verb."""
    before = low(tokens, i - 1)
    document = tokens[i].low in lexicon.words("reporting.artefacts") and i + 1 < len(tokens)
    if document and _kind(tokens[i + 1], lexicon) in ("say", "record"):
        return True  # "official figures show"
    number = i > 0 and tokens[i - 1].kind == "number"
    plural = tokens[i].low in lexicon.words("reporting.record") and tokens[i].low.endswith("s")
    if plural and (number or before in lexicon.table("numbers.units")):
        return True  # "matching three lists, she arrives at 90"
    return before in _NOUN_BEFORE and not (before == "a" and lexicon.language == "fr")


def _is_plural(tokens: Sequence[Token], i: int, lexicon: Lexicon) -> bool:
    """Whether the word before a bare verb may be its subject: "officers count", "they report"."""
    k = i - 1
    while low(tokens, k) in ("also", "now", "still", "often", "now"):
        k -= 1
    before = low(tokens, k)
    if before.endswith("s") or before in lexicon.words("reporting.artefacts"):
        return True
    return before in ("police", "staff", "people", "we", "they", "who", "i")


def _inverted_pronoun(token: Token, lexicon: Lexicon) -> str | None:
    """ "précise-t-elle", "dit-il"."""
    if lexicon.language != "fr" or "-" not in token.low:
        return None
    parts = token.low.split("-")
    if parts[0] in lexicon.words("reporting.say") and parts[-1] in (
        "il",
        "elle",
        "ils",
        "elles",
        "on",
    ):
        return parts[-1]
    return None


def inverted(
    text: str, tokens: Sequence[Token], i: int, kind: AttributionKind, lexicon: Lexicon
) -> Attribution | None:
    """ ", said Ana Sol, 30" and ", a annoncé jeudi la préfète, Ana Sol"."""
    k = i
    while k > 0 and tokens[k - 1].low in _HAVE:
        k -= 1
    if k == 0 or low(tokens, k - 1) not in (",", QUOTE, "–", "—"):
        return None
    j = i + 1
    while low(tokens, j) in lexicon.words("dates.weekdays") or low(tokens, j) in ("hier", "que"):
        j += 1
    if j >= len(tokens) or low(tokens, j) in _NO_SUBJECT:
        return None
    last = phrase_after(tokens, j, lexicon)
    if last == j or not (
        any(token.upper for token in tokens[j:last])
        or low(tokens, j) in _NOUN_BEFORE
        or low(tokens, j) in lexicon.words("reporting.pronouns")
        or last == len(tokens) or tokens[last].kind == "mark"
    ):  # fmt: skip
        return None
    source = named_source(text, tokens, j, last, lexicon)
    if source is None:
        return None
    verb = tokens[i]
    return Attribution(
        source, kind, verb.start, source.end, tokens[0].start, tokens[k].start, True,
        verb.start, verb.end,
    )  # fmt: skip


def _closes(tokens: Sequence[Token], j: int, lexicon: Lexicon) -> bool:
    """Whether nothing more is said after the verb: a comma, the end, a day, an audience."""
    word = low(tokens, j)
    if not word or word in (",", ".", ";", ":", QUOTE, ")", "–", "—", "?", "!"):
        return True
    if word in lexicon.words("dates.weekdays") or word in (
        "in",
        "on",
        "at",
        "during",
        "to",
        "by",
        "through",
        "last",
    ):
        return True
    if low(tokens, j - 1) in ("told", "tells"):
        near = [low(tokens, k) for k in range(j, j + 5)]
        return "that" not in near and any(word in (",", ".", ";", QUOTE, "") for word in near)
    weekday = lexicon.words("dates.weekdays")
    return low(tokens, j + 1) in weekday or word in (
        "reporters", "yesterday", "today", "journalists", "me", "us", "later",
    )  # fmt: skip


def _bounded(tokens: Sequence[Token], found: Sequence[Attribution]) -> list[Attribution]:
    """End what one says where the next begins to speak; drop who is only reported as speaking."""
    kept: list[Attribution] = []
    for attribution in sorted(found, key=lambda a: (a.cue_start, a.cue_end)):
        nested = False
        for k, earlier in enumerate(kept):
            if earlier.after or attribution.after or earlier.kind in ("according", "provided"):
                continue
            if not earlier.start <= attribution.cue_start < earlier.end:
                continue
            if attribution.kind in ("according", "provided"):
                continue
            if _parted(tokens, earlier.cue_end, attribution.cue_start):
                kept[k] = replace(earlier, end=attribution.cue_start)
            elif earlier.kind in ("say", "deny") and earlier.source.artefact is None:
                nested = True
        if not nested:
            kept.append(attribution)
    return kept


def _parted(tokens: Sequence[Token], start: int, end: int) -> bool:
    """Whether a new main clause begins between two reporting clauses."""
    comma = False
    for token in tokens:
        if token.start < start:
            continue
        if token.start >= end:
            break
        if token.low in (";", ":", ".") or (token.low in _BREAKS):
            return True
        if token.low == ",":
            comma = True
    return comma
