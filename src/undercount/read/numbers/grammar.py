"""The number grammar: every number of a text with the interval that its bare words span.

Digits and words, percent, fractions, multiples, ranges and vague plurals. Hedges are read
afterwards (`hedges`), and what is no figure at all is told apart in `rejects`.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from undercount.read.fields.counted import unit_of
from undercount.read.lexicon import Lexicon, shared
from undercount.read.numbers.number import Number, number_of
from undercount.read.numbers.scalars import Scalar, scalar_at
from undercount.read.numbers.shares import (
    factor,
    fraction,
    of_scale,
    one_in,
    range_of_shares,
    slashed,
    vulgar_at,
)
from undercount.read.words.tokens import Token

_VAGUE_WORDS = 4  # the longest vague phrase, in words
_FEW = 100
_WIDEST = 3  # times the lower end is the upper end of "rose by 3 to 9"
_LARGEST_SCORE = 200
_MOVES = shared("verbs.moves")
_DASHES = ("-", "–", "‑", "‐")
_LINKED = frozenset(_DASHES)


def numbers(tokens: Sequence[Token], lexicon: Lexicon) -> list[Number]:
    """All numbers among the tokens, from left to right, none overlapping another."""
    found: list[Number] = []
    starters = lexicon.starters()
    articles, behind = _articles(lexicon)
    reached = 0
    for i, (_, _, low, kind, _) in enumerate(tokens):
        if i < reached:
            continue
        if kind == "word":  # most words are told here at little cost
            may_begin = low in starters or (len(low) == 1 and not low.isascii())
            may_begin = may_begin or ("-" in low and low.split("-", 1)[0] in starters)
            if low in articles and _low(tokens, i + 1) not in behind:
                continue
        else:
            may_begin = kind == "number" or low == "."
        number = number_at(tokens, i, lexicon) if may_begin else None
        if number is not None:
            found.append(number)
            reached = number.last
    return found


@cache
def _articles(lexicon: Lexicon) -> tuple[frozenset[str], frozenset[str]]:
    """Articles, and the words behind them with which alone they are part of a number."""
    names = (f"numbers.{key}" for key in ("units", "changes", "multiples"))
    articles = lexicon.words("numbers.words.article_only").difference(*map(lexicon.table, names))
    behind = frozenset[str]().union(
        *(lexicon.table(f"numbers.{key}") for key in ("fractions", "about", "scales", "multiples")),
        (phrase.split()[0] for phrase in lexicon.table("numbers.fractions")),
        (phrase.split()[1] for phrase in lexicon.table("numbers.vague") if " " in phrase),
    )
    return articles, behind


def number_at(tokens: Sequence[Token], i: int, lexicon: Lexicon) -> Number | None:
    """The number that begins at token `i`, or None."""
    if tokens[i].kind == "mark":
        return _pointed(tokens, i, lexicon)
    if tokens[i].kind == "word":
        if tokens[i].low.split("-", 1)[0] not in lexicon.starters():
            return vulgar_at(tokens, i)
        for reader in (_vague, fraction, factor):
            number = reader(tokens, i, lexicon)
            if number is not None:
                return range_of_shares(tokens, of_scale(tokens, number, lexicon), lexicon)
    scalar = scalar_at(tokens, i, lexicon)
    share = one_in(tokens, i, scalar, lexicon) or slashed(tokens, i, lexicon)
    if share is not None:
        return share
    if scalar is None and _is_listed(tokens, i, lexicon):
        return number_of(tokens, i, i + 1, 1.0)
    if scalar is None or _is_article(tokens, i, scalar, lexicon):
        return None
    if scalar.cut:
        number = number_of(tokens, i, scalar.last, scalar.value)
        return number._replace(end=number.end - scalar.cut)
    ranged = _range(tokens, i, scalar, lexicon)
    if ranged is not None:
        number = ranged._replace(about=scalar.about)
    else:
        number = number_of(
            tokens, i, scalar.last, scalar.value, about=scalar.about, plain=scalar.plain
        )
    return _with_unit(tokens, number, lexicon)


def _pointed(tokens: Sequence[Token], i: int, lexicon: Lexicon) -> Number | None:
    """ ".5", with nothing before its point."""
    if tokens[i].low != "." or i + 1 >= len(tokens) or tokens[i + 1].kind != "number":
        return None
    tight = tokens[i + 1].start == tokens[i].end and tokens[i + 1].low.isdigit()
    alone = i == 0 or tokens[i - 1].end < tokens[i].start
    scalar = scalar_at(tokens, i + 1, lexicon) if tight and alone else None
    if scalar is None:
        return None
    return _with_unit(tokens, number_of(tokens, i, scalar.last, scalar.value), lexicon)


def _is_article(tokens: Sequence[Token], i: int, scalar: Scalar, lexicon: Lexicon) -> bool:
    """French and Spanish "un" is an article; English "one" is left for `rejects` to judge."""
    return (
        lexicon.language != "en"
        and scalar.value == 1
        and tokens[i].low in (lexicon.words("numbers.words.ignored_one"))
    )


def _phrase(tokens: Sequence[Token], i: int, n: int) -> str:
    return " ".join(token.low for token in tokens[i : i + n])


def _low(tokens: Sequence[Token], i: int) -> str:
    return tokens[i].low if 0 <= i < len(tokens) else ""


def _vague(tokens: Sequence[Token], i: int, lexicon: Lexicon) -> Number | None:
    table = lexicon.table("numbers.vague")
    if tokens[i].low not in lexicon.first_words("numbers.vague"):
        return None
    for n in range(_VAGUE_WORDS, 0, -1):
        ends = table.get(_phrase(tokens, i, n))
        if ends is not None and i + n <= len(tokens):
            number = number_of(tokens, i, i + n, 0.0)
            return number._replace(
                value=None, low=float(ends[0]), high=float(ends[1]), form="vague"
            )
    return None


def _is_listed(tokens: Sequence[Token], i: int, lexicon: Lexicon) -> bool:
    """ "Dont 6 femmes et un nourrisson": one more after a number of others."""
    one = lexicon.language != "en" and tokens[i].low in lexicon.words("numbers.words.ignored_one")
    if not one or _low(tokens, i - 1) not in lexicon.words("numbers.words.and"):
        return False
    before = tokens[max(0, i - 4) : i - 1]
    units = lexicon.table("numbers.units")
    counted = any(token.kind == "number" or units.get(token.low, 1) > 1 for token in before)
    who = _low(tokens, i + 1)
    return counted and "person" in (unit_of(who, lexicon), unit_of(f"{who}s", lexicon))


def _range(tokens: Sequence[Token], i: int, left: Scalar, lexicon: Lexicon) -> Number | None:
    """ "between 60 and 80", "2,800 to 3,200", "1,200-1,300", "five or six"."""
    j = left.last
    percent = _percent_length(tokens, j, lexicon)
    link = _low(tokens, j + percent)
    links = lexicon.union("numbers.words.range_and", "numbers.words.range_to", also=_LINKED)
    if link not in links or j + percent + 1 >= len(tokens):
        return None
    opened = _low(tokens, i - 1) in lexicon.words("numbers.words.range_open")
    right = scalar_at(tokens, j + percent + 1, lexicon)
    if right is None or right.about != left.about or right.cut:
        return None
    a, b = left.value, right.value
    if _is_score(tokens, i, left, right):
        number = number_of(tokens, i, right.last, 0.0)
        return number._replace(value=None, low=b, high=a, form="range", score=True)
    if link in _DASHES and right.scale == 1 and left.plain and b % 1000 == 0 and a * 1000 < b:
        a *= 1000  # "20-25,000"
    if link == "à" and left.plain and left.value < _FEW and b % 1000 == 0:
        a *= 1000  # "de 3 à 4 000"
    if right.scale > 1 and left.scale == 1 and a < b / right.scale:
        a *= right.scale
    staffed = a == 1 and tokens[i].kind == "word" and tokens[j + 1].kind == "number"
    if a >= b or (staffed and link == "to") or _is_when(tokens, i, left, right, lexicon):
        return None
    if link in _DASHES:
        tight = tokens[j + percent].start == tokens[j + percent - 1].end
        if tokens[i].kind != "number" or (link == "-" and not tight):
            return None
    elif link in lexicon.words("numbers.words.range_and"):
        if not opened or _low(tokens, i - 1) == "from" or _low(tokens, i - 1) == "de":
            return None
    elif link in lexicon.words("numbers.words.range_to"):
        if link in ("or", "ou") and b > 2 * a + 1:
            return None
        before = _low(tokens, i - 1)
        if before in ("from", "de", "desde") and _is_change(tokens, i - 1, lexicon):
            return None
        if before == "by" and b > _WIDEST * a and _is_change(tokens, i - 1, lexicon):
            return None  # "rose by 20 to 900"
    else:
        return None
    return number_of(tokens, i, right.last, 0.0)._replace(
        value=None, low=a, high=b, form="range", opened=opened,
        gap=(tokens[j + percent - 1].end, tokens[j + percent + 1].start),
    )  # fmt: skip


def _is_score(tokens: Sequence[Token], i: int, left: Scalar, right: Scalar) -> bool:
    """ "Won 3-1": two small numbers, the larger first, tied by a hyphen."""
    return (
        left.plain
        and right.plain
        and _LARGEST_SCORE > left.value >= right.value
        and left.last == i + 1
        and tokens[left.last].low in _DASHES
        and tokens[left.last].start == tokens[i].end
        and tokens[left.last].end == tokens[left.last + 1].start
    )


def _is_when(
    tokens: Sequence[Token], i: int, left: Scalar, right: Scalar, lexicon: Lexicon
) -> bool:
    """ "In 2022 to 192,900" and "in week 35 to 1,892": the left number is a time."""
    year = left.plain and 1800 <= left.value <= 2100 and not right.plain
    return (
        year
        or _low(tokens, i - 1) in lexicon.words("traps.time_before")
        or _is_led(tokens, i, left, right, lexicon)
    )


def _is_led(tokens: Sequence[Token], i: int, left: Scalar, right: Scalar, lexicon: Lexicon) -> bool:
    """ "Up 40% to 7,000" and "rose by 1,200 to 9,000": a change and where it led.

    "Rose by 200 to 300" is a range: its ends lie near each other.
    """
    share = _percent_length(tokens, left.last, lexicon)
    led = share > _percent_length(tokens, right.last, lexicon) or right.value > 3 * left.value
    return led and _is_change(tokens, i, lexicon)


def _is_change(tokens: Sequence[Token], i: int, lexicon: Lexicon) -> bool:
    """Whether "from" at `i` opens a change ("rose from 200 to 500") and no range."""
    near = {token.low for token in tokens[max(0, i - 4) : i]}
    trends = lexicon.union(
        "claims.trend_up", "claims.trend_down", "numbers.trends.up", "numbers.trends.down",
        "numbers.changes", also=_MOVES,
    )  # fmt: skip
    return not trends.isdisjoint(near)


def _percent_length(tokens: Sequence[Token], i: int, lexicon: Lexicon) -> int:
    words, word = lexicon.words("numbers.words.percent"), _low(tokens, i)
    if word in words:
        return 1
    if word not in lexicon.first_words("numbers.words.percent"):
        return 0
    return 2 if _phrase(tokens, i, 2) in words else 0


def _with_unit(tokens: Sequence[Token], number: Number, lexicon: Lexicon) -> Number:
    """Take in "%", "per cent", "times" and "-fold" where they follow."""
    j = number.last
    n = _percent_length(tokens, j, lexicon)
    if n:
        return number._replace(last=j + n, end=tokens[j + n - 1].end, form="percent")
    if number.form != "scalar":
        return number
    if _low(tokens, j) in lexicon.words("numbers.words.times"):
        if _low(tokens, j + 1) in lexicon.words("numbers.words.times_of"):
            return number._replace(last=j + 1, end=tokens[j].end, form="ratio")
    elif _low(tokens, j) == "-" and _low(tokens, j + 1) == "fold":
        return number._replace(last=j + 2, end=tokens[j + 1].end, form="change")
    return number
