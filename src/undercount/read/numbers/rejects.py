"""Numbers that the words around them show to be no figure: ages, times, years, measures, money."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from undercount.ledger.records import Rejected
from undercount.read.fields.counted import unit_of
from undercount.read.lexicon import Lexicon, shared
from undercount.read.numbers.number import Number
from undercount.read.words.tokens import Token
from undercount.units import Rejection

_OLDEST: Final = 110
_YEARS: Final = (1800, 2100)
_FEW: Final = 20  # more bodies or documents than this are counted in earnest
_NO_ONE: Final = frozenset(["those", "them", "us", "others", "population", "populations", "toll"])
_OF_AGE: Final = frozenset([
    ",", "âgé", "âgée", "âgés", "âgées", "enfant", "garçon", "fille", "homme", "femme", "mineur",
    "niño", "niña", "niños", "niñas", "hombre", "mujer", "joven", "menor", "menores", "edad",
])  # fmt: skip
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
    for judge in (_time, _age, _year, _money, _measure, _other):
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


def _time(
    tokens: Sequence[Token], number: Number, lexicon: Lexicon, before: Rejected | None
) -> _Found:
    units, j = lexicon.words("traps.time_units"), number.last
    if tokens[j - 1].end > number.end:
        return _of_compound(tokens[j - 1], number, lexicon)
    if number.form not in ("scalar", "range", "vague"):
        return None
    if _low(tokens, j) == "-":
        j += 1
    for k in (j, j + 1, j + 2):
        word, _, old = _low(tokens, k).partition("-")
        if old and word in units:  # "5-year-old", "12 month-long"
            return "age" if old.startswith("old") else "time", number.first, k + 1
        if word in units:
            between = [_low(tokens, m) for m in range(j, k)]
            if any(unit_of(word, lexicon) or not word.isalpha() for word in between):
                break
            if any(word in lexicon.table("numbers.units") for word in between):
                break
            if any(word in lexicon.words("nouns.closed") for word in between):
                break
            if word in _DAYTIMES and any(w in lexicon.words("dates.weekdays") for w in between):
                break  # "97 mercredi soir"
            if word in ("ans", "an", "año", "años") and _is_age_in_years(tokens, number):
                return "age", number.first, k + 1
            # "two-year-old"
            if word in ("year", "years", "month", "months") and "old" in (
                _low(tokens, k + 1), _low(tokens, k + 2),
            ):  # fmt: skip
                return "age", number.first, k + 1
            return "time", number.first, k + 1
    of_day = _low(tokens, j) in ("in", "o'clock") and _low(tokens, j + 2) in _DAYTIMES
    if (of_day and _low(tokens, j + 1) == "the") and _low(tokens, number.first - 1) == "at":
        return "time", number.first, j
    lead = _low(tokens, number.first - 2), _low(tokens, number.first - 1)
    if lead == ("a", "las") and number.high <= _HOURS and _is_clock(tokens, j):
        return "time", number.first, j
    if lead == ("el", "día") and number.high <= _DAYS and not _noun_near(tokens, j, lexicon):
        return "date", number.first, j
    named = _low(tokens, number.first - 2) not in lexicon.words("traps.not_named")
    named = named or not _low(tokens, j) or tokens[j].kind == "mark"  # "in the week 12."
    if named and _low(tokens, number.first - 1) in lexicon.words("traps.time_before"):
        return "time", number.first - 1, number.last
    return None


_DAYTIMES: Final = frozenset(
    ["morning", "afternoon", "evening", "night", "matin", "soir", "après-midi", "nuit"]
)
_HOURS: Final = 24
_DAYS: Final = 31


def _is_clock(tokens: Sequence[Token], j: int) -> bool:
    """ "A las siete y cuarto", "a las 9 de la mañana", "a las 14,": not "a las 9 mujeres"."""
    following = _low(tokens, j)
    return following in ("y", "de", "del", "menos", "en", "") or tokens[j].kind == "mark"


def _of_compound(token: Token, number: Number, lexicon: Lexicon) -> _Found:
    """ "Five-year", "five-year-old", "five-mile": the unit stands in the same word."""
    parts = token.low.split("-")
    if "old" in parts or "olds" in parts:
        return "age", number.first, number.last
    if any(part in lexicon.words("traps.time_units") for part in parts):
        return "time", number.first, number.last
    if any(part in lexicon.words("traps.measure_units") for part in parts):
        return "other", number.first, number.last
    return None


def _is_age_in_years(tokens: Sequence[Token], number: Number) -> bool:
    """ "Âgé de 12 ans", "Ana, 12 años", "la niña, de 12 años", "les 18-25 ans"."""
    if number.high > _OLDEST:
        return False
    before = _low(tokens, number.first - 1)
    if number.value is None:
        return before in ("les", "los", "las")
    of = before == "de"
    return before in (",", "(") or (of and _low(tokens, number.first - 2) in _OF_AGE)


def _age(
    tokens: Sequence[Token], number: Number, lexicon: Lexicon, before: Rejected | None
) -> _Found:
    if number.form not in ("scalar", "range") or number.high > _OLDEST:
        return None
    i, j = number.first, number.last
    previous, following = _low(tokens, i - 1), _low(tokens, j)
    if number.plain and following == "s" and tokens[j].start == number.end:
        # "In his 20s", "under-5s"; "the '90s" are years.
        return "year" if previous in ("'", "’") else "age", i, j + 1
    last = j + 2 if following == "-" and _low(tokens, j + 1) in ("year", "month") else j
    if last > j:
        return "age", i, min(last, len(tokens))
    if _noun_near(tokens, j, lexicon) and previous not in ("aged", "âgés"):
        return None
    near = {_low(tokens, k) for k in range(i - 5, i)}
    if near & lexicon.words("traps.age_before"):
        return "age", i, j
    if before is not None and before.why == "age" and previous in ("and", "to", "et", "à", "or"):
        return "age", i, j
    closes = following in (",", ".", ")", ";", "") or following in ("and", "from", "et")
    if previous == "," and following in (",", ".", ";") and _is_name(tokens, i - 2):
        return (
            ("age", i, j) if number.form == "scalar" and number.value and number.value > 4 else None
        )
    if previous == "of" and _low(tokens, i - 2) in lexicon.words("traps.age_nouns"):
        return "age", i, j
    if previous == "at" and closes and any(token.low == "i" for token in tokens):
        return "age", i, j
    if _is_age_limit(tokens, number, lexicon) or _is_of_one(tokens, number):
        return "age", i, j
    bounds = [float(bound) for bound in lexicon.words("traps.age_bounds")]
    if previous in lexicon.words("traps.age_under") and closes and number.value in bounds:
        return "age", i, j
    return None


def _is_age_limit(tokens: Sequence[Token], number: Number, lexicon: Lexicon) -> bool:
    """ "A child under six", "nobody under 18 is held": people stand before the limit."""
    if _low(tokens, number.first - 1) not in lexicon.words("traps.age_under"):
        return False
    who = _low(tokens, number.first - 2)
    following = tokens[number.last] if number.last < len(tokens) else None
    ends = following is None or following.kind == "mark"
    ends = ends or (following is not None and following.low in lexicon.words("nouns.closed"))
    return ends and number.high <= _YOUNG and (
        who in _ANYBODY or unit_of(who, lexicon) == "person"
    )  # fmt: skip


def _is_of_one(tokens: Sequence[Token], number: Number) -> bool:
    """ "She is 71,": one person's age, where nothing is counted."""
    ends = number.last >= len(tokens) or tokens[number.last].kind == "mark"
    return (
        ends
        and number.form == "scalar"
        and _low(tokens, number.first - 1) in ("is", "am", "was", "turned", "'m", "'s")
        and _low(tokens, number.first - 2) in ("he", "she", "i")
    )


