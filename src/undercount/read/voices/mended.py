"""Reporting clauses whose subject cannot be the speaker, with the one that can."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import replace
from typing import Final

from undercount.read.lexicon import Lexicon
from undercount.read.voices.attribution import Attribution
from undercount.read.voices.attributions import inverted
from undercount.read.voices.claimants import head_subject, may_claim
from undercount.read.voices.passages import Passage

_LED: Final = frozenset(["in", "of", "at", "near", "from", "for", "on", "around", "with"])


def mended(text: str, passage: Passage, lexicon: Lexicon) -> list[Attribution]:
    """The reporting clauses of a passage, implausible subjects replaced."""
    clauses: list[Attribution] = []
    for clause in passage.attributions:
        name = clause.source.name
        led = (
            name is not None
            and not clause.after
            and clause.kind != "according"  # "figures from the coastguard"
            and _is_led(text, passage, clause, name)
        )
        if name is not None and not clause.after and (
            led or not may_claim(name, lexicon)
        ):  # fmt: skip
            turned = _turned(text, passage, clause, lexicon)
            if turned is not None:
                clauses.append(turned)
                continue
            start, _ = passage.sentence_at(clause.cue_start)
            sentence = [t for t in passage.masked if start <= t.start < clause.cue_end]
            head = head_subject(text, sentence, lexicon, sure=led)
            if head is not None:
                clause = replace(clause, source=head)
        clauses.append(clause)
    return clauses


def _is_led(text: str, passage: Passage, clause: Attribution, name: str) -> bool:
    """Whether a preposition leads the name: "elders in Bel Kand think"."""
    if clause.kind in ("according", "provided"):
        return False
    at = text.find(name, clause.source.start, clause.cue_end)
    begin = max(at, clause.source.start)
    k = bisect_left(passage.masked, begin, key=lambda token: token.start) - 1
    while k >= 0 and passage.masked[k].low in ("the", "a", "an"):
        k -= 1
    counted = k >= 0 and passage.masked[k].kind == "number"  # "40 people, says the mayor"
    return k >= 0 and (counted or passage.masked[k].low in _LED)


def _turned(
    text: str, passage: Passage, clause: Attribution, lexicon: Lexicon
) -> Attribution | None:
    """The clause read with its subject behind the verb: "of the group 91, said the office"."""
    tokens = passage.masked
    i = next((k for k, t in enumerate(tokens) if t.start == clause.verb_start), None)
    if i is None or clause.kind != "say":
        return None
    return inverted(text, tokens, i, clause.kind, lexicon)
