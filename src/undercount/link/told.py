"""Two records field by field, in words: what agrees, agrees in part, differs, or is not known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from undercount.link.shown import FIELDS

Verdict = Literal["agree", "partly", "differ", "unknown"]
# A clerk's fields that are compared as several, in the order in which they are told.
_COMPARED: Final[Mapping[str, tuple[str, ...]]] = {"name": ("name", "given", "father")}
# What `likeness` says of two names that share parts.
_WHOLE: Final = ", the whole "
_SAME: Final = ("the same", "nearly the same", "much alike")
_DIFFER: Final = ("another ", "births ")
_PARTLY: Final = (
    "a part", "a rare part", "a common part", "spelled otherwise", "alike", "swapped", "nearly",
    "another day", "in another year", "but for one digit", "births a year apart",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Told:
    """One field of two records.

    Attributes:
        field: of `shown.FIELDS`.
        verdict: what the two are to each other.
        words: how, without any word of the records.
    """

    field: str
    verdict: Verdict
    words: str


def told(texts: Mapping[str, tuple[str, str]], compared: Mapping[str, str]) -> tuple[Told, ...]:
    """What a clerk is told of a pair: words on each field, and nothing of how much they weigh.

    Args:
        texts: of the two records, by field; "" where not known.
        compared: the words of the pair's level, by comparison; those that both records know.
    """
    return tuple(_of_field(field, texts[field], compared) for field in FIELDS if field in texts)


def verdict_of(words: str) -> Verdict:
    """What the words of a level mean.

    >>> [verdict_of(words) for words in ("same sex", "place much alike", "another phone")]
    ['agree', 'partly', 'differ']
    """
    _, whole, alike = words.partition(_WHOLE)
    if whole:
        return "agree" if alike in _SAME else "partly"
    if any(part in words for part in _PARTLY):
        return "partly"
    return "differ" if words.startswith(_DIFFER) else "agree"


def _of_field(field: str, texts: tuple[str, str], compared: Mapping[str, str]) -> Told:
    if not all(texts):
        return Told(field, "unknown", f"{'only one' if any(texts) else 'neither'} of them has it")
    said = [compared[name] for name in _COMPARED.get(field, (field,)) if name in compared]
    if said:
        verdicts = {verdict_of(words) for words in said}
        # Of a name in common, another given name tells more than the part that is shared.
        if len(verdicts) > 1:
            return Told(field, "partly", "; ".join(said))
        return Told(field, verdicts.pop(), "; ".join(said))
    same = texts[0].casefold() == texts[1].casefold()
    return Told(field, "agree" if same else "differ", f"written {'alike' if same else 'otherwise'}")
