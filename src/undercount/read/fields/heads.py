"""Where the head of a counted noun phrase ends, in English, French and Spanish."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from undercount.read.fields.counted import unit_of
from undercount.read.lexicon import Lexicon
from undercount.read.words.phrases import low
from undercount.read.words.tokens import Token

_NOUNS: Final = 6  # words of a counted phrase before its head must have come
_PARTICIPLES: Final = ("és", "ées", "ados", "adas", "idos", "idas")
_SINGULAR_S: Final = ("ss", "us", "is")
_NEVER_FIRST: Final = frozenset(
    [
        "people",
        "men",
        "women",
        "children",
        "police",
        "staff",
        "crew",
        "dead",
        "missing",
        "homeless",
        "displaced",
        "enslaved",
        "trafficked",
        "population",
        "us",
        "rohingya",
    ]
)
_BARE_LINKS: Final = frozenset(["de", "d", "en", "sans", "sin", "à"])
_NO_NOUN: Final = frozenset(["ici", "ailleurs", "abord", "moins", "plus", "aquí", "allí"])


def english_head(tokens: Sequence[Token], i: int, lexicon: Lexicon) -> int | None:
    """One past the head noun: the first plural, or noun of the lexicon, no other noun follows."""
    closed, verbs = lexicon.words("nouns.closed"), lexicon.words("nouns.verbs")
    not_after = lexicon.union("nouns.not_after", "dates.weekdays", "dates.months")
    j = i
    while j < len(tokens) and j - i < _NOUNS:
        token, word = tokens[j], tokens[j].low
        if word in ("or", "and") and j > i and _joins_adjectives(tokens, j, lexicon):
            j += 1
            continue
        if token.kind != "word" or word in closed or word in not_after:
            break
        if (
            word in verbs
            and unit_of(word, lexicon) is None
            and not _leads_to_noun(tokens, j, lexicon)
        ):
            break
        if _is_plural(word, lexicon) and not (
            _noun_follows(tokens, j + 1, lexicon) or _names_kind(tokens, j, lexicon)
        ):
            return j + 1
        j += 1
    if j == i:
        return None
    word = low(tokens, j - 1)
    if unit_of(word, lexicon) or tokens[j - 1].upper:
        return j
    if word.endswith(("ed", "ing", "er")) or (j - i > 1 and not _is_noun_like(word)):
        return None
    return j if j - i > 1 else None


def _is_noun_like(word: str) -> bool:
    return len(word) > 3


def _is_plural(word: str, lexicon: Lexicon) -> bool:
    if unit_of(word, lexicon) is not None:
        return True
    return len(word) > 3 and word.endswith("s") and not word.endswith(_SINGULAR_S)


def _noun_follows(tokens: Sequence[Token], j: int, lexicon: Lexicon) -> bool:
    """Whether the next word belongs to the same phrase: "asylum seekers", "aid workers"."""
    if j >= len(tokens) or tokens[j].kind != "word":
        return False
    word = tokens[j].low
    if word in lexicon.words("nouns.closed") or word in lexicon.words("nouns.verbs"):
        return False
    if word in lexicon.words("nouns.fate") or word in lexicon.words("nouns.not_after"):
        return False
    return unit_of(word, lexicon) is not None and word not in ("us", "those", "them", "others")


def _names_kind(tokens: Sequence[Token], j: int, lexicon: Lexicon) -> bool:
    """Whether a noun in the singular only tells the kind of the next one: "family shelters"."""
    word, after = tokens[j].low, low(tokens, j + 1)
    if word.endswith("s") or len(after) < 5 or not after.endswith("s"):
        return False
    if word in _NEVER_FIRST or tokens[j + 1].kind != "word" or after.endswith(_SINGULAR_S):
        return False
    return after not in lexicon.union("nouns.closed", "nouns.verbs")


def _leads_to_noun(tokens: Sequence[Token], j: int, lexicon: Lexicon) -> bool:
    """A participle before its noun: "suspected smugglers", "displaced families"."""
    if not tokens[j].low.endswith(("ed", "ing", "en")):
        return False
    return any(unit_of(low(tokens, k), lexicon) for k in (j + 1, j + 2))


def _joins_adjectives(tokens: Sequence[Token], j: int, lexicon: Lexicon) -> bool:
    """ "unaccompanied or separated children"."""
    return unit_of(low(tokens, j - 1), lexicon) is None and any(
        unit_of(low(tokens, k), lexicon) for k in (j + 1, j + 2)
    )


def romance_head(tokens: Sequence[Token], i: int, lexicon: Lexicon) -> int | None:
    """One past a French or Spanish head noun, its adjectives, and "de route" behind it."""
    closed = lexicon.words("nouns.closed")
    if i >= len(tokens) or tokens[i].kind != "word" or tokens[i].low in closed:
        return None
    if tokens[i].low in lexicon.words("nouns.not_after"):
        return None
    known = unit_of(tokens[i].low, lexicon) is not None
    if not known and unit_of(low(tokens, i + 1), lexicon) is not None:
        i += 1  # "jeunes hommes", "nouvelles demandes"
    elif not known and not tokens[i].low.endswith(("s", "x")):
        return None
    j = i + 1
    if not tokens[i].low.endswith(("s", "x")):
        return _bare_complement(tokens, j, lexicon)
    while j < len(tokens) and tokens[j].kind == "word" and j - i < 3:
        word = tokens[j].low
        if word == "non" and low(tokens, j + 1).endswith(_PARTICIPLES):
            j += 2  # "enfants non accompagnés"
            continue
        if word in closed or tokens[j].upper or word in lexicon.words("nouns.not_after"):
            break
        participle = word.endswith(_PARTICIPLES) and word not in lexicon.words("nouns.fate")
        if not word.endswith(("s", "x")) or participle or word in lexicon.words("nouns.verbs"):
            break
        j += 1
    return _bare_complement(tokens, j, lexicon)


def _bare_complement(tokens: Sequence[Token], j: int, lexicon: Lexicon) -> int:
    """Take in "de route", "d'asile", "en attente": a noun without article behind a short link."""
    if low(tokens, j) not in _BARE_LINKS:
        return j
    k = j + 1 + (low(tokens, j + 1) in ("'", "’"))
    if k >= len(tokens) or tokens[k].kind != "word" or tokens[k].upper or len(tokens[k].low) < 3:
        return j
    word = tokens[k].low
    if word in lexicon.words("nouns.closed") or word in lexicon.table("dates.months"):
        return j
    if word in lexicon.words("period.seasons") or word in lexicon.words("period.units"):
        return j
    place = word in lexicon.words("place.facilities") and low(tokens, j) in ("en", "à")
    if place or word in lexicon.words("nouns.not_after"):
        return j
    return j if word in _NO_NOUN else k + 1
