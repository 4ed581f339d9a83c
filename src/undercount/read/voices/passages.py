"""A document cut into passages: sentences that no quotation is torn across, with their tokens."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from undercount.read.lexicon import Lexicon
from undercount.read.voices.attribution import Attribution
from undercount.read.voices.attributions import attributions
from undercount.read.voices.quotes import Quoted, quoted
from undercount.read.voices.scare import SHORT, is_speech, set_off
from undercount.read.voices.wording import spoken
from undercount.read.words.blocks import Block
from undercount.read.words.sentences import sentences
from undercount.read.words.tokens import QUOTE, Token, Tokens, tokenize, words_among

_CLAUSE = 160  # code points of the clause that says who asked
_SUBJECT = 12  # tokens of its subject


@dataclass(frozen=True, slots=True)
class Passage:
    """One or more sentences of a block that belong together.

    Attributes:
        start: first code point.
        end: one past the last.
        sentences: the spans of its sentences.
        tokens: all tokens, those inside quotations too.
        quotes: quotations in it that are somebody's words.
        attributions: its reporting clauses, those inside quotations left out.
        words: the words among its tokens, in lower case.
        masked: the tokens with each longer quotation replaced by one `QUOTE`.
    """

    start: int
    end: int
    sentences: tuple[tuple[int, int], ...]
    tokens: tuple[Token, ...]
    quotes: tuple[Quoted, ...]
    attributions: tuple[Attribution, ...]
    masked: Sequence[Token]
    words: frozenset[str]

    def sentence_at(self, position: int) -> tuple[int, int]:
        """The sentence that holds a code point."""
        for start, end in self.sentences:
            if position < end:
                return start, end
        return self.sentences[-1]

    def tokens_in(self, start: int, end: int) -> tuple[Token, ...]:
        """Tokens within a span."""
        if start <= self.start and end >= self.end:
            return self.tokens
        first = bisect_left(self.tokens, start, key=lambda token: token.start)
        last = bisect_left(self.tokens, end, key=lambda token: token.start)
        return self.tokens[first:last]


def passages(tokens_of: Tokens, block: Block, lexicon: Lexicon) -> list[Passage]:
    """The passages of one block of a text."""
    text = tokens_of.text
    spans = quoted(text, block.start, block.end, lexicon)
    found = []
    for group in _grouped(text, sentences(text, block.start, block.end), spans, lexicon):
        start, end = group[0][0], group[-1][1]
        tokens = tokens_of.within(start, end)
        first = bisect_left(spans, start, key=lambda span: span.start)
        inside = spans[first : bisect_left(spans, end, key=lambda span: span.start)]
        masked = _masked(tokens, inside, text)
        clauses = tuple(attributions(text, masked, lexicon)) if masked else ()
        quotes = tuple(span for span in inside if is_speech(text, span, tokens, clauses, lexicon))
        words = words_among(tokens)
        found.append(
            Passage(start, end, tuple(group), tuple(tokens), quotes, clauses, masked, words)
        )
    return found


def _grouped(
    text: str, spans: Sequence[tuple[int, int]], quotes: Sequence[Quoted], lexicon: Lexicon
) -> list[list[tuple[int, int]]]:
    """Sentences joined where a quotation runs over their border, or asks what "Sol asked" ends."""
    groups: list[list[tuple[int, int]]] = []
    q = 0
    for start, end in spans:
        while q < len(quotes) and quotes[q].outer_end <= start:
            q += 1
        torn = q < len(quotes) and quotes[q].outer_start < start < quotes[q].outer_end
        closed = q > 0 and 0 <= start - quotes[q - 1].outer_end <= 2
        if groups and (torn or (closed and _says(text, start, end, lexicon))):
            groups[-1].append((start, end))
        else:
            groups.append([(start, end)])
    return groups


def _says(text: str, start: int, end: int, lexicon: Lexicon) -> bool:
    """Whether a sentence is no more than who says the quotation before it: "Ana Sol asked." """
    tokens = tokenize(text, start, min(end, start + _CLAUSE))
    verbs = spoken(lexicon, "finite") | lexicon.words("reporting.say")
    for k, token in enumerate(tokens[:_SUBJECT]):
        if token.low in verbs:
            following = tokens[k + 1].low if k + 1 < len(tokens) else "."
            brief = following in (".", ",", "in", "on", "at", "to", "of", "during", "after")
            short = brief or text[start - 2] in "?!" or text[start - 3 : start - 2] in ("?", "!")
            return short and (k > 0 or (len(tokens) > 1 and tokens[1].upper))
        if token.kind == "number" or (
            not token.upper and token.low in lexicon.words("nouns.verbs")
        ):
            return False
    return False


def _masked(tokens: Sequence[Token], spans: Sequence[Quoted], text: str) -> list[Token]:
    """Tokens with each longer quotation replaced by one mark; short ones are part of the prose."""
    kept: list[Token] = []
    i = 0
    for span in spans:
        if span.words(text) < SHORT and not set_off(text, span):
            continue
        while i < len(tokens) and tokens[i].start < span.outer_start:
            kept.append(tokens[i])
            i += 1
        kept.append(Token(span.outer_start, span.outer_end, QUOTE, "mark", False))
        while i < len(tokens) and tokens[i].start < span.outer_end:
            i += 1
    return kept + list(tokens[i:])
