"""Single numbers in digits and words: "1,200", "twelve hundred", "1,2 million"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from undercount.read.lexicon import Lexicon
from undercount.read.words.tokens import Token

_SPACES: Final = re.compile(r"[ \u00a0\u2009\u202f]")
_GROUPED: Final = {
    "en": re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?"),
    "fr": re.compile(r"\d{1,3}(?:[.,]\d{3}){2,}|\d{1,3}(?:\.\d{3})+(?:,\d+)?"),
}
_LONGEST: Final = 12  # words of one number; longer rows of number words are lists


class Scalar(NamedTuple):
    """One number: its value and one past its last token."""

    value: float
    last: int
    about: bool = False
    plain: bool = False
    scale: float = 1.0


def digits_value(surface: str, language: str) -> float | None:
    """The value of a number in digits, or None where it is no number ("2.14.3").

    >>> digits_value("1,200", "en"), digits_value("1,2", "fr"), digits_value("4 386", "fr")
    (1200.0, 1.2, 4386.0)
    """
    compact = _SPACES.sub("", surface)
    grouped = _GROUPED["fr" if language == "fr" else "en"]
    thousands, decimal = (".", ",") if language == "fr" else (",", ".")
    if grouped.fullmatch(compact):
        compact = compact.replace(thousands, "")
        if language == "fr" and compact.count(",") > 1:
            compact = compact.replace(",", "")
    elif language != "fr" and "," in compact and "." not in compact and compact.count(",") == 1:
        decimal = ","
    compact = compact.replace(decimal, ".")
    try:
        value = float(compact)
    except ValueError:
        return None
    return value if value < 1e15 else None


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
    scales = lexicon.table("numbers.scales")
    plain = surface.isdigit()
    if i + 1 < len(tokens):
        following = tokens[i + 1]
        scale = scales.get(following.low)
        adjacent = following.start == tokens[i].end
        if (
            scale is not None
            and (scale >= 1000 or scale == 12)
            and len(following.low) > 2 - adjacent
        ):
            return Scalar(value * scale, i + 2, scale=float(scale))
    return Scalar(value, i + 1, plain=plain)


def _parts(token: Token) -> list[str]:
    return token.low.replace("\u2010", "-").replace("\u2011", "-").split("-")


def _from_words(tokens: Sequence[Token], i: int, lexicon: Lexicon) -> Scalar | None:
    """English and French number words by the same sums: units add, scales multiply."""
    units, scales = lexicon.table("numbers.units"), lexicon.table("numbers.scales")
    about_nouns = lexicon.table("numbers.about")
    articles, joins = (
        lexicon.words("numbers.words.article_only"),
        lexicon.words("numbers.words.and"),
    )
    first = tokens[i].low
    if first == "half" and i + 2 < len(tokens) and tokens[i + 1].low in articles:
        scale = scales.get(tokens[i + 2].low)
        return Scalar(scale / 2, i + 3) if scale and scale >= 12 else None
    total, current, seen, j = 0.0, 0.0, False, i
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
            j += 1
            continue
        known = [part for part in parts if part in units or part in scales or part in joins]
        if len(known) != len(parts) or parts[0] in joins:
            if seen or len(parts) < 2 or parts[-1] not in lexicon.words("numbers.words.tail_odd"):
                break
            if any(part not in units and part not in scales for part in parts[:-1]):
                break
            total, current, seen = _add(parts[:-1], total, current, lexicon)
            return Scalar(total + current, j + 1, about=True)
        if seen and not _continues(current, parts[0], lexicon):
            break
        total, current, seen = _add(parts, total, current, lexicon)
        j += 1
        if seen and scales.get(parts[-1]) == 12:
            break
    if not seen:
        return None
    if j < len(tokens) and tokens[j].low in about_nouns and lexicon.language == "fr":
        return None
    return Scalar(total + current, j)


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
            if scale == 12 or scale == 100:
                current = max(current, 1) * scale
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
        return True
    if lexicon.language == "fr":
        return (
            (rest in (60, 80) and unit < 20)
            or (rest % 10 == 0 and unit < 10)
            or (rest == 4 and unit == 20)
            or (rest == 10 and unit in (7, 8, 9))
        )
    return rest % 10 == 0 and rest >= 20 and unit < 10


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
    return before in scales and scales[before] in (100, 1000, 1000000) and after in units
