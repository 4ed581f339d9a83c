"""Text of a source, made safe to look at."""

from __future__ import annotations

import re

# Overrides, embeddings and isolates turn "6,901" into "109,6" on screen while the bytes stay as
# they are; control characters hide words or move a terminal's cursor. Marks that Arabic and
# Hebrew need (U+200E, U+200F) stay. The list follows Unicode Technical Report 36, section 2.8
# (bidirectional spoofing).
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def visible(text: str) -> str:
    """The text with every character that would act unseen written out; tab and newline stay.

    >>> visible("almost \\u202e7,000")
    'almost [U+202E]7,000'
    """
    return _UNSEEN.sub(lambda found: f"[U+{ord(found.group()):04X}]", text)


def in_place(text: str) -> str:
    """The text with each such character shown as one sign, so that every span keeps its place.

    >>> in_place("almost \u202e7,000")
    'almost \ufffd7,000'
    """
    return _UNSEEN.sub("\ufffd", text)
