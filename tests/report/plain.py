"""What a reader of a piece of the page meets: its text without the markup."""

from __future__ import annotations

import re
from html import unescape


def text_of(html: str) -> str:
    """The text of markup as it runs on a line."""
    return unescape(re.sub(r"<[^>]+>", "", html))
