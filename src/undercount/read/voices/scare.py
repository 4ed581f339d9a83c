"""Whether words in quotation marks are somebody's, and no scare quotes, name or title."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import Final

from undercount.read.lexicon import Lexicon
from undercount.read.voices.attribution import Attribution
from undercount.read.voices.beside import speech_verbs
from undercount.read.voices.quotes import Quoted
from undercount.read.voices.wording import spoken
from undercount.read.words.tokens import Token

SHORT: Final = 4  # fewer words inside marks are speech only where something tells so
_TITLE: Final = 80  # code points of the longest title
_ENDS: Final = ".!?…"
_OPENS: Final = ("", ".", "!", "?")  # tokens before a sentence
_OPENERS: Final = (*_OPENS, ",", ":", "–", "—", "that")
_LEANS: Final = frozenset(
    [",", ":", "(", "as", "that", "is", "was", "are", "were", "be", "been", "said", "says", "than",
     "que", "est", "sont"]
)  # fmt: skip
_SAID: Final = (",", ":", "said", "says")


def is_speech(
    text: str,
    span: Quoted,
    tokens: Sequence[Token],
    clauses: Sequence[Attribution],
    lexicon: Lexicon,
) -> bool:
    """Whether the words in marks are somebody's.

    Four words and more are, unless they are a title. Fewer are where they stand as a sentence,
    where a clause of speech leans on them, or where they are a whole phrase in themselves.
    """
    if text[span.outer_start] == "—":
        return True  # a dialogue
    i = bisect_left(tokens, span.outer_start, key=lambda token: token.start)
    before = tokens[i - 1].low if i else ""
    opens = before in _OPENS
    alone = opens and text[span.end - 1] in _ENDS and tokens[-1].end <= span.outer_end + 1
    single = text[span.outer_start] == "'" != text[span.outer_start + 1]
    heading = single and not before and tokens[-1].end <= span.outer_end
    if _is_title(text, span, inside=heading or before not in _OPENERS):
        return False
    words = span.words(text)
    if words >= SHORT or (alone and words > 1):
        return True
    outside = lexicon.language != "en"  # where the comma stands behind the marks
    if opens and words > 1 and (text[span.end - 1] == "," or (outside and set_off(text, span))):
        return True
    if words > 1 and (before in speech_verbs(lexicon) or _is_phrase(text, span, lexicon)):
        return True
    if not clauses:
        return before in (",", ":") and text[span.end - 1] in _ENDS and words > 1
    return before in (_LEANS if words > 1 else _SAID) or (opens and set_off(text, span))


def set_off(text: str, span: Quoted) -> bool:
    """Whether a comma or the end of a sentence parts the words from what follows."""
    return text[span.end - 1] in ",.?!" or text[span.outer_end : span.outer_end + 1] == ","


def _is_title(text: str, span: Quoted, *, inside: bool) -> bool:
    """A book, a song, a heading: few words, each longer one with a capital, no sentence.

    A full stop ends no title, but one inside a sentence: 'on "State of the Union."'
    """
    stop = text[span.end - 1]
    if (stop in _ENDS and not (inside and stop == ".")) or span.end - span.start > _TITLE:
        return False
    words = [word for word in text[span.start : span.end].split() if len(word) > 3]
    return len(words) > 1 and all(word[0].isupper() or not word[0].isalpha() for word in words)


def _is_phrase(text: str, span: Quoted, lexicon: Lexicon) -> bool:
    """Whether a few words are a phrase whole in itself: "a fairy tale", "cannot exceed 600".

    Who quotes a word for its strangeness leaves the article outside: 'a "fairy tale"'; and no
    name or term holds "we", "was" or "cannot". A name has capitals: "This Is Us".
    """
    words = text[span.start : span.end].split()
    if not any(word[0].islower() or word[0].isdigit() for word in words[1:]):
        return False
    low = [word.lower().partition("'")[0].partition("’")[0] for word in words]
    own = spoken(lexicon, "uttered")
    return (
        low[0] in spoken(lexicon, "opening")
        or any(word.strip(",.;!?") in own for word in low)
        or any(word in spoken(lexicon, "within") for word in low[1:])
    )
