"""Numbers that tell how old somebody is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from undercount.ledger.records import Rejected
from undercount.read.fields.counted import unit_of
from undercount.read.lexicon import Lexicon, shared
from undercount.read.numbers.number import Number
from undercount.read.words.phrases import low
from undercount.read.words.tokens import Token
from undercount.units import Rejection

_Found = tuple[Rejection, int, int] | None

_OLDEST: Final = 110
_YOUNG: Final = 30
_SMALLEST: Final = 3
_OF_AGE: Final = frozenset([
    ",", "âgé", "âgée", "âgés", "âgées", "enfant", "garçon", "fille", "homme", "femme", "mineur",
    "niño", "niña", "niños", "niñas", "hombre", "mujer", "joven", "menor", "menores", "edad",
])  # fmt: skip
_HAS: Final = shared("rejects.has")
_ANYBODY: Final = frozenset(["nobody", "anyone", "anybody", "everyone", "everybody", "someone"])
_ONE: Final = shared("rejects.one")
_BODIES: Final = shared("rejects.bodies")
_TRADES: Final = ("er", "or", "ist", "man", "woman", "ian", "son", "eer", "op", "wife", "eur")
_PEOPLES: Final = ("an", "ese", "ani", "i", "ish")
_AND: Final = frozenset(["and", "et", "y", "e", "or", "ou", "o"])
_YEARS: Final = frozenset(["años", "ans", "years"])


def age(
    tokens: Sequence[Token], number: Number, lexicon: Lexicon, before: Rejected | None
) -> _Found:
    """An age: "aged nine", "a guard, 34,", "a girl of 12", "under-5s", "his 20s"."""
    if number.form not in ("scalar", "range") or number.high > _OLDEST:
        return None
    i, j = number.first, number.last
    here: _Found = ("age", i, j)
    previous, following = low(tokens, i - 1), low(tokens, j)
    if number.plain and following == "s" and tokens[j].start == number.end:
        # "In his 20s", "under-5s"; "the '90s" are years.
        return "year" if previous in ("'", "’") else "age", i, j + 1
    last = j + 2 if following == "-" and low(tokens, j + 1) in ("year", "month") else j
    if last > j:
        return "age", i, min(last, len(tokens))
    if _shares_years(tokens, number):
        return here
    near_noun = any(unit_of(low(tokens, k), lexicon) for k in (j, j + 1))
    if near_noun and previous not in ("aged", "âgés"):
        return here if _is_aside(tokens, number, lexicon) else None
    near = {low(tokens, k) for k in range(i - 5, i)}
    if near & lexicon.words("traps.age_before"):
        return here
    if before is not None and before.why == "age" and previous in ("and", "to", "et", "à", "or"):
        return here
    closes = following in (",", ".", ")", ";", "") or following in ("and", "from", "et")
    if previous == "," and following in (",", ".", ";") and _is_name(tokens, i - 2, lexicon):
        return here if number.form == "scalar" and number.value and number.value > 4 else None
    if previous == "of" and low(tokens, i - 2) in lexicon.words("traps.age_nouns"):
        return here
    if previous == "at" and closes and any(token.low == "i" for token in tokens):
        return here
    if _is_limit(tokens, number, lexicon) or _is_of_one(tokens, number):
        return here
    if _is_aside(tokens, number, lexicon) or _is_after_of(tokens, number, lexicon):
        return here
    bounds = [float(bound) for bound in lexicon.words("traps.age_bounds")]
    if previous in lexicon.words("traps.age_under") and closes and number.value in bounds:
        return here
    return None


def is_age_in_years(tokens: Sequence[Token], number: Number, unit: str, lexicon: Lexicon) -> bool:
    """ "Âgé de 12 ans", "Ana, 12 años", "les 18-25 ans", "a baby of nine months", "il a 9 ans"."""
    if number.high > _OLDEST:
        return False
    i = number.first
    before, who = low(tokens, i - 1), low(tokens, i - 2)
    of = before in ("de", "of")
    if of and who in lexicon.words("traps.age_nouns"):
        return True
    if unit in ("year", "years"):
        under = before in lexicon.words("traps.age_under")
        return under and unit_of(who, lexicon) == "person"
    if unit not in ("ans", "an", "año", "años"):
        return False
    if number.value is None:
        return before in ("les", "los", "las")
    if before in (",", "(") or (before in _HAS and who != "y"):
        return True
    if who in _HAS or low(tokens, i - 3) in _HAS:
        return before in ("pas", "plus", "los", "de") and who != "de"
    single = "person" in (unit_of(who, lexicon), unit_of(f"{who}s", lexicon))
    one = low(tokens, i - 3) in _ONE or low(tokens, i - 3) == ","
    return of and (who in _OF_AGE or (single and not who.endswith("s")) or (one and i > 3))


def _shares_years(tokens: Sequence[Token], number: Number) -> bool:
    """ "Dos menores de seis y nueve años": the first of two ages."""
    j = number.last
    return (
        low(tokens, number.first - 1) == "de"
        and low(tokens, j) in _AND
        and low(tokens, j + 2) in _YEARS
    )


def _is_aside(tokens: Sequence[Token], number: Number, lexicon: Lexicon) -> bool:
    """ "A guard, 34, said", "two sisters, 14 and 16, off the bus"."""
    i, j = number.first, number.last
    if low(tokens, i - 1) != "," or number.form != "scalar" or number.high < _SMALLEST:
        return False
    who, following = low(tokens, i - 2), low(tokens, j)
    if following in _AND and unit_of(who, lexicon) == "person":
        closed = low(tokens, j + 2) in (",", ".", ";") and not low(tokens, j + 3).isdigit()
        few = lexicon.table("numbers.units").get(low(tokens, i - 3), 1) > 1
        return few and closed and tokens[j + 1].kind == tokens[i].kind
    if following != "," or not number.plain:
        return False
    one = {low(tokens, i - 3), low(tokens, i - 4)} & _ONE
    person = "person" in (unit_of(who, lexicon), unit_of(f"{who}s", lexicon))
    return bool(one) and not who.endswith("s") and (person or who.endswith(_TRADES))


def _is_after_of(tokens: Sequence[Token], number: Number, lexicon: Lexicon) -> bool:
    """ "A midwife of 41", "an Afghan of nineteen": not "a group of 41"."""
    i = number.first
    if low(tokens, i - 1) not in ("of", "de") or number.form != "scalar" or i < 3:
        return False
    who = tokens[i - 2]
    if low(tokens, i - 3) not in ("a", "an", "one", "un", "une", "una") or who.low.endswith("s"):
        return False
    if who.upper and i > 3:
        return who.low.endswith(_PEOPLES) and number.high >= _SMALLEST
    person = "person" in (unit_of(who.low, lexicon), unit_of(f"{who.low}s", lexicon))
    return person and who.low not in _BODIES


def _is_limit(tokens: Sequence[Token], number: Number, lexicon: Lexicon) -> bool:
    """ "A child under six", "nobody under 18 is held": people stand before the limit."""
    if low(tokens, number.first - 1) not in lexicon.words("traps.age_under"):
        return False
    who = low(tokens, number.first - 2)
    following = tokens[number.last] if number.last < len(tokens) else None
    ends = following is None or following.kind == "mark"
    ends = ends or (following is not None and following.low in lexicon.words("nouns.closed"))
    ends = ends or (following is not None and following.low in ("whether", "who", "if"))
    return ends and number.high <= _YOUNG and (
        who in _ANYBODY or unit_of(who, lexicon) == "person"
    )  # fmt: skip


def _is_of_one(tokens: Sequence[Token], number: Number) -> bool:
    """ "She is 71,", "she is eleven now": one person's age, where nothing is counted."""
    j = number.last
    ends = j >= len(tokens) or tokens[j].kind == "mark" or tokens[j].low == "now"
    return (
        ends
        and number.form == "scalar"
        and low(tokens, number.first - 1) in ("is", "am", "was", "turned", "'m", "'s")
        and low(tokens, number.first - 2) in ("he", "she", "i")
    )


def _is_name(tokens: Sequence[Token], i: int, lexicon: Lexicon) -> bool:
    """Whether a name stands at `i`, not a day of the week or a number."""
    if not 0 <= i < len(tokens) or not tokens[i].upper or tokens[i].kind != "word":
        return False
    word = tokens[i].low
    if word == "one":
        return low(tokens, i + 3) == ","  # "One, 17, died"
    if word in lexicon.words("dates.weekdays") or word in lexicon.table("dates.months"):
        return False
    return word.split("-")[0] not in lexicon.table("numbers.units")
