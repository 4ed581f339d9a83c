"""Single numbers in digits and words: "1,200", "twelve hundred", "1,2 million"."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import Final, NamedTuple

from undercount.read.fields.counted import unit_of
from undercount.read.lexicon import Lexicon
from undercount.read.words.tokens import Token

_SPACES: Final = re.compile(r"[ \u00a0\u2009\u202f]")
_GROUPED: Final = {
    # Lakhs and crores are parted by twos: "4,15,548".
    "en": re.compile(r"\d{1,3}(?:,\d{2,3})*,\d{3}(?:\.\d+)?|\d{1,3}(?:\.\d{3}){2,}"),
    "fr": re.compile(r"\d{1,3}(?:[.,]\d{3}){2,}|\d{1,3}(?:\.\d{3})+(?:,\d+)?"),
    # Spain writes "1.200", Mexico "1,200": three digits behind either mark are a group.
    "es": re.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d{1,3}(?:,\d{3})+(?:\.\d+)?"),
}
_ENGLISH: Final = re.compile(r"[1-9]\d{0,2},\d{3}")
_CURRENCIES: Final = frozenset("$€£¥₹₦₺")
_LARGEST: Final = 1e15
_HALVES: Final = 3  # words of "and a half"
_LONGEST: Final = 12  # words of one number; longer rows of number words are lists


class Scalar(NamedTuple):
    """One number.

    Attributes:
        value: its value.
        last: index one past its last token.
        about: the words say "about".
        plain: digits without separator.
        scale: what a following "million" multiplied it by.
        cut: code points that do not belong to it at the end of its last token ("-year").
    """

    value: float
    last: int
    about: bool = False
    plain: bool = False
    scale: float = 1.0
    cut: int = 0


def digits_value(surface: str, language: str) -> float | None:
    """The value of a number in digits, or None where it is no number ("2.14.3").

    >>> digits_value("1,200", "en"), digits_value("1,2", "fr"), digits_value("4 386", "fr")
    (1200.0, 1.2, 4386.0)
    """
    if surface.isdecimal():
        value = float(surface)
        return value if value < _LARGEST else None
    compact = _SPACES.sub("", surface)
    grouped = _GROUPED.get(language, _GROUPED["en"])
    thousands, decimal = (".", ",") if language in ("fr", "es") else (",", ".")
    if grouped.fullmatch(compact):
        if language == "es" and compact.rfind(",") > 0 and compact.rfind(",") != _decimal(compact):
            thousands, decimal = ",", "."
        compact = compact.replace(thousands, "")
        if compact.count(".") > 1:
            compact = compact.replace(".", "")
        if language == "fr" and compact.count(",") > 1:
            compact = compact.replace(",", "")
    elif language == "en" and "," in compact and "." not in compact and compact.count(",") == 1:
        decimal = ","
    compact = compact.replace(decimal, ".")
    try:
        value = float(compact)
    except ValueError:
        return None
    return value if value < _LARGEST else None


def _decimal(compact: str) -> int:
    """Where the decimal comma of "1.200,5" stands, or -1 where commas part groups."""
    comma = compact.rfind(",")
    return comma if "." in compact[:comma] else -1


def scalar_at(tokens: Sequence[Token], i: int, lexicon: Lexicon) -> Scalar | None:
    """The single number that begins at token `i`, or None."""
    token = tokens[i]
    if token.kind == "number":
        return _from_digits(tokens, i, lexicon)
    if token.kind == "word":
        return _from_words(tokens, i, lexicon)
    return None


def _from_digits(tokens: Sequence[Token], i: int, lexicon: Lexicon) -> Scalar | None:
    surface = tokens[i].low
    value = digits_value(surface, lexicon.language)
    if value is None:
        return None
    if lexicon.language == "fr" and _ENGLISH.fullmatch(surface) and _counts(tokens, i, lexicon):
        value = float(surface.replace(",", ""))
    if i and tokens[i - 1].low == "." and tokens[i - 1].end == tokens[i].start:
        value /= 10 ** len(surface)  # ".5", which begins at its mark
    plain, last = surface.isdecimal(), i + 1
    if plain and _is_parted(tokens, i, lexicon):
        value, plain, last = value * 1000 + float(tokens[i + 2].low), False, i + 3
    part = vulgar(tokens, last)
    if part:
        value, plain, last = value + part, False, last + 1
    elif half := _half_after(tokens, last, lexicon):
        value, plain, last = value + 0.5, False, last + half
    scale, length, cut = _scale_after(tokens, i, last, lexicon)
    if scale > 1:
        rest = _low(tokens, last + length)
        if lexicon.language == "es" and scale == 1000 and len(rest) == 3 and rest.isdecimal():
            return Scalar(value * scale + float(rest), last + length + 1)  # "20 mil 500"
        return Scalar(value * scale, last + length, scale=scale, cut=cut)
    return Scalar(value, last, plain=plain)


def _counts(tokens: Sequence[Token], i: int, lexicon: Lexicon) -> bool:
    """Whether "25,081" in French text counts: people come in no thousandths, percents may."""
    following = _low(tokens, i + 1)
    if following in lexicon.words("numbers.words.percent"):
        return False
    return following not in lexicon.table("numbers.scales") and following not in lexicon.words(
        "traps.measure_units"
    )


def _is_parted(tokens: Sequence[Token], i: int, lexicon: Lexicon) -> bool:
    """ "2, 669": a comma and a space between the groups, as typists and bad scans have it.

    "On the 2, 669 people came" and the list "5, 120, 300" are read apart.
    """
    if i + 2 >= len(tokens) or lexicon.language != "en" or len(tokens[i].low) > 3:
        return False
    comma, group = tokens[i + 1], tokens[i + 2]
    if comma.low != "," or comma.start != tokens[i].end or group.start != comma.end + 1:
        return False
    if len(group.low) != 3 or not group.low.isdecimal():
        return False
    if group.low == "000":
        return True
    before = _low(tokens, i - 1)
    named = before in lexicon.words("traps.id_nouns") or before in lexicon.words(
        "traps.time_before"
    )
    listed = before in (",", "of", "the", "these", "those") or before in lexicon.words(
        "traps.age_before"
    )
    after = _low(tokens, i + 3)
    return not named and not listed and after != "," and tokens[i].low[0] != "0"


def _scale_after(
    tokens: Sequence[Token], i: int, last: int, lexicon: Lexicon
) -> tuple[float, int, int]:
    """What the words behind digits multiply them by, how many tokens and odd letters they are."""
    if last >= len(tokens):
        return 1.0, 0, 0
    following = tokens[last]
    scales = lexicon.table("numbers.scales")
    adjacent = following.start == tokens[last - 1].end
    first, _, rest = following.low.partition("-")
    if rest and first in scales and scales[first] >= 1000:
        return float(scales[first]), 1, len(rest) + 1  # "400 million-year-old"
    scale = scales.get(following.low)
    if scale is not None and (scale >= 1000 or scale == 12) and len(following.low) > 1:
        both = scales.get(_low(tokens, last + 1), 1) if following.low == "mil" else 1
        return float(scale * both), 2 if both > 1 else 1, 0  # "dos mil millones"
    letter = lexicon.table("numbers.letters").get(following.low)
    counts = following.upper and unit_of(_low(tokens, last + 1), lexicon) is not None
    if letter is None or not (adjacent or counts):
        return 1.0, 0, 0
    if following.low == "m" and not following.upper:
        # "2.5m people" are millions, "100m away" are metres.
        noun = any(unit_of(_low(tokens, k), lexicon) for k in (last + 1, last + 2))
        paid = _low(tokens, i - 1)[-1:] in _CURRENCIES
        if not (noun or paid or _low(tokens, last + 1) in lexicon.words("traps.money_words")):
            return 1.0, 0, 0
    return float(letter), 1, 0


def _half_after(tokens: Sequence[Token], i: int, lexicon: Lexicon) -> int:
    """How many words at `i` say "and a half"."""
    if i >= len(tokens) or tokens[i].low not in lexicon.words("numbers.words.and"):
        return 0
    halves = lexicon.words("numbers.words.and_half")
    for n in range(_HALVES, 1, -1):
        if i + n <= len(tokens) and _phrase(tokens, i, n) in halves:
            return n
    return 0


def vulgar(tokens: Sequence[Token], i: int) -> float:
    """The value of "½" where it stands at `i`, else 0."""
    if i >= len(tokens) or len(tokens[i].low) != 1 or tokens[i].low.isascii():
        return 0.0
    value = unicodedata.numeric(tokens[i].low, 0.0)
    return value if 0 < value < 1 else 0.0


def _low(tokens: Sequence[Token], i: int) -> str:
    return tokens[i].low if 0 <= i < len(tokens) else ""


def _phrase(tokens: Sequence[Token], i: int, n: int) -> str:
    return " ".join(token.low for token in tokens[i : i + n])


def _parts(token: Token) -> list[str]:
    return token.low.replace("\u2010", "-").replace("\u2011", "-").split("-")


def _from_words(tokens: Sequence[Token], i: int, lexicon: Lexicon) -> Scalar | None:
    """Number words of all languages by the same sums: units add, scales multiply."""
    units, scales = lexicon.table("numbers.units"), lexicon.table("numbers.scales")
    about_nouns = lexicon.table("numbers.about")
    articles, joins = (
        lexicon.words("numbers.words.article_only"),
        lexicon.words("numbers.words.and"),
    )
    first = tokens[i].low
    if first in about_nouns and _low(tokens, i - 1) in lexicon.words("numbers.words.good"):
        return Scalar(float(about_nouns[first]), i + 1, about=True)  # "une bonne vingtaine"
    if first in lexicon.words("numbers.words.half_a") and i + 1 < len(tokens):
        following = tokens[i + 1].low  # "medio millón", "media docena"
        whole = scales.get(following) or about_nouns.get(following)
        return Scalar(whole / 2, i + 2, about=following in about_nouns) if whole else None
    if first == "half" and i + 2 < len(tokens) and tokens[i + 1].low in articles:
        scale = scales.get(tokens[i + 2].low)
        return Scalar(scale / 2, i + 3) if scale and scale >= 12 else None
    total, current, scale, seen, joined, j = 0.0, 0.0, 1.0, False, False, i
    if first in articles:
        following = tokens[i + 1].low if i + 1 < len(tokens) else ""
        if following in about_nouns:
            return Scalar(float(about_nouns[following]), i + 2, about=True)
        if following not in scales or first in ("le", "la") or following == "k":
            return None
        current, j = 1.0, i + 1
    while j < len(tokens) and j - i < _LONGEST:
        token = tokens[j]
        if token.kind != "word":
            break
        parts = _parts(token)
        if seen and parts[0] in joins and _joins(tokens, j, lexicon):
            joined = lexicon.language == "es"
            j += 1
            continue
        known = [part for part in parts if part in units or part in scales or part in joins]
        if len(known) != len(parts) or parts[0] in joins:
            if not seen:
                compound = _compound(token, parts, j, lexicon)
                if compound is not None:
                    return compound
            if seen or len(parts) < 2 or parts[-1] not in lexicon.words("numbers.words.tail_odd"):
                break
            if any(part not in units and part not in scales for part in parts[:-1]):
                break
            total, current, seen = _add(parts[:-1], total, current, lexicon)
            return Scalar(total + current, j + 1, about=True)
        if seen and not joined and not _continues(current, parts[0], lexicon):
            break
        joined = False
        total, current, seen = _add(parts, total, current, lexicon)
        j += 1
        scale = float(scales.get(parts[-1], 1))
        if seen and scale == 12:
            break
        if half := _half_after(tokens, j, lexicon):
            current, j = current + 0.5, j + half
    if not seen:
        return None
    if j < len(tokens) and tokens[j].low in about_nouns and lexicon.language == "fr":
        return None
    return Scalar(total + current, j, scale=max(scale, 1.0))


def _compound(token: Token, parts: Sequence[str], j: int, lexicon: Lexicon) -> Scalar | None:
    """The number in "five-year", "two-mile" and "ten-strong"; the unit stays behind."""
    units = lexicon.table("numbers.units")
    n = 0
    while n < len(parts) and parts[n] in units:
        n += 1
    if not 0 < n < len(parts):
        return None
    noun = parts[n]
    if noun not in lexicon.union(
        "traps.time_units", "traps.measure_units", "numbers.words.compounds"
    ):
        return None
    total, current, _ = _add(parts[:n], 0.0, 0.0, lexicon)
    return Scalar(total + current, j + 1, cut=sum(len(part) + 1 for part in parts[n:]))


def _add(
    parts: Sequence[str], total: float, current: float, lexicon: Lexicon
) -> tuple[float, float, bool]:
    units, scales = lexicon.table("numbers.units"), lexicon.table("numbers.scales")
    for part in parts:
        if part in units:
            unit = units[part]
            # "quatre-vingts" is four twenties; twenty after any other number adds.
            if lexicon.language == "fr" and unit == 20 and current % 100 == 4:
                current += 76
            else:
                current += unit
        elif part in scales:
            scale = scales[part]
            if scale in (10, 12, 100):
                current = max(current, 1) * scale
            elif scale >= 1e6 and 0 < total < scale:  # "dos mil millones"
                total, current = (total + current) * scale, 0.0
            else:
                total, current = total + max(current, 1) * scale, 0.0
    return total, current, True


def _continues(current: float, part: str, lexicon: Lexicon) -> bool:
    """Whether "twenty" may be followed by `part` within one number: "five six" are two."""
    units = lexicon.table("numbers.units")
    if part not in units:
        return True
    unit, rest = units[part], current % 100
    if rest == 0:
        return not current or bool(unit < 100)  # Spanish hundreds are units: "doscientos"
    if lexicon.language == "fr":
        return (
            (rest in (60, 80) and unit < 20)
            or (rest % 10 == 0 and unit < 10)
            or (rest == 4 and unit == 20)
            or (rest == 10 and unit in (7, 8, 9))
        )
    if lexicon.language == "es":
        return False
    return bool(rest % 10 == 0 and rest >= 20 and unit < 10)


def _joins(tokens: Sequence[Token], j: int, lexicon: Lexicon) -> bool:
    """Whether "and" at `j` ties "one hundred" to "twenty" rather than two numbers of a list."""
    if j + 1 >= len(tokens) or tokens[j + 1].kind != "word":
        return False
    before, after = _parts(tokens[j - 1])[-1], _parts(tokens[j + 1])[0]
    if lexicon.language == "fr":
        return before in ("vingt", "trente", "quarante", "cinquante", "soixante") and after in (
            "un", "une", "onze",
        )  # fmt: skip
    scales, units = lexicon.table("numbers.scales"), lexicon.table("numbers.units")
    if lexicon.language == "es":
        return bool(30 <= units.get(before, 0) <= 90 and 0 < units.get(after, 0) < 10)
    return before in scales and scales[before] in (100, 1000, 1000000) and after in units
