"""Everything that one number may count, each with the clues that speak for or against it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from undercount.read.fields.counted import unit_of
from undercount.read.fields.counted_phrases import Counted, noun_at
from undercount.read.fields.extents import extents
from undercount.read.lexicon import Lexicon, shared
from undercount.read.numbers.number import Number
from undercount.read.words.phrases import low
from undercount.read.words.tokens import Token

_LEADING: Final = shared("population.leading")
_BEFORE: Final = 3  # nouns before the number that are looked at, in its sentence
_SAID: Final = 5  # phrases of earlier figures that may be taken over
_BE: Final = frozenset(
    [
        "is",
        "are",
        "was",
        "were",
        "be",
        "been",
        "est",
        "sont",
        "était",
        "étaient",
        "fueron",
        "son",
        "eran",
        "es",
        "era",
    ]
)
_HOLLOW: Final = frozenset(["us", "them", "those", "others", "whom", "these"])
_APOSTROPHES: Final = ("'", "’")


@dataclass(frozen=True, slots=True)
class Said:
    """What an earlier figure counts, and where it stands."""

    noun: Counted
    sentence: int
    paragraph: int
    subset: bool


@dataclass(frozen=True, slots=True)
class Proposal:
    """One thing a number may count, with its clues."""

    noun: Counted
    clues: tuple[str, ...]


def proposals(
    text: str, tokens: Sequence[Token], number: Number, lexicon: Lexicon, rule: Counted,
    said: Sequence[Said], sentence: int, paragraph: int,
) -> list[Proposal]:  # fmt: skip
    """What the number may count, one proposal a phrase; clues of equal phrases are joined.

    Args:
        text: the document's text.
        tokens: those of the sentence.
        number: the number.
        lexicon: words of the document's language.
        rule: what the rules alone answer.
        said: what earlier figures count, the last one last.
        sentence: where the sentence begins.
        paragraph: where its paragraph begins.
    """
    found: dict[str | None, tuple[Counted, set[str]]] = {}

    def propose(noun: Counted, *clues: str) -> None:
        key = None if noun.phrase is None else noun.phrase.lower()
        if key in found:
            found[key][1].update(clues)
        else:
            found[key] = (noun, set(clues))

    form = number.form
    follows = follower(tokens, number.last, lexicon)
    where = "own" if rule.own else "taken" if rule.phrase else "none"
    propose(rule, "rule", f"rule {where} {form}", f"rule {where} {follows}")
    for noun, how in _after(text, tokens, number, lexicon):
        behind = follower(tokens, noun.last, lexicon)
        propose(
            noun, f"after {how}", f"after {how} {lexicon.language}", f"after {form}",
            f"after {follows}", f"ends {behind}", f"{how} ends {behind}",
            f"after unit {noun.unit != 'other'}", f"{how} unit {noun.unit != 'other'}",
        )  # fmt: skip
    for rank, noun, kind in _nouns_before(text, tokens, number, lexicon):
        link = low(tokens, number.first - 1) if noun.last == number.first - 1 else ""
        propose(
            noun, f"before {rank}", f"before {form} {follows}", f"before {kind}",
            f"before link {link}" if link else "before far", f"before unit {noun.unit != 'other'}",
        )  # fmt: skip
    inner = [k for k in range(number.first, number.last) if unit_of(tokens[k].low, lexicon)]
    if inner:
        propose(noun_at(text, tokens, inner[0], inner[-1] + 1, lexicon), "inner")
    recent: list[str | None] = []
    for item in reversed(said):
        key = item.noun.phrase
        if key in recent:
            continue
        recent.append(key)
        near = (
            "sentence" if item.sentence == sentence
            else "paragraph" if item.paragraph == paragraph else "further"
        )  # fmt: skip
        rank = len(recent)
        propose(
            Counted(item.noun.phrase, item.noun.unit, number.last, False),
            f"said {near}", f"said {near} {form}", f"said {near} {follows}", f"said {rank} {near}",
            f"said subset {item.subset}", f"said unit {item.noun.unit != 'other'}",
        )  # fmt: skip
        if rank == _SAID:
            break
    propose(
        Counted(None, "person", number.last, False),
        "nobody",
        f"nobody {form}",
        f"nobody {follows}",
        f"nobody {'first' if not said else 'later'}",
    )
    return [Proposal(noun, tuple(sorted(clues))) for noun, clues in found.values()]


def _after(
    text: str, tokens: Sequence[Token], number: Number, lexicon: Lexicon
) -> Iterator[tuple[Counted, str]]:
    """Phrases that begin behind the number, or behind "of the" or "of them were"."""
    i, lead = _begin(tokens, number.last, lexicon)
    if lead == "pronoun":
        i, lead = _behind_be(tokens, i + 1, lexicon), "predicate"
        if i < 0:
            return
    elif low(tokens, i) in _BE:
        i, lead = _behind_be(tokens, i, lexicon), "predicate"
        if i < 0:
            return
    start = i
    while low(tokens, i) in _LEADING or (
        low(tokens, i).endswith("ly") and low(tokens, i) != "family"
    ):
        i += 1
    for at in sorted({start, i}):
        for extent in extents(tokens, at, lexicon):
            how = (
                f"{lead}{extent.how}" if at == i else f"{lead}led {low(tokens, start)} {extent.how}"
            )
            yield noun_at(text, tokens, at, extent.last, lexicon), how
            if lead == "of " and extent.how == "bare":
                # "Half of the Burmese are Rohingya" counts the second.
                behind = _behind_be(tokens, extent.last, lexicon)
                for further in extents(tokens, behind, lexicon) if behind > 0 else ():
                    noun = noun_at(text, tokens, behind, further.last, lexicon)
                    yield noun, f"of are {further.how}"


def _begin(tokens: Sequence[Token], i: int, lexicon: Lexicon) -> tuple[int, str]:
    """Where the phrase behind a number begins, and by which words it is led in."""
    closed = lexicon.words("nouns.closed")
    if low(tokens, i) in ("+", '"', "”", "»"):
        i += 1
    if low(tokens, i) not in lexicon.words("numbers.words.of") and low(tokens, i) != "'":
        return i, ""
    i += 1
    while low(tokens, i) in closed or low(tokens, i) in _APOSTROPHES or (
        i < len(tokens) and tokens[i].kind == "number"
    ):  # fmt: skip
        if low(tokens, i) in lexicon.words("nouns.them"):
            return i, "pronoun"
        i += 1
    return i, "pronoun" if low(tokens, i) in lexicon.words("nouns.them") else "of "


def _behind_be(tokens: Sequence[Token], i: int, lexicon: Lexicon) -> int:
    """The token behind "were" or "sont des", or -1 where no such verb stands at `i`."""
    if low(tokens, i) not in _BE:
        return -1
    i += 1
    while low(tokens, i) in ("des", "de", "les", "the"):
        i += 1
    return i if i < len(tokens) and low(tokens, i) not in lexicon.words("nouns.closed") else -1


def _nouns_before(
    text: str, tokens: Sequence[Token], number: Number, lexicon: Lexicon
) -> Iterator[tuple[int, Counted, str]]:
    """Noun phrases before the number, the nearest first, told by where they stand."""
    closed, verbs = lexicon.words("nouns.closed"), lexicon.words("nouns.verbs")
    rank = 0
    k = number.first - 1
    while k >= 0 and rank < _BEFORE:
        word = tokens[k].low
        if unit_of(word, lexicon) is None or word in _HOLLOW:
            k -= 1
            continue
        first = k
        while first > 0 and k - first < 3 and tokens[first - 1].kind == "word":
            before = tokens[first - 1].low
            if before in closed or before in verbs:
                break
            first -= 1
        opens = first == 0 or tokens[first - 1].kind == "mark"
        led = low(tokens, first - 1) in ("the", "les", "le", "la", "los", "las") and first <= 1
        counted = first > 0 and tokens[first - 1].kind == "number"
        kind = "opens" if opens or led else "counted" if counted else "inside"
        rank += 1
        yield rank, noun_at(text, tokens, first, k + 1, lexicon), kind
        if first < k:
            yield rank, noun_at(text, tokens, k, k + 1, lexicon), f"{kind} bare"
        for extent in extents(tokens, k, lexicon)[1:2]:
            if extent.last <= number.first and lexicon.language != "en":
                yield rank, noun_at(text, tokens, k, extent.last, lexicon), f"{kind} {extent.how}"
        k = first - 1


def follower(tokens: Sequence[Token], i: int, lexicon: Lexicon) -> str:
    """What sort of word stands at `i`."""
    if i >= len(tokens):
        return "end"
    token = tokens[i]
    word = token.low
    if token.kind != "word":
        return "number" if token.kind == "number" else "comma" if word in (",", ";", ":") else (
            "mark" if word != "." else "end"
        )  # fmt: skip
    if word in _BE or word in ("have", "has", "had", "ont", "a", "avaient", "han", "había"):
        return "be"
    if word in lexicon.words("numbers.words.of"):
        return "of"
    if word in lexicon.words("nouns.them"):
        return "them"
    if unit_of(word, lexicon):
        return "noun"
    if word in lexicon.words("nouns.verbs"):
        return "verb"
    if word in ("who", "that", "which", "qui", "que", "dont"):
        return "relative"
    if word in lexicon.words("place.prepositions"):
        return "preposition"
    if word in ("and", "or", "et", "ou", "y", "o"):
        return "and"
    if word in lexicon.words("nouns.closed"):
        return "closed"
    if word in lexicon.words("nouns.not_after"):
        return "adverb"
    if word.endswith(("ed", "és", "ées", "ados", "adas", "idos")):
        return "participle"
    if word.endswith("ing"):
        return "ing"
    return "plural" if word.endswith("s") else "word"
