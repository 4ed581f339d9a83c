"""Posts of social networks inside a document, signed "— Name (@handle) May 3, 2021"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from undercount.ledger.records import Post
from undercount.read.lexicon import LANGUAGES, lexicon
from undercount.read.times.dates import dates
from undercount.read.words.blocks import Block

_SIGNED: Final = re.compile(
    r"(?:[—–]|--|-)\s?(?P<name>[^()\n—]{1,80}?)\s?\((?P<handle>@\w{1,30})\)[ \t,·-]{0,4}"
)
_SIGNATURE: Final = 160  # code points of a signature
_DATE: Final = 40  # code points after the handle in which its date stands
_ROLES: Final = (("government", "posts.government"), ("ngo", "posts.ngo"))


def posts(text: str, blocks: Sequence[Block], language: str) -> list[Post]:
    """Every signed post. Its text is what precedes the signature in its line, or the line above."""
    found = []
    for index, block in enumerate(blocks):
        for match in _SIGNED.finditer(text, block.start, block.end):
            start, end = block.start, match.start()
            while end > start and text[end - 1].isspace():
                end -= 1
            if end == start:
                if index == 0:
                    continue
                start, end = blocks[index - 1].start, blocks[index - 1].end
            day = None
            for span in dates(text, language, match.end(), min(block.end, match.end() + _DATE)):
                day = span.first()
                break
            name = match["name"].strip()
            found.append(Post(start, end, match["handle"], name, day, _role(name, match["handle"])))
    return found


def signature(text: str, post: Post) -> tuple[int, int] | None:
    """Where the signature of a post writes its date, or None."""
    match = _SIGNED.search(text, post.end, post.end + _SIGNATURE)
    if match is None:
        return None
    stop = min(len(text), match.end() + _DATE)
    for language in LANGUAGES:
        for span in dates(text, language, match.end(), stop):
            return span.start, span.end
    return None


def _role(name: str, handle: str) -> str:
    """Government, ngo or eyewitness by the words of name and handle, whatever the language."""
    words = f"{name} {re.sub(r'(?<=[a-z])(?=[A-Z])', ' ', handle[1:]).replace('_', ' ')}"
    compact = handle[1:].lower()
    for role, key in _ROLES:
        if lexicon("en").pattern(key).search(words):
            return role
        if any(len(word) > 4 and word in compact for word in lexicon("en").words(key)):
            return role
    return "eyewitness"
