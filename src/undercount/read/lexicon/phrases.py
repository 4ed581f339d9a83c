"""Many phrases found in a text at once, whole words only, whatever their case."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Set
from typing import NamedTuple

_WORD = re.compile(r"[^\W\d_]+")
_Trie = dict[str, "_Trie"]  # a phrase ends where the key "" stands


class Hit(NamedTuple):
    """Where a phrase stands: `text[start:end]`."""

    start: int
    end: int


class Phrases:
    """Phrases compiled to one pattern that branches by letter, so that long lists stay fast.

    Most texts hold none of them. Who knows the words of a text passes them as `among`, and the text
    itself is looked at only where one of them is in a phrase.
    """

    def __init__(self, phrases: Iterable[str]) -> None:
        phrases = list(phrases)
        trie = _trie(phrases)
        words = [_WORD.findall(_plain(phrase)) for phrase in phrases]
        # The longest word of each phrase: the rarest, as a rule.
        self._keys = frozenset(max(some, key=len) for some in words if some)
        self._all_keyed = all(words)
        self._pattern = re.compile(rf"(?<!\w)(?:{_branch(trie)})" if trie else r"(?!)")

    def may_be_among(self, words: Set[str]) -> bool:
        """Whether a text of these words may hold a phrase."""
        return not (self._all_keyed and self._keys.isdisjoint(words))

    def search(
        self, text: str, start: int = 0, end: int | None = None, among: Set[str] | None = None
    ) -> Hit | None:
        """The first phrase in `text[start:end]`, the longest at its place, or None."""
        if among is not None and not self.may_be_among(among):
            return None
        match = self._pattern.search(_plain(text[start:end]))
        return None if match is None else Hit(start + match.start(), start + match.end())

    def finditer(
        self, text: str, start: int = 0, end: int | None = None, among: Set[str] | None = None
    ) -> Iterator[Hit]:
        """All phrases in `text[start:end]`, none overlapping another."""
        if among is not None and not self.may_be_among(among):
            return
        for match in self._pattern.finditer(_plain(text[start:end])):
            yield Hit(start + match.start(), start + match.end())

    def fullmatch(self, text: str) -> bool:
        """Whether the text is one of the phrases."""
        return self._pattern.fullmatch(_plain(text)) is not None


def words_of(text: str) -> frozenset[str]:
    """The words of a few words of text, for `among`."""
    return frozenset(_WORD.findall(_plain(text)))


def branched(phrases: Iterable[str]) -> str:
    """A pattern for any of the phrases, in lower case, that branches by letter.

    >>> branched(["page", "pages", "part"])
    'pa(?:ge(?:s(?!\\\\w)|(?!\\\\w))|rt(?!\\\\w))'
    """
    trie = _trie(phrases)
    return _branch(trie) if trie else r"(?!)"


def _trie(phrases: Iterable[str]) -> _Trie:
    trie: _Trie = {}
    for phrase in phrases:
        node = trie
        for letter in _plain(phrase.strip()):
            node = node.setdefault(letter, {})
        node[""] = {}
    return trie


def _plain(text: str) -> str:
    """Lower case and one kind of apostrophe and space, letter for letter."""
    low = text.lower()
    if text.isascii():
        return low
    if len(low) != len(text):  # "İ" becomes two letters; spans must not move
        low = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    return low.replace("’", "'").replace("\u00a0", " ").replace("\u202f", " ")


def _branch(trie: _Trie, before: str = "") -> str:
    """Pattern of one node; a phrase that ends in a letter must end its word."""
    bodies = []
    for letter, node in sorted(trie.items()):
        if letter:
            bodies.append(re.escape(letter) + _branch(node, letter))
    if "" in trie:
        bodies.append(r"(?!\w)" if before.isalnum() else "")
    return bodies[0] if len(bodies) == 1 else f"(?:{'|'.join(bodies)})"
