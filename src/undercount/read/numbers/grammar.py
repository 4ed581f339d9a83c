"""The number grammar: every number of a text with the interval that its bare words span.

Digits and words, percent, fractions, multiples, ranges and vague plurals. Hedges are read
afterwards (`hedges`), and what is no figure at all is told apart in `rejects`.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from undercount.read.lexicon import Lexicon
from undercount.read.numbers.number import Form, Number
from undercount.read.numbers.scalars import Scalar, scalar_at, vulgar
from undercount.read.words.tokens import Token

_VAGUE_WORDS = 4  # the longest vague phrase, in words
_WIDEST = 3  # times the lower end is the upper end of "rose by 3 to 9"
_LARGEST_SCORE = 200
_NOT_HALF = frozenset(["and", "last", "latter", "this", "that", "other", "each", "de"])
_THE = frozenset(["the", "of", "those", "them", "our", "their", "his", "her", "its"])
_HEDGED = frozenset(["by", "as", "than", "almost", "nearly", "barely", "over", "around", "about"])
_TENS = frozenset([10, 100, 1000])
_MOVES = frozenset(
    ["went", "up", "down", "passed", "moved", "passé", "passés", "passée", "passées"]
)
_LARGEST_PART = 20  # of a fraction with a stroke
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
        *(lexicon.table(f"numbers.{key}") for key in ("fractions", "about", "scales")),
        (phrase.split()[1] for phrase in lexicon.table("numbers.vague") if " " in phrase),
    )
    return articles, behind


def number_at(tokens: Sequence[Token], i: int, lexicon: Lexicon) -> Number | None:
    """The number that begins at token `i`, or None."""
    if tokens[i].kind == "mark":
        return _pointed(tokens, i, lexicon)
    if tokens[i].kind == "word":
        if tokens[i].low.split("-", 1)[0] not in lexicon.starters():
            return _vulgar(tokens, i)
        for reader in (_vague, _fraction, _factor):
            number = reader(tokens, i, lexicon)
            if number is not None:
                return _of_scale(tokens, number, lexicon)
    scalar = scalar_at(tokens, i, lexicon)
    share = _one_in(tokens, i, scalar, lexicon) or _slashed(tokens, i, lexicon)
    if share is not None:
        return share
    if scalar is None or _is_article(tokens, i, scalar, lexicon):
        return None
    if scalar.cut:
        number = _number(tokens, i, scalar.last, scalar.value)
        return number._replace(end=number.end - scalar.cut)
    ranged = _range(tokens, i, scalar, lexicon)
    if ranged is not None:
        number = ranged._replace(about=scalar.about)
    else:
        number = _number(
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
    return _with_unit(tokens, _number(tokens, i, scalar.last, scalar.value), lexicon)


def _vulgar(tokens: Sequence[Token], i: int) -> Number | None:
    """ "½" by itself."""
    value = vulgar(tokens, i)
    return _ratio(tokens, i, i + 1, value) if value else None


def _slashed(tokens: Sequence[Token], i: int, lexicon: Lexicon) -> Number | None:
    """ "1/3 of", "2 / 3 des"; "8/9" by itself may be a day."""
    if i + 3 >= len(tokens) or tokens[i + 1].low != "/" or tokens[i + 2].kind != "number":
        return None
    if tokens[i + 3].low not in lexicon.words("numbers.words.of"):
        return None
    part, whole = scalar_at(tokens, i, lexicon), scalar_at(tokens, i + 2, lexicon)
    if part is None or whole is None or not 0 < part.value < whole.value <= _LARGEST_PART:
        return None
    return _ratio(tokens, i, i + 3, part.value / whole.value)


def _is_article(tokens: Sequence[Token], i: int, scalar: Scalar, lexicon: Lexicon) -> bool:
    """French and Spanish "un" is an article; English "one" is left for `rejects` to judge."""
    return (
        lexicon.language != "en"
        and scalar.value == 1
        and tokens[i].low in (lexicon.words("numbers.words.ignored_one"))
    )


def _number(
    tokens: Sequence[Token], first: int, last: int, value: float,
    form: Form = "scalar", *, about: bool = False, plain: bool = False,
) -> Number:  # fmt: skip
    start, end = tokens[first].start, tokens[last - 1].end
    return Number(first, last, start, end, value, value, value, form, about, plain)


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
            number = _number(tokens, i, i + n, 0.0)
            return number._replace(
                value=None, low=float(ends[0]), high=float(ends[1]), form="vague"
            )
    return None


def _fraction(tokens: Sequence[Token], i: int, lexicon: Lexicon) -> Number | None:
    """ "a third of", "two thirds", "half"; "a third person" is an ordinal and no fraction."""
    parts, units = lexicon.table("numbers.fractions"), lexicon.table("numbers.units")
    low = tokens[i].low
    pieces = low.split("-")
    if len(pieces) == 2 and pieces[0] in units and pieces[1] in parts:
        return _ratio(tokens, i, i + 1, units[pieces[0]] / parts[pieces[1]])
    following = _low(tokens, i + 1)
    if low in lexicon.words("numbers.words.article") and following in parts:
        if parts[following] > 2 and not _ends_fraction(tokens, i, i + 2, lexicon):
            return None
        return _ratio(tokens, i, i + 2, 1 / parts[following])
    part = f"{following} {_low(tokens, i + 2)}"
    if low in lexicon.words("numbers.words.article") and part in parts:  # "una cuarta parte"
        return _ratio(tokens, i, i + 3, 1 / parts[part])
    if low in parts and _low(tokens, i - 1) in lexicon.words("numbers.words.good"):
        return _ratio(tokens, i, i + 1, 1 / parts[low])
    if low in units and following in parts and (units[low] == 1 or following.endswith("s")):
        if units[low] == 1 and not _ends_fraction(tokens, i, i + 2, lexicon):
            return None
        return _ratio(tokens, i, i + 2, units[low] / parts[following])
    if low in ("half", "moitié") and _is_half(tokens, i, lexicon):
        return _ratio(tokens, i, i + 1, 0.5)
    return None


def _of_scale(tokens: Sequence[Token], number: Number, lexicon: Lexicon) -> Number:
    """ "A quarter of a million" is a count."""
    j = number.last
    if number.form != "ratio" or _low(tokens, j) not in lexicon.words("numbers.words.of"):
        return number
    j += 1 + (_low(tokens, j + 1) in lexicon.words("numbers.words.article_only"))
    scale = lexicon.table("numbers.scales").get(_low(tokens, j), 0)
    if scale < 1000 or number.value is None:
        return number
    return _number(tokens, number.first, j + 1, round(number.value * scale))


def _ends_fraction(tokens: Sequence[Token], first: int, i: int, lexicon: Lexicon) -> bool:
    """Whether what ends at `i` is a part and no ordinal: "a third of", "rose by a third last"."""
    if i >= len(tokens) or tokens[i].kind == "mark" or _low(tokens, first - 1) == "by":
        return True
    if tokens[i].low == "last":
        return True
    low = tokens[i].low
    if low in ("fewer", "more", "less", "lower", "higher"):
        return True
    return low in lexicon.words("numbers.words.of") or low in lexicon.words("nouns.closed")


def _is_half(tokens: Sequence[Token], i: int, lexicon: Lexicon) -> bool:
    before, after = _low(tokens, i - 1), _low(tokens, i + 1)
    if before in lexicon.words("ordinals.words"):
        return False
    if before in _NOT_HALF and not (before == "and" and after in _THE):
        return False
    time = lexicon.words("traps.time_units")
    if after in time:
        return False
    if after in ("a", "an"):
        named = _low(tokens, i + 2)
        return named not in time and named not in lexicon.table("numbers.scales")
    closed = lexicon.words("nouns.closed")
    if before in _HEDGED and (before != "by" or after != "an"):
        return after not in lexicon.table("numbers.scales")
    return (
        after in lexicon.words("numbers.words.of")
        or after in closed
        or (tokens[i + 1].kind == "mark" if i + 1 < len(tokens) else True)
    )


def _ratio(tokens: Sequence[Token], first: int, last: int, value: float) -> Number:
    return _number(tokens, first, last, round(value, 4), "ratio")


def _factor(tokens: Sequence[Token], i: int, lexicon: Lexicon) -> Number | None:
    """ "doubled", "ninefold", "twice the"."""
    low = tokens[i].low
    changes, multiples = lexicon.table("numbers.changes"), lexicon.table("numbers.multiples")
    if low in changes:
        return _number(tokens, i, i + 1, float(changes[low]), "change")
    following = _low(tokens, i + 1)
    if low in multiples and following in lexicon.words("numbers.words.times_of"):
        return _ratio(tokens, i, i + 1, float(multiples[low]))
    if low in ("le", "el") and following in multiples:  # "le double", "el triple que"
        after = tokens[i + 2] if i + 2 < len(tokens) else None
        ends = after is None or after.kind == "mark" or after.low in lexicon.words("nouns.closed")
        return _ratio(tokens, i, i + 2, float(multiples[following])) if ends else None
    if low in multiples and _low(tokens, i - 1) in ("del", "du"):  # "más del triple"
        return _ratio(tokens, i, i + 1, float(multiples[low]))
    return None


def _one_in(
    tokens: Sequence[Token], i: int, found: Scalar | None, lexicon: Lexicon
) -> Number | None:
    """ "one in five", "one household in ten", "trois sur dix"."""
    if tokens[i].low in ("one", "un", "une", "uno", "una"):
        part = Scalar(1.0, i + 1)
    else:
        if found is None or found.value > 99:
            return None
        part = found
    links = lexicon.words("numbers.words.out_of")
    openers = lexicon.first_words("numbers.words.out_of")
    for gap in (0, 1):
        j = part.last + gap
        if gap and (part.value != 1 and lexicon.language == "en"):
            continue
        if gap and (j >= len(tokens) or tokens[j - 1].kind != "word"):
            continue
        if _low(tokens, j) not in openers:
            continue
        for n in (3, 2, 1):
            if _phrase(tokens, j, n) not in links or j + n >= len(tokens):
                continue
            whole = scalar_at(tokens, j + n, lexicon)
            if whole is None or whole.value <= part.value or whole.value > 1000:
                continue
            # "three in 400 boats" counts boats; a share is of a small or a round whole.
            if n == 1 and whole.value > 20 and whole.value % 5:
                continue
            mixed = (tokens[i].kind == "number") != (tokens[j + n].kind == "number")
            if n == 1 and mixed and whole.value not in _TENS:
                continue
            if _low(tokens, whole.last) in lexicon.words("traps.time_units"):
                continue
            return _ratio(tokens, i, whole.last, part.value / whole.value)
    return None


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
        number = _number(tokens, i, right.last, 0.0)
        return number._replace(value=None, low=b, high=a, form="range", score=True)
    if link in _DASHES and right.scale == 1 and left.plain and b % 1000 == 0 and a * 1000 < b:
        a *= 1000  # "20-25,000"
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
    return _number(tokens, i, right.last, 0.0)._replace(
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
