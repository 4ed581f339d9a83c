"""The time a figure speaks of, verbatim, and as days where it can be told from the publication day."""

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
    weekday = _either(frozenset(weekdays if language == "fr" else {d.capitalize() for d in weekdays}))
    unit, season = _either(words.words("period.units")), _either(words.words("period.seasons"))
    number = rf"(?:\d{{1,3}}|{_either(frozenset(words.table('numbers.units')))})"
    month = rf"(?:{months})\b\.?"
    if language == "fr":
        day = rf"(?:(?:{weekday}) )?\d{{1,2}}(?:er)? {month}(?: {_YEAR})?|{month}(?: {_YEAR})?"
        atom = (
            rf"(?:{day}|{_YEAR}|(?:{weekday})(?: soir| matin| dernier)?|(?:le |la |l['’])?(?:début|fin|mi-) ?(?:de |d['’])?"
            rf"(?:{day}|{_YEAR})|(?:l['’]|cet |cette |le |la )(?:{season}|{unit})(?: dernier| dernière)?)"
        )
        shapes = [
            rf"entre (?:le )?(?:{atom}|\d{{1,2}}) et (?:le )?{atom}",
            rf"du \d{{1,2}}(?:er)?(?: {month})? au {day}",
            rf"(?:depuis|jusqu['’](?:à|au|en)|d['’]ici(?: à| au| la)?|avant|après|à la date du) (?:le |la |l['’])?{atom}",
            rf"(?:au cours |pendant |durant |sur |dans )?(?:des?|les|ces) {number} (?:derniers|dernières|premiers|premières) (?:{unit})(?: de {atom})?",
            _phrases(words.words("period.rates")), _phrases(words.words("period.phrases")),
            rf"(?:nuit|matinée|journée|semaine) du {atom}", atom,
        ]  # fmt: skip
    else:
        day = (
            rf"(?:(?:{weekday}),? )?\d{{1,2}}(?:st|nd|rd|th)?(?:[–-]\d{{1,2}})? {month}(?: {_YEAR})?"
            rf"|{month} \d{{1,2}}(?![\d,]\d|\d)(?:,? {_YEAR})?|{month}(?:[–-]{month})?(?: {_YEAR})?"
        )
        vague = rf"(?:this|last|next|that|the same|the previous|the) (?:{unit}|{season})\b(?: of {_YEAR})?"
        atom = (
            rf"(?:{day}|{_YEAR}|(?:{weekday})\b(?: (?:morning|evening|night|afternoon))?|"
            rf"the (?:start|end|beginning|middle|turn) of (?:{day}|{_YEAR}|the (?:{unit})\b|{vague})|{vague}|"
            rf"(?:late|early|mid)[ -](?:{day}|{_YEAR}))"
        )
        window = rf"(?:first|last|past|previous|next|latest|same|final) (?:{number} )?(?:{unit}|half|quarter|stretch|period)\b"
        shapes = [
            rf"between (?:{atom}|\d{{1,2}}) and {atom}",
            rf"from {atom} (?:to|until|through) {atom}",
            rf"(?:since|up to|until|by|before|after|as of|within|through) {atom}",
            rf"within {number} (?:{unit})\b",
            rf"(?:over the )?{window}(?: (?:of|to|ending|in) (?:{atom}|this year|last year))?",
            rf"{number} (?:{unit}) (?:to|ending|until|before) {atom}",
            _phrases(words.words("period.rates")),
            _phrases(words.words("period.phrases")), _phrases(words.words("period.anaphoric")),
            rf"(?:night|morning|evening|week|weekend|day|month) of {atom}",
            r"week \d{1,2}\b", r"so far(?: this year)?\b", r"to date\b", atom,
        ]  # fmt: skip
    return re.compile(rf"(?<!\w)(?:{'|'.join(shapes)})")


def _phrases(words: frozenset[str]) -> str:
    body = _either(words).replace("'", "['’]")
    return rf"(?i:{body})(?!\w)"


@cache
def _anaphor(language: str) -> re.Pattern[str]:
    return lexicon(language).pattern("period.anaphoric")


_LEADING: Final = re.compile(
    r"(?:the |in |on |during |from (?=early|late|mid)|le |la |l['’]|en |du (?=[a-zé]))+", re.IGNORECASE
)


def periods(text: str, language: str, start: int, end: int) -> list[Period]:
    """Expressions of time in one sentence, in order, none overlapping another."""
    code = "fr" if language == "fr" else "en"
    sentence = text[start:end]
    # "Since", "By" and "As" open sentences in capitals; the months must keep theirs.
    first = sentence[:1].lower() + sentence[1:] if _OPENER.match(sentence) else sentence
    found = []
    for match in _pattern(code).finditer(first):
        begin, stop = start + match.start(), start + match.end()
        lead = _LEADING.match(text, begin, stop)
        keep = code == "fr" and match.group().startswith(("du ", "l'an", "l’an"))
        if lead and lead.end() < stop and not keep:
            begin = lead.end()
        words = text[begin:stop].lower()
        anaphoric = _anaphor(code).fullmatch(words) is not None or words in ("that night", "same period")
        if words not in ("may", "march", "mars", "sun", "day", "night"):
            found.append(Period(begin, stop, anaphoric))
    return found


_OPENER: Final = re.compile(
    r"(?:Since|Between|By|As of|Up to|Until|Before|After|Within|Over|From|So far|Depuis|Entre|Avant)\b"
)


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
