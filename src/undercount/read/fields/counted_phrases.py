"""The noun phrase that a number counts, read from its first word on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from undercount.read.fields.counted import unit_of
from undercount.read.fields.extensions import extended
from undercount.read.fields.heads import english_head, romance_head
from undercount.read.lexicon import Lexicon, shared
from undercount.read.numbers.number import Number
from undercount.read.words.phrases import low
from undercount.read.words.tokens import Token
from undercount.units import Unit

_OWN: Final = frozenset(["the", "its", "his", "her", "their", "our", "my", "your", "these"])
_TRADE: Final = 7  # letters
_TRADES: Final = ("ists", "ians", "women", "istes", "iennes", "iciens", "istas", "adores")
_NO_TRADES: Final = frozenset(
    [
        "entrevistas",
        "revistas",
        "conquistas",
        "ordenadores",
        "generadores",
        "indicadores",
        "medians",
    ]
)
_WHO: Final = frozenset(["who", "that", "which", "qui", "que"])
_OWNER: Final = 4  # words of "the city council" before "'s"
_RELATIVE: Final = 8  # words of "who could not go on"
_LEADING: Final = shared("population.leading")
_TIMES: Final = frozenset(["period", "stretch", "time", "année", "période"])
_BE: Final = frozenset(
    ["is", "are", "was", "were", "be", "been", "est", "sont", "était", "étaient"]
)
_QUOTES: Final = frozenset(['"', "“"])
_ALL: Final = frozenset(["all", "tous", "toutes", "todos", "todas"])
_ROMANCE: Final = frozenset(["fr", "es"])


class Counted(NamedTuple):
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


def end_of(number: Number, noun: Counted) -> int:
    """One past the last token of what is counted, or of a number without a noun of its own."""
    return noun.last if noun.own and noun.last > number.last else number.last


def spanning(text: str, start: int, end: int, unit: Unit, last: int) -> Counted:
    """The phrase `text[start:end]`, which counts in `unit`."""
    return Counted(text[start:end], unit, last, at=(start, end))


def person_at(text: str, tokens: Sequence[Token], i: int) -> Counted:
    """The word at `i` as a name for people: "the coastguard reported 42 drowned"."""
    return spanning(text, tokens[i].start, tokens[i].end, "person", i + 1)


def noun_at(text: str, tokens: Sequence[Token], first: int, last: int, lexicon: Lexicon) -> Counted:
    """The phrase `tokens[first:last]` with the unit of its head."""
    words = [token.low for token in tokens[first:last]]
    of = lexicon.union("numbers.words.of", "nouns.closed", also=_WHO)
    cut = next((k for k, word in enumerate(words) if k and word in of), len(words))
    if lexicon.language == "en":
        words[:cut] = words[:cut][::-1]  # the head stands last; in French and Spanish first
    unit = next((unit for word in words if (unit := unit_of(word, lexicon)) is not None), None)
    if unit is None and (
        (tokens[last - 1].upper and lexicon.language != "es") or _is_trade(tokens[last - 1].low)
    ):
        unit = "person"  # "nine Sudanese", "two ophthalmologists"
    return spanning(text, tokens[first].start, tokens[last - 1].end, unit or "other", last)


def _is_trade(word: str) -> bool:
    """Whether a plural that no lexicon holds names people by their work or their country."""
    return len(word) > _TRADE and word.endswith(_TRADES) and word not in _NO_TRADES


def phrase_after_number(
    text: str, tokens: Sequence[Token], i: int, lexicon: Lexicon
) -> Counted | None:
    """The phrase that begins at `i`, after "of the" and the like."""
    of = lexicon.words("numbers.words.of")
    closed = lexicon.words("nouns.closed")
    if low(tokens, i) in ("+", "-odd", "odd"):
        i += 1
    elif low(tokens, i - 1) == "half" and low(tokens, i) in _OWN:
        i += 1  # "half the families"
    elif low(tokens, i) in ("-", "–") and low(tokens, i + 1) == "odd":
        i += 2  # "14,000-odd people"
    if low(tokens, i) in _QUOTES and i + 1 < len(tokens) and tokens[i + 1].kind == "word":
        i += 1  # '1.2 million "illegals"'
    if low(tokens, i) in of or low(tokens, i) == "'":
        i += 1
        while low(tokens, i) in ("'", "’", "entre"):
            i += 1  # "40 d'entre eux"
        if low(tokens, i) in lexicon.words("nouns.them"):
            if low(tokens, i) == "those" and not _is_counted(tokens, i + 1, lexicon):
                return those_at(text, tokens, i, lexicon)
            if _is_counted(tokens, i + 1, lexicon):
                return noun_phrase(text, tokens, i + 1, lexicon)
            return None
        while i < len(tokens) and (
            tokens[i].low in closed or tokens[i].low in ("'", "’")
            or tokens[i].kind == "number" or tokens[i].low in _ALL
            or (_ends_ed(tokens[i]) and tokens[i + 1 : i + 2] and tokens[i + 1].kind == "number")
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


def _ends_ed(token: Token) -> bool:
    """The participle of "9,200 of a planned 15,000 people"."""
    return token.low.endswith(("ed", "és", "ées", "ados", "adas"))


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
    head = romance_head(tokens, i, lexicon) if romance else english_head(tokens, i, lexicon)
    if head is None:
        return None
    return noun_at(text, tokens, i, extended(tokens, i, head, lexicon), lexicon)
