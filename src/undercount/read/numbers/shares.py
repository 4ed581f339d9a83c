"""Shares and multiples: "a third of", "one in five", "half", "twice the", "doubled"."""

from __future__ import annotations

from collections.abc import Sequence

from undercount.read.lexicon import Lexicon
from undercount.read.numbers.number import Number, number_of
from undercount.read.numbers.scalars import Scalar, scalar_at, vulgar
from undercount.read.words.phrases import low
from undercount.read.words.tokens import Token

_NOT_HALF = frozenset(["and", "last", "latter", "this", "that", "other", "each", "de"])
_THE = frozenset(["the", "of", "those", "them", "our", "their", "his", "her", "its"])
_HEDGED = frozenset(["by", "as", "than", "almost", "nearly", "barely", "over", "around", "about"])
_TENS = frozenset([10, 100, 1000])
_LARGEST_PART = 20  # of a fraction with a stroke


def vulgar_at(tokens: Sequence[Token], i: int) -> Number | None:
    """ "½" by itself."""
    value = vulgar(tokens, i)
    return _ratio(tokens, i, i + 1, value) if value else None


def slashed(tokens: Sequence[Token], i: int, lexicon: Lexicon) -> Number | None:
    """ "1/3 of", "2 / 3 des"; "8/9" by itself may be a day."""
    if i + 3 >= len(tokens) or tokens[i + 1].low != "/" or tokens[i + 2].kind != "number":
        return None
    if tokens[i + 3].low not in lexicon.words("numbers.words.of"):
        return None
    part, whole = scalar_at(tokens, i, lexicon), scalar_at(tokens, i + 2, lexicon)
    if part is None or whole is None or not 0 < part.value < whole.value <= _LARGEST_PART:
        return None
    return _ratio(tokens, i, i + 3, part.value / whole.value)


def fraction(
    tokens: Sequence[Token], i: int, lexicon: Lexicon, *, alone: bool = True
) -> Number | None:
    """ "a third of", "two thirds", "half"; "a third person" is an ordinal and no fraction."""
    parts, units = lexicon.table("numbers.fractions"), lexicon.table("numbers.units")
    word = tokens[i].low
    pieces = word.split("-")
    if len(pieces) == 2 and pieces[0] in units and pieces[1] in parts:
        return _ratio(tokens, i, i + 1, units[pieces[0]] / parts[pieces[1]])
    following = low(tokens, i + 1)
    if word in lexicon.words("numbers.words.article") and following in parts:
        if alone and parts[following] > 2 and not _ends_fraction(tokens, i, i + 2, lexicon):
            return None
        return _ratio(tokens, i, i + 2, 1 / parts[following])
    part = f"{following} {low(tokens, i + 2)}"
    if word in lexicon.words("numbers.words.article") and part in parts:  # "una cuarta parte"
        return _ratio(tokens, i, i + 3, 1 / parts[part])
    if word in parts and low(tokens, i - 1) in lexicon.words("numbers.words.good"):
        return _ratio(tokens, i, i + 1, 1 / parts[word])
    if word in units and following in parts and (units[word] == 1 or following.endswith("s")):
        if units[word] == 1 and not _ends_fraction(tokens, i, i + 2, lexicon):
            return None
        return _ratio(tokens, i, i + 2, units[word] / parts[following])
    if word in ("half", "moitié") and _is_half(tokens, i, lexicon):
        return _ratio(tokens, i, i + 1, 0.5)
    return None


def range_of_shares(tokens: Sequence[Token], left: Number, lexicon: Lexicon) -> Number:
    """ "Between a quarter and a third", "a third to two-fifths": a range of shares."""
    j = left.last
    opened = low(tokens, left.first - 1) in lexicon.words("numbers.words.range_open")
    key = "range_and" if opened else "range_to"
    if left.form != "ratio" or low(tokens, j) not in lexicon.words(f"numbers.words.{key}"):
        return left
    right = fraction(tokens, j + 1, lexicon, alone=False) if j + 1 < len(tokens) else None
    if right is None or left.low >= right.low:
        return left
    return right._replace(
        first=left.first, start=left.start, low=left.low, value=None, opened=opened,
        gap=(tokens[j - 1].end, tokens[j + 1].start),
    )  # fmt: skip


