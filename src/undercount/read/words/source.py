"""Who is named as the source of a sentence, and the phrase that names them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from undercount.read.lexicon import Lexicon, shared
from undercount.read.lexicon.facets import facets
from undercount.read.words.timing import complement_start
from undercount.read.words.tokens import Token

Span = tuple[int, int]

PARTICLES: Final = shared("source.particles")
_POSSESSIVES: Final = shared("source.possessives")
_EDGES: Final = shared("source.edges")
_POINTERS: Final = shared("source.pointers")
# Said of a document by when it came, and no part of what it is.
_RECENT: Final = frozenset(
    ["own", "latest", "new", "recent", "propre", "propres", "dernier", "derniers", "dernière",
     "dernières", "nouveau", "nouvelle", "récent", "récente", "récents", "último", "última",
     "últimos", "últimas", "propio", "nuevo", "nueva", "reciente"]
)  # fmt: skip
_NAMED: Final = frozenset(["named", "called", "nommé", "nommée", "prénommé", "prénommée", "llamado",
                          "llamada"])  # fmt: skip
_ARTICLES: Final = frozenset(["the", "le", "la", "les", "l"])
_SMALL: Final = PARTICLES | {"of", "the", "and", "for", "&", "d", "l", "'", "’"}


@dataclass(frozen=True, slots=True)
class Source:
    """The phrase that names a source.

    Attributes:
        name: verbatim, without article; None where only a document is named, or a pronoun.
        described: the whole phrase with what is said of them, for telling their class.
        artefact: the document they speak through ("report", "daily register"), or None.
        pronoun: the pronoun that stands for them, or None.
        own: the writer's own voice ("we", "our teams").
        points: a document that the text spoke of before: "their census", "the last count".
        start: first code point of the phrase.
        end: one past its last.
        at: where the name stands, or None.
        artefact_at: where the document's noun stands, or None.
    """

    name: str | None
    described: str
    artefact: str | None = None
    pronoun: str | None = None
    own: bool = False
    points: Literal["their", "the"] | None = None
    start: int = 0
    end: int = 0
    at: Span | None = None
    artefact_at: Span | None = None


def source_of(
    text: str, tokens: Sequence[Token], lexicon: Lexicon, described: str | None = None
) -> Source | None:
    """The source that a noun phrase names, or None for an empty one.

    "the city's president Ana Sol" names Ana Sol, "the mayor's daily register" names the mayor
    through a register, "a report released by the inspector" the inspector through a report.
    """
    tokens = _unpassed(_undated(tokens, lexicon), lexicon)
    points = _points(tokens, lexicon)
    tokens = _without_edges(tokens, lexicon)
    if not tokens:
        return None
    span = text[tokens[0].start : tokens[-1].end]
    about = described or span
    start, end = tokens[0].start, tokens[-1].end
    if len(tokens) == 1 and tokens[0].low in lexicon.words("reporting.pronouns"):
        own = tokens[0].low in lexicon.words("reporting.self")
        return Source(None, about, pronoun=tokens[0].low, own=own, start=start, end=end)
    if tokens[0].low in lexicon.words("reporting.self"):
        noun = _artefact(tokens[1:], lexicon)
        return Source(
            None, about, artefact=None if noun is None else text[slice(*noun)], own=True,
            start=start, end=end, artefact_at=noun,
        )  # fmt: skip
    through = _through(tokens, lexicon)
    if through is not None:
        at, noun = through
        return Source(
            None if at is None else text[slice(*at)], about, artefact=text[slice(*noun)],
            points=None if at else points, start=start, end=end, at=at, artefact_at=noun,
        )  # fmt: skip
    at = _span(_name(tokens, lexicon))
    return Source(text[slice(*at)], about, start=start, end=end, at=at)


def _without_edges(tokens: Sequence[Token], lexicon: Lexicon) -> Sequence[Token]:
    """Leave out the article in front and words of time at both ends."""
    subjects = lexicon.union("reporting.pronouns", "reporting.self")
    edges = lexicon.union("nouns.closed", "dates.weekdays", also=_EDGES, but=subjects)
    first, last = 0, len(tokens)
    while first < last and (tokens[first].low in edges or tokens[first].kind == "mark"):
        first += 1
    while last > first and (
        tokens[last - 1].low in edges
        or (tokens[last - 1].kind == "mark" and tokens[last - 1].low != "'s")
    ):
        last -= 1
    return tokens[first:last]


def _points(tokens: Sequence[Token], lexicon: Lexicon) -> Literal["their", "the"] | None:
    """Whether the phrase points back to a body named before, or to a document spoken of."""
    words = [token.low for token in tokens]
    if not _POSSESSIVES.isdisjoint(words):
        return "their"
    if words and words[0] in _ARTICLES:  # "the closure register" says itself which one it is
        plain = lexicon.union("reporting.artefacts", "reporting.artefact_modifiers", also=_POINTERS)
        return "the" if all(word in plain for word in words[1:]) else None
    return "the" if words and words[0] in _POINTERS else None


def _undated(tokens: Sequence[Token], lexicon: Lexicon) -> Sequence[Token]:
    """Leave out the days of a count: "the charities' census of 3 to 9 May"."""
    while tokens:
        start = complement_start(tokens, len(tokens) - 1, lexicon)
        if not start:
            break
        tokens = tokens[:start]
    return tokens


def _unpassed(tokens: Sequence[Token], lexicon: Lexicon) -> Sequence[Token]:
    """Leave out through whom it came: "police figures seen by this paper", "a source quoted by".

    "Figures quoted by the mayor" stay, since nobody else is named.
    """
    words = facets(lexicon.language)
    passed = words.words("chain.passed")
    for k in range(1, len(tokens)):
        if tokens[k].low not in passed:
            continue
        through = k + 1 == len(tokens) or tokens[k + 1].low in words.words("chain.by")
        plain = lexicon.union("reporting.artefacts", "nouns.closed")
        bare = all(token.low in plain for token in tokens[:k])
        if through and not (bare and tokens[k].low in words.words("chain.quoting")):
            return tokens[:k]
    return tokens


def _artefact(tokens: Sequence[Token], lexicon: Lexicon) -> Span | None:
    """The document that a phrase names ("latest official figures" → "official figures")."""
    nouns = lexicon.words("reporting.artefacts")
    heads = [i for i, token in enumerate(tokens) if token.low in nouns]
    if not heads:
        return None
    last = heads[0]
    while last + 1 in heads:
        last += 1
    modifiers = lexicon.union("reporting.artefact_modifiers", but=_RECENT)
    first = heads[0]
    while first > 0 and tokens[first - 1].low in modifiers:
        first -= 1
    if lexicon.language != "en":
        while last + 1 < len(tokens) and tokens[last + 1].low in modifiers:
            last += 1
        compound = " ".join(token.low for token in tokens[last : last + 4]).replace("d ' ", "d'")
        for phrase in facets(lexicon.language).words("chain.compounds"):
            if f"{compound} ".startswith(f"{phrase} "):
                last += len(phrase.replace("'", " ' ").split()) - 1
                break
    return tokens[first].start, tokens[last].end


def _through(tokens: Sequence[Token], lexicon: Lexicon) -> tuple[Span | None, Span] | None:
    """Source and document of "the agency's own data", "a tally kept by the ministry"."""
    nouns = lexicon.words("reporting.artefacts")
    for i in range(len(tokens)):
        if _is_possessive(tokens, i) and any(later.low in nouns for later in tokens[i + 1 :]):
            rest = list(tokens[i + 1 :])
            dated = next((k for k, t in enumerate(rest) if t.low in ("of", "in", "for")), None)
            rest = rest[:dated] if dated else rest
            if rest[-1].low not in nouns:
                continue
            artefact = _artefact(rest, lexicon)
            if artefact is not None:
                return _span(_name(tokens[:i], lexicon)), artefact
    first = next((i for i, token in enumerate(tokens) if token.low in nouns), None)
    if first and not tokens[first].upper:
        keeper = _keeper(tokens[:first], lexicon)
        if keeper:
            noun = _artefact(tokens[keeper[1] :], lexicon)
            return _span(tokens[slice(*keeper)]), noun or _span(tokens[first : first + 1])
    if first is None or any(_is_possessive(tokens, k) for k in range(first)):
        return None
    if any(token.upper for token in tokens[1:first]) or (tokens[first].upper and first):
        return None  # "Central Statistics Office" is a name
    artefact = _artefact(tokens, lexicon)
    if artefact is None:
        return None
    for i in range(first + 1, len(tokens)):
        if tokens[i].low in lexicon.words("reporting.by") and tokens[i].start >= artefact[1]:
            named = _without_edges(tokens[i + 1 :], lexicon)
            if named and (tokens[i].low != "of" or _is_whose(tokens[i + 1], named, lexicon)):
                return _span(_name(named, lexicon)), artefact
    if first == len(tokens) - 1 or tokens[first + 1].low in lexicon.words("nouns.closed"):
        return None, artefact
    return None


def _keeper(tokens: Sequence[Token], lexicon: Lexicon) -> tuple[int, int] | None:
    """First and one past the last token of the body before a document's noun.

    "UNHCR data", "an internal Frontex report", "border police statistics"; not "official figures".
    """
    modifiers = lexicon.words("reporting.artefact_modifiers")
    first, last = 0, len(tokens)
    while first < last and tokens[first].low in modifiers:
        first += 1
    while last > first and tokens[last - 1].low in modifiers:
        last -= 1
    body = tokens[first:last]
    if not body or any(token.kind != "word" for token in body):
        return None
    known = lexicon.language != "fr" and lexicon.pattern(
        "classes.government", "classes.police_border", "classes.ngo", "classes.igo",
        "classes.inspectorate",
    ).fullmatch(body[-1].low)  # fmt: skip
    return (first, last) if known or all(token.upper for token in body) else None


def _is_whose(first: Token, named: Sequence[Token], lexicon: Lexicon) -> bool:
    """Whether "of" names the keeper: "figures of the harbour police", not "a count of boats"."""
    if any(token.upper for token in named):
        return True
    bodies = lexicon.pattern(
        "classes.government", "classes.police_border", "classes.ngo", "classes.igo",
        "classes.inspectorate",
    )  # fmt: skip
    return first.low in _ARTICLES and bodies.search(" ".join(t.low for t in named)) is not None


def _is_possessive(tokens: Sequence[Token], i: int) -> bool:
    """ "The mayor's" and "the charities'"."""
    if tokens[i].low == "'s":
        return i > 0
    return tokens[i].low in ("'", "’") and i > 0 and tokens[i - 1].low.endswith("s")


def _span(tokens: Sequence[Token]) -> Span:
    return tokens[0].start, tokens[-1].end


def _name(tokens: Sequence[Token], lexicon: Lexicon) -> Sequence[Token]:
    """The proper name that ends a phrase after a role or a kind of group, else the phrase."""
    roles, groups = lexicon.words("reporting.roles"), lexicon.words("reporting.group_nouns")
    first = len(tokens)
    while first > 0 and (
        tokens[first - 1].upper
        or (tokens[first - 1].low in _SMALL - {"of", "the", "for", "and"} and first < len(tokens))
        or (tokens[first - 1].low in ("and", "et") and first > 1 and tokens[first - 2].upper)
    ):
        first -= 1
    while first < len(tokens) and not tokens[first].upper:
        first += 1
    while first < len(tokens) - 1 and tokens[first].low in roles:
        first += 1
    run = tokens[first:]
    words = [token for token in run if token.kind == "word" and token.upper]
    if first == 0 or not words:
        return tokens
    before = tokens[first - 1].low
    if before in _NAMED:
        return run  # "a widow named Consolate"
    titled = before in roles or before in groups
    if len(words) >= 2 and (titled or (before not in _SMALL and not tokens[first - 1].upper)):
        if before == "'s" or tokens[first - 1].kind == "mark":
            return tokens
        return run
    if len(words) == 1 and titled and not tokens[first - 1].upper and before in roles:
        return run
    return tokens


def is_name(tokens: Sequence[Token], lexicon: Lexicon) -> bool:
    """Whether all words are capitalised as in a person's or a body's name."""
    words = [token for token in tokens if token.kind == "word"]
    if not words or any(token.kind == "number" for token in tokens):
        return False
    return (
        words[0].upper
        and all(word.upper or word.low in PARTICLES for word in words)
        and not (any(word.low in lexicon.words("reporting.roles") for word in words))
    )
