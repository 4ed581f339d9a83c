"""One reporting clause: who speaks, by what sort of verb, over which words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from undercount.read.words.source import Source

AttributionKind = Literal["say", "deny", "intend", "record", "according", "provided", "hold"]


@dataclass(frozen=True, slots=True)
class Attribution:
    """One reporting clause.

    Attributes:
        source: who speaks.
        kind: what sort of verb; "provided" for a document's maker named in passing,
            "hold" for thinking, wanting and judging, which claim no figure.
        cue_start: where the clause (subject and verb) begins.
        cue_end: where it ends.
        start: first code point of what is said.
        end: one past its last.
        after: the clause stands after or inside what is said ("..., she said").
        verb_start: where the verb (or "according to") begins.
        verb_end: one past its last.
    """

    source: Source
    kind: AttributionKind
    cue_start: int
    cue_end: int
    start: int
    end: int
    after: bool = False
    verb_start: int = 0
    verb_end: int = 0
