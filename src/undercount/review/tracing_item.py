"""A pair of a case and a request as the screen shows it: two sides, field by field, in words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from undercount.review.latin import both_in_latin
from undercount.review.people import version_of
from undercount.trace.suggestion import probable

if TYPE_CHECKING:
    from undercount.trace.decisions import Decision
    from undercount.trace.looking import Look, Possible

_LABELS: Final[Mapping[str, str]] = {
    "name": "Child's name", "birth": "Child's birth or age", "sex": "Child's sex",
    "father": "Father", "mother": "Mother", "siblings": "Brothers and sisters",
    "relative": "Looks for; who asks", "relation": "Relation to the child",
    "gap": "Birth or age of who asks", "nationality": "Nationality", "language": "Language",
    "place": "Place of origin", "last_place": "Last together, where",
    "last_day": "Last together, when",
}  # fmt: skip
_VERDICTS: Final = {"match": "agree", "mismatch": "differ", "missing": "unknown"}
# What a column for disputed ages says where the age is not.
_UNDISPUTED: Final = frozenset(("", "no", "non", "n", "false", "0"))
_IN_BRACKETS: Final = re.compile(r"\(([^()]+)\)")
_MOST_RIVALS: Final = 6
_WORTH: Final = 0.05
# Between these the probability has claimed too much where it was tried.
_CLAIMS_MUCH: Final = (0.3, 0.9)


def fields_of(look: Look) -> list[dict[str, Any]]:
    """Each field of both sides as it was written, and what the comparison says of it."""
    told = {reason["field"]: reason for reason in look.reasons}
    made = []
    for name, label in _LABELS.items():
        sides = (_side(name, look.case), _side(name, look.request))
        reason = told.get(name)
        if name == "gap" and sides[1] and not sides[0]:
            sides = (f"the child: {born}" if (born := _born(look.case)) else "", sides[1])
        if not any(sides) and (reason is None or reason["verdict"] == "missing"):
            continue
        verdict = _VERDICTS[reason["verdict"]] if reason else "none"
        words = reason["words"] if reason else "not compared since it was decided"
        made.append(
            {
                "name": name,
                "label": label,
                "values": list(sides),
                "latin": both_in_latin(sides),
                "verdict": verdict,
                "words": words,
            }
        )
    return made


def likelihood(value: float | None) -> dict[str, str] | None:
    """A probability in words; it is possible and no more."""
    if value is None:
        return None
    low, high = _CLAIMS_MUCH
    note = "between 30% and 90% it has claimed too much so far" if low <= value <= high else ""
    return {"words": probable(value), "note": note}


def rivals_of(found: Possible, others: Iterable[tuple[str, Possible]]) -> dict[str, Any]:
    """Other requests for the case, and other cases that the request may be for; numbers only.

    Args:
        found: the pair.
        others: all pairs that wait for a decision, by their ids.
    """
    requests, cases = [], []
    for name, one in others:
        if one.pair == found.pair or not one.offered or (one.probability or 0.0) < _WORTH:
            continue
        value = one.probability or 0.0
        told = {"id": name, "likelihood": probable(value)}
        if one.case == found.case:
            requests.append((value, {**told, "label": f"request {one.request}"}))
        elif one.request == found.request:
            cases.append((value, {**told, "label": f"case {one.case}"}))
    return {"requests": _likeliest(requests), "cases": _likeliest(cases)}


def versions_of(held: Sequence[Decision]) -> list[dict[str, Any]]:
    """What each person holds of a pair."""
    return [version_of(one, one.n) for one in held]


def _likeliest(found: list[tuple[float, dict[str, str]]]) -> list[dict[str, str]]:
    ordered = sorted(found, key=lambda item: -item[0])
    return [told for _, told in ordered[:_MOST_RIVALS]]


def _side(name: str, fields: Mapping[str, str]) -> str:
    """One side of a field, as the office wrote it."""
    if name == "name":
        parts = (fields.get(part, "") for part in ("given", "father", "family"))
        return fields.get("name") or " ".join(part for part in parts if part)
    if name == "birth":
        said = _born(fields)
        disputed = fields.get("disputed", "").strip().casefold() not in _UNDISPUTED
        return f"{said}; the age is disputed" if disputed else said
    if name == "gap":
        return _asked_by(fields)
    if name == "relation" and not fields.get("relation"):
        # Whom the child looks for may be told as "name (relation)".
        return "; ".join(_IN_BRACKETS.findall(fields.get("relative", "")))
    return fields.get(name, "")


def _born(fields: Mapping[str, str]) -> str:
    age = f"age {fields['age']}" if fields.get("age") else ""
    if age and fields.get("seen"):
        age += f" on {fields['seen']}"
    return "; ".join(part for part in (fields.get("birth", ""), age) if part)


def _asked_by(fields: Mapping[str, str]) -> str:
    born, age = fields.get("relative_birth", ""), fields.get("relative_age", "")
    said = (f"born {born}" if born else "", f"age {age}" if age else "")
    return "; ".join(part for part in said if part)
