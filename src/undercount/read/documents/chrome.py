"""What of a web page is no text of its own: menus, banners, lists of links, tables for layout."""

from __future__ import annotations

import re
from itertools import islice
from typing import Final

from lxml import etree

from undercount.read.lexicon import shared

_DROPPED: Final = shared("html.dropped")
_DROPPED_ROLES: Final = shared("html.dropped_roles")
_CHROME: Final = shared("html.chrome")
_ADVERTS: Final = shared("html.adverts")
_NAME: Final = re.compile(r"[a-z]+")
_LINKS: Final = 0.7  # a block with more of its letters in links is a menu
_MUCH: Final = 0.4  # a block with more of the page's letters is the page, whatever it is called
_BOXES: Final = ("div", "section", "p", "ul", "figure")
_HEADLINES: Final = ("h1", "h2", "h3")
_PARAGRAPHS: Final = 3  # so many in one row of a table make it no row


def is_dropped(element: etree._Element) -> bool:
    """Whether the page itself says that this is none of its text."""
    tag = element.tag
    if not isinstance(tag, str) or tag in _DROPPED:
        return True
    if (element.get("role") or "").lower() in _DROPPED_ROLES:
        return True
    if element.get("hidden") is not None or element.get("aria-hidden") == "true":
        return True
    if tag in _BOXES and not _ADVERTS.isdisjoint(_names(element)):
        return True
    # A header inside an article holds its headline; the page's own header is a menu.
    return tag == "header" and not any(True for _ in element.iter("h1"))


def chrome(root: etree._Element) -> frozenset[etree._Element]:
    """Blocks that are menus by their name or by their links, where no element marks the text."""
    letters: dict[etree._Element, tuple[int, int]] = {}  # all, and those in links
    headed: set[etree._Element] = set()
    # Children come before their parents.
    for element in reversed(list(root.iter())):
        if not isinstance(element.tag, str) or element.tag in _DROPPED:
            continue
        total, linked = len((element.text or "").strip()), 0
        for child in element:
            inside, in_links = letters.get(child, (0, 0))
            total += inside + len((child.tail or "").strip())
            linked += in_links
            if child in headed:
                headed.add(element)
        if element.tag == "h1":
            headed.add(element)
        letters[element] = (total, total if element.tag == "a" else linked)
    much = _MUCH * max(letters.get(root, (0, 0))[0], 1)
    return frozenset(
        element
        for element, (total, linked) in letters.items()
        if 0 < total < much
        and element not in headed
        and (
            (linked > _LINKS * total and element.tag in ("ul", "ol", "div", "td", "p", "section"))
            or not _CHROME.isdisjoint(_names(element))
        )
    )


def _names(element: etree._Element) -> list[str]:
    """The words of an element's class and id."""
    return _NAME.findall(f"{element.get('class') or ''} {element.get('id') or ''}".lower())


def is_layout(row: etree._Element) -> bool:
    """Whether a row of a table only places parts of the page side by side."""
    if any(True for _ in row.iter(*_HEADLINES, "table")):
        return True
    paragraphs = sum(1 for _ in islice(row.iter("p"), _PARAGRAPHS))
    return paragraphs == _PARAGRAPHS and sum(1 for _ in row) < _PARAGRAPHS
