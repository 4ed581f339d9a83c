"""Quotation marks in pairs: straight, curly, doubled apostrophes, guillemets, single ones, dashes.

What is inside is cut at a reporting clause that stands there too: "« On part, a-t-elle ajouté, et
vite. »" and "—Nos vamos —dijo Sol—. Ya.".
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from undercount.read.lexicon import Lexicon
from undercount.read.voices.wording import spoken

_CLOSERS: Final = {"“": "”", "«": "»", "„": "“", "‘": "’", "‹": "›", "``": "''"}
_MARK: Final = re.compile(r"''|``|[\"“”«»„‘’‹›]|(?<!\w)'(?=\w)|(?<=[.,!?…])'(?!\w)")
_WORD: Final = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_MARKS: Final = 60  # further marks looked at for the closing one: apostrophes are marks too
_LONGEST: Final = 3000  # a mark not closed within so many code points is left alone
_INSIDE: Final = ("fr", "es")  # languages that leave the reporting clause inside the marks
_ARTICLES: Final = frozenset(["le", "la", "les", "un", "une", "el", "los", "las", "una"])
_APPOSED: Final = 80  # code points of what a speaker is, behind the name
_PLAIN: Final = ('"', "“", "”")
_SINGLE: Final = ("’", "'")
_BEFORE: Final = "([—–"
_DOUBLE: Final = ('"', "“", "«", "''", "``")
_INCISE: Final = re.compile(
    r",\s(?:(?:a|ont|avait|avaient)-(?:t-)?(?:il|elle|on|ils|elles)\s(?P<turned>[^\W\d_]+)"
    r"|(?:(?:a|ont|avait|avaient|ha|han|había)\s|s['’]|se\s)?(?P<verb>[^\W\d_]+)"
    r"(?P<pronoun>-(?:t-)?(?:il|elle|on|ils|elles)\b)?)(?P<rest>[^,«»]{0,70})(?:,|$)"
)
_DASH: Final = re.compile(r"\s?—\s?")


class Quoted(NamedTuple):
    """A span inside quotation marks: marks left out, and with them."""

    start: int
    end: int
    outer_start: int
    outer_end: int

    def words(self, text: str) -> int:
        """How many words it holds."""
        return len(_WORD.findall(text, self.start, self.end))


def quoted(text: str, start: int, end: int, lexicon: Lexicon | None = None) -> list[Quoted]:
    """Quotations in one block, outermost only; one left open may run to the block's end.

    It does where it opens the block and no other follows, or where the next block opens with the
    same mark.

    >>> text = 'She said: “Nobody asked us.”'
    >>> [text[q.start:q.end] for q in quoted(text, 0, len(text))]
    ['Nobody asked us.']
    """
    if lexicon is not None and lexicon.language != "en" and text.startswith("—", start):
        spoken = _dialogue(text, start, end, lexicon)
        if lexicon.language == "fr":  # Spanish sets its clause between dashes
            spoken = [part for quote in spoken for part in _parted(text, quote, lexicon)]
        return spoken
    marks = [(match.start(), match.group()) for match in _MARK.finditer(text, start, end)]
    found: list[Quoted] = []
    i = 0
    while i < len(marks):
        at, mark = marks[i]
        opens = _opens(text, at, mark, start, end)
        j = _close(text, marks, i, end) if opens else None
        if j is None:
            if opens and _is_left_open(text, marks, i, start, end):
                found.append(_trim(text, at, len(mark), end, end))
                break
            i += 1
            continue
        closing, closer = marks[j]
        found.append(_trim(text, at, len(mark), closing, closing + len(closer)))
        i = j + 1
    found = [quote for quote in found if quote.start < quote.end]
    if lexicon is not None and lexicon.language in _INSIDE:
        found = [part for quote in found for part in _parted(text, quote, lexicon)]
    return found


def _opens(text: str, at: int, mark: str, start: int, end: int) -> bool:
    if mark in "»’›":
        return False
    if mark in _PLAIN:
        return _side(text, at, mark, start, end) > 0
    before = text[at - 1] if at > start else " "
    after = text[at + len(mark)] if at + len(mark) < end else " "
    if mark == "''":
        return not before.isalnum() and not (after.isspace() and not before.isspace())
    if mark == "'":
        return (before.isspace() or before in '([“"') and after.isalnum()
    return mark != "‘" or (not before.isalnum() and not after.isspace())


def _is_left_open(
    text: str, marks: Sequence[tuple[int, str]], i: int, start: int, end: int
) -> bool:
    """Whether a mark without its pair runs on to the block's end, and is no slip of the pen."""
    at, mark = marks[i]
    if mark not in _DOUBLE or end - at > _LONGEST:
        return False
    later = {found for _, found in marks[i + 1 : i + _MARKS]}
    return later.isdisjoint(_DOUBLE) and (at == start or _reopens(text, end, mark))


def _reopens(text: str, end: int, mark: str) -> bool:
    """Whether the next block begins with the same mark, as a quotation of many paragraphs does."""
    at = end
    while at < len(text) and at < end + 8 and text[at].isspace():
        at += 1
    return text.startswith(mark, at) and "\n" in text[end:at]


