"""The time a figure speaks of, verbatim."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from undercount.read.lexicon import lexicon

_YEAR: Final = r"(?:19|20)\d{2}(?:[–/-]\d{2,4})?(?![\d,]\d|\d)"
_AFTER_PENALTY: Final = 15  # code points by which a period before the number is the farther one


@dataclass(frozen=True, slots=True)
class Period:
    """One expression of time: `text[start:end]`, without a leading in, on or the.

    Attributes:
        start: first code point.
        end: one past the last.
        anaphoric: it points back ("that night") and says no time itself.
    """

    start: int
    end: int
    anaphoric: bool = False


def _either(words: Sequence[str] | frozenset[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=lambda w: (-len(w), w)))


@cache
def _pattern(language: str) -> re.Pattern[str]:
    words = lexicon(language)
    names = set(words.table("dates.months"))
    months = _either(frozenset(names | {n.capitalize() for n in names} if language == "fr"
                               else {n.capitalize() for n in names}))  # fmt: skip
    weekdays = words.words("dates.weekdays")
    weekday = _either(
        frozenset(weekdays if language == "fr" else {d.capitalize() for d in weekdays})
    )
    unit, season = _either(words.words("period.units")), _either(words.words("period.seasons"))
    number = rf"(?:\d{{1,3}}|{_either(frozenset(words.table('numbers.units')))})"
    month = rf"(?:{months})\b\.?"
    if language == "fr":
        day = rf"(?:(?:{weekday}) )?\d{{1,2}}(?:er)? {month}(?: {_YEAR})?|{month}(?: {_YEAR})?"
        atom = (
            rf"(?:{day}|{_YEAR}|(?:{weekday})(?: soir| matin| dernier)?|"
            rf"(?:le |la |l['’])?(?:début|fin|mi-) ?(?:de |d['’])?(?:{day}|{_YEAR})|"
            rf"(?:l['’]|cet |cette |le |la )(?:{season}|{unit})(?: dernier| dernière)?)"
        )
        shapes = [
            rf"(?i:entre) (?:le )?(?:{atom}|\d{{1,2}}) et (?:le )?{atom}",
            rf"du \d{{1,2}}(?:er)?(?: {month})? au {day}",
            rf"(?i:depuis|jusqu['’](?:à|au|en)|d['’]ici(?: à| au| la)?|avant|après|à la date du) "
            rf"(?:le |la |l['’])?{atom}",
            rf"(?:au cours |pendant |durant |sur |dans )?(?:des?|les|ces) {number} "
            rf"(?:derniers|dernières|premiers|premières) (?:{unit})(?: de {atom})?",
            _phrases(words.words("period.phrases")), _phrases(words.words("period.rates")),
            rf"(?i:{season}) {_YEAR}",
            rf"(?:nuit|matinée|journée|semaine) du {atom}", atom,
        ]  # fmt: skip
    else:
        day_number = r"(?:0?[1-9]|[12]\d|3[01])"
        day = (
            rf"(?:(?:{weekday}),? )?\d{{1,2}}(?:st|nd|rd|th)?(?:[–-]\d{{1,2}})? "
            rf"{month}(?: {_YEAR})?|"
            rf"{month} {day_number}(?![\d,]\d|\d)(?! people| persons| men| women| children)"
            rf"(?:,? {_YEAR})?|"
            rf"{month}(?:[–-]{month})?(?: {_YEAR})?"
        )
        vague = (
            rf"(?:this|last|next|that|the same|the previous|the) (?:{unit}|{season})\b"
            rf"(?: of {_YEAR})?"
        )
        atom = (
            rf"(?:{day}|{_YEAR}|(?:{weekday})\b(?: (?:morning|evening|night|afternoon))?|"
            rf"the (?:start|end|beginning|middle|turn) of (?:{day}|{_YEAR}|the (?:{unit})\b|"
            rf"{vague})|{vague}|(?:late|early|mid)[ -](?:{day}|{_YEAR}))"
        )
        window = (
            rf"(?:first|last|past|previous|next|latest|same|final) (?:{number} )?"
            rf"(?:{unit}|half|quarter|stretch|period)\b"
        )
        shapes = [
            rf"(?i:between) (?:{atom}|\d{{1,2}}) and {atom}",
            rf"(?i:from) (?:{atom}|\d{{1,2}}) (?:to|until|through) {atom}",
            rf"\d{{1,2}} (?:to|and|until) \d{{1,2}} {month}(?: {_YEAR})?",
            rf"(?i:{season}) {_YEAR}",
            rf"(?i:since|up to|until|by|before|after|as of|within|through) {atom}",
            rf"(?i:within) {number} (?:{unit})\b",
            rf"(?:(?i:over) the )?{window}(?: (?:of|to|ending|in) (?:{atom}|this year|last year))?",
            rf"{number} (?:{unit}) (?:to|ending|until|before) {atom}",
            _phrases(words.words("period.phrases")), _phrases(words.words("period.anaphoric")),
            _phrases(words.words("period.rates")),
            rf"(?:night|morning|evening|week|weekend|day|month) of (?:the )?{atom}",
            r"week \d{1,2}\b", r"(?i:so far)(?: this year)?\b", r"to date\b", atom,
        ]  # fmt: skip
    return re.compile(rf"(?<!\w)(?:{'|'.join(shapes)})")


def _phrases(words: frozenset[str]) -> str:
    body = _either(words).replace("'", "['’]")
    return rf"(?i:{body})(?!\w)"


_LEADING: Final = re.compile(
    r"(?:the |in |on |during |from (?=early|late|mid)|le |la |l['’]|en |du (?=[a-zé]))+",
    re.IGNORECASE,
)


_POINTING: Final = re.compile(r"^(?:over|in|during|for|the|of|on)\s(?:the\s)?")
_BARE: Final = frozenset(
    [
        "year",
        "month",
        "week",
        "day",
        "night",
        "period",
        "quarter",
        "année",
        "mois",
        "semaine",
        "jour",
        "nuit",
    ]
)
_NO_TIMES: Final = frozenset(["may", "march", "mars", "sun", "day", "night", "été"])


def periods(text: str, language: str, start: int, end: int) -> list[Period]:
    """Expressions of time in one sentence, in order, none overlapping another."""
    code = "fr" if language == "fr" else "en"
    anaphor = lexicon(code).pattern("period.anaphoric")
    sentence = text[start:end]
    found = []
    for match in _pattern(code).finditer(sentence):
        begin, stop = start + match.start(), start + match.end()
        lead = _LEADING.match(text, begin, stop)
        keep = code == "fr" and match.group().startswith(("du ", "l'an", "l’an"))
        if lead and lead.end() < stop and not keep:
            begin = lead.end()
        while text[stop - 1] in ". ":
            stop -= 1
        words = text[begin:stop]
        if words in _NO_TIMES:
            continue
        bare = _POINTING.sub("", words.lower())
        pointing = anaphor.fullmatch(words) or anaphor.fullmatch(bare) or bare in _BARE
        found.append(Period(begin, stop, pointing))
    return found


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


_REPORTING: Final = re.compile(
    r"(?:(?P<asof>as (?:of|at))|reporting period|period covered|période couverte)\s?:?\s",
    re.IGNORECASE,
)
_HEAD: Final = 400  # code points in which a report names its period


def reporting_period(text: str, language: str) -> Period | None:
    """The period a situation report gives in its head, for figures that name none."""
    match = _REPORTING.search(text, 0, _HEAD)
    if match is None:
        return None
    stop = min(len(text), match.end() + 60)
    line = text.find("\n", match.end(), stop)
    start = match.start("asof") if match["asof"] else match.end()
    return next(iter(periods(text, language, start, stop if line < 0 else line)), None)
