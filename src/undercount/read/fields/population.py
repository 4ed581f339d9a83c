"""What a number counts: the noun phrase after it, before it, or left unsaid and taken over."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from undercount.read.fields.counted import unit_of
from undercount.read.fields.counted_phrases import (
    Counted,
    noun_at,
    noun_phrase,
    phrase_after_number,
    spanning,
)
from undercount.read.fields.extensions import relative_clause
from undercount.read.lexicon import Lexicon, shared
from undercount.read.numbers.number import Number
from undercount.read.words.phrases import low
from undercount.read.words.tokens import Token

_THOSE: Final = frozenset(["those"])
_IT: Final = frozenset(["it"])
_REACH: Final = 60  # words before a number in which a noun may still be its own
_BE: Final = frozenset(
    [
        "is",
        "are",
        "was",
        "were",
        "be",
        "been",
        "being",
        "est",
        "sont",
        "était",
        "étaient",
        "es",
        "son",
        "era",
        "eran",
        "fue",
        "fueron",
    ]
)
_MAKE_UP: Final = frozenset(
    ["make", "made", "makes", "account", "accounted", "represent", "represented", "form"]
)


_Rule = Callable[[str, Sequence[Token], Number, Lexicon], Counted | None]


def counted(
    text: str, tokens: Sequence[Token], number: Number, lexicon: Lexicon, before: Counted | None
) -> Counted:
    """The population of one number.

    Args:
        text: the document's text.
        tokens: those of the sentence.
        number: the number, with indices into `tokens`.
        lexicon: words of the document's language.
        before: what the figure before counts, for "up from 6,150" and "nine of them".
    """
    taken = before._replace(last=number.last, own=False) if before else None
    if number.form in ("scalar", "range", "vague"):
        found = (
            _of_them(text, tokens, number, lexicon)
            or phrase_after_number(text, tokens, number.last, lexicon)
            or _predicate(text, tokens, number, lexicon)
        )
    elif number.form in ("percent", "ratio") and not _is_multiple(tokens, number, lexicon):
        found = _subject_of_share(text, tokens, number, lexicon) or _share(
            text, tokens, number, lexicon
        )
        if found is not None and taken is not None and _is_whole(found, tokens, number):
            found = taken  # "2.4 million residents, four percent of the population"
    else:
        found = _as_many(text, tokens, number, lexicon)
    if found is not None:
        how = "after" if found.last > number.last else "taken" if found is taken else "subject"
        return found._replace(how=how)
    for how, rule in _RULES:
        found = rule(text, tokens, number, lexicon)
        if found is not None:
            return found._replace(how=how)
    if taken is not None:
        return taken._replace(how="taken")
    found = _nearest(text, tokens, number, lexicon)
    return (found or Counted(None, "person", number.last, False))._replace(how="nearest")


def _as_many(
    text: str, tokens: Sequence[Token], number: Number, lexicon: Lexicon
) -> Counted | None:
    """ "Three times as many people as the sites were laid out for"."""
    j = number.last
    for k in range(j + 1, j + 4):  # "twice the usual number of people"
        if low(tokens, k) == "number" and low(tokens, k + 1) == "of":
            return noun_phrase(text, tokens, k + 2, lexicon)
    if low(tokens, j) not in ("as", "more") or (
        low(tokens, j) == "as" and low(tokens, j + 1) not in ("many", "few")
    ):
        return None
    j += 2 if low(tokens, j) == "as" else 1
    if unit_of(low(tokens, j), lexicon) is None and unit_of(low(tokens, j + 1), lexicon) is None:
        return None
    return noun_phrase(text, tokens, j, lexicon)


def _bracketed(
    text: str, tokens: Sequence[Token], number: Number, lexicon: Lexicon
) -> Counted | None:
    """ "Followed by Albanians (4,052) and Vietnamese (991)"."""
    if number.form == "percent":
        return None
    if low(tokens, number.first - 1) != "(" or low(tokens, number.last) not in (")", ",", ";"):
        return None
    last = number.first - 1
    first = last
    while first > 0 and last - first < 3 and _is_modifier(tokens[first - 1], lexicon):
        first -= 1
    if first == last:
        return None
    found = noun_at(text, tokens, first, last, lexicon)
    return None if found.unit == "other" else found._replace(last=number.last)


def _is_multiple(tokens: Sequence[Token], number: Number, lexicon: Lexicon) -> bool:
    last = low(tokens, number.last - 1)
    return last in lexicon.words("numbers.words.times") or last in lexicon.table(
        "numbers.multiples"
    )


_WHOLES: Final = frozenset(["population", "total", "population totale", "población"])


def _is_whole(found: Counted, tokens: Sequence[Token], number: Number) -> bool:
    """Whether a share in apposition is of everybody, and so counts what stands before it."""
    if (found.phrase or "").lower() not in _WHOLES:
        return False
    near = tokens[max(0, number.first - 5) : number.first]
    return any(token.low in (",", "(", "–", "—") for token in near)


def _of_them(
    text: str, tokens: Sequence[Token], number: Number, lexicon: Lexicon
) -> Counted | None:
    """ "And 1,382 of them were children"."""
    j = number.last
    if low(tokens, j) not in lexicon.words("numbers.words.of"):
        return None
    if low(tokens, j + 1) not in lexicon.union("nouns.them", but=_THOSE):
        return None
    shifted = Number(number.first, j + 2, number.start, number.end, None, 0, 0)
    return _predicate(text, tokens, shifted, lexicon)


def _predicate(
    text: str, tokens: Sequence[Token], number: Number, lexicon: Lexicon
) -> Counted | None:
    """ "of whom 3,744 were children", "dont 40 sont des femmes"."""
    j = number.last
    if low(tokens, j) not in _BE:
        return None
    j += 1
    while low(tokens, j) in ("des", "de", "les", "the", "a", "an", "un", "une", "una"):
        j += 1
    known = unit_of(low(tokens, j), lexicon) or unit_of(low(tokens, j + 1), lexicon)
    if known is None and not (j < len(tokens) and tokens[j].upper):
        return None
    return noun_phrase(text, tokens, j, lexicon)


def _share(text: str, tokens: Sequence[Token], number: Number, lexicon: Lexicon) -> Counted | None:
    """Who a share is of: "21 percent were minors", "a third of them kids"."""
    j = number.last
    of = lexicon.words("numbers.words.of")
    if low(tokens, j) in of and low(tokens, j + 1) in lexicon.union("nouns.them", but=_THOSE):
        shifted = Number(number.first, j + 2, number.start, number.end, None, 0, 0)
        predicate = _predicate(text, tokens, shifted, lexicon)
        return predicate or phrase_after_number(text, tokens, j, lexicon)
    if low(tokens, j) in of:
        found = phrase_after_number(text, tokens, j, lexicon)
        if found is None or low(tokens, found.last) not in _BE:
            return found
        shifted = Number(number.first, found.last, number.start, number.end, None, 0, 0)
        return _predicate(text, tokens, shifted, lexicon) or found
    found = _predicate(text, tokens, number, lexicon) or inner_noun(text, tokens, number, lexicon)
    if found is not None:
        return found
    if unit_of(low(tokens, j), lexicon) or unit_of(low(tokens, j + 1), lexicon):
        found = noun_phrase(text, tokens, j, lexicon)
        return found or phrase_after_number(text, tokens, j, lexicon)
    return None


def inner_noun(
    text: str, tokens: Sequence[Token], number: Number, lexicon: Lexicon
) -> Counted | None:
    """ "One household in ten", "un patient sur cinq"."""
    known = [k for k in range(number.first, number.last) if unit_of(tokens[k].low, lexicon)]
    if not known and number.form == "ratio":
        known = [
            k for k in range(number.first + 1, number.last - 1)
            if tokens[k].kind == "word" and len(tokens[k].low) > 4
            and tokens[k].low not in lexicon.words("nouns.closed")
            and tokens[k].low not in lexicon.table("numbers.units")
            and tokens[k].low not in lexicon.table("numbers.fractions")
            and tokens[k].low not in _PARTS
        ]  # fmt: skip
        if known:
            word = tokens[known[0]]
            return spanning(text, word.start, word.end, "person", number.last)
    return noun_at(text, tokens, known[0], known[0] + 1, lexicon) if known else None


_PARTS: Final = frozenset(["every", "times", "tiers", "quart", "cada"])


def _subject_of_share(
    text: str, tokens: Sequence[Token], number: Number, lexicon: Lexicon
) -> Counted | None:
    """ "Children make up 62%"."""
    for k in range(max(0, number.first - 4), number.first):
        if tokens[k].low in _MAKE_UP and k and tokens[k - 1].kind == "word":
            first = k - 1
            while first > 0 and k - first < 4 and _in_subject(tokens[first - 1], lexicon):
                first -= 1
            return noun_at(text, tokens, first, k, lexicon)
    return None


def _in_subject(token: Token, lexicon: Lexicon) -> bool:
    open_word = token.low not in lexicon.words("nouns.closed") or token.low == "and"
    return token.kind == "word" and open_word


_REAL: Final = frozenset(["true", "real", "actual", "vrai", "véritable"])


def _total(text: str, tokens: Sequence[Token], number: Number, lexicon: Lexicon) -> Counted | None:
    """ "The number of trucks halved", "the toll rose to eight", "the true figure is"."""
    totals = lexicon.union("nouns.totals", but=_IT)
    for k in range(number.first - 1, max(-1, number.first - 24), -1):
        word = tokens[k].low
        if word == ";" or word not in totals:
            continue
        link = low(tokens, k + 1)
        if link in ("of", "de", "d", "des") and k + 2 < number.first:
            start = k + 2
            while low(tokens, start) in ("the", "'", "les"):
                start += 1
            if low(tokens, start) == "those":
                return _those_long(text, tokens, start, number)
            return _with_participle(text, tokens, noun_phrase(text, tokens, start, lexicon))
        if link == "who":
            last = relative_clause(tokens, k + 1)
            return spanning(text, tokens[k].start, tokens[last - 1].end, "person", last)
        real = low(tokens, k - 1)
        if real in _REAL and word in ("number", "total") and number.form != "percent":
            return None  # of those told of before: "nine assaults; the true total"
        if real in _REAL:
            return spanning(text, tokens[k - 1].start, tokens[k].end, "person", number.last)
        if word in ("toll", "dead", "bilan") and number.first - k < 10:
            return spanning(text, tokens[k].start, tokens[k].end, "person", number.last)
        return None
    return None


def _with_participle(text: str, tokens: Sequence[Token], found: Counted | None) -> Counted | None:
    """ "The number of people returned": behind "number of" it is no verb of its own."""
    if found is None or found.at is None or found.unit != "person":
        return found
    following = low(tokens, found.last)
    if not following.endswith("ed") or following in _NO_PARTICIPLE:
        return found
    end = tokens[found.last].end
    return spanning(text, found.at[0], end, "person", found.last + 1)._replace(own=found.own)


# Verbs that tell of the number itself: "the number of arrivals doubled".
_NO_PARTICIPLE: Final = shared("population.of_number")


def _those_long(text: str, tokens: Sequence[Token], i: int, number: Number) -> Counted:
    """ "those who came to the UK illegally" up to the verb of the whole."""
    last = i + 1
    while last < number.first and tokens[last].low not in _BE and tokens[last].low not in (
        "has", "have", "had", ",",
    ):  # fmt: skip
        last += 1
    return spanning(text, tokens[i].start, tokens[last - 1].end, "person", number.last)


def _subject(
    text: str, tokens: Sequence[Token], number: Number, lexicon: Lexicon
) -> Counted | None:
    """ "Burials were running at five or six a day", "offers number around 1,100", "beds for 40"."""
    if low(tokens, number.first - 1) in ("for", "pour"):
        k = number.first - 2
        if unit_of(low(tokens, k), lexicon) == "place_capacity":
            return noun_at(text, tokens, k, k + 1, lexicon)
    near = [
        token.low for k, token in enumerate(tokens[: number.first])
        if k >= number.first - 4 and low(tokens, k + 1) not in ("least", "most", "moins", "plus")
    ]  # fmt: skip
    if number.form not in ("scalar", "range") or not set(near) & lexicon.words("nouns.amounts_to"):
        return None
    first = _clause_start(tokens, number.first)
    found = _opening(text, tokens, first, number, lexicon)
    if found is None and low(tokens, first - 1) == ",":
        # "Burials, he added, number four": who speaks is put between commas.
        said = _clause_start(tokens, first - 1)
        words = {token.low for token in tokens[said : first - 1]}
        if words & lexicon.words("reporting.say"):
            found = _opening(text, tokens, _clause_start(tokens, said - 1), number, lexicon)
    if found is None or found.last > number.first or found.unit == "other":
        return None
    return found._replace(last=number.last, own=True)


def _clause_start(tokens: Sequence[Token], first: int) -> int:
    while first > 0 and tokens[first - 1].low not in (",", ";", ":", "(", "–", "—"):
        first -= 1
    return max(first, 0)


def _opening(
    text: str, tokens: Sequence[Token], first: int, number: Number, lexicon: Lexicon
) -> Counted | None:
    """The noun phrase that opens a clause before the number, after "and the"."""
    while low(tokens, first) in ("and", "but", "the", "et", "mais", "les", "le", "la"):
        first += 1
    if low(tokens, first) in ("those", "ceux", "celles", "quienes"):
        last = first + 1
        closed = lexicon.words("nouns.closed") - _HERE
        while last < number.first and tokens[last].low not in closed:
            last += 1
        if last > first + 1:
            return spanning(text, tokens[first].start, tokens[last - 1].end, "person", last)
    return noun_phrase(text, tokens, first, lexicon) if first < number.first else None


_HERE: Final = frozenset(["aboard", "still", "inside", "afloat"])
_THAT: Final = frozenset(["that", "que", "qu"])


def _changed(
    text: str, tokens: Sequence[Token], number: Number, lexicon: Lexicon
) -> Counted | None:
    """The subject of the change around a bare number: "Arrivals tripled from 64,300 to 192,900"."""
    changes = lexicon.table("numbers.changes")
    verbs = lexicon.words("measure.change_verbs")
    for k in range(number.first, max(-1, number.first - 22), -1):
        word = low(tokens, k)
        if word in ("up", "down", ",", ";") and k < number.first:
            return None
        if word not in changes and word not in verbs:
            continue
        first = k
        while first > 0 and tokens[first - 1].kind == "word" and k - first < 8:
            if tokens[first - 1].low in _THAT:
                break
            first -= 1
        while first < k and tokens[first].low in lexicon.words("nouns.closed"):
            first += 1
        found = noun_phrase(text, tokens, first, lexicon)
        return found if found is not None and found.unit != "other" else None
    return None


_NOT_NEAR: Final = shared("verbs.agents") | {"us", "them", "those", "others"}


def _nearest(
    text: str, tokens: Sequence[Token], number: Number, lexicon: Lexicon
) -> Counted | None:
    """The last noun of the lexicon before the number, where nothing else is known."""
    for k in range(number.first - 1, max(-1, number.first - _REACH), -1):
        if unit_of(tokens[k].low, lexicon) and tokens[k].low not in _NOT_NEAR:
            first = k
            while first > 0 and k - first < 2 and _is_modifier(tokens[first - 1], lexicon):
                first -= 1
            found = noun_at(text, tokens, first, k + 1, lexicon)
            return found._replace(last=number.last, own=True)
    return None


def _is_modifier(token: Token, lexicon: Lexicon) -> bool:
    return token.kind == "word" and token.low not in (lexicon.union("nouns.closed", "nouns.verbs"))


_RULES: Final[tuple[tuple[str, _Rule], ...]] = (
    ("bracket", _bracketed), ("total", _total), ("clause", _subject), ("changed", _changed),
)  # fmt: skip
