"""The verbs around a phrase, by their form: "are -ing", "were -ed", "have been -ing"."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Final, NamedTuple

from undercount.read.lexicon import Lexicon, shared
from undercount.read.words.phrases import low
from undercount.read.words.tokens import Token

_REACH: Final = 7  # words behind what is counted in which its verb may come
_BACK: Final = 16  # words before a number in which the verb that governs it may stand
_BE_NOW: Final = shared("verbs.be_now")
_BE_PAST: Final = shared("verbs.be_past")
_HAVE_NOW: Final = shared("verbs.have_now")
_HAVE_PAST: Final = shared("verbs.have_past")
_BEEN: Final = shared("verbs.been")
_MODALS: Final = shared("verbs.modals")
_ADVERBS: Final = shared("verbs.adverbs")
_STATIVE: Final = shared("verbs.stative")
_MOTION: Final = shared("verbs.motion")
_PARTICIPLE: Final = (
    "ed", "é", "ée", "és", "ées", "ado", "ada", "ados", "adas", "ido", "ida", "idos", "idas",
)  # fmt: skip
_RELATIVE: Final = frozenset(["who", "that", "which", "qui", "whom", "que", "quienes", "dont"])
_VERBS: Final = frozenset(["to"]).union(
    _BE_NOW, _BE_PAST, _HAVE_NOW, _HAVE_PAST, _MODALS, _STATIVE, shared("verbs.slept")
)
_IMPERFECT: Final[dict[str, tuple[str, ...]]] = {
    "en": (), "fr": ("aient", "ait"), "es": ("aban", "ían", "aba"),
}  # fmt: skip
_NO_IMPERFECT: Final = ("rait", "raient", "fait", "trait")  # "pourrait", "parfait"
_SLEPT: Final = shared("verbs.slept")
_STAYS: Final = shared("verbs.stays")
_OPENS: Final = frozenset(
    [
        *(";", ":", ",", "(", "–", "—", '"', "“", "«"),
        *("that", "que", "qu", "when", "because", "where", "lorsque", "où", "donde", "porque"),
    ]
)
_IRREGULAR: Final = shared("verbs.irregular")
_PAST: Final = frozenset(
    ["fell", "came", "made", "took", "died", "swam", "ran", "began", "went", "got", "gave", "saw"]
)
_HEARD: Final = frozenset(
    ["believed", "thought", "said", "reported", "feared", "known", "estimated", "understood"]
)
_SHORT_ED: Final = 4


class Verb(NamedTuple):
    """A verb by its form in a few plain words, its main word, and the token where it begins."""

    form: str
    word: str
    at: int


NONE: Final = Verb("none", "", -1)


def verb_behind(tokens: Sequence[Token], i: int, lexicon: Lexicon) -> Verb:
    """The first verb behind the phrase that ends before token `i`; "who" leads a relative one."""
    lead = ""
    i = _past_aside(tokens, i, lexicon)
    for k in range(i, min(len(tokens), i + _REACH)):
        word = tokens[k].low
        if word in (".", ";", ":", "?", '"', "”", "»", ")") or (word == "," and k > i):
            break
        if word in _RELATIVE and k <= i + 2:
            lead = "who "
        elif tokens[k].kind == "number":
            lead = f"{lead}number "
        else:
            found = _at(tokens, k, lexicon)
            if found is not None:
                return Verb(lead + found.form, found.word, k)
    return NONE


def _past_aside(tokens: Sequence[Token], i: int, lexicon: Lexicon) -> int:
    """Behind ", the posters say," where such an aside begins at `i`."""
    if low(tokens, i) != ",":
        return i
    said = False
    for k in range(i + 1, min(len(tokens), i + 2 + _REACH)):
        if tokens[k].low == ",":
            return k + 1 if said else i
        said = said or tokens[k].low in lexicon.words("reporting.say")
    return i


def verb_before(tokens: Sequence[Token], i: int, start: int, lexicon: Lexicon) -> Verb:
    """The last verb before token `i` in the clause that begins at `start`, with auxiliaries."""
    for k in range(i - 1, max(-1, i - _BACK), -1):
        if tokens[k].start < start or tokens[k].low in _OPENS:
            break
        found = _at(tokens, k, lexicon)
        if found is None:
            continue
        while k > 0:
            earlier = _at(tokens, k - 1, lexicon) or (
                _at(tokens, k - 2, lexicon) if low(tokens, k - 1) in _ADVERBS else None
            )
            if earlier is None or earlier.word != found.word:
                break
            found, k = earlier, earlier.at
        if found.form == "past" and low(tokens, k - 1) in ("and", "et", "y"):
            further = verb_before(tokens, k - 1, start, lexicon)
            if further.form == "have -ed":
                return Verb(further.form, found.word, k)
        return found
    return NONE


def _at(tokens: Sequence[Token], k: int, lexicon: Lexicon) -> Verb | None:
    """The verb that begins at `k`, or None where none does."""
    if k < 0:
        return None
    word = tokens[k].low
    if not (
        word in _verbs(lexicon)
        or word.endswith("ed")
        or word.endswith(_IMPERFECT[lexicon.language])
    ):
        return None
    j = k + 1
    while low(tokens, j) in _ADVERBS or _is_manner(low(tokens, j)):
        j += 1
    if low(tokens, j) == "so" and low(tokens, j + 1) == "far":
        j += 2
    after = low(tokens, j)
    if word in _MODALS:
        return Verb("modal", after, k)
    if word in _BE_NOW or word in _BE_PAST:
        if after in _HEARD and low(tokens, j + 1) == "to":
            return _supposed(tokens, j + 2, k, lexicon)
        tense = "be" if word in _BE_NOW else "was"
        return Verb(f"{tense} {_shape(after, lexicon)}", after, k)
    if word in _HAVE_NOW or word in _HAVE_PAST:
        if word == "a" and lexicon.language == "en":
            return None
        tense = "have" if word in _HAVE_NOW else "had"
        if after in _BEEN:
            inner = low(tokens, j + 1)
            return Verb(f"{tense} been {_shape(inner, lexicon)}", inner, k)
        return Verb(f"{tense} {_shape(after, lexicon)}", after, k)
    past = word.endswith(_IMPERFECT[lexicon.language]) and len(word) > _SHORT_ED + 1
    if past and not word.endswith(_NO_IMPERFECT):
        return Verb("stative", word, k)
    if word == "to" and after in lexicon.words("nouns.verbs"):
        return Verb("to do", after, k)
    if word in _SLEPT:
        return Verb("was stays", word, k)
    if word in _STATIVE and not (tokens[k].upper and k):
        return Verb("stative", word, k)
    if word in lexicon.words("nouns.verbs"):
        if word.endswith("ing"):
            return Verb("ing", word, k)
        return Verb("past" if _is_past(word) else "present", word, k)
    if word.endswith("ed") and len(word) > _SHORT_ED and not tokens[k].upper:
        return Verb("past", word, k)
    return None


def _is_manner(word: str) -> bool:
    """ "Formally", "régulièrement": how something is done."""
    return word.endswith(("ly", "ement", "mente")) and len(word) > _SHORT_ED + 1


def _supposed(tokens: Sequence[Token], i: int, k: int, lexicon: Lexicon) -> Verb:
    """ "Are believed to have drowned", "are thought to be hiding": the verb behind "to"."""
    if low(tokens, i) == "have":
        return Verb("have -ed", low(tokens, i + 1), k)
    after = low(tokens, i + 1)
    return Verb(f"be {_shape(after, lexicon)}" if low(tokens, i) == "be" else "to do", after, k)


@cache
def _verbs(lexicon: Lexicon) -> frozenset[str]:
    """All words that begin a verb, those apart that their ending tells."""
    return lexicon.union("nouns.verbs", also=_VERBS)


def _is_past(word: str) -> bool:
    return word.endswith(("ed", "t", "d", "ew", "ught")) or word in _IRREGULAR or word in _PAST


def _shape(word: str, lexicon: Lexicon) -> str:
    if word.endswith("ing") and len(word) > _SHORT_ED:
        return "moving" if word in _MOTION else "-ing"
    if word.endswith(_PARTICIPLE) or word in _IRREGULAR:
        stays = word in lexicon.words("measure.stays") or word in _STAYS
        if not stays and lexicon.language != "en" and not word.endswith(("ado", "ido")):
            return "done"  # "sont montés" is what they did
        return "stays" if stays else "-ed"
    return "at" if word in lexicon.words("place.prepositions") else "other"
