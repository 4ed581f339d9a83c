"""What stands between a number and belief in it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Literal

Verdict = Literal["holds", "fails", "untestable"]


@dataclass(frozen=True, slots=True)
class Caution:
    """Something in the data or the fit that a reader of the number must know.

    Attributes:
        code: stable name for programs, such as "sparse-cells".
        text: one sentence in plain words.
    """

    code: str
    text: str

    def to_dict(self) -> dict[str, Any]:
        """Plain values for JSON."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Assumption:
    """What must be true for the number to mean what it says.

    Attributes:
        text: the assumption, one sentence in plain words.
        verdict: "holds" or "fails" where these data can tell, else "untestable".
        why: what the verdict rests on, or None.
    """

    text: str
    verdict: Verdict = "untestable"
    why: str | None = None

    def to_dict(self) -> dict[str, Any]:
        """Plain values for JSON."""
        return asdict(self)
