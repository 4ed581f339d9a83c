"""What a number counts: the noun phrase after it, before it, or left unsaid and taken over."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from undercount.read.counted import unit_of
from undercount.read.lexicon import Lexicon
from undercount.read.number import Number
from undercount.read.phrases import low
from undercount.read.tokens import Token
from undercount.units import Unit

_NOUNS: Final = 6  # words of a counted phrase before its head must have come
_RELATIVE: Final = 8  # words of "who could not go on"
_LEADING: Final = frozenset(
    """reported planned estimated total more further additional other others extra confirmed such
    registered autres nouvelles
    """.split()
)
_TIMES: Final = frozenset("period stretch time année période".split())
_BE: Final = frozenset("is are was were be been est sont était étaient".split())
_SINGULAR_S: Final = ("ss", "us", "is")
_MAKE_UP: Final = frozenset("make made makes account accounted represent represented form".split())


@dataclass(frozen=True, slots=True)
class Counted:
    """What is counted.

    Attributes:
        phrase: verbatim, or None where nothing names it.
        unit: what it counts in.
        last: index one past the last token of the phrase where it follows the number.
        own: it stands with this number, and is not taken over from another.
    """

    phrase: str | None
    unit: Unit
    last: int
    own: bool = True


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
    taken = Counted(before.phrase, before.unit, number.last, False) if before else None
    if number.form in ("scalar", "range", "vague"):
        found = _after(text, tokens, number.last, lexicon) or _predicate(text, tokens, number, lexicon)
    elif number.form in ("percent", "ratio") and not _is_multiple(tokens, number, lexicon):
        found = _subject_of_share(text, tokens, number, lexicon) or _share(text, tokens, number, lexicon)
    else:
        found = None
    return (
        found
        or _total(text, tokens, number, lexicon)
        or _subject(text, tokens, number, lexicon)
        or _changed(text, tokens, number, lexicon)
        or taken
        or _nearest(text, tokens, number, lexicon)
        or Counted(None, "other", number.last, False)
    )


def _is_multiple(tokens: Sequence[Token], number: Number, lexicon: Lexicon) -> bool:
    last = low(tokens, number.last - 1)
    return last in lexicon.words("numbers.words.times") or last in lexicon.table("numbers.multiples")


def _phrase(text: str, tokens: Sequence[Token], first: int, last: int, lexicon: Lexicon) -> Counted:
    unit: Unit | None = None
    for token in reversed(tokens[first:last]):
        unit = unit_of(token.low, lexicon)
        if unit is not None:
            break
    if unit is None and tokens[last - 1].upper and lexicon.language != "fr":
        unit = "person"  # "nine Sudanese"
    return Counted(text[tokens[first].start : tokens[last - 1].end], unit or "other", last)


def _after(text: str, tokens: Sequence[Token], i: int, lexicon: Lexicon) -> Counted | None:
    """The phrase that begins at `i`, after "of the" and the like."""
    of = lexicon.words("numbers.words.of")
    closed = lexicon.words("nouns.closed")
    if low(tokens, i) == "+":
        i += 1
    if low(tokens, i) in of or low(tokens, i) == "'":
        i += 1
        if low(tokens, i) in lexicon.words("nouns.them"):
            if low(tokens, i) == "those":
                return _those(text, tokens, i, lexicon)
            if unit_of(low(tokens, i + 1), lexicon):
                return _noun(text, tokens, i + 1, lexicon)
            return None
        while low(tokens, i) in closed or low(tokens, i) in ("'", "’") or (
            i < len(tokens) and tokens[i].kind == "number"
        ):  # fmt: skip
            if low(tokens, i) in ("us", "them", "whom"):
                break
            i += 1
    if low(tokens, i) in lexicon.words("reporting.self") and low(tokens, i) == "us":
        return Counted("us", "person", i + 1)
    found = _noun(text, tokens, i, lexicon)
    if found is not None and tokens[found.last - 1].low in _TIMES | lexicon.words("traps.time_units"):
        return None
    return found


def _those(text: str, tokens: Sequence[Token], i: int, lexicon: Lexicon) -> Counted:
    """ "those stopped in August": up to the next verb in its place. """
    last = i + 1
    while last < len(tokens) and last - i < _RELATIVE:
        token = tokens[last]
        if token.kind == "mark" or token.low in _BE or token.low in ("had", "has", "have"):
            break
        last += 1
    return Counted(text[tokens[i].start : tokens[last - 1].end], "person", last)


def _noun(text: str, tokens: Sequence[Token], i: int, lexicon: Lexicon) -> Counted | None:
    while low(tokens, i) in _LEADING or (
        low(tokens, i).endswith("ly") and low(tokens, i) not in ("family",)
    ):
        i += 1
    head = _head_fr(tokens, i, lexicon) if lexicon.language == "fr" else _head(tokens, i, lexicon)
    if head is None:
        return None
    return _phrase(text, tokens, i, _extended(tokens, i, head, lexicon), lexicon)


def _head(tokens: Sequence[Token], i: int, lexicon: Lexicon) -> int | None:
    """One past the head noun: the first plural, or noun of the lexicon, no other noun follows."""
    closed, verbs = lexicon.words("nouns.closed"), lexicon.words("nouns.verbs")
    not_after = lexicon.words("nouns.not_after") | lexicon.words("dates.weekdays")
    j = i
    while j < len(tokens) and j - i < _NOUNS:
        token, word = tokens[j], tokens[j].low
        if word in ("or", "and") and j > i and _joins_adjectives(tokens, j, lexicon):
            j += 1
            continue
        if token.kind != "word" or word in closed or word in not_after:
            break
        if word in verbs and unit_of(word, lexicon) is None and not _leads_to_noun(tokens, j, lexicon):
            break
        if _is_plural(word, lexicon) and not _noun_follows(tokens, j + 1, lexicon):
            return j + 1
        j += 1
    if j == i:
        return None
    word = low(tokens, j - 1)
    if unit_of(word, lexicon) or tokens[j - 1].upper:
        return j
    if word.endswith(("ed", "ing", "er")) or j - i > 1 and not _is_noun_like(word):
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


def _leads_to_noun(tokens: Sequence[Token], j: int, lexicon: Lexicon) -> bool:
    """A participle before its noun: "suspected smugglers", "displaced families"."""
    if not tokens[j].low.endswith(("ed", "ing", "en")):
        return False
    return any(unit_of(low(tokens, k), lexicon) for k in (j + 1, j + 2))


def _joins_adjectives(tokens: Sequence[Token], j: int, lexicon: Lexicon) -> bool:
    """ "unaccompanied or separated children". """
    return unit_of(low(tokens, j - 1), lexicon) is None and any(
        unit_of(low(tokens, k), lexicon) for k in (j + 1, j + 2)
    )


def _head_fr(tokens: Sequence[Token], i: int, lexicon: Lexicon) -> int | None:
    """One past a French head noun and the plural adjectives behind it."""
    closed = lexicon.words("nouns.closed")
    adjectives = ("és", "ées", "aires", "iens", "ains", "ais", "ois", "els", "elles", "eux", "euses", "ants", "antes", "iques", "ifs", "ives")  # fmt: skip
    j = i
    if j >= len(tokens) or tokens[j].kind != "word" or tokens[j].low in closed:
        return None
    if tokens[j].low in lexicon.words("nouns.not_after"):
        return None
    known = unit_of(tokens[j].low, lexicon) is not None
    if not known and not tokens[j].low.endswith(("s", "x")):
        return None
    j += 1
    while j < len(tokens) and tokens[j].kind == "word" and j - i < 3:
        word = tokens[j].low
        if word in closed or not (word.endswith(adjectives) or word in lexicon.words("nouns.fate")):
            break
        j += 1
    return j


def _extended(tokens: Sequence[Token], i: int, last: int, lexicon: Lexicon) -> int:
    """Take in "and children", "drowned", "of overcrowding", "who could not go on", "per household"."""
    while last + 1 < len(tokens) and tokens[last].low in (",", "and", "et", "&"):
        step = 2 if tokens[last].low == "," and low(tokens, last + 1) in ("and", "et") else 1
        noun = low(tokens, last + step)
        follows = low(tokens, last + step + 1)
        known = unit_of(noun, lexicon) == unit_of(tokens[last - 1].low, lexicon) is not None
        if not known or (step == 1 and follows in lexicon.words("nouns.verbs")):
            break
        if tokens[last].low == "," and step == 1 and not _list_ends(tokens, last + 2, lexicon):
            break
        last += step + 1
    fate = lexicon.words("nouns.fate")
    j = last + (low(tokens, last) in lexicon.words("nouns.fate_auxiliary"))
    if low(tokens, j) in fate and unit_of(tokens[last - 1].low, lexicon) in ("person", "household"):
        last = j + 1
        if low(tokens, last) in ("or", "and", "ou", "et") and low(tokens, last + 1) in fate:
            last += 2
    elif low(tokens, last) in ("who", "qui"):
        last = _relative(tokens, last)
    elif low(tokens, last) == "per" and last + 1 < len(tokens) and tokens[last + 1].kind == "word":
        if low(tokens, last + 1) not in lexicon.words("period.units"):
            last += 2
    elif low(tokens, last) in lexicon.words("nouns.prepositional") and lexicon.language != "fr":
        last = _complement(tokens, last, lexicon)
    elif low(tokens, last) == "from" and last + 1 < len(tokens) and tokens[last + 1].upper:
        if tokens[last - 1].low in lexicon.words("measure.flow_nouns"):
            last += 2
    return last


def _list_ends(tokens: Sequence[Token], j: int, lexicon: Lexicon) -> bool:
    return low(tokens, j) in ("and", "et") and unit_of(low(tokens, j + 1), lexicon) is not None


def _relative(tokens: Sequence[Token], i: int) -> int:
    last = i + 1
    while last < len(tokens) and last - i < _RELATIVE:
        if tokens[last].kind != "word" or tokens[last].low in ("and", "et", "but", "since", "depuis"):
            break
        last += 1
    return last


def _complement(tokens: Sequence[Token], of: int, lexicon: Lexicon) -> int:
    """ "instances of overcrowding", "beneficiaries of temporary protection"; not "of the camp". """
    closed, verbs = lexicon.words("nouns.closed"), lexicon.words("nouns.verbs")
    last = of + 1
    while last < len(tokens) and last - of < 5:
        token = tokens[last]
        if token.kind != "word" or token.low in closed or token.low in verbs:
            break
        if token.low in lexicon.words("nouns.not_after"):
            break
        if token.upper or token.low in lexicon.words("dates.weekdays"):
            break
        last += 1
    if last == of + 1:
        return of
    if low(tokens, last) == "from" and last + 1 < len(tokens) and tokens[last + 1].upper:
        last += 2
    return last


def _predicate(
    text: str, tokens: Sequence[Token], number: Number, lexicon: Lexicon
) -> Counted | None:
    """ "of whom 3,744 were children", "dont 40 sont des femmes". """
    j = number.last
    if low(tokens, j) not in _BE:
        return None
    j += 1
    while low(tokens, j) in ("des", "de", "les", "the"):
        j += 1
    if unit_of(low(tokens, j), lexicon) is None and unit_of(low(tokens, j + 1), lexicon) is None:
        if not (j < len(tokens) and tokens[j].upper):
            return None
    return _noun(text, tokens, j, lexicon)


def _share(text: str, tokens: Sequence[Token], number: Number, lexicon: Lexicon) -> Counted | None:
    """Who a share is of or what it consists of: "21 percent were minors", "a third of them kids"."""
    j = number.last
    of = lexicon.words("numbers.words.of")
    if low(tokens, j) in of and low(tokens, j + 1) in lexicon.words("nouns.them") - {"those"}:
        shifted = Number(number.first, j + 2, number.start, number.end, None, 0, 0)
        predicate = _predicate(text, tokens, shifted, lexicon)
        return predicate or _after(text, tokens, j, lexicon)
    if low(tokens, j) in of:
        return _after(text, tokens, j, lexicon)
    found = _predicate(text, tokens, number, lexicon)
    if found is not None:
        return found
    inner = [k for k in range(number.first, number.last) if unit_of(tokens[k].low, lexicon)]
    if inner:  # "one household in ten"
        return _phrase(text, tokens, inner[0], inner[0] + 1, lexicon)
    if unit_of(low(tokens, j), lexicon) or unit_of(low(tokens, j + 1), lexicon):
        return _noun(text, tokens, j, lexicon)
    return None


def _subject_of_share(
    text: str, tokens: Sequence[Token], number: Number, lexicon: Lexicon
) -> Counted | None:
    """ "Children make up 62%". """
    for k in range(max(0, number.first - 4), number.first):
        if tokens[k].low in _MAKE_UP and k and tokens[k - 1].kind == "word":
            first = k - 1
            while first > 0 and tokens[first - 1].kind == "word" and k - first < 4 and (
                tokens[first - 1].low not in lexicon.words("nouns.closed") or tokens[first - 1].low == "and"
            ):  # fmt: skip
                first -= 1
            return _phrase(text, tokens, first, k, lexicon)
    return None


def _total(text: str, tokens: Sequence[Token], number: Number, lexicon: Lexicon) -> Counted | None:
    """ "the number of trucks halved", "raised the toll to eight", "the true figure is double that". """
    totals = lexicon.words("nouns.totals") - {"it"}
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
            return _noun(text, tokens, start, lexicon)
        if link == "who":
            last = _relative(tokens, k + 1)
            return Counted(text[tokens[k].start : tokens[last - 1].end], "person", last)
        real = low(tokens, k - 1)
        if real in ("true", "real", "actual", "vrai", "véritable"):
            return Counted(text[tokens[k - 1].start : tokens[k].end], "person", number.last)
        if word in ("toll", "dead", "bilan") and number.first - k < 10:
            return Counted(text[tokens[k].start : tokens[k].end], "person", number.last)
        return None
    return None


def _those_long(text: str, tokens: Sequence[Token], i: int, number: Number) -> Counted:
    """ "those who came to the UK illegally" up to the verb of the whole. """
    last = i + 1
    while last < number.first and tokens[last].low not in _BE and tokens[last].low not in (
        "has", "have", "had", ",",
    ):  # fmt: skip
        last += 1
    return Counted(text[tokens[i].start : tokens[last - 1].end], "person", number.last)


def _subject(text: str, tokens: Sequence[Token], number: Number, lexicon: Lexicon) -> Counted | None:
    """ "Burials were running at five or six a day", "offers number around 1,100", "beds for 40". """
    if low(tokens, number.first - 1) in ("for", "pour"):
        k = number.first - 2
        if unit_of(low(tokens, k), lexicon) == "place_capacity":
            return _phrase(text, tokens, k, k + 1, lexicon)
    near = [token.low for token in tokens[max(0, number.first - 4) : number.first]]
    if number.form not in ("scalar", "range") or not set(near) & lexicon.words("nouns.amounts_to"):
        return None
    first = number.first
    while first > 0 and tokens[first - 1].low not in (",", ";", ":", "(", "–", "—"):
        first -= 1
    while low(tokens, first) in ("and", "but", "the", "et", "mais", "les", "le", "la"):
        first += 1
    found = _noun(text, tokens, first, lexicon) if first < number.first else None
    if found is None or found.last > number.first or found.unit == "other":
        return None
    return Counted(found.phrase, found.unit, number.last)


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
            first -= 1
        found = _noun(text, tokens, first, lexicon)
        return found if found is not None and found.unit != "other" else None
    return None


def _nearest(
    text: str, tokens: Sequence[Token], number: Number, lexicon: Lexicon
) -> Counted | None:
    """The last noun of the lexicon before the number, where nothing else is known."""
    for k in range(number.first - 1, -1, -1):
        if unit_of(tokens[k].low, lexicon) and tokens[k].low not in ("us", "them", "those", "others"):
            first = k
            while first > 0 and k - first < 2 and _is_modifier(tokens[first - 1], lexicon):
                first -= 1
            found = _phrase(text, tokens, first, k + 1, lexicon)
            return Counted(found.phrase, found.unit, number.last)
    return None


def _is_modifier(token: Token, lexicon: Lexicon) -> bool:
    return token.kind == "word" and token.low not in (
        lexicon.words("nouns.closed") | lexicon.words("nouns.verbs")
    )
