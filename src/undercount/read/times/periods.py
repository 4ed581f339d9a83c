"""The time a figure speaks of, verbatim."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from undercount.read.lexicon import lexicon
from undercount.read.lexicon.facets import facets
from undercount.read.lexicon.phrases import words_of
from undercount.read.times.patterns import either, may_hold, pattern

_AFTER_PENALTY: Final = 15  # code points by which a period before the number is the farther one
_COMPARED: Final = 24  # code points before a time in which "compared with the" may stand


@dataclass(frozen=True, slots=True)
class Period:
    """One expression of time: `text[start:end]`, without a leading in, on or the.

    Attributes:
        start: first code point.
        end: one past the last.
        anaphoric: it points back ("that night") and says no time itself.
        compared: it is what another time is held against ("than last year").
    """

    start: int
    end: int
    anaphoric: bool = False
    compared: bool = False


_LEADING: Final = {
    "en": re.compile(
        r"(?:the |in |on |during |over (?:the )?(?=next|past|coming|following|\d)|"
        r"(?:from|through) (?=early|late|mid)|(?:the )?whole of (?=(?:19|20)\d\d))+",
        re.IGNORECASE,
    ),
    "fr": re.compile(r"(?:le |la |l['’]|en |du (?=[a-zé])|dans les |sur )+", re.IGNORECASE),
    "es": re.compile(r"(?:el |la |los |las |en |durante )+", re.IGNORECASE),
}
_KEPT: Final = ("du ", "l'an", "l’an", "en lo que", "la veille")
_POINTING: Final = re.compile(r"^(?:over|in|during|for|the|of|on)\s(?:the\s)?")
_BARE: Final = frozenset(
    ["year", "month", "week", "day", "night", "period", "quarter", "année", "mois", "semaine",
     "jour", "nuit", "año", "mes", "semana", "día", "noche", "periodo", "período"]
)  # fmt: skip
_LAW: Final = 30  # code points before a year in which the law stands that it dates
_LAWS: Final = (
    r"(?:Act|Law|Bill|Order|Regulations?|Rules|Directive|Convention|Protocol|Decree|Code|Treaty|"
    r"Ordinance|Charter|[Ll]oi|[Dd]écret|[Ll]ey|[Dd]ecreto|Statute|Constitution)"
)
_LAW_BEFORE: Final = re.compile(rf"\b{_LAWS}(?:,? (?:No\.? )?\d[\d./-]*)?,? (?:of |de |du |del )?$")
_LAW_AFTER: Final = re.compile(
    rf" (?:{_LAWS}|(?:[a-z]+ ){{0,2}}(?:act|law|agreement|accords?|treaty|convention|protocol|deal|"
    r"compact|constitution|decree))\b"
)
_HOUR: Final = re.compile(
    r"(?:après|avant|depuis|jusqu['’]à|after|before|until|a las|hasta las|antes de las) ?"
    r"\d{1,2} (?:heures?|hours?|horas?)",
    re.IGNORECASE,
)
_CLOCK: Final = re.compile(r"\d\d?[:.h]?\d{0,2}(?: ?(?:hrs|hours|h|am|pm|[A-Z]{2,4}))?,?(?: on)?")
_NO_TIMES: Final = frozenset(["may", "march", "mars", "sun", "day", "night", "été"])


def periods(
    text: str, language: str, start: int, end: int, among: frozenset[str] | None = None
) -> list[Period]:
    """Expressions of time in one sentence, in order, none overlapping another.

    Args:
        text: the document's text.
        language: of the document.
        start: first code point of the sentence.
        end: one past its last.
        among: its words in lower case, where they are known.
    """
    code, sentence = lexicon(language).language, text[start:end]
    if not may_hold(sentence, code, words_of(sentence) if among is None else among):
        return []
    anaphor, comparing = lexicon(code).pattern("period.anaphoric"), _comparing(code)
    found = []
    for match in pattern(code).finditer(sentence):
        begin, stop = start + match.start(), start + match.end()
        lead = _LEADING[code].match(text, begin, stop)
        if lead and lead.end() < stop and not match.group().lower().startswith(_KEPT):
            begin = lead.end()
        while text[stop - 1] in ". ":
            stop -= 1
        words = text[begin:stop]
        if words in _NO_TIMES or _HOUR.fullmatch(words) or _names_a_law(text, begin, stop):
            continue
        bare = _POINTING.sub("", words.lower())
        pointing = anaphor.fullmatch(words) or anaphor.fullmatch(bare) or bare in _BARE
        at = start + match.start()
        before = text[max(start, at - _COMPARED) : at]
        compared = any(
            lead.search(before) and (told is None or told.match(match.group()))
            for lead, told in comparing
        )
        found.append(Period(begin, stop, pointing, compared))
    return found


def _names_a_law(text: str, start: int, end: int) -> bool:
    """Whether a year or day dates a text: "the 2015 Act", "Act 2015", "Regulation 125 of 2016"."""
    return text[start].isdigit() and (
        _LAW_BEFORE.search(text, max(0, start - _LAW), start) is not None
        or _LAW_AFTER.match(text, end) is not None
    )


@cache
def _comparing(code: str) -> tuple[tuple[re.Pattern[str], re.Pattern[str] | None], ...]:
    """ "Than in 2022", "compared with last year", "que l'an dernier"; and "on the week before"."""
    words = facets(code)
    always = re.compile(rf"(?<!\w)(?:{either(words.words('period.compared'))})\s?$", re.IGNORECASE)
    some = either(words.words("period.compared_last"))
    if not some:
        return ((always, None),)
    earlier = re.compile(
        rf"(?:the |a )?(?:{either(words.words('period.last'))}|"
        rf"(?:{either(words.table('period.lengths'))}) (?:before|earlier))\b",
        re.IGNORECASE,
    )
    return (always, None), (re.compile(rf"(?<!\w)(?:{some})\s$", re.IGNORECASE), earlier)


def nearest(found: Sequence[Period], start: int, end: int, breaks: Sequence[int]) -> Period | None:
    """The period nearest to a number: in its own clause first, behind it rather than before.

    Args:
        found: periods of the sentence.
        start: first code point of the number.
        end: one past its last.
        breaks: code points at which a new clause begins.
    """

    def key(period: Period) -> tuple[int, int]:
        apart = sum(1 for at in breaks if min(start, period.start) < at <= max(start, period.start))
        if period.start >= end:
            return apart, period.start - end
        return apart, start - period.end + _AFTER_PENALTY

    free = [period for period in found if period.end <= start or period.start >= end]
    return min(free, key=key, default=None)


_HEAD: Final = 500  # code points in which a report names its period
_LINE: Final = 70  # code points after "covering" in which the period stands


def reporting_period(text: str, language: str) -> tuple[Period | None, bool]:
    """The period a situation report gives in its head, and whether it is only a day's state.

    "Reporting period: 6–12 March" and "covers 17–25 November" are of what happened in it; "as of
    8 October" is of what is so on that day.
    """
    code = lexicon(language).language
    words = facets(code)
    for key in ("period.covers", "period.as_of"):
        for hit in words.pattern(key).finditer(text, 0, _HEAD):
            stop = min(len(text), hit.end + _LINE)
            line = text.find("\n", hit.end, stop)
            begin = hit.start if key == "period.as_of" else hit.end
            found = periods(text, code, begin, stop if line < 0 else line)
            if not found:
                continue
            between = text[max(begin, hit.end) : found[0].start].strip(" :(the")
            if key == "period.as_of" and _CLOCK.fullmatch(between):
                return Period(hit.start, found[0].end), True
            if not between:
                return found[0], key == "period.as_of"
    return None, False
