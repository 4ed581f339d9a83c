"""What defines whom a number counts: what was done, which part, who is left out."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from undercount.ledger.aliases import fold
from undercount.reconcile.stated import Stated

# What happened to those counted, by the beginnings of words in English, French and Spanish. A
# word may open one family only.
_DONE: Final = {
    "accepted": ("accept", "acept", "granted", "approv", "accord"),
    "arrived": ("arriv", "came to", "come to", "reach", "entered", "llega", "venu", "parven"),
    "left": ("left", "leav", "depart", "parti", "quitt", "sali"),
    "applied": ("appl", "claimed asylum", "asylum claim", "demand", "solicit", "seek"),
    "found": ("detect", "encounter", "found", "discover", "decouv", "trouv", "hallad"),
    "arrested": ("arrest", "interpell", "detain", "custody", "garde a vue", "deten", "imprison"),
    "charged": ("charg", "implicat", "court", "prosecut", "convict", "mis en cause", "tribunal",
                "deferre", "dismantl"),
    "stopped": ("stopp", "prevent", "intercept", "turned back", "refoul", "empech"),
    "transferred": ("transfer", "relocat", "resettl", "reinstall"),
    "referred": ("referr", "orient"),
    "registered": ("regist", "enregistr", "recense"),
    "died": ("died", "dead", "death", "mort", "muert", "deces"),
    "missing": ("missing", "disappear", "dispar", "desapar"),
    "refused": ("refus", "reject", "rejet", "rechaz"),
    "removed": ("remov", "expel", "expuls", "deport", "eloign"),
    "tried": ("attempt", "tried", "tent", "intent"),
}  # fmt: skip
_PARTS: Final = {
    "minors": ("minor", "mineur", "child", "enfant", "nin", "menor"),
    "adults": ("adult",),
    "alone": ("unaccompanied", "isole", "separated", "non accompagn", "no acompan"),
    "women": ("wom", "femme", "mujer", "girl", "fille"),
    "families": ("famil",),
}
_WITHOUT: Final = re.compile(
    r"\b(excl\w*|without|outside|except\w*|not counting|left out|leav\w+ out|hors|sauf|sans|sin"
    r"|exclu\w*|excepto)\b"
)
# A turn-back is in one rate and not in the other: what a share is taken of defines it.
_BASIS: Final = re.compile(r"\b(turn.?backs?|asylum seekers?|main applicants?|dependants?)\b")


@dataclass(frozen=True, slots=True)
class Definition:
    """The defining words of one figure.

    Attributes:
        done: what happened to the people, by family.
        parts: which part of people is meant.
        without: whether somebody is left out in so many words.
        basis: further groups that the words count in.
        place: the place, folded.
        near: all families in the sentence around, which a machine may have missed.
        seen: whether a person accepted the words.
        words: the words as said, for a sentence.
    """

    done: frozenset[str]
    parts: frozenset[str]
    without: bool
    basis: frozenset[str]
    place: str
    near: frozenset[str]
    seen: bool
    words: str

    def differs(self, other: Definition) -> bool:
        """Whether the words define other people; where one says nothing, they do not."""
        return (
            self._done_apart(other)
            or self._other_part(other)
            or (self.without != other.without and bool(self.words and other.words))
            or self._site(other)
            or other._site(self)
        )

    def stands_apart(self, other: Definition) -> bool:
        """As `differs`, with what only one of the two says."""
        return self.differs(other) or self.done != other.done or self.basis != other.basis

    def _done_apart(self, other: Definition) -> bool:
        mine, theirs = self.done | self.near, other.done | other.near
        return bool(self.done and other.done) and not self.done & theirs and not other.done & mine

    def _other_part(self, other: Definition) -> bool:
        if not (self.words and other.words):
            return False
        return bool(self.parts - other.parts - other.near or other.parts - self.parts - self.near)

    def _site(self, whole: Definition) -> bool:
        """Whether this is a part of the other's place: "Calais camp, south zone".

        A machine finds a part of a place in any clause near by; only the loss of one is told.
        """
        site = self.place.removeprefix(whole.place)
        return self.seen and bool(whole.place) and site != self.place and site.startswith(",")


def defining(row: Stated, *, remarks: bool = False) -> Definition:
    """The defining words of a figure: its population, artefact, hedge and place.

    Args:
        row: the figure.
        remarks: whether what a person remarked of a typed figure counts as its words.
    """
    figure = row.figure
    seen = row.entry.decision == "accepted"
    said = (figure.population, figure.artefact, figure.hedge, figure.note if remarks else None)
    return _defining(*said, figure.place, row.entry.sentence, seen)


@lru_cache(maxsize=20_000)
def _defining(
    population: str | None,
    artefact: str | None,
    hedge: str | None,
    note: str | None,
    place: str | None,
    around: str | None,
    seen: bool,
) -> Definition:
    sentence = fold(around or "")
    if not seen and sentence and fold(population or "") not in sentence:
        population = None  # a machine carried the people over from a sentence before
    plain = fold(" ".join(filter(None, (population, artefact, hedge))))
    people = fold(population or "")
    return Definition(
        _families(plain, _DONE),
        _families(people, _PARTS),
        bool(_WITHOUT.search(f"{plain} {fold(note or '')}")),
        frozenset(_BASIS.findall(plain)),
        fold(place or ""),
        (_families(sentence, _DONE) | _families(sentence, _PARTS)) if sentence else frozenset(),
        seen,
        population or "",
    )


def _families(text: str, families: dict[str, tuple[str, ...]]) -> frozenset[str]:
    return frozenset(
        name
        for name, starts in families.items()
        if any(re.search(rf"\b{start}", text) for start in starts)
    )