def _ends_fraction(tokens: Sequence[Token], first: int, i: int, lexicon: Lexicon) -> bool:
    """Whether what ends at `i` is a part and no ordinal: "a third of", "rose by a third last"."""
    if i >= len(tokens) or tokens[i].kind == "mark" or low(tokens, first - 1) == "by":
        return True
    if tokens[i].low == "last":
        return True
    word = tokens[i].low
    if word in ("fewer", "more", "less", "lower", "higher"):
        return True
    return word in lexicon.words("numbers.words.of") or word in lexicon.words("nouns.closed")


def _is_half(tokens: Sequence[Token], i: int, lexicon: Lexicon) -> bool:
    before, after = low(tokens, i - 1), low(tokens, i + 1)
    if before in lexicon.words("ordinals.words"):
        return False
    if before in _NOT_HALF and not (before == "and" and after in _THE):
        return False
    time = lexicon.words("traps.time_units")
    if after in time:
        return False
    if after in ("a", "an"):
        named = low(tokens, i + 2)
        return named not in time and named not in lexicon.table("numbers.scales")
    closed = lexicon.words("nouns.closed")
    if before in _HEDGED:
        return after not in lexicon.table("numbers.scales")
    return (
        after in lexicon.words("numbers.words.of")
        or after in closed
        or (tokens[i + 1].kind == "mark" if i + 1 < len(tokens) else True)
    )


def factor(tokens: Sequence[Token], i: int, lexicon: Lexicon) -> Number | None:
    """ "doubled", "ninefold", "twice the"."""
    word = tokens[i].low
    changes, multiples = lexicon.table("numbers.changes"), lexicon.table("numbers.multiples")
    if word in changes:
        return number_of(tokens, i, i + 1, float(changes[word]), "change")
    following = low(tokens, i + 1)
    if word in multiples and following in lexicon.words("numbers.words.times_of"):
        return _ratio(tokens, i, i + 1, float(multiples[word]))
    if word in ("le", "el") and following in multiples:  # "le double", "el triple que"
        after = tokens[i + 2] if i + 2 < len(tokens) else None
        ends = after is None or after.kind == "mark" or after.low in lexicon.words("nouns.closed")
        return _ratio(tokens, i, i + 2, float(multiples[following])) if ends else None
    if word in multiples and low(tokens, i - 1) in ("del", "du"):  # "más del triple"
        return _ratio(tokens, i, i + 1, float(multiples[word]))
    return None


def one_in(
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
        several = part.value != 1 and lexicon.language == "en"
        if gap and several and low(tokens, j) != "out":
            continue
        if gap and (j >= len(tokens) or tokens[j - 1].kind != "word"):
            continue
        if low(tokens, j) not in openers:
            continue
        for n in (3, 2, 1):
            if phrase(tokens, j, n) not in links or j + n >= len(tokens):
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
            if low(tokens, whole.last) in lexicon.words("traps.time_units"):
                continue
            if gap and several and whole.value not in _TENS:
                continue  # "eight roofs out of ten" is a share, "40 boats out of 60" two counts
            return _ratio(tokens, i, whole.last, part.value / whole.value)
    return None


def of_scale(tokens: Sequence[Token], number: Number, lexicon: Lexicon) -> Number:
    """ "A quarter of a million" is a count."""
    j = number.last
    if number.form != "ratio" or low(tokens, j) not in lexicon.words("numbers.words.of"):
        return number
    j += 1 + (low(tokens, j + 1) in lexicon.words("numbers.words.article_only"))
    scale = lexicon.table("numbers.scales").get(low(tokens, j), 0)
    if scale < 1000 or number.value is None:
        return number
    return number_of(tokens, number.first, j + 1, round(number.value * scale))


def _ratio(tokens: Sequence[Token], first: int, last: int, value: float) -> Number:
    return number_of(tokens, first, last, round(value, 4), "ratio")


def phrase(tokens: Sequence[Token], i: int, n: int) -> str:
    """`n` words from `i` on."""
    return " ".join(token.low for token in tokens[i : i + n])
