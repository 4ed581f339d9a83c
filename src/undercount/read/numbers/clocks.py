"""Numbers that tell how long something lasts or what a clock shows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from undercount.ledger.records import Rejected
from undercount.read.fields.counted import unit_of
from undercount.read.lexicon import Lexicon, shared
from undercount.read.numbers.ages import is_age_in_years
from undercount.read.numbers.number import Number
from undercount.read.words.phrases import low
from undercount.read.words.tokens import Token
from undercount.units import Rejection

_Found = tuple[Rejection, int, int] | None

_DAYTIMES: Final = frozenset(
    ["morning", "afternoon", "evening", "night", "matin", "soir", "après-midi", "nuit"]
)
_HOURS: Final = 24
_CLOCK: Final = 12
_MINUTES: Final = 59
_DAYS: Final = 31
_NIGHTS: Final = frozenset(["nuit", "soirée", "journée", "matinée", "matin", "soir"])
_LAST: Final = frozenset(["last", "next", "some", "most", "dernier", "dernière", "certaines"])
_LEADS: Final = frozenset(
    ["at", "before", "after", "until", "till", "by", "around", "since", "from", "to", "between"]
)
_UNTIL: Final = frozenset(["until", "till"])
# "The toll stands at ten." and "at ten people" are no hours.
_STANDS: Final = shared("rejects.stands")
_THEN: Final = frozenset(["the", "this", "that", "on", "sharp", "tomorrow", "yesterday", "tonight"])


def time(
    tokens: Sequence[Token], number: Number, lexicon: Lexicon, before: Rejected | None
) -> _Found:
    """A span of time, an hour or a day without its month."""
    j = number.last
    if tokens[j - 1].end > number.end:
        return _of_compound(tokens[j - 1], number, lexicon)
    if number.form == "ratio" and _is_of_hour(tokens, j):
        return "time", number.first, j
    if number.form not in ("scalar", "range", "vague"):
        return None
    return (
        _span(tokens, number, lexicon)
        or _clock(tokens, number, lexicon)
        or _day(tokens, number, lexicon)
        or _named(tokens, number, lexicon)
        or _second_span(tokens, number, lexicon, before)
    )


def _span(tokens: Sequence[Token], number: Number, lexicon: Lexicon) -> _Found:
    """ "Three days", "5-year-old", "two long years"."""
    units, j = lexicon.words("traps.time_units"), number.last
    if low(tokens, j) == "-":
        j += 1
    for k in (j, j + 1, j + 2):
        word, _, old = low(tokens, k).partition("-")
        if old and word in units:  # "5-year-old", "12 month-long"
            return "age" if old.startswith("old") else "time", number.first, k + 1
        if word in units:
            between = [low(tokens, m) for m in range(j, k)]
            if any(unit_of(word, lexicon) or not word.isalpha() for word in between):
                break
            if any(word in lexicon.table("numbers.units") for word in between):
                break
            if any(word in lexicon.words("nouns.closed") or word in _LAST for word in between):
                break
            if word in _DAYTIMES and any(w in lexicon.words("dates.weekdays") for w in between):
                break  # "97 mercredi soir"
            if is_age_in_years(tokens, number, word, lexicon):
                return "age", number.first, k + 1
            # "two-year-old"
            if word in ("year", "years", "month", "months") and "old" in (
                low(tokens, k + 1), low(tokens, k + 2),
            ):  # fmt: skip
                return "age", number.first, k + 1
            return "time", number.first, k + 1
    return None


def _clock(tokens: Sequence[Token], number: Number, lexicon: Lexicon) -> _Found:
    """ "At five this morning", "ten to nine", "seven minutes past five", "a las siete"."""
    i, j = number.first, number.last
    here: _Found = ("time", i, j)
    lead, previous, following = low(tokens, i - 2), low(tokens, i - 1), low(tokens, j)
    if number.high > _MINUTES or (number.value is not None and number.value % 1):
        return None
    if (lead, previous) in (("a", "las"), ("son", "las")) and number.high <= _HOURS:
        return here if _is_clock(tokens, j) else None
    if following == "past" and number.form == "scalar":
        return here
    if number.high > _CLOCK:
        return _minutes_to(tokens, number, lexicon)
    if previous == "past" and lead:
        return here
    if (following, low(tokens, j + 2)) == ("o", "clock"):
        return here
    of_day = following in ("in", "o'clock") and low(tokens, j + 2) in _DAYTIMES
    if of_day and low(tokens, j + 1) == "the" and (number.opened or previous in _LEADS):
        return here
    if following == "this" and low(tokens, j + 1) in _DAYTIMES and previous in _LEADS:
        return here
    if number.form != "scalar" or not _is_small(tokens, number):
        return None
    ends = j >= len(tokens) or tokens[j].kind == "mark"
    if previous in _UNTIL and (ends or following in _THEN):
        return here
    if previous == "from" and following in _UNTIL and low(tokens, j + 1) in _hours(lexicon):
        return here
    if previous == "by" and ends and not any(t.kind == "word" for t in tokens[: i - 1]):
        return here  # "By five, half had gone"
    if previous == "at" and lead not in _STANDS and (ends or following in _THEN):
        return here if following != "%" else None
    return _minutes_to(tokens, number, lexicon)


def _minutes_to(tokens: Sequence[Token], number: Number, lexicon: Lexicon) -> _Found:
    """ "It's ten to nine", "at twenty to two this morning"."""
    i, j = number.first, number.last
    told = low(tokens, i - 1) in ("at", "'s", "is", "about", "nearly", "almost")
    if not told or number.value not in (5, 10, 20, 25) or low(tokens, j) != "to":
        return None
    hour = low(tokens, j + 1) in _hours(lexicon)
    after = tokens[j + 2] if j + 2 < len(tokens) else None
    ends = after is None or after.kind == "mark" or after.low in _THEN
    return ("time", i, j + 2) if hour and ends else None


def _hours(lexicon: Lexicon) -> frozenset[str]:
    table = lexicon.table("numbers.units")
    return frozenset(word for word, value in table.items() if 0 < value <= _CLOCK)


def _is_small(tokens: Sequence[Token], number: Number) -> bool:
    """One word or digits from one to twelve."""
    value = number.value or 0
    return number.last - number.first == 1 and 0 < value <= _CLOCK and value == int(value)


def _is_clock(tokens: Sequence[Token], j: int) -> bool:
    """ "A las siete y cuarto", "a las 9 de la mañana", "a las 14,": not "a las 9 mujeres"."""
    following = low(tokens, j)
    return following in ("y", "de", "del", "menos", "en", "") or tokens[j].kind == "mark"


def _day(tokens: Sequence[Token], number: Number, lexicon: Lexicon) -> _Found:
    """ "El día 4", "entre el 8 y el 19 de agosto", "la nuit du 27": days of a month."""
    i, j = number.first, number.last
    if number.high > _DAYS or not number.plain:
        return None
    lead, previous = low(tokens, i - 2), low(tokens, i - 1)
    if (lead, previous) == ("el", "día"):
        near = any(unit_of(low(tokens, k), lexicon) for k in (j, j + 1))
        return None if near else ("date", i, j)
    other = low(tokens, j + 2)
    if previous in ("el", "le") and low(tokens, j) in ("y", "et", "al", "au"):
        both = low(tokens, j + 1) in ("el", "le") or low(tokens, j) in ("al", "au")
        if both and (other if low(tokens, j + 1) in ("el", "le") else low(tokens, j + 1)).isdigit():
            return "date", i, j
    ends = j >= len(tokens) or tokens[j].kind == "mark"
    return ("date", i, j) if lead in _NIGHTS and previous == "du" and ends else None


def _named(tokens: Sequence[Token], number: Number, lexicon: Lexicon) -> _Found:
    """ "In week 35", "la semaine 12": not "(last year thirty)"."""
    i, j = number.first, number.last
    lead = low(tokens, i - 2)
    named = lead not in lexicon.words("traps.not_named")
    # "Dans la semaine 12."
    ends = lead in ("la", "el") and (not low(tokens, j) or tokens[j].kind == "mark")
    if (named or ends) and low(tokens, i - 1) in lexicon.words("traps.time_before"):
        return "time", i - 1, j
    return None


def _second_span(
    tokens: Sequence[Token], number: Number, lexicon: Lexicon, before: Rejected | None
) -> _Found:
    """ "Fell from 19 days to 13": the second number has the unit of the first."""
    i, j = number.first, number.last
    if before is None or before.why != "time" or low(tokens, i - 1) not in ("to", "à", "a"):
        return None
    ends = j >= len(tokens) or tokens[j].kind == "mark"
    unit = low(tokens, i - 2) in lexicon.words("traps.time_units")
    return ("time", i, j) if ends and unit and tokens[i - 2].end == before.end else None


def _is_of_hour(tokens: Sequence[Token], j: int) -> bool:
    """ "A quarter of an hour", "un quart d'heure"."""
    words = [low(tokens, k) for k in range(j, j + 3)]
    return words == ["of", "an", "hour"] or words == ["d", "'", "heure"]


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
