"""Facts of a document from its head, its first lines and its file name."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Final, NamedTuple

from undercount.read.documents.language import language_of
from undercount.read.times.dates import DateSpan, dates

if TYPE_CHECKING:
    from undercount.read.documents.content import Content

_HEAD_LINES: Final = 6
_SHORT: Final = 160  # a longer line is prose and no byline
_ISO: Final = re.compile(r"(?<!\d)((?:19|20)\d{2})-(\d{2})-(\d{2})(?!\d)")
_DATELINE: Final = re.compile(r"^.{2,60}?\((?P<outlet>[A-Z][^()\d]{2,40})\)\s?[—–-]")
_BYLINE: Final = re.compile(r"^(?:By|Par) [^,]{3,60}, (?P<outlet>[^,\d]{3,60}), ")
_TOLD: Final = re.compile(r"\b(?:told|tells) (?:the )?(?P<outlet>[A-Z][\w-]{2,20})(?=[.,;])")
_POST: Final = re.compile(r"\(@\w+\)")
_WORDS: Final = re.compile(r"[^\W\d_]+")
_SAMPLE: Final = 20_000
_HEADINGS: Final = frozenset(
    ["WRITTEN ANSWERS", "ORAL ANSWERS", "PRESS RELEASE", "PRESS STATEMENT"]
)
_ISSUED: Final = frozenset(
    ["issued", "published", "updated", "released", "dated", "posted", "publié", "mis à jour",
     "publicado", "actualizado"]
)  # fmt: skip
_NOT_NAMES: Final = frozenset(
    ["reuters", "reporters", "parliament", "mps", "journalists", "congress", "lawmakers"]
)


class Facts(NamedTuple):
    """What the document says of itself."""

    language: str
    published: date | None
    outlet: str | None
    title: str | None
    cautions: tuple[str, ...] = ()


def about(text: str, name: str, page: Content | None = None) -> Facts:
    """Language, day of publication, outlet and title of a document.

    Args:
        text: the document's text.
        name: its file name; an ISO date in it counts where nothing else tells the day.
        page: what the file itself states, for all but plain text.
    """
    language = language_of(text, page.language if page else None)
    lines = [line.strip() for line in text[:_SAMPLE].split("\n") if line.strip()][:_HEAD_LINES]
    heads = [line for line in lines if len(line) < _SHORT and not _POST.search(line)]
    published = _published(heads, name, language, page)
    cautions: tuple[str, ...] = ()
    if published is None and page is not None and page.made and (published := _iso(page.made)):
        cautions = ("the day of publication is the day the file was made",)
    return Facts(
        language=language,
        published=published,
        outlet=_outlet(text, lines, heads, language, page),
        title=_title(heads, page),
        cautions=cautions,
    )


def _published(heads: list[str], name: str, language: str, page: Content | None) -> date | None:
    if page is not None and page.published and (found := _iso(page.published)):
        return found
    dated: list[tuple[bool, date]] = []
    for line in heads:
        for span in dates(line, language):
            if span.day is not None and span.year and span.until_day is None:
                day = _published_in(line, span, language)
                # A line that ends with its date is a byline; "Count of 3 May" is a title.
                if day is not None:
                    before = line[: span.start].rstrip().lower()
                    titled = before.endswith((" of", " on", " du", " le", " of the"))
                    dated.append((titled, day))
    if dated:
        return min(dated, key=lambda pair: pair[0])[1]
    return _iso(name)


def _published_in(line: str, span: DateSpan, language: str) -> date | None:
    """The day of `span`, unless it is one end of a period ("12 months to 31 March 2019")."""
    before = line[: span.start].rstrip().lower()
    if before.endswith(("since", "to", "between", "and", "depuis", "entre", "from", "until")):
        return None
    return span.first()


def _iso(text: str) -> date | None:
    found = _ISO.search(text)
    if found is None:
        return None
    try:
        return date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        return None


def _title(heads: list[str], page: Content | None) -> str | None:
    if page is not None and page.title:
        return page.title.split(" | ")[0].strip() or None
    for line in heads:
        if len(line.split()) >= 4 and line[-1] not in ".,;" and not _BYLINE.match(line):
            return line
    return None


def _outlet(
    text: str, lines: list[str], heads: list[str], language: str, page: Content | None
) -> str | None:
    if page is not None:
        if page.outlet:
            return page.outlet
        if page.title and " | " in page.title:
            return page.title.rsplit(" | ", 1)[1].strip() or None
    for line in lines:
        found = _DATELINE.match(line) or _BYLINE.match(line)
        if found:
            return found["outlet"].strip()
    for line in heads:
        for span in dates(line, language):
            name = line[: span.start].strip(" ,—–-")
            first, _, kind = name.partition(", ")
            if kind and kind.islower():  # "Straits Observatory, research blog, 6 June 2019"
                name = first
            if name.lower() in _ISSUED:
                continue
            ends = span.end == len(line) and span.day and "(" not in name
            if ends and 2 < len(name) < 50 and _is_name(name):
                return name
    if heads:
        first = re.split(r" [—–-] ", heads[0])[0].strip()
        dated = len(heads) > 1 and any(span.year for span in dates(heads[1], language))
        official = first.isupper() and len(first.split()) <= 8 and first not in _HEADINGS
        dated = dated and not first.isupper()
        if (dated or official) and len(first) < 60 and first[-1] not in ".:;?!":
            return _titled(first)
    told = [found["outlet"] for found in _TOLD.finditer(text[:_SAMPLE])]
    told = [name for name in told if name.lower() not in _NOT_NAMES]
    return max(sorted(set(told)), key=told.count) if told else None


def _is_name(text: str) -> bool:
    words = [word for word in _WORDS.findall(text) if len(word) > 3]
    return bool(words) and all(word[0].isupper() for word in words)


def _titled(name: str) -> str:
    """ "OFFICE OF THE MAYOR" as "Office of the Mayor"; short words in capitals are acronyms."""
    if not name.isupper():
        return name
    small = {"OF", "THE", "AND", "FOR", "IN", "DE", "DU", "DES", "LA", "LE", "ET"}
    words = []
    for i, word in enumerate(name.split()):
        if word in small and i:
            words.append(word.lower())
        elif len(word) <= 3:
            words.append(word)
        else:
            words.append(word.capitalize())
    return " ".join(words)
