"""The noun phrase that a number counts, read from its first word on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from undercount.read.fields.counted import unit_of
from undercount.read.lexicon import Lexicon, shared
from undercount.read.words.phrases import low
from undercount.read.words.tokens import Token
from undercount.units import Unit

_NOUNS: Final = 6  # words of a counted phrase before its head must have come
_PARTICIPLES: Final = ("és", "ées", "ados", "adas", "idos", "idas")
_SHORT_CLAUSE: Final = 8
_OWNER: Final = 4  # words of "the city council" before "'s"
_RELATIVE: Final = 8  # words of "who could not go on"
_LEADING: Final = shared("population.leading")
_TIMES: Final = frozenset(["period", "stretch", "time", "année", "période"])
_BE: Final = frozenset(
    ["is", "are", "was", "were", "be", "been", "est", "sont", "était", "étaient"]
)
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
_ALL: Final = frozenset(["all", "tous", "toutes", "todos", "todas"])
_ROMANCE: Final = frozenset(["fr", "es"])
_BARE_LINKS: Final = frozenset(["de", "d", "en", "sans", "sin", "à"])
_NO_NOUN: Final = frozenset(["ici", "ailleurs", "abord", "moins", "plus", "aquí", "allí"])
_CAUSED: Final = frozenset(["deaths", "death", "fatalities", "cases", "case", "injuries"])


@dataclass(frozen=True, slots=True)
class Counted:
    """What is counted.

    Attributes:
        phrase: verbatim, or None where nothing names it.
        unit: what it counts in.
        last: index one past the last token of the phrase where it follows the number.
        own: it stands with this number, and is not taken over from another.
        at: where the phrase stands, or None without one.
        how: by which rule it was found.
    """

    phrase: str | None
    unit: Unit
    last: int
    own: bool = True
    at: tuple[int, int] | None = None
    how: str = ""


def spanning(text: str, start: int, end: int, unit: Unit, last: int) -> Counted:
    """The phrase `text[start:end]`, which counts in `unit`."""
    return Counted(text[start:end], unit, last, at=(start, end))


def noun_at(text: str, tokens: Sequence[Token], first: int, last: int, lexicon: Lexicon) -> Counted:
    """The phrase `tokens[first:last]` with the unit of its head."""
    unit: Unit | None = None
    for token in reversed(tokens[first:last]):
        unit = unit_of(token.low, lexicon)
        if unit is not None:
            break
    if unit is None and tokens[last - 1].upper and lexicon.language == "en":
        unit = "person"  # "nine Sudanese"
    return spanning(text, tokens[first].start, tokens[last - 1].end, unit or "other", last)


def phrase_after_number(
    text: str, tokens: Sequence[Token], i: int, lexicon: Lexicon
) -> Counted | None:
    """The phrase that begins at `i`, after "of the" and the like."""
    of = lexicon.words("numbers.words.of")
    closed = lexicon.words("nouns.closed")
    if low(tokens, i) == "+":
        i += 1
    if low(tokens, i) in of or low(tokens, i) == "'":
        i += 1
        if low(tokens, i) in lexicon.words("nouns.them"):
            if low(tokens, i) == "those" and not _is_counted(tokens, i + 1, lexicon):
                return those_at(text, tokens, i, lexicon)
            if _is_counted(tokens, i + 1, lexicon):
                return noun_phrase(text, tokens, i + 1, lexicon)
            return None
        while low(tokens, i) in closed or low(tokens, i) in ("'", "’") or (
            i < len(tokens) and (tokens[i].kind == "number" or tokens[i].low in _ALL)
        ):  # fmt: skip
            if low(tokens, i) in ("us", "them", "whom"):
                break
            i += 1
        i = behind_owner(tokens, i)
    if low(tokens, i) in lexicon.words("reporting.self") and low(tokens, i) == "us":
        return spanning(text, tokens[i].start, tokens[i].end, "person", i + 1)
    number_of = low(tokens, i + 1) in ("number", "nombre", "número", "cifra")
    if number_of and low(tokens, i) in ("the", "le", "el", "la") and (
        low(tokens, i + 2) in of or low(tokens, i + 2) in ("of", "de")
    ):  # fmt: skip
        i += 3  # "brings to 1,084 the number of arrivals"
        if low(tokens, i) == "ceux":
            end = tokens[_those_end(tokens, i) - 1].end
            return spanning(text, tokens[i].start, end, "person", i)
    found = noun_phrase(text, tokens, i, lexicon)
    if found is not None and tokens[found.last - 1].low in lexicon.union(
        "traps.time_units", also=_TIMES
    ):
        return None
    return found


def _is_counted(tokens: Sequence[Token], i: int, lexicon: Lexicon) -> bool:
    """Whether a plural noun stands at `i`: "of those entries", not "of those stopped"."""
    word = low(tokens, i)
    if unit_of(word, lexicon) is not None:
        return True
    known = word in lexicon.words("nouns.closed") or word in lexicon.words("nouns.verbs")
    return len(word) > 3 and word.endswith("s") and not known


def behind_owner(tokens: Sequence[Token], i: int) -> int:
    """Past "year's" in "of that year's transfers"; `i` where nobody owns what is counted."""
    for k in range(i + 1, min(i + _OWNER, len(tokens))):
        if tokens[k].low == "'s":
            return k + 1
        if tokens[k].kind != "word":
            break
    return i


def those_at(text: str, tokens: Sequence[Token], i: int, lexicon: Lexicon) -> Counted:
    """ "those stopped in August": up to the next verb in its place."""
    last = i + 1
    while last < len(tokens) and last - i < _RELATIVE:
        token = tokens[last]
        if token.kind == "mark" or token.low in _BE or token.low in ("had", "has", "have", "to"):
            break
        last += 1
    return spanning(text, tokens[i].start, tokens[last - 1].end, "person", last)


def _those_end(tokens: Sequence[Token], i: int) -> int:
    last = i + 1
    while last < len(tokens) and last - i < _RELATIVE and tokens[last].kind == "word":
        last += 1
    return last


def noun_phrase(text: str, tokens: Sequence[Token], i: int, lexicon: Lexicon) -> Counted | None:
    """The noun phrase that begins at token `i`, or None where none does."""
    while low(tokens, i) in _LEADING or (
        low(tokens, i).endswith("ly") and low(tokens, i) not in ("family",)
    ):
        i += 1
    romance = lexicon.language in _ROMANCE
    head = _romance_head(tokens, i, lexicon) if romance else english_head(tokens, i, lexicon)
    if head is None:
        return None
    return noun_at(text, tokens, i, extended(tokens, i, head, lexicon), lexicon)


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


def _romance_head(tokens: Sequence[Token], i: int, lexicon: Lexicon) -> int | None:
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


def extended(tokens: Sequence[Token], i: int, last: int, lexicon: Lexicon) -> int:
    """Take in "and children", "drowned", "of overcrowding", "who fled", "per household"."""
    listed = False
    while last + 1 < len(tokens) and tokens[last].low in (",", "and", "et", "&"):
        step = 2 if tokens[last].low == "," and low(tokens, last + 1) in ("and", "et") else 1
        noun = low(tokens, last + step)
        follows = low(tokens, last + step + 1)
        known = unit_of(noun, lexicon) == unit_of(tokens[last - 1].low, lexicon) is not None
        if not known or (not listed and step == 1 and follows in lexicon.words("nouns.verbs")):
            break
        if tokens[last].low == "," and step == 1 and not _list_ends(tokens, last + 2, lexicon):
            break
        listed = listed or tokens[last].low == ","
        last += step + 1
    fate = lexicon.words("nouns.fate")
    j = last + (low(tokens, last) in lexicon.words("nouns.fate_auxiliary"))
    if low(tokens, j) in fate and unit_of(tokens[last - 1].low, lexicon) in ("person", "household"):
        last = j + 1
        if low(tokens, last) in ("or", "and", "ou", "et") and low(tokens, last + 1) in fate:
            last += 2
    elif low(tokens, last) == "who" and low(tokens, last + 1) not in ("have", "has"):
        clause = relative_clause(tokens, last)
        closes = low(tokens, clause) in _AFTER_CLAUSE or tokens[clause].kind == "mark"
        last = clause if closes and clause - last <= _SHORT_CLAUSE else last
    elif low(tokens, last) == "per" and last + 1 < len(tokens) and tokens[last + 1].kind == "word":
        if low(tokens, last + 1) not in lexicon.words("period.units"):
            last += 2
    elif low(tokens, last) in lexicon.words("nouns.prepositional") and lexicon.language == "en":
        last = _complement(tokens, last, lexicon)
    elif low(tokens, last) == "from" and last + 1 < len(tokens):
        after = tokens[last + 1]
        if after.upper:
            last += 2 * (tokens[last - 1].low in lexicon.words("measure.flow_nouns"))
        elif tokens[last - 1].low in _CAUSED and after.kind == "word":
            last += 2 * (after.low not in lexicon.words("nouns.closed"))
    return last


def _list_ends(tokens: Sequence[Token], j: int, lexicon: Lexicon) -> bool:
    return low(tokens, j) in ("and", "et") and unit_of(low(tokens, j + 1), lexicon) is not None


# Where a relative clause ends: what joins on, and the verb of the sentence that it stands in.
_JOINS: Final = frozenset(["and", "et", "but", "since", "depuis", "is", "are", "was", "were"])
_MAIN_VERBS: Final = frozenset(
    ["has", "have", "had", "rose", "fell", "grew", "doubled", "tripled", "halved"]
)
_AFTER_CLAUSE: Final = _MAIN_VERBS | {"", "and", "et"}


def relative_clause(tokens: Sequence[Token], i: int) -> int:
    """One past "who could not go on", which begins at token `i`."""
    last = i + 1
    while last < len(tokens) and last - i < _RELATIVE:
        word = tokens[last].low
        # "who had no tent" keeps its verb; "who came in vans has doubled" gives it back.
        stop = word in _JOINS or (last > i + 1 and word in _MAIN_VERBS)
        if tokens[last].kind != "word" or stop:
            break
        last += 1
    return last


def _complement(tokens: Sequence[Token], of: int, lexicon: Lexicon) -> int:
    """ "instances of overcrowding", "beneficiaries of temporary protection"; not "of the camp"."""
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
