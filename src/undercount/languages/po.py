"""Read a catalogue: messages with their translations, in gettext's text form."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass

_LINE = re.compile(r'(?:(msgid|msgid_plural|msgstr(?:\[\d+\])?)\s+)?(".*")$')


@dataclass(frozen=True, slots=True)
class Message:
    """One message.

    Attributes:
        one: in English, of one thing where it counts.
        many: in English of several, or "" where it does not count.
        told: the translation, or one for each plural form of the language.
    """

    one: str
    many: str
    told: tuple[str, ...]


def read_po(text: str) -> Iterator[Message]:
    r"""The messages of a catalogue; the first, with an empty `one`, is its head.

    Python's own gettext reads only the compiled form, and a step of compiling is one that a
    newcomer forgets. Comments and blank lines are passed over.

    Raises:
        ValueError: a line that is none of a catalogue, with its number.

    >>> list(read_po('msgid "{n} boat"\nmsgid_plural "{n} boats"\nmsgstr[0] "{n} bateau"\n'
    ...              'msgstr[1] "{n} bateaux"'))
    [Message(one='{n} boat', many='{n} boats', told=('{n} bateau', '{n} bateaux'))]
    """
    parts: dict[str, str] = {}
    field = ""
    for n, line in enumerate(text.splitlines(), start=1):
        line = line.strip()
        if not line or line.startswith("#"):
            continue
        found = _LINE.match(line)
        if not found or not (found[1] or field):
            raise ValueError(f"line {n} of the catalogue is no message: {line[:60]}")
        if found[1] == "msgid" and parts:
            yield _message(parts)
            parts = {}
        field = found[1] or field
        parts[field] = parts.get(field, "") + ast.literal_eval(found[2])
    if parts:
        yield _message(parts)


def _message(parts: dict[str, str]) -> Message:
    told = tuple(value for field, value in parts.items() if field.startswith("msgstr"))
    return Message(parts.get("msgid", ""), parts.get("msgid_plural", ""), told)


def quoted(text: str) -> str:
    r"""A message as a catalogue writes it.

    >>> print(quoted('said "about"'))
    "said \"about\""
    """
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'
