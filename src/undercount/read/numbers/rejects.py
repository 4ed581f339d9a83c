"""Numbers that the words around them show to be no figure: ages, times, years, measures, money."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from undercount.ledger.records import Rejected
from undercount.read.fields.counted import unit_of
from undercount.read.lexicon import Lexicon, shared
from undercount.read.numbers.ages import age
from undercount.read.numbers.clocks import time
from undercount.read.numbers.number import Number
from undercount.read.numbers.traps import CURRENCY
from undercount.read.words.tokens import Token
from undercount.units import Rejection

_YEARS: Final = (1800, 2100)
_FEW: Final = 20  # more bodies or documents than this are counted in earnest
_NO_ONE: Final = frozenset(["those", "them", "us", "others", "population", "populations", "toll"])
_PER: Final = frozenset([100, 1_000, 10_000, 100_000, 1_000_000])  # "pour 1 000 habitants"
_YEAR_BEFORE: Final = shared("rejects.year_before")


def reject(
    text: str, tokens: Sequence[Token], number: Number, lexicon: Lexicon, before: Rejected | None,
    *, money: bool = False,
) -> Rejected | None:  # fmt: skip
    """Why this number is no figure, or None where it may be one.

    Args:
        text: the document's text.
        tokens: those of the sentence, traps left in.
        number: the number in question.
        lexicon: words of the document's language.
        before: the last number of this sentence that was rejected ("aged eight and 11").
        money: a sum of money stands before it in the sentence.
    """
    if money and _of_money(tokens, number, lexicon):
        return Rejected(number.start, number.end, text[number.start : number.end], "money")
    for judge in (time, age, _year, _money, _measure, _other):
        found = judge(tokens, number, lexicon, before)
        if found is not None:
            why, first, last = found
            start, end = tokens[first].start, tokens[last - 1].end
            return Rejected(start, end, text[start:end], why)
    return None


_Found = tuple[Rejection, int, int] | None


def _low(tokens: Sequence[Token], i: int) -> str:
    return tokens[i].low if 0 <= i < len(tokens) else ""


def _noun_near(tokens: Sequence[Token], i: int, lexicon: Lexicon) -> bool:
    return any(unit_of(_low(tokens, j), lexicon) for j in (i, i + 1))


def _year(
    tokens: Sequence[Token], number: Number, lexicon: Lexicon, before: Rejected | None
) -> _Found:
    value = number.value
    if number.form == "range" and _YEARS[0] <= number.low <= number.high <= _YEARS[1]:
        digits = [
            token.low for token in tokens[number.first : number.last] if token.kind == "number"
        ]
        if all(len(word) == 4 and word.isdigit() for word in digits) and len(digits) == 2:
            return "year", number.first, number.last
    if not number.plain or value is None or not _YEARS[0] <= value <= _YEARS[1]:
        return None
    if value != int(value):
        return None
    counted = unit_of(_low(tokens, number.last), lexicon) is not None
    if counted and _low(tokens, number.first - 1) not in _YEAR_BEFORE:
        return None
    decade = _low(tokens, number.last) == "s" and tokens[number.last].start == number.end
    return "year", number.first, number.last + decade


def _money(
    tokens: Sequence[Token], number: Number, lexicon: Lexicon, before: Rejected | None
) -> _Found:
    words, j = lexicon.words("traps.money_words"), number.last
    for k in (j, j + 1, j + 2):
        if _low(tokens, k) in words and all(
            _low(tokens, m) in ("d", "de", "'", "’", "us", "-") for m in range(j, k)
        ):
            return "money", number.first, k + 1
    if number.form == "percent" and _low(tokens, j) in ("funded", "financed", "disbursed"):
        return "money", number.first, j
    if number.form in ("percent", "ratio") and _is_of_sum(tokens, j, lexicon):
        return "money", number.first, j
    if number.form not in ("percent", "ratio", "change") or _noun_near(tokens, j + 1, lexicon):
        return None
    sentence = {token.low for token in tokens[max(0, number.first - 40) : j + 40]}
    counted = any(unit_of(token.low, lexicon) for token in tokens[max(0, number.first - 6) : j + 6])
    if sentence & lexicon.words("traps.money_cues") and not counted:
        return "money", number.first, j
    return None


def _is_of_sum(tokens: Sequence[Token], i: int, lexicon: Lexicon) -> bool:
    """ "Of the USD 154 million", "de los 4 euros"."""
    if _low(tokens, i) not in lexicon.words("numbers.words.of"):
        return False
    return any(CURRENCY.fullmatch(_low(tokens, k)) for k in (i + 1, i + 2))


def _of_money(tokens: Sequence[Token], number: Number, lexicon: Lexicon) -> bool:
    """Whether a share after a sum of money is a share of that sum: it names nobody else."""
    if number.form not in ("percent", "ratio"):
        return False
    return not any(unit_of(_low(tokens, k), lexicon) for k in range(number.last, number.last + 4))


def _measure(
    tokens: Sequence[Token], number: Number, lexicon: Lexicon, before: Rejected | None
) -> _Found:
    j = number.last
    if _low(tokens, j) == "-":
        j += 1
    if number.form in ("scalar", "range", "vague"):
        if _low(tokens, j) in lexicon.words("traps.measure_units"):
            return "other", number.first, number.last
        if _low(tokens, j) == "de" and _low(tokens, j + 1) in lexicon.words("traps.measure_units"):
            return "other", number.first, j + 2
    elif number.form == "percent" and _low(tokens, j) in lexicon.words("numbers.words.points"):
        return "other", number.first, number.last
    return None


def _other(
    tokens: Sequence[Token], number: Number, lexicon: Lexicon, before: Rejected | None
) -> _Found:
    i, j = number.first, number.last
    here: _Found = ("other", i, j)
    if number.score:
        return here
    previous = _low(tokens, i - 1)
    if number.form in ("scalar", "vague", "range"):
        # Bodies and documents are no population: "two charities", "deux comptages".
        others = lexicon.words("traps.other_nouns")
        if _low(tokens, j) in _TEXT:
            return here
        small = number.high <= _FEW
        if small and any(_low(tokens, k) in others for k in (j, j + 1)):
            return here
        if small and _low(tokens, j) == "bodies" and _reports(tokens, j + 1, lexicon):
            return here
        if number.value == 1 and previous == "to" and _low(tokens, i - 2) == "according":
            return here
        if previous == "per" and number.high >= 100:
            return here
        if previous == "every" and _is_base(tokens, i - 2, lexicon):
            return here
        if previous == "minus" and not _is_number(tokens, i - 2, lexicon):
            return here
        voted = _low(tokens, j) == "en" and _low(tokens, j + 1) == "contra"
        if voted or (previous in _TO and _low(tokens, i - 2) in _TEXT):
            return here  # "by nine votes to four"
        if previous in _SIZES or _is_pointing(tokens, number, lexicon):
            return here
        if previous == "cada" and _low(tokens, i - 2) == "de" and number.high in _WHOLES:
            return here
        if previous in ("pour", "por", "cada") and number.high in _PER:
            return here
        if number.value == 1 and not _counts_one(tokens, number, lexicon):
            return here
        if is_margin(tokens, number, lexicon):
            return here
        # A decimal counts only as a rate ("0.6 deaths per 10,000").
        decimal = number.value is not None and number.value != int(number.value)
        if (
            decimal
            and not number.about
            and not _noun_near(tokens, j, lexicon)
            and not _is_mean(tokens, i)
        ):
            return here
    compound = _low(tokens, j + 1) if _low(tokens, j) == "-" else ""
    if compound in _PARTS or (number.value == 0 and previous in _ZERO_POINTS):
        return here
    if number.form == "percent" and _is_sure(tokens, number):
        return here
    if number.form == "ratio" and _SCORES & {_low(tokens, k) for k in range(i - 3, i)}:
        return here
    if number.form in ("ratio", "change", "percent") and _of_stuff(tokens, number, lexicon):
        return here
    return None


def _is_base(tokens: Sequence[Token], i: int, lexicon: Lexicon) -> bool:
    """ "Six tents for every ten": a number stands before "for" at `i`."""
    if _low(tokens, i) != "for":
        return False
    units = lexicon.table("numbers.units")
    near = tokens[max(0, i - _NEAR) : i]
    return any(token.kind == "number" or token.low in units for token in near)


_NEAR: Final = 4
_PARTS: Final = frozenset(["page", "point", "part", "room", "bedroom", "storey", "paragraph"])
_ZERO_POINTS: Final = frozenset(["point", "punto", "ground", "patient", "day", "tolérance"])
_SURENESS: Final = frozenset(
    ["confidence", "confiance", "confianza", "significance", "credible", "credibility"]
)
_MEANS: Final = frozenset(["mean", "average", "moyenne", "media", "promedio"])
_AGAINST: Final = frozenset(["against", "contre", "frente", "from", "versus"])
_TEXT: Final = frozenset(
    [
        "vote",
        "votes",
        "abstentions",
        "voix",
        "voto",
        "votos",
        "abstenciones",
        "abstención",
        "page",
        "pages",
        "words",
        "lines",
        "mots",
        "lignes",
        "página",
        "páginas",
        "palabras",
        "líneas",
    ]
)
_WHOLES: Final = frozenset([10, 100, 1_000])
_SCORES: Final = frozenset(
    [
        "score",
        "scored",
        "scores",
        "rate",
        "rated",
        "rates",
        "mark",
        "marks",
        "graded",
        "noté",
        "note",
    ]
)
_TO: Final = frozenset(["to", "contre", "contra", "against"])
_SIZES: Final = frozenset(
    ["possible", "size", "sizes", "taille", "tailles", "pointure", "talla", "tallas"]
)
_POINTED: Final = frozenset(["have", "has", "had", "are", "were", "do", "did", "agree", "differ"])
_WHEREABOUTS: Final = frozenset(["on", "in", "at", "along", "by", "near", "off", "adrift", "since"])
_FATES: Final = frozenset(
    ["died", "drowned", "survived", "escaped", "vanished", "drowned", "perished", "disappeared"]
)


def _reports(tokens: Sequence[Token], i: int, lexicon: Lexicon) -> bool:
    """Whether a verb of counting or saying begins at `i`: the dead do neither."""
    if _low(tokens, i) in lexicon.words("reporting.auxiliary"):
        i += 1
    verb = _low(tokens, i)
    if _low(tokens, i + 1) in _WHEREABOUTS:
        return False  # "seven bodies found on the beach"
    active = verb in lexicon.words("reporting.record") or verb in lexicon.words("reporting.say")
    return active and _low(tokens, i - 1) not in ("was", "were", "are", "is", "been")


def _counts_one(tokens: Sequence[Token], number: Number, lexicon: Lexicon) -> bool:
    """ "One person" is a figure; "one of them", "more than one" and "no one" are not."""
    if _low(tokens, number.first - 1) in ("than", "no", "any", "every", "each", "only", "this"):
        return False
    words = {_low(tokens, number.last), _low(tokens, number.last + 1)}
    if _low(tokens, number.last + 1) == "to" and _is_digits(tokens, number.last + 2):
        return False  # "one officer to 45 detainees"
    if _low(tokens, number.last) == "of" and _low(tokens, number.last + 1) in ("them", "whom"):
        return _low(tokens, number.first - 1) in (",", "(")  # "six babies, one of them"
    if words & _FATES or (number.first == 0 and _low(tokens, number.last) == ","):
        return True  # "one died", "One, 17, died"
    people = lexicon.union("units.person", "units.vehicle", "units.boat", but=_NO_ONE)
    who = _low(tokens, number.last + 1) in ("who", "that", "qui")
    if who and _low(tokens, number.last + 2).endswith("s") and number.first == 0:
        verb = _low(tokens, number.last + 2)
        if verb not in ("was", "is", "has"):
            return False  # "One person who tries again" is anybody
    return any(word in people or f"{word}s" in people for word in words if word)


def _is_number(tokens: Sequence[Token], i: int, lexicon: Lexicon) -> bool:
    return _is_digits(tokens, i) or _low(tokens, i) in lexicon.starters()


def _is_pointing(tokens: Sequence[Token], number: Number, lexicon: Lexicon) -> bool:
    """ "Between the two.", "the two have never agreed": said before and not counted again."""
    i, j = number.first, number.last
    few = number.value in (2, 3) and not number.plain and number.form == "scalar"
    if not few or _low(tokens, i - 1) not in ("the", "les", "los", "las"):
        return False
    return j >= len(tokens) or tokens[j].kind == "mark" or _low(tokens, j) in _POINTED


def _is_mean(tokens: Sequence[Token], i: int) -> bool:
    """ "A mean of 4.2", "5.4 persons against 6.7": a mean of counts."""
    if any(_low(tokens, k) in _MEANS for k in range(i - 4, i)):
        return True
    return _low(tokens, i - 1) in _AGAINST and any(
        token.kind == "number" and not token.low.isdecimal() for token in tokens[: i - 1]
    )


def _is_sure(tokens: Sequence[Token], number: Number) -> bool:
    """ "At 95% confidence", "with a confidence of 95%"; a margin of error in percent."""
    i, j = number.first, number.last
    before = {_low(tokens, k) for k in range(i - 4, i)}
    if _SURENESS & (before | {_low(tokens, j), _low(tokens, j + 1)}):
        return True
    return {"margin", "of"} <= before or {"marge", "d"} <= before


def _is_digits(tokens: Sequence[Token], i: int) -> bool:
    return i < len(tokens) and tokens[i].kind == "number"


def is_margin(tokens: Sequence[Token], number: Number, lexicon: Lexicon) -> bool:
    """ "Give or take 50", "wrong by a hundred either way": an error stated for a figure."""
    before = " ".join([token.low for token in tokens[max(0, number.first - 4) : number.first]])
    if f" {before}".endswith(lexicon.endings("margin.patterns")):
        return True
    following = _low(tokens, number.last)
    either = following == "either" and _low(tokens, number.last + 1).startswith("way")
    return either or following.startswith("près")


def _of_stuff(tokens: Sequence[Token], number: Number, lexicon: Lexicon) -> bool:
    j = number.last
    near = {token.low for token in tokens[max(0, number.first - 8) : number.last + 3]}
    counted = any(unit_of(token.low, lexicon) for token in tokens[number.last : number.last + 4])
    if {_low(tokens, k) for k in range(j, j + 4)} & lexicon.words("traps.measure_units"):
        return True  # "half the 15-litre standard"
    return bool(near & lexicon.words("traps.stuff")) and not counted
