"""From the endpoint's answer to proposals: any wrapping is forgiven, nothing inside it is."""

from __future__ import annotations

import json
import math
from typing import Any, Final

from undercount.read.endpoint.proposals import FIELDS, Proposal, Refused
from undercount.read.endpoint.request import EndpointError

MOST: Final = 1000
"""Proposals looked at in one answer; a piece of a document holds far fewer numbers."""

_TRIES: Final = 50  # brackets at which JSON is sought in an answer that begins with prose
_SHOWN: Final = 160
_LONGEST: Final = 4000  # code points of one text; a sentence of the reader is shorter


def content(body: bytes) -> str:
    """What the model says, out of the endpoint's envelope.

    Raises:
        EndpointError: the body is no such envelope, or the model was cut short.
    """
    try:
        envelope = json.loads(body.decode("utf-8"))
    except (ValueError, RecursionError):
        raise EndpointError(
            "the endpoint's answer is no JSON", "Is the address that of a chat-completions API?"
        ) from None
    try:
        choice = envelope["choices"][0]
        message = choice["message"]["content"]
        ended = choice.get("finish_reason")
    except (LookupError, TypeError, AttributeError):
        raise EndpointError(
            "the endpoint's answer has no choices[0].message.content",
            "Is the address that of a chat-completions API?",
        ) from None
    if isinstance(message, list):
        texts = [part.get("text") for part in message if isinstance(part, dict)]
        message = "".join(text for text in texts if isinstance(text, str))
    if ended == "length":
        raise EndpointError(
            "the model's answer was cut off at its longest length", "Set smaller pieces"
        )
    if not isinstance(message, str) or not message.strip():
        raise EndpointError("the model's answer is empty", "Try another model")
    return message


def proposals(message: str) -> tuple[list[Proposal], list[Refused]]:
    """The proposals in what a model says, and what is none.

    Raises:
        EndpointError: there is no list of figures in it.

    >>> found, refused = proposals('Here: {"figures": [{"sentence_id": 1, "number": "4"}]}')
    >>> refused[0].reason
    'sentence is no text'
    """
    items = _figures(message)
    if items is None:
        raise EndpointError(
            "the model's answer holds no whole list of figures", "Try another model"
        )
    found: list[Proposal] = []
    refused: list[Refused] = []
    for item in items[:MOST]:
        made = _proposal(item)
        if isinstance(made, Proposal):
            found.append(made)
        else:
            refused.append(Refused(shown(item), made))
    if len(items) > MOST:
        refused.append(
            Refused(f"{len(items) - MOST:,} more", f"an answer may hold {MOST:,} proposals")
        )
    return found, refused


def shown(item: object) -> str:
    """What a model gave, on one short line."""
    try:
        words = json.dumps(item, ensure_ascii=False)
    except (ValueError, RecursionError):
        words = "something too deep to show"
    return words if len(words) <= _SHOWN else words[: _SHOWN - 1] + "…"


def _figures(message: str) -> list[Any] | None:
    """The first JSON in the message that is a list of figures, inside fences and prose too."""
    decoder = json.JSONDecoder()
    at = -1
    for _ in range(_TRIES):
        at = min((i for bracket in "{[" if (i := message.find(bracket, at + 1)) >= 0), default=-1)
        if at < 0:
            return None
        try:
            value, end = decoder.raw_decode(message, at)
        except (ValueError, RecursionError):
            continue
        if isinstance(value, dict):
            value = value.get("figures")
        if isinstance(value, list) and all(isinstance(item, dict) for item in value):
            return value
        at = end - 1
    return None


def _proposal(item: dict[str, Any]) -> Proposal | str:
    """The proposal, or why it is none."""
    number = item.get("sentence_id")
    if isinstance(number, bool) or not isinstance(number, int):
        return "sentence_id is no whole number"
    for name in ("sentence", "number"):
        text = item.get(name)
        if not isinstance(text, str) or not text.strip():
            return f"{name} is no text"
        if len(text) > _LONGEST:
            return f"{name} is too long"
    value = item.get("value")
    if value is not None and not _is_number(value):
        return "value is no number"
    fields: dict[str, str] = {}
    for name in ("words", *FIELDS):
        text = item.get(name)
        if text is None or text == "":
            continue
        if not isinstance(text, str) or len(text) > _LONGEST:
            return f"{name} is no text, or too long"
        fields[name] = text
    return Proposal(
        number, item["sentence"], item["number"], None if value is None else float(value),
        fields.pop("words", None), fields,
    )  # fmt: skip


def _is_number(value: object) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    try:
        return math.isfinite(float(value))
    except OverflowError:
        return False
