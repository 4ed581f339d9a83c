"""The people a document names: full names for surnames, what they are, and whom they speak for."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from undercount.read.lexicon import Lexicon
from undercount.read.voices.classes import class_of
from undercount.read.words.source import PARTICLES
from undercount.read.words.tokens import Token, tokenize

_FULL: Final = 5  # words of the longest full name
_RECENT: Final = 12  # people a pronoun may stand for
_ABOUT: Final = 160  # code points of what is said of a speaker
_PERSONS: Final = frozenset(["unknown", "private", "migrant", "journalist"])
_INSIDE: Final = PARTICLES | {"of", "the", "for", "and"}
_STOP: Final = re.compile(r"(?<=\w{4})[.!?;]\s")
_OF: Final = frozenset(
    ["of", "for", "at", "with", "from", "de", "du", "des", "d", "à", "del", "la", "en"]
)
_MALE: Final = frozenset(["he", "him", "il", "él", "mr", "m", "don", "señor", "sr"])
_FEMALE: Final = frozenset(["she", "her", "elle", "ella", "mrs", "ms", "mme", "mlle", "sra"])


class Speaker(NamedTuple):
    """Who is read to say something, and the words that name them there.

    Attributes:
        name: verbatim, pronouns and surnames resolved; None where only a document or nobody is.
        start: where the words at hand that name or point to them begin.
        end: one past their last.
        cue: span of the verb of speech.
        role: what they are ("mayor"), or None.
        organisation: whom they speak for, or None.
    """

    name: str | None
    start: int
    end: int
    cue: tuple[int, int]
    role: str | None = None
    organisation: str | None = None


@dataclass(slots=True)
class People:
    """Who was named so far, by surname; fed with every passage in the order of the text."""

    lexicon: Lexicon
    _full: dict[str, str] = field(default_factory=dict)
    _count: dict[str, int] = field(default_factory=dict)
    _sex: dict[str, bool] = field(default_factory=dict)
    _about: dict[str, tuple[str | None, str | None]] = field(default_factory=dict)
    _holders: dict[str, set[str]] = field(default_factory=dict)
    _said: dict[str, str] = field(default_factory=dict)
    _subjects: deque[str] = field(default_factory=lambda: deque(maxlen=_RECENT))

    def see(self, text: str, tokens: Sequence[Token]) -> None:
        """Note the full names of a passage, and which of them opens it."""
        closed = self.lexicon.words("nouns.closed")
        titles = self.lexicon.words("reporting.titles")
        roles = self.lexicon.words("reporting.roles")
        count, i = len(tokens), 0
        while i < count:
            if not tokens[i].upper or tokens[i].kind != "word":
                i += 1
                continue
            first = i
            while i < count and i - first < 2 * _FULL and (
                (tokens[i].kind == "word" and (tokens[i].upper or tokens[i].low in PARTICLES))
                or (tokens[i].low == "." and tokens[i - 1].end - tokens[i - 1].start <= 3)
            ):  # fmt: skip
                i += 1
            last = i
            while last > first and not tokens[last - 1].upper:
                last -= 1
            titled = None
            while first < last and (
                tokens[first].low in closed or tokens[first].low in roles
                or tokens[first].low in titles or tokens[first].low == "."
            ):  # fmt: skip
                titled = tokens[first].low if tokens[first].low in titles else titled
                first += 1
            if first < last:
                self._note(text, tokens, first, last, titled)
            i = max(i, last)

    def _note(
        self, text: str, tokens: Sequence[Token], first: int, last: int, title: str | None
    ) -> None:
        surname = tokens[last - 1].low
        if title in _MALE or title in _FEMALE:
            self._sex[surname] = title in _FEMALE
        name = text[tokens[first].start : tokens[last - 1].end]
        if 2 <= last - first <= _FULL:
            count = self._count[name] = self._count.get(name, 0) + 1
            best = self._full.setdefault(surname, name)
            if count > self._count.get(best, 0):
                self._full[surname] = name
        if first <= 4 and (surname in self._full or title is not None):
            self._subjects.append(surname)

    def resolve(self, name: str) -> str:
        """The full name for a bare surname; other names, "Mr. Sol" too, as they are."""
        return self._full.get(name.lower(), name)

    def holder(self, role: str) -> str | None:
        """The one person so far who is "the mayor", or None."""
        names = self._holders.get(role.lower(), set())
        return next(iter(names)) if len(names) == 1 else None

    def learn(self, speaker: Speaker, pronoun: str | None) -> None:
        """Remember the role and the sex of who spoke."""
        if speaker.name is None:
            return
        surname = speaker.name.split()[-1].lower()
        if pronoun in _MALE or pronoun in _FEMALE:
            self._sex.setdefault(surname, pronoun in _FEMALE)
        if speaker.role is not None or speaker.organisation is not None:
            self._about.setdefault(speaker.name, (speaker.role, speaker.organisation))
            if speaker.role is not None and speaker.role not in speaker.name:
                self._holders.setdefault(speaker.role.lower(), set()).add(speaker.name)
        if class_of(speaker.name, self.lexicon) in _PERSONS and speaker.name[0].isupper():
            self._said.setdefault(surname, speaker.name)
            self._subjects.append(surname)

    def meant_by(self, pronoun: str) -> str | None:
        """The person last in the front of the text whom "he" or "she" may stand for."""
        wanted = pronoun in _FEMALE
        for surname in reversed(self._subjects):
            if self._sex.get(surname, wanted) != wanted:
                continue
            if surname in self._full:
                return self.resolve(surname)
            if surname in self._said:
                return self._said[surname]
        return None

    def described(self, speaker: Speaker) -> Speaker:
        """The speaker with the role and organisation told when they were first named."""
        role, organisation = self._about.get(speaker.name or "", (None, None))
        if speaker.role is not None and role is not None and speaker.role != role:
            return speaker  # another office than the one told before
        return speaker._replace(
            role=speaker.role or role, organisation=speaker.organisation or organisation
        )


def role_of(described: str, name: str | None, lexicon: Lexicon) -> tuple[str | None, str | None]:
    """Role and organisation in the words that describe a speaker.

    "UNHCR spokeswoman Ana Sol" and "Ana Sol, a spokeswoman for the Red Cross, ..."
    """
    tokens = tokenize(_STOP.split(described[:_ABOUT], maxsplit=1)[0])
    roles = lexicon.words("reporting.roles")
    at = next((i for i, token in enumerate(tokens) if token.low in roles), None)
    if at is None:
        return None, _body_of(name)
    role = described[tokens[at].start : tokens[at].end]
    following = tokens[at + 1].low if at + 1 < len(tokens) else ""
    if following == "'s":  # "the prosecutor's office"
        return None, None
    if following in _OF:
        first = at + 2
        while first < len(tokens) and not tokens[first].upper and first < at + 5:
            first += 1
        last = first
        while last < len(tokens) and tokens[last].kind == "word" and (
            tokens[last].upper or tokens[last].low in _INSIDE
        ):  # fmt: skip
            last += 1
        while last > first and not tokens[last - 1].upper:
            last -= 1
        if first < last:
            return role, described[tokens[first].start : tokens[last - 1].end]
        return role, None
    first = at
    while first > 0 and tokens[first - 1].upper and tokens[first - 1].kind == "word":
        first -= 1
    before = described[tokens[first].start : tokens[at - 1].end] if first < at else None
    if before is not None and (name is None or before not in name):
        kind = class_of(before, lexicon)
        if kind != "unknown" or before.isupper():
            return role, before
    return role, None


def _body_of(name: str | None) -> str | None:
    """The body in "Ana Sol of the harbour police"."""
    person, of, body = (name or "").partition(" of the ")
    capitals = [word for word in person.split() if word[0].isupper()]
    return body if of and 2 <= len(capitals) == len(person.split()) <= 3 else None
