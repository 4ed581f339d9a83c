"""The main text of a web page: one block a line, tables as rows with tabs, posts with their line.

Navigation, menus, asides, footers, forms, styles and scripts are left out. The walk keeps its own
stack, so that a deeply nested page is read or refused, never a crash.
"""

from __future__ import annotations

import json
import re
from collections.abc import Set
from typing import Final

from lxml import etree, html

from undercount.read.documents.chrome import chrome, is_dropped, is_layout
from undercount.read.documents.content import Content, without_invisible
from undercount.read.documents.limits import HTML_DEPTH
from undercount.read.lexicon import shared

_BLOCKS: Final = shared("html.blocks")
_SPACE: Final = re.compile(r"[ \t\r\n\f\v]+")
_INVALID: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
# Attributes of such a size hold no text; the parser takes quadratic time over them.
_HUGE_TAG: Final = re.compile(r"<(/?[a-zA-Z][a-zA-Z0-9]{0,20})\s[^<>]{10000,}>")
_DECLARATION: Final = re.compile(r"\A\s{0,100}<\?xml[^>]{0,200}\?>")
_TIMES: Final = shared("html.times")
_FACT: Final = 500  # a longer title or date is none
_JSON: Final = 200_000


def main_text(source: str) -> Content:
    """The page's text in reading order, with the facts of its head."""
    clean = _HUGE_TAG.sub(r"<\1>", _INVALID.sub(" ", _DECLARATION.sub("", source)))
    parser = html.HTMLParser(huge_tree=True, recover=True, remove_comments=True, remove_pis=True)
    try:
        root = html.document_fromstring(clean, parser=parser, ensure_head_body=False)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return Content(cautions=["the page could not be parsed as HTML"])
    page = Content()
    if any(error.type_name == "ERR_RESOURCE_LIMIT" for error in parser.error_log):
        page.cautions.append(
            f"tags are nested more than {HTML_DEPTH:,} deep; what stands deeper is not read"
        )
    _head(root, page)
    top = _main(root)
    lines = _lines(top, chrome(root) if top is root else frozenset())
    if not lines:
        lines = _lines(root)
    page.text = without_invisible("\n".join(lines))
    if page.text:
        page.text += "\n"
    return page


def _main(root: etree._Element) -> etree._Element:
    """The one article or main element of the page, else all of it."""
    for path in (".//article", ".//main", ".//*[@role='main']"):
        found = root.findall(path)
        if len(found) == 1:
            return found[0]
    return root


def _head(root: etree._Element, page: Content) -> None:
    page.language = root.get("lang")
    titles = root.findall(".//title")
    if titles and titles[0].text:
        page.title = _SPACE.sub(" ", titles[0].text).strip() or None
    for meta in root.iter("meta"):
        name = (meta.get("property") or meta.get("name") or meta.get("itemprop") or "").lower()
        content = (meta.get("content") or "").strip()
        if not content or len(content) > _FACT:
            continue
        if name == "og:site_name":
            page.outlet = content
        elif name == "og:title":
            page.title = content
        elif name in _TIMES and page.published is None:
            page.published = content
    if page.published is None:
        for time in root.iter("time"):
            page.published = time.get("datetime")
            break
    if page.published is None or page.outlet is None:
        _linked_data(root, page)


def _linked_data(root: etree._Element, page: Content) -> None:
    """Day and outlet from the page's JSON-LD, which sites write for search engines."""
    for script in root.iter("script"):
        if script.get("type") != "application/ld+json" or len(script.text or "") > _JSON:
            continue
        try:
            found = json.loads(script.text or "")
        except (ValueError, RecursionError):
            continue
        items = found if isinstance(found, list) else [found]
        graph = [item.get("@graph") for item in items if isinstance(item, dict)]
        items = [*items, *(item for part in graph if isinstance(part, list) for item in part)]
        for item in items:
            if not isinstance(item, dict) or "datePublished" not in item:
                continue
            day, publisher = item["datePublished"], item.get("publisher")
            name = publisher.get("name") if isinstance(publisher, dict) else None
            if page.published is None and isinstance(day, str):
                page.published = day[:_FACT]
            if page.outlet is None and isinstance(name, str):
                page.outlet = name.strip()[:_FACT] or None


def _lines(top: etree._Element, left_out: Set[etree._Element] = frozenset()) -> list[str]:
    """Text blocks under `top`, white space collapsed, in order."""
    lines: list[str] = []
    buffer: list[str] = []

    def flush() -> None:
        line = _SPACE.sub(" ", "".join(buffer)).strip(" ")
        buffer.clear()
        if line.strip():
            lines.append(line)

    def flush_row() -> None:
        cells = [_SPACE.sub(" ", cell).strip() for cell in "".join(buffer).split("\x1f")]
        buffer.clear()
        if any(cells):
            lines.append("\t".join(cells[1:] if not cells[0] else cells))

    rows = 0
    stack: list[tuple[etree._Element, bool]] = [(top, False)]
    while stack:
        element, done = stack.pop()
        tag = element.tag if isinstance(element.tag, str) else ""
        if done:
            if tag == "tr" and rows:
                rows -= 1
                if rows == 0:
                    flush_row()
            elif tag in _BLOCKS and not rows:
                flush()
            if element is not top and element.tail:
                buffer.append(element.tail)
            continue
        if element is not top and (element in left_out or is_dropped(element)):
            if element.tail:
                buffer.append(element.tail)
            continue
        if tag == "tr" and not (rows == 0 and is_layout(element)):
            if rows == 0:
                flush()
            rows += 1
        elif tag in ("td", "th"):
            if rows:
                buffer.append("\x1f")
            else:
                flush()
        elif tag == "br" or tag in _BLOCKS:
            if rows:
                buffer.append(" ")
            else:
                flush()
        if element.text:
            buffer.append(element.text)
        stack.append((element, True))
        stack.extend((child, False) for child in reversed(element))
    flush()
    return lines
