"""A decision as a browser sends it: nothing of it is believed before it is checked."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from undercount.errors import InputError, Problem
from undercount.ledger.judgement import ACTS, Act
from undercount.review.figure_item import Shown
from undercount.review.follow import Around, completed

_LONGEST: Final = 2000  # code points of a reason
_KEY: Final = 200  # code points of a key
_TAKEN: Final = ("corrected", "accepted")


@dataclass(frozen=True, slots=True)
class Posted:
    """A decision in order; see `Queue.decide`."""

    id: str
    decision: Act
    key: str
    why: str
    version: str
    changes: Mapping[str, Any]
    undoes: str | int | None

    @property
    def outcomes(self) -> tuple[str, ...]:
        """As what it may have been kept.

        A correction that changes nothing is an acceptance; who accepts what she has corrected
        holds her correction.
        """
        return _TAKEN if self.decision in _TAKEN else (self.decision,)

    def completed(self, shown: Shown) -> dict[str, Any]:
        """All that the decision changes of what was read.

        To accept is to accept what is shown: whoever has corrected a figure sees her correction.
        """
        if self.decision not in _TAKEN:
            return {}
        document = shown.document
        by = Around(shown.words, document.language, document.published)
        before = shown.mine.changes if shown.mine else {}
        return completed(shown.read, self.changes, by, before)


def read_posted(data: Mapping[str, Any]) -> Posted:
    """The decision in a browser's message.

    Raises:
        InputError: everything that is wrong with it.
    """
    problems: list[Problem] = []

    def text(name: str, longest: int, *, required: bool) -> str:
        value = data.get(name)
        if value is None and not required:
            return ""
        if not isinstance(value, str) or len(value) > longest or not is_text(value):
            problems.append(Problem(f"is no text of {longest} characters at most", column=name))
            return ""
        if required and not value.strip():
            problems.append(Problem("is empty", column=name))
        return value

    name, key = text("id", _KEY, required=True), text("key", _KEY, required=True)
    why, version = text("why", _LONGEST, required=False), text("version", _KEY, required=False)
    decision, changes, undoes = data.get("decision"), data.get("changes"), data.get("undoes")
    allowed = tuple(act for act in ACTS if act != "suggested")
    if decision not in allowed:
        problems.append(Problem(f"is not one of {', '.join(allowed)}", column="decision"))
    if changes is not None and not isinstance(changes, Mapping):
        problems.append(Problem("is no object of fields", column="changes"))
    elif not is_text(json.dumps(changes, default=str, ensure_ascii=False)):
        problems.append(Problem("holds what is no text", column="changes"))
    elif decision != "corrected" and changes:
        problems.append(Problem("only a correction changes fields", column="changes"))
    if undoes is not None and (isinstance(undoes, bool) or not isinstance(undoes, str | int)):
        problems.append(Problem("is no key of a decision", column="undoes"))
    if problems:
        raise InputError(problems)
    assert decision in allowed
    return Posted(name, decision, key, why, version, changes or {}, undoes)


def is_text(value: str) -> bool:
    """Whether a file can keep a text: a browser may send halves of characters."""
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True