_YOUNG: Final = 25
_ANYBODY: Final = frozenset(["nobody", "anyone", "anybody", "everyone", "everybody", "someone"])


def _is_name(tokens: Sequence[Token], i: int) -> bool:
    return 0 <= i < len(tokens) and tokens[i].upper and tokens[i].kind == "word"


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
    if number.form not in ("percent", "ratio", "change") or _noun_near(tokens, j + 1, lexicon):
        return None
    sentence = {token.low for token in tokens[max(0, number.first - 40) : j + 40]}
    counted = any(unit_of(token.low, lexicon) for token in tokens[max(0, number.first - 6) : j + 6])
    if sentence & lexicon.words("traps.money_cues") and not counted:
        return "money", number.first, j
    return None


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
        small = number.high <= _FEW
        if small and any(_low(tokens, k) in others for k in (j, j + 1)):
            return here
        if small and _low(tokens, j) == "bodies" and _reports(tokens, j + 1, lexicon):
            return here
        if previous == "per" and number.high >= 100:
            return here
        if previous == "every" and _is_base(tokens, i - 2, lexicon):
            return here
        if previous == "minus":
            return here
        if previous in ("pour", "por", "cada") and number.high in _PER:
            return here
        if number.value == 1 and not _counts_one(tokens, number, lexicon):
            return here
        if is_margin(tokens, number, lexicon):
            return here
        # A decimal counts only as a rate ("0.6 deaths per 10,000").
        decimal = number.value is not None and number.value != int(number.value)
        if decimal and not number.about and not _noun_near(tokens, j, lexicon):
            return here
    compound = _low(tokens, j + 1) if _low(tokens, j) == "-" else ""
    if compound in _PARTS or (number.value == 0 and previous in _ZERO_POINTS):
        return here
    if number.form == "percent" and _SURENESS & {_low(tokens, k) for k in range(i - 4, i)}:
        return here
    if number.form in ("ratio", "change") and _of_stuff(tokens, number, lexicon):
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
_SURENESS: Final = frozenset(["confidence", "confiance", "confianza", "significance"])


def _reports(tokens: Sequence[Token], i: int, lexicon: Lexicon) -> bool:
    """Whether a verb of counting or saying begins at `i`: the dead do neither."""
    if _low(tokens, i) in lexicon.words("reporting.auxiliary"):
        i += 1
    verb = _low(tokens, i)
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
    people = lexicon.union("units.person", but=_NO_ONE)
    who = _low(tokens, number.last + 1) in ("who", "that", "qui")
    if who and _low(tokens, number.last + 2).endswith("s") and number.first == 0:
        verb = _low(tokens, number.last + 2)
        if verb not in ("was", "is", "has"):
            return False  # "One person who tries again" is anybody
    return any(word in people or f"{word}s" in people for word in words if word)


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
    near = {token.low for token in tokens[max(0, number.first - 8) : number.last + 3]}
    counted = any(unit_of(token.low, lexicon) for token in tokens[number.last : number.last + 4])
    return bool(near & lexicon.words("traps.stuff")) and not counted
