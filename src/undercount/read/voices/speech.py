"""Further clauses of speech for statements: what "adding", "urged" or "has backed" reports.

Claimants of figures come from `attributions` alone; here verbs of thinking, wanting and judging
are read too, participles that share the subject before them ("..., adding that"), second verbs of
one subject ("urged ... and criticised ..."), and any verb between a name and a quotation.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from undercount.read.lexicon import Lexicon, shared
from undercount.read.voices.attribution import Attribution
from undercount.read.voices.attributions import inverted
from undercount.read.voices.beside import beside_quotes, held, speech_verbs
from undercount.read.voices.subjects import subject_before
from undercount.read.voices.wording import spoken
from undercount.read.words.phrases import low, phrase_after, phrase_before
from undercount.read.words.source import Source, source_of
from undercount.read.words.tokens import QUOTE, Token

_BE: Final = frozenset(["is", "are", "was", "were", "be", "been", "'s", "am", "being"])
_NOUN_BEFORE: Final = shared("attributions.noun_before")
DROPPED: Final = "(él)"
"""What stands for a pronoun that Spanish leaves out."""
_BEHIND_NOUNS: Final = frozenset(
    ["of", "and", "or", "were", "are", "was", "is", "from", "on", "in", "have", "had", "by"]
)
_OWNERS: Final = {"his": "he", "her": "she", "their": "they"}
_NEAR: Final = 3  # adverbs between a verb and what it hangs on


def speech(
    text: str, tokens: Sequence[Token], known: Sequence[Attribution], lexicon: Lexicon
) -> list[Attribution]:
    """All clauses of speech of a passage by the place of their verbs, the known ones among them."""
    base = spoken(lexicon, "base")
    participles = spoken(lexicon, "participles")
    clauses = [clause for clause in known if _reports(text, tokens, clause, lexicon)]
    clauses.sort(key=_place)
    taken = {clause.verb_start for clause in known if not _is_participle(text, clause, participles)}
    verbs = speech_verbs(lexicon)
    nouns = spoken(lexicon, "claims")
    for i, token in enumerate(tokens):
        word = token.low
        if word in nouns and low(tokens, i + 1) == "that":
            owned = _owned(text, tokens, i, lexicon)
            if owned is not None:
                insort(clauses, owned, key=_place)
                continue
        if word not in verbs or token.start in taken or (token.upper and i):
            continue
        if word in participles:
            found = _participle(text, tokens, i, clauses, lexicon)
        else:
            found = _finite(text, tokens, i, clauses, lexicon, plain=word in base)
        if found is not None:
            insort(clauses, found, key=_place)
    for found in beside_quotes(text, tokens, clauses, lexicon):
        insort(clauses, found, key=_place)
    return clauses


def _owned(text: str, tokens: Sequence[Token], i: int, lexicon: Lexicon) -> Attribution | None:
    """ "The mayor's claim that ..." and "her belief that ...": the owner says it."""
    owner = low(tokens, i - 1)
    if owner == "'s":
        source = source_of(text, tokens[phrase_before(tokens, i - 1, lexicon) : i - 1], lexicon)
    elif owner in _OWNERS:
        at = tokens[i - 1]
        source = Source(None, at.low, pronoun=_OWNERS[owner], start=at.start, end=at.end)
    else:
        return None
    return None if source is None else held(source, tokens, i)


def _place(clause: Attribution) -> int:
    return clause.verb_start


def _reports(text: str, tokens: Sequence[Token], clause: Attribution, lexicon: Lexicon) -> bool:
    """Whether a clause found for claimants is speech: to have or hold a number says nothing."""
    if clause.kind == "provided" or _is_participle(text, clause, spoken(lexicon, "participles")):
        return False
    verb = text[clause.verb_start : clause.verb_end].lower()
    if verb in spoken(lexicon, "nounlike"):  # "early reports from ..."
        i = bisect_left(tokens, clause.verb_start, key=lambda token: token.start)
        return low(tokens, i + 1) not in _BEHIND_NOUNS
    if verb not in spoken(lexicon, "beside"):
        return True
    i = bisect_left(tokens, clause.verb_end, key=lambda token: token.start)
    return "that" in (low(tokens, i), low(tokens, i + 1))  # "pointed out that"


def _is_participle(text: str, clause: Attribution, participles: frozenset[str]) -> bool:
    return text[clause.verb_start : clause.verb_end].lower() in participles


def _before(clauses: Sequence[Attribution], position: int) -> Attribution | None:
    """The clause whose verb stands last before a code point."""
    at = bisect_left(clauses, position, key=_place)
    return clauses[at - 1] if at else None


def _participle(
    text: str, tokens: Sequence[Token], i: int, clauses: Sequence[Attribution], lexicon: Lexicon
) -> Attribution | None:
    """ "is calling for", and ", adding that" of the subject before it."""
    k = i - 1
    auxiliary = lexicon.union("reporting.auxiliary", but=_BE)
    while k > 0 and i - k <= _NEAR and (
        tokens[k].low.endswith("ly") or tokens[k].low in auxiliary
    ):  # fmt: skip
        k -= 1
    if low(tokens, k) in _BE:
        found = subject_before(text, tokens, i if k == i - 1 else k + 1, lexicon)
        if low(tokens, k) == "'s" and k > 0:
            found = _contracted(text, tokens, k, lexicon)
        return None if found is None else held(found[0], tokens, i)
    if low(tokens, k) in _NOUN_BEFORE and low(tokens, k) != "a":
        return None
    if k > 0 and tokens[k].upper and tokens[k].kind == "word":
        found = subject_before(text, tokens, k + 1, lexicon)
        return None if found is None else held(found[0], tokens, i)
    earlier = _before(clauses, tokens[i].start)
    if low(tokens, k) == "," or low(tokens, k) in ("in", "by", "while", "and", "en", "even"):
        if earlier is not None and not _relative(earlier):
            return held(earlier.source, tokens, i)
        subject = main_subject(text, tokens[:i], lexicon)
        return None if subject is None else held(subject, tokens, i)
    return None


def _relative(clause: Attribution) -> bool:
    return clause.source.pronoun in ("who", "qui", "that", "which")


def _contracted(
    text: str, tokens: Sequence[Token], k: int, lexicon: Lexicon
) -> tuple[Source, int] | None:
    """ "He's claiming" and "it’s denouncing"."""
    if tokens[k - 1].low not in lexicon.words("reporting.pronouns"):
        return None
    source = source_of(text, tokens[k - 1 : k], lexicon)
    return None if source is None else (source, k - 1)


def _finite(
    text: str,
    tokens: Sequence[Token],
    i: int,
    clauses: Sequence[Attribution],
    lexicon: Lexicon,
    *,
    plain: bool,
) -> Attribution | None:
    before = low(tokens, i - 1)
    if before in _NOUN_BEFORE or (plain and before in ("to", "will", "would")):
        return None
    following = low(tokens, i + 1)
    if following == "by" and lexicon.language == "en":
        return _passive(text, tokens, i, lexicon)
    if following == "by" or (
        following in ("of", "on", "as")
        and tokens[i].low in ("accused", "blamed", "viewed", "criticized")
    ):
        return None
    if before in spoken(lexicon, "links") or (
        before.endswith("ly") and low(tokens, i - 2) in spoken(lexicon, "links")
    ):
        earlier = _before(clauses, tokens[i].start)
        if earlier is None or earlier.kind == "according" or not _alike(text, earlier, tokens[i]):
            return None
        return held(earlier.source, tokens, i)
    verb = _before_modals(tokens, i, lexicon)
    found = subject_before(text, tokens, verb, lexicon)
    if found is None:
        turned = inverted(text, tokens, i, "hold", lexicon)
        return turned or _dropped(tokens, i, lexicon)
    source, _ = found
    if plain and verb == i and not _plural(tokens, i, lexicon):
        return None
    if source.pronoun in ("who", "qui"):
        return None
    if tokens[i].low in spoken(lexicon, "nounlike") and following in _BEHIND_NOUNS:
        return None
    if tokens[i].low in spoken(lexicon, "nounlike") and not _verbal(tokens, i, source, lexicon):
        return None
    return held(source, tokens, i)


def _passive(text: str, tokens: Sequence[Token], i: int, lexicon: Lexicon) -> Attribution | None:
    """ "The plan is backed by Open Door": said of the subject, by whom stands behind."""
    k = i
    while k > 0 and (
        tokens[k - 1].low in lexicon.words("reporting.auxiliary")
        or tokens[k - 1].low.endswith("ly")
    ):  # fmt: skip
        k -= 1
    if k == i or not any(token.low in _BE for token in tokens[k:i]):
        return None
    last = phrase_after(tokens, i + 2, lexicon)
    source = source_of(text, tokens[i + 2 : last], lexicon)
    first = phrase_before(tokens, k, lexicon)
    if source is None or first == k:
        return None
    return Attribution(
        source, "hold", tokens[k].start, source.end, tokens[first].start, tokens[k].start, True,
        tokens[i].start, tokens[i].end,
    )  # fmt: skip


def _dropped(tokens: Sequence[Token], i: int, lexicon: Lexicon) -> Attribution | None:
    """Spanish "Añadió que ..." and "QUOTE, agregó.": the verb alone points to who spoke before."""
    if lexicon.language != "es" or low(tokens, i - 1) not in ("", ",", QUOTE, "y", "—"):
        return None
    if low(tokens, i + 1) not in ("", ",", ".", ":", "que", QUOTE, "—"):
        return None
    verb = tokens[i]
    source = Source(None, verb.low, pronoun=DROPPED, start=verb.start, end=verb.end)
    clause = held(source, tokens, i)
    if i and low(tokens, i + 1) != "que":
        return replace(clause, start=tokens[0].start, end=verb.start, after=True)
    return clause


def _before_modals(tokens: Sequence[Token], i: int, lexicon: Lexicon) -> int:
    """The first of "would not call", "doesn't think": where the words before the verb begin."""
    modals = spoken(lexicon, "modals")
    k = i
    while k > 0 and i - k < 6 and (
        tokens[k - 1].low in modals or tokens[k - 1].low.endswith("ly")
        or (tokens[k - 1].low in ("'", "’", "t") and k > 1)
    ):  # fmt: skip
        k -= 1
    while k < i and tokens[k].low.endswith("ly"):
        k += 1
    return k


def _alike(text: str, earlier: Attribution, verb: Token) -> bool:
    """Whether two verbs have one form, so that they may share a subject."""
    first = text[earlier.verb_start : earlier.verb_end].lower()
    irregular = first in ("said", "told", "thought", "wrote", "felt", "sought", "spoke")
    past = verb.low.endswith("ed") or verb.low in ("said", "told", "thought", "wrote", "felt")
    return (first.endswith("ed") or irregular) == past


def _verbal(tokens: Sequence[Token], i: int, source: Source, lexicon: Lexicon) -> bool:
    """Whether a word that is a noun too is a verb: right after a name, a pronoun or a role."""
    before = tokens[i - 1]
    if before.upper or before.low in (",", ")") or source.pronoun is not None:
        return True
    bodies = lexicon.union("reporting.roles", "reporting.group_nouns")
    return before.low in bodies or before.low.removesuffix("s") in bodies


def _plural(tokens: Sequence[Token], i: int, lexicon: Lexicon) -> bool:
    k = i - 1
    while k > 0 and tokens[k].low in lexicon.words("reporting.auxiliary"):
        k -= 1
    word = low(tokens, k)
    return word.endswith("s") or word in ("police", "people", "we", "they", "i", "you", "who")


def main_subject(text: str, tokens: Sequence[Token], lexicon: Lexicon) -> Source | None:
    """The subject of a sentence by its place: its first phrase, or the one after "In May, "."""
    i = 0
    subjects = lexicon.union("reporting.pronouns", also=_NOUN_BEFORE)
    if tokens and tokens[0].low in lexicon.union("nouns.closed", but=subjects):
        comma = next((k for k, token in enumerate(tokens) if token.low == ","), None)
        if comma is None:
            return None
        i = comma + 1
    last = phrase_after(tokens, i, lexicon)
    for k in range(i + 1, last):  # a phrase runs on into its verb
        if tokens[k].low in lexicon.words("nouns.verbs") or (
            tokens[k].low.endswith(("ed", "s")) and not tokens[k].upper and tokens[k - 1].upper
        ):
            last = k
            break
    if last <= i or last >= len(tokens):
        return None
    if not any(token.upper for token in tokens[i:last]) and low(tokens, i) not in subjects:
        return None
    return source_of(text, tokens[i:last], lexicon)
