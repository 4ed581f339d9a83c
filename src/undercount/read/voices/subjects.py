"""The subject of a reporting verb: who it is, and whether they can count or promise at all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from undercount.read.fields.counted import unit_of
from undercount.read.lexicon import Lexicon
from undercount.read.words.phrases import low, phrase_before
from undercount.read.words.source import Source, is_name, source_of
from undercount.read.words.tokens import QUOTE, Token

_DESCRIPTION: Final = 90  # code points after a name that tell what the named one is
_BE: Final = frozenset(
    ["is", "are", "was", "were", "be", "been", "being", "est", "sont", "été", "était", "étaient"]
)
_TURNED: Final = frozenset(["il", "elle", "ils", "elles", "on"])
_HAVE: Final = frozenset(["a", "ont", "avait", "avaient", "est", "sont"])
_AGE: Final = frozenset(["ans", "años", "years"])
_MET: Final = frozenset(["met", "interviewed", "asked", "saw", "visited", "called"])
_SPOKE: Final = frozenset(["spoke", "talked", "met", "spoken"])
_LAST: Final = frozenset(["last", "this", "earlier", "each"])
_FREE: Final = frozenset(["what", "whatever", "how", "whose", "where", "que", "qu", "dont"])


def named_source(
    text: str, tokens: Sequence[Token], first: int, last: int, lexicon: Lexicon
) -> Source | None:
    """The source of the phrase `tokens[first:last]`, with the name that may follow a comma."""
    if last <= first:
        return None
    described = text[tokens[first].start : min(len(text), tokens[last - 1].end + _DESCRIPTION)]
    described = described.split("\n")[0]
    phrase = tokens[first:last]
    roles = lexicon.words("reporting.roles")
    titled = any(token.low in roles and not token.upper for token in phrase[:2])
    if low(tokens, last) == "," and (titled or not phrase[-1].upper):
        stop = last + 1
        while stop < len(tokens) and tokens[stop].kind == "word":
            stop += 1
        if is_name(tokens[last + 1 : stop], lexicon):
            phrase = tokens[last + 1 : stop]
    # "a tally the ministry gave this newspaper": an article inside opens the giver's name.
    nouns = lexicon.words("reporting.artefacts")
    for k in range(first + 1, last):
        if tokens[k].low in ("the", "la", "le") and tokens[k - 1].low in nouns and k + 1 < last:
            inner = source_of(text, _until_verb(tokens[k:last], lexicon), lexicon)
            if inner is None or inner.artefact:
                return inner
            noun = tokens[k - 1].start, tokens[k - 1].end
            return replace(inner, artefact=text[slice(*noun)], artefact_at=noun)
    return source_of(text, phrase, lexicon, described)


def _until_verb(tokens: Sequence[Token], lexicon: Lexicon) -> Sequence[Token]:
    verbs = lexicon.union("nouns.verbs", "reporting.record")
    for k, token in enumerate(tokens[1:], start=1):
        if token.low in verbs:
            return tokens[:k]
    return tokens


def subject_before(
    text: str, tokens: Sequence[Token], i: int, lexicon: Lexicon
) -> tuple[Source, int] | None:
    """The subject before verb `i` and the index of its first token."""
    skip = lexicon.words("reporting.auxiliary")
    k = i
    while k > 0:
        before = tokens[k - 1]
        plain = before.low in skip or (before.low.endswith("ly") and not before.upper)
        elided = before.low in ("'", "’") and lexicon.language == "fr"
        words = 1 if plain or elided else _contracted(tokens, k)
        if not words:
            break
        k -= words
    k -= _time_words(tokens, k, lexicon)
    k -= _met(tokens, k)
    passive = tokens[i].low.endswith("ed") or tokens[i].low in ("given", "found", "put", "told")
    if k and passive and any(tokens[m].low in _BE for m in range(k, i)):
        return None
    if low(tokens, k - 1) == "to":
        return None
    turned = turned_pronoun(tokens[k - 1]) if k else None
    if turned is not None:
        about = tokens[k - 1]
        return Source(None, about.low, pronoun=turned, start=about.start, end=about.end), k - 1
    if low(tokens, k - 1) in (",", "–", "—", ")") or _is_dash(tokens, k - 1):
        return _apposed(text, tokens, k - 1, lexicon)
    if low(tokens, k - 1) in ("who", "qui"):
        named = phrase_before(tokens, k - 2, lexicon) if low(tokens, k - 2) == "," else k
        if named < k - 2 and named > 0 and is_name(tokens[named : k - 2], lexicon):
            # "; Ana, who collected 90 shoes": whoever stands before the comma.
            source = source_of(text, tokens[named : k - 2], lexicon)
            if source is not None and source.name is not None:
                return source, named
        who = tokens[k - 1]
        return Source(None, who.low, pronoun="who", start=who.start, end=who.end), k - 1
    first = phrase_before(tokens, k, lexicon)
    if first == k:
        return None
    if low(tokens, first - 1) in _FREE and not is_called(tokens, i, first):
        return None  # "by what residents declared": they are spoken of
    described = text[tokens[first].start : tokens[k - 1].end]
    source = source_of(text, tokens[first:k], lexicon, described)
    return None if source is None else (source, first)


def _contracted(tokens: Sequence[Token], k: int) -> int:
    """How many tokens before `k` are a verb cut short: "didn't" and the end of "they've"."""
    if low(tokens, k - 2) not in ("'", "’"):
        return 0
    if low(tokens, k - 1) == "t" and low(tokens, k - 3).endswith("n"):
        return 3
    return 2 * (low(tokens, k - 1) in ("ve", "re", "ll", "d", "m"))


def turned_pronoun(token: Token) -> str | None:
    """The pronoun of "a-t-elle" and "ont-ils"."""
    parts = token.low.split("-")
    return parts[-1] if len(parts) > 1 and parts[-1] in _TURNED and parts[0] in _HAVE else None


def is_called(tokens: Sequence[Token], i: int, first: int) -> bool:
    """ "What survivors described as 90 people", "what she estimates to be 90"."""
    return low(tokens, first - 1) == "what" and low(tokens, i + 1) in ("as", "to", "was", "were",
                                                                      "is", "are")  # fmt: skip


def _met(tokens: Sequence[Token], k: int) -> int:
    """How many words before `k` tell how the writer knows them: "drivers I spoke to say"."""
    verb = k - 1 - (low(tokens, k - 1) in ("to", "with"))
    plain = low(tokens, verb) in (_SPOKE if verb < k - 1 else _MET)
    writer = low(tokens, verb - 1) in ("i", "we")
    return k - verb + 1 if plain and writer and verb > 1 else 0


def _time_words(tokens: Sequence[Token], k: int, lexicon: Lexicon) -> int:
    """How many words of time end right before `k`: "Open Door last month said"."""
    before = low(tokens, k - 1)
    if k > 1 and before in lexicon.words("dates.weekdays"):
        return 1
    if k > 2 and before in lexicon.words("period.units") and low(tokens, k - 2) in _LAST:
        return 2
    return 0


def _is_dash(tokens: Sequence[Token], i: int) -> bool:
    """Whether two hyphens end at token `i`, as typewriters write a dash."""
    return i > 0 and tokens[i].low == "-" == tokens[i - 1].low


def _apposed(
    text: str, tokens: Sequence[Token], comma: int, lexicon: Lexicon
) -> tuple[Source, int] | None:
    """The subject of ", which runs the shelter, says" and of "Its head, Ana Sol, says"."""
    dash = _is_dash(tokens, comma)
    p = comma - 1 - dash
    opener = {")": "("}.get(tokens[comma].low, tokens[comma].low)
    while p >= 0 and comma - p < 30 and not (
        tokens[p].low == opener and (not dash or _is_dash(tokens, p))
    ):  # fmt: skip
        if tokens[p].low in (";", ":", QUOTE):
            return None
        p -= 1
    p -= dash
    if p <= 0 or tokens[p].low != opener:
        return None
    aged = p - (low(tokens, p - 1) in _AGE)
    if opener == "," and aged > 1 and tokens[aged - 1].kind == "number" and (
        low(tokens, aged - 2) == ","
    ):  # fmt: skip
        p = aged - 2  # "Ana, 34, a teacher, says"
    between = tokens[p + 1 + dash : comma - dash]
    first = phrase_before(tokens, p, lexicon)
    if not between or first == p:
        return None
    if opener == "(" or all(token.kind == "number" for token in between):
        return _whole(text, tokens, first, p, comma, lexicon)
    left_is_name = is_name(tokens[first:p], lexicon)
    if is_name(between, lexicon) and not left_is_name and len(between) <= 7:
        described = text[tokens[first].start : between[-1].end]
        source = source_of(text, between, lexicon, described)
        return None if source is None else (source, first)
    return _whole(text, tokens, first, p, comma, lexicon)


def _whole(
    text: str, tokens: Sequence[Token], first: int, p: int, comma: int, lexicon: Lexicon
) -> tuple[Source, int] | None:
    described = text[tokens[first].start : tokens[comma - 1].end]
    source = source_of(text, tokens[first:p], lexicon, described)
    return None if source is None else (source, first)


def may_speak(
    tokens: Sequence[Token], first: int, i: int, source: Source, lexicon: Lexicon
) -> bool:
    """Whether a subject may count or promise: a body, a role, a pronoun, a name."""
    if source.pronoun is not None or source.own or source.artefact is not None:
        return True
    if tokens[i].low in ("hold", "holds", "held"):
        return False
    words = [
        token for token in tokens[first:i]
        if token.kind == "word" and source.start <= token.start < source.end
    ]  # fmt: skip
    roles, groups = lexicon.words("reporting.roles"), lexicon.words("reporting.group_nouns")
    if any(token.low in roles or token.low in groups for token in words):
        return True
    if any(token.low.removesuffix("s") in roles for token in words):
        return True
    about = source.described
    named = any(token.upper for token in words[first == 0 :])
    alone = len(words) == 1 and words[0].upper and unit_of(words[0].low, lexicon) is None
    classes = lexicon.pattern(
        "classes.government", "classes.police_border", "classes.ngo", "classes.igo",
        "classes.inspectorate", "classes.academic", "classes.private", "classes.migrant",
    )  # fmt: skip
    return named or alone or bool(classes.search(about))
