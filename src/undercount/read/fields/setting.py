"""Where a number stands: the clause that tells how it is meant."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from undercount.read.fields.verbs import Verb
from undercount.read.lexicon import Lexicon
from undercount.read.words.tokens import Token


@dataclass(frozen=True, slots=True)
class Context:
    """What the reader knows of the place in the document where a sentence stands.

    Attributes:
        heading: words of the heading above, in lower case.
        lead: words of the line that announces a list, in lower case.
        block: kind of the block.
    """

    heading: str = ""
    lead: str = ""
    block: str = "paragraph"


@dataclass(frozen=True, slots=True)
class Setting:
    """Where a number stands.

    Attributes:
        text: the document's text.
        start: first code point of its clause.
        end: one past the clause's last.
        tokens: those of the sentence.
        low: each of them in lower case.
        lexicon: words of the document's language.
        words: words of the sentence and maybe its neighbours, in lower case.
        before: the verb before the number.
        behind: the verb behind what it counts.
        denied: somebody denies it.
        context: heading, list and kind of block around it.
    """

    text: str
    start: int
    end: int
    tokens: Sequence[Token]
    low: Sequence[str]
    lexicon: Lexicon
    words: frozenset[str]
    before: Verb
    behind: Verb
    denied: bool = False
    context: Context = Context()
