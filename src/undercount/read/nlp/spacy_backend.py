"""Clauses of speech by a dependency parser, where spaCy and a small English pipeline are installed.

The rules of `voices` come first; the parser adds only clauses whose verb they did not read.
"""

from __future__ import annotations

import importlib
from collections.abc import Sequence
from typing import Any, Final

from undercount.errors import InputError, Problem
from undercount.read.lexicon import Lexicon
from undercount.read.voices.attribution import Attribution
from undercount.read.voices.beside import speech_verbs
from undercount.read.words.source import source_of
from undercount.read.words.tokens import tokenize

_PIPELINES: Final = ("en_core_web_sm",)
_SUBJECTS: Final = frozenset(["nsubj", "csubj"])
_CLAUSES: Final = ("ccomp", "xcomp", "dobj", "prep", "acl")
_LONGEST: Final = 20_000  # code points given to the parser at once


class SpacyParser:
    """A loaded pipeline; `clauses` answers for one passage."""

    def __init__(self, pipeline: Any) -> None:
        self._pipeline = pipeline

    def clauses(
        self, text: str, start: int, end: int, quotes: Sequence[tuple[int, int]], lexicon: Lexicon
    ) -> list[Attribution]:
        """Verbs of speech with a subject in `text[start:end]`, those inside quotations left out."""
        if end - start > _LONGEST:
            return []
        verbs = speech_verbs(lexicon) | lexicon.words("reporting.say")
        found = []
        for token in self._pipeline(text[start:end]):
            at = start + token.idx
            if token.lower_ not in verbs or token.pos_ not in ("VERB", "AUX"):
                continue
            if any(first <= at < last for first, last in quotes):
                continue
            subject = next((child for child in token.children if child.dep_ in _SUBJECTS), None)
            if subject is None:
                continue
            first, last = subject.left_edge.idx, subject.right_edge.idx + len(subject.right_edge)
            words = tokenize(text, start + first, start + last)
            source = source_of(text, words, lexicon)
            if source is None:
                continue
            said = [child for child in token.children if child.dep_ in _CLAUSES]
            edge = max((child.right_edge.idx + len(child.right_edge) for child in said), default=0)
            stop = at + len(token)
            before = any(child.dep_ == "ccomp" and child.i < token.i for child in said)
            found.append(
                Attribution(
                    source, "hold", min(start + first, at), max(start + last, stop),
                    start if before else stop, max(start + edge, stop), before, at, stop,
                )
            )  # fmt: skip
        return found


def load(name: str | None = None) -> SpacyParser:
    """The pipeline of that name, or the first installed of those known to serve.

    Raises:
        InputError: spaCy or the pipeline is not installed; the message says how to.
    """
    try:
        spacy = importlib.import_module("spacy")
    except ImportError:
        raise InputError(
            Problem("spaCy is not installed", hint='Run: pip install "undercount[nlp]".')
        ) from None
    for candidate in [name] if name else _PIPELINES:
        try:
            return SpacyParser(spacy.load(candidate, exclude=["ner", "lemmatizer"]))
        except OSError:
            continue
    wanted = name or _PIPELINES[0]
    raise InputError(
        Problem(f"no spaCy pipeline {wanted}", hint=f"Run: python -m spacy download {wanted}.")
    )