def _close(text: str, marks: Sequence[tuple[int, str]], i: int, end: int) -> int | None:
    """Index of the mark that closes mark `i`, or None."""
    at, mark = marks[i]
    if mark in _PLAIN:
        return _balanced(text, marks, i, end)
    wanted = _CLOSERS.get(mark, mark)
    depth = 0  # of double marks inside single ones
    for j in range(i + 1, min(len(marks), i + _MARKS)):
        position, found = marks[j]
        if position - at > _LONGEST:
            return None
        if found in _PLAIN and wanted in _SINGLE:
            depth += _side(text, position, found, at, end)
            if depth < 0:
                return None  # an apostrophe, no mark: ‘90s
        if found != wanted or depth:
            continue
        following = text[position + len(found)] if position + len(found) < end else " "
        # An apostrophe closes nothing inside a word, nor after a plural's s.
        if wanted in _SINGLE and (
            following.isalnum() or (text[position - 1] == "s" and following == " ")
        ):
            continue
        if wanted == "'" and text[position - 1] not in ".,!?…":
            continue
        if wanted == "''" and following.isalnum():
            continue
        return j
    return None


def _balanced(text: str, marks: Sequence[tuple[int, str]], i: int, end: int) -> int | None:
    """The same for a mark that may hold others of its kind: "She said "no" to us." """
    at, _ = marks[i]
    depth = 1
    for j in range(i + 1, min(len(marks), i + _MARKS)):
        position, found = marks[j]
        if position - at > _LONGEST:
            return None
        if found not in _PLAIN or (found != "”" and text[position - 1] == "\n"):
            continue  # a quotation opens each of its paragraphs with a mark
        behind = text[position - 1] in ".,!?…"  # "No,"she said: a space is missing
        depth += -1 if behind and found != "“" else _side(text, position, found, at, end)
        if depth == 0:
            return j
    return None


def _side(text: str, at: int, mark: str, start: int, end: int) -> int:
    """1 for a mark that opens, -1 for one that closes, 0 for neither, by what is around it.

    A curly mark turned the wrong way is read by its place: “No,“ she said.
    """
    before = text[at - 1] if at > start else " "
    after = text[at + 1] if at + 1 < end else " "
    if mark == "“":
        return 1 if before.isspace() or after.isalnum() or before in _BEFORE else -1
    if mark == "”":
        return 1 if before.isspace() and after.isalnum() else -1
    if before.isalnum() or before == "=":
        return 0 if after.isalnum() else -1
    opening = after.isalnum() or before in _BEFORE or (before.isspace() and not after.isspace())
    return 1 if opening else -1


def _trim(text: str, opening: int, width: int, closing: int, outer_end: int) -> Quoted:
    start, end = _stripped(text, opening + width, closing)
    return Quoted(start, end, opening, outer_end)


def _stripped(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _parted(text: str, quote: Quoted, lexicon: Lexicon) -> list[Quoted]:
    """A quotation without the reporting clauses between its commas."""
    parts: list[Quoted] = []
    start, outer = quote.start, quote.outer_start
    for match in _INCISE.finditer(text, quote.start, quote.end):
        if not _is_incise(match, lexicon):
            continue
        if match.start() > start:
            parts.append(Quoted(start, match.start(), outer, match.start()))
        stop = _after_role(text, match.end(), quote.end, lexicon)
        start, _ = _stripped(text, stop, quote.end)
        outer = stop
    if start < quote.end:
        parts.append(Quoted(start, quote.end, outer, quote.outer_end))
    return parts


def _after_role(text: str, at: int, end: int, lexicon: Lexicon) -> int:
    """One past ", bénévole de Sol Libre," where that goes on behind a name, else `at`."""
    word = _WORD.search(text, at, end)
    if word is None or word.group().lower() not in lexicon.words("reporting.roles"):
        return at
    comma = text.find(",", word.end(), min(end, word.end() + _APPOSED))
    return at if comma < 0 else comma + 1


def _is_incise(match: re.Match[str], lexicon: Lexicon) -> bool:
    """Whether a verb of speech and its subject stand between the commas."""
    verb = (match["turned"] or match["verb"]).lower()
    if verb not in lexicon.words("reporting.say") and verb not in spoken(lexicon, "finite"):
        return False
    if match["turned"] or match["pronoun"]:
        return True
    name = match["rest"].split()
    return bool(name) and (name[0][0].isupper() or name[0].lower() in _ARTICLES)


def _dialogue(text: str, start: int, end: int, lexicon: Lexicon) -> list[Quoted]:
    """Speech after a dash: "—No vino nadie —dijo Sol—. Nadie." A clause stands between dashes."""
    cuts = [(match.start(), match.end()) for match in _DASH.finditer(text, start, end)]
    say = lexicon.words("reporting.say")
    found: list[Quoted] = []
    speaks = True
    for k, (dash, first) in enumerate(cuts):
        last = cuts[k + 1][0] if k + 1 < len(cuts) else end
        word = _WORD.match(text, first, last)
        if k and word is not None and word.group().lower() in say:
            speaks = False
        elif k:
            speaks = True
        if speaks:
            inner, stop = _stripped(text, first, last)
            while inner < stop and text[inner] in ".,;: ":
                inner += 1
            if inner < stop:
                found.append(Quoted(inner, stop, dash, last))
    return found
