"""How times are written in English, French and Spanish, as one pattern for each language."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import Final

from undercount.read.lexicon import Lexicon, lexicon
from undercount.read.lexicon.facets import facets
from undercount.read.lexicon.phrases import Phrases, branched
from undercount.read.times.dates import IN_DIGITS

_YEAR: Final = r"(?:19|20)\d{2}(?:[–/-]\d{2,4})?(?![\d,]\d|\d)"
_DAY: Final = r"(?:0?[1-9]|[12]\d|3[01])"
_DASH: Final = r"[–—-]"
_SHORT: Final = 3  # letters of "Mar" and "Sep", which stand alone as names of other things


@cache
def pattern(language: str) -> re.Pattern[str]:
    """Every expression of time; the longest shapes come first."""
    words = lexicon(language)
    shapes = {"fr": _french, "es": _spanish}.get(words.language, _english)(words)
    return re.compile(rf"(?<!\w)(?:{'|'.join(shapes)})")


_LITERALS: Final[dict[str, str]] = {
    "en": "eve end start beginning since before morning evening afternoon weekend night half "
          "stretch period far date year quarter week month day days weeks months nights years "
          "hours hour",
    "fr": "hier semestre trimestre mois période semaine jours semaines nuits heures",
    "es": "semestre trimestre mes periodo período año días semanas meses noches lustro lustros "
          "década décadas vísperas",
}  # fmt: skip
_DATED: Final = re.compile(r"(?:19|20)\d\d|\d[/.]\d\d?[/.]\d\d")  # years, days in digits


@cache
def _signs(language: str) -> Phrases:
    """Words of which each time not in digits holds one: those of the lists and of the shapes."""
    words = lexicon(language)
    keys = ("dates.weekdays", "period.units", "period.seasons", "period.phrases",
            "period.anaphoric", "period.rates")  # fmt: skip
    own = facets(language).union("period.named", "period.phrases")
    known = words.union(*keys, also=own.union(words.table("dates.months")))
    plurals = {f"{unit}s" for unit in words.words("period.units")}
    return Phrases(known.union(plurals, _LITERALS[words.language].split()))


def may_hold(sentence: str, language: str, among: frozenset[str]) -> bool:
    """Whether a sentence of these words may tell a time; most do not, and are told fast."""
    return _signs(language).may_be_among(among) or _DATED.search(sentence) is not None


def either(words: Iterable[str]) -> str:
    """Any of these words, the longest first."""
    return "|".join(re.escape(word) for word in sorted(words, key=lambda w: (-len(w), w)))


def phrases(*lists: frozenset[str]) -> str:
    """Any phrase of these lists, whole words, whatever their case."""
    body = branched(frozenset[str]().union(*lists)).replace("'", "['’]")
    return rf"(?i:{body})(?!\w)"


def _cased(words: Iterable[str]) -> frozenset[str]:
    return frozenset(form for word in words for form in (word, word.capitalize()))


def _english(words: Lexicon) -> list[str]:
    own = facets("en")
    names = {name.capitalize() for name in words.table("dates.months")}
    whole = either({name for name in names if len(name) > _SHORT or name == "May"})
    month, long = rf"(?:{either(names)})\b\.?", rf"(?:{whole})\b"
    weekday = either({day.capitalize() for day in words.words("dates.weekdays")})
    unit, season = either(words.words("period.units")), either(words.words("period.seasons"))
    number = rf"(?:\d{{1,3}}|{either(words.table('numbers.units'))})"
    day = (
        rf"(?:(?:{weekday}),? )?\d{{1,2}}(?:st|nd|rd|th)?(?: ?{_DASH} ?\d{{1,2}})? (?:of )?"
        rf"{month}(?:,? {_YEAR})?|"
        rf"{month} {_DAY}(?:st|nd|rd|th)?(?![\d,]\d|\d)(?! people| persons| men| women| children)"
        rf"(?:,? {_YEAR})?|"
        rf"{month}(?:{_DASH}{month})? {_YEAR}|{long}(?:{_DASH}{long})?"
    )
    named = either(own.words("period.named"))
    vague = (
        rf"(?:this|last|next|that|the same|the previous|the following|the) "
        rf"(?:{unit}|{season})\b(?: of {_YEAR})?"
    )
    clock = r"(?: (?:morning|evening|night|afternoon|evening))?"
    which = r"(?:last |next |this |(?:the )?(?:previous|following) )?"
    atom = (
        rf"(?:{IN_DIGITS}|{day}|{_YEAR}|{which}(?:{weekday})\b{clock}|(?:{named})\b|"
        rf"(?:the )?(?:start|end|beginning|middle|turn|whole|rest) of "
        rf"(?:{day}|{_YEAR}|(?:the|this|last) (?:{unit}|{season})\b|{vague})|"
        rf"{vague}|(?:late|early|mid)[ -](?:{day}|{_YEAR}|{unit}|{season}))"
    )
    window = (
        rf"(?:first|second|third|fourth|last|past|previous|next|latest|same|final|following|coming)"
        rf" (?:{number} )?(?:{unit}|half|half-year|stretch|period|nine-month period)\b"
    )
    link = r"(?:to|until|through|and|till)"
    fiscal = r"(?:financial|fiscal|school|calendar|reporting|budget) (?:year|period)\b"
    token = rf"(?:\d{{1,2}} {month}(?: {_YEAR})?|{_YEAR}|(?!{_AUX})[^\W\d][\w'’-]*)"
    owner = r"(?:the|our|his|her|their|its|my)"
    return [
        rf"(?i:between) (?:{atom}|\d{{1,2}}) and {atom}",
        rf"(?i:between) {atom} and (?:{owner}) [a-z-]+\b",
        rf"(?i:from) (?:{atom}|\d{{1,2}}) {link} {atom}",
        rf"\d{{1,2}} (?:to|and|until) \d{{1,2}} {month}(?: {_YEAR})?",
        rf"(?i:{season}) (?:of )?{_YEAR}",
        rf"(?:the )?(?:{own_span(owner)})",
        rf"(?:the )?(?:night|morning|evening|week|weekend|day|month) (?:of|from) (?:the )?"
        rf"(?:{atom} (?:to|and) )?{atom}",
        rf"(?:the )?(?:same|corresponding|whole|rest) (?:{unit}|period|stretch)?"
        rf"(?: ?(?:of|in|last)) (?:{_YEAR}|year\b|the (?:year|week|month) before|{long})",
        rf"(?i:since|up to|until|by|before|after|as of|as at|through) (?:the )?{atom}",
        rf"(?i:since) (?:{owner}|last|a) (?:{token} ){{0,8}}?{token}"
        rf"(?=[,.;:)\"”\n]|$| and | but )",
        rf"(?i:since) (?:I|we|they|he|she|it) [a-z]+(?: {token}){{0,5}}?"
        rf"(?=[,.;:)\"”\n]|$| and | but )",
        rf"(?i:before) the (?!{_AUX})[a-z]+s (?:{token} ){{0,3}}?{token}"
        rf"(?=[,.;:)\"”\n]|$| and | but )",
        r"(?:day|night|morning|evening|afternoon|week|weekend) (?:we|I|they) [a-z]+",
        rf"(?:{_YEAR} )(?:{fiscal})|(?:last|this|previous|current|next) {fiscal}",
        rf"(?:(?i:over) the )?{window}(?: (?:of|to|ending|in) (?:{atom}|this year|last year))?",
        rf"{number} (?:{unit}) (?:to|ending|until|up to) (?:{atom}|{month}(?: {_YEAR})?)",
        r"(?:half-year|year|quarter|week|month|day) (?:before|earlier)\b",
        phrases(own.words("period.phrases"), words.words("period.phrases"),
                words.words("period.anaphoric"), words.words("period.rates")),
        rf"(?:(?i:in|over)) {number} (?:days|weeks|months|nights|years|hours)\b(?!['’ ]\w*time)",
        rf"(?i:within) {number} (?:{unit})\b",
        r"(?i:in) (?:one|a single) (?:day|week|month|night|year|hour)\b(?!['’ ]\w*time)",
        r"(?:W|w)eek \d{1,2}\b", r"(?i:so far)(?: this year)?\b", r"(?i:to date)\b", atom,
    ]  # fmt: skip


_AUX: Final = r"(?:is|are|has|have|cannot|can|do|does|was|were|had|could|will|would)\b"
_ENDS: Final = (
    r"(?:road|street|pier|quay|line|queue|corridor|tunnel|track|day|world|rope|jetty|runway|trail|"
    r"path|bridge|beach|room|building|table|list|book|story|camp|valley|village|town|island|"
    r"platform|table|page|letter|report|document|route|bay|harbour|field|fence|wall)\b"
)


def own_span(owner: str) -> str:
    """ "The last day of our fieldwork", "the end of the audit": dated by what happened."""
    return (
        r"(?:first |second |last |final |opening )?(?:day|night|morning|week|eve|end|start|"
        rf"beginning) of {owner} (?!{_ENDS})[a-z][a-z-]+"
    )


def _french(words: Lexicon) -> list[str]:
    own = facets("fr")
    month = rf"(?:{either(_cased(words.table('dates.months')))})\b\.?"
    weekday = either(_cased(words.words("dates.weekdays")))
    unit, season = either(words.words("period.units")), either(words.words("period.seasons"))
    number = rf"(?:\d{{1,3}}|{either(words.table('numbers.units'))})"
    named = either(own.words("period.named"))
    day = rf"(?:(?:{weekday}) )?\d{{1,2}}(?:er)? {month}(?: {_YEAR})?|{month}(?: {_YEAR})?"
    clock = r"(?: soir| matin| après-midi| dernier| à l['’]aube| midi)?"
    part = r"(?:début|fin|mi|milieu|courant)"
    atom = (
        rf"(?:{IN_DIGITS}|{day}|{_YEAR}|(?:{weekday}){clock}|(?:{named})\b|hier{clock}|"
        rf"(?:le |la |l['’])?{part}[ -]?(?:de |d['’]|du )?(?:{day}|{_YEAR}|"
        rf"(?:l['’]|la |le )?(?:{season}|{unit})\b)|"
        rf"(?:l['’]|cet |cette |ce |le |la )(?:{season}|{unit})\b"
        rf"(?: dernier| dernière| précédent| précédente| prochain| prochaine| suivant| suivante)?)"
    )
    half = (
        r"(?:premier|second|deuxième|troisième|quatrième|dernier|même) "
        r"(?:semestre|trimestre|mois|période|semaine)"
    )
    opener = (
        r"(?i:depuis(?: plus de| le| la| l['’])?|jusqu['’](?:à|au|en)|"
        r"d['’]ici(?: à| au| la| le)?|avant|après|à la date du|à partir d[eu]|par rapport à|"
        r"à compter du)"
    )
    return [
        rf"(?i:entre) (?:le )?(?:{atom}|\d{{1,2}}(?:er)?) et (?:le )?{atom}",
        rf"(?:la )?(?:nuit|soirée) d[ue] (?:{atom}|\d{{1,2}}(?:er)?) (?:au|à) {atom}",
        rf"(?:de |du )(?:{month}) à {month}(?: {_YEAR})?",
        rf"du \d{{1,2}}(?:er)?(?: {month})? au {day}",
        rf"{opener} ?(?:le |la |l['’])?(?:{number} (?:{unit})\b|{atom})",
        rf"(?:au cours |pendant |durant |sur |dans )?(?:des?|les|ces) (?:{number} )?"
        rf"(?:derniers|dernières|premiers|premières|prochains|prochaines) (?:{number} )?(?:{unit})"
        rf"(?: de {atom})?",
        rf"{half}(?: (?:de |d['’])?(?:{atom}))?", rf"(?:même|mêmes) (?:{unit}) de {_YEAR}",
        rf"(?i:en |dans les |sur )(?i:{number}) (?:jours|semaines|mois|nuits|heures)\b",
        phrases(own.words("period.phrases"), words.words("period.phrases"),
                words.words("period.anaphoric"), words.words("period.rates")),
        rf"(?i:{season}) {_YEAR}", rf"(?i:il y a) (?:{number}) (?:{unit})\b",
        rf"(?:la |le )?(?:nuit|matinée|journée|semaine|week-end) d[ue] {atom}", atom,
    ]  # fmt: skip


def _spanish(words: Lexicon) -> list[str]:
    own = facets("es")
    month = rf"(?:{either(_cased(words.table('dates.months')))})\b\.?"
    weekday = either(_cased(words.words("dates.weekdays")))
    unit, season = either(words.words("period.units")), either(words.words("period.seasons"))
    number = rf"(?:\d{{1,3}}|{either(words.table('numbers.units'))})"
    named = either(own.words("period.named"))
    year = rf"(?: del? (?:año )?{_YEAR})"
    day = rf"(?:(?:{weekday}),? )?\d{{1,2}}º? de {month}{year}?|{month}{year}?"
    clock = r"(?: por la (?:noche|mañana|tarde)| de madrugada| pasado)?"
    part = r"(?:principios|finales|mediados|comienzos|inicios|fines|fin|final)"
    tail = r"(?: (?:pasad[oa]|anterior|próxim[oa]|siguiente|en curso))"
    atom = (
        rf"(?:{IN_DIGITS}|{day}|{_YEAR}|(?:{weekday}){clock}|(?:{named})\b|"
        rf"(?:a )?{part} del? (?:{day}|{_YEAR}|(?:el |la |este |esta )?(?:{season}|{unit})\b)|"
        rf"(?:el|la|este|esta|ese|esa|aquel|aquella) (?:mism[oa] )?(?:{season}|{unit})\b{tail}?|"
        rf"(?:mism[oa]|últim[oa]) (?:{season}|{unit}|periodo|período)\b{year}?)"
    )
    half = (
        r"(?:primer|segundo|tercer|cuarto|último|mismo) "
        r"(?:semestre|trimestre|mes|periodo|período|año)"
    )
    opener = (
        r"(?i:desde|hasta|antes de|antes del|después de|después del|a partir de|a partir del|"
        r"a fecha de|en torno al)"
    )
    return [
        rf"(?i:entre) (?:el )?(?:{atom}|\d{{1,2}}) y (?:el )?{atom}",
        rf"(?i:del|desde el) \d{{1,2}}(?: de {month}{year}?)? (?:al|hasta el) {day}",
        rf"(?i:de|desde) {month}{year}? (?:a|hasta) {month}{year}?",
        rf"(?:la )?(?:noche|madrugada|semana|mañana|tarde) del? (?:{atom}|\d{{1,2}}) al? {atom}",
        rf"(?:la |el )?(?:noche|madrugada|mañana|tarde|semana|fin de semana|día) del? {atom}",
        rf"{opener} (?:el |la |los |las )?(?:{part} del? (?:año|mes)\b|{atom})",
        rf"(?:durante |en )?(?:los|las) (?:{number} )?(?:últim[oa]s|primer[oa]s|pasad[oa]s|"
        rf"próxim[oa]s) (?:{number} )?(?:{unit})(?: (?:de {atom}|del año))?",
        rf"{half}(?:(?: del? (?:{atom}|año\b(?: {_YEAR})?)))?",
        rf"(?i:en|durante) {number} (?:días|semanas|meses|noches)\b",
        rf"(?i:hace) (?:{number}|un|una|unos|unas) (?:{unit}|lustro|década)s?\b",
        r"vísperas del? (?:la |los |las )?[^\W\d]+",
        phrases(own.words("period.phrases"), words.words("period.phrases"),
                words.words("period.anaphoric"), words.words("period.rates")),
        rf"(?i:{season}) (?:de|del) {_YEAR}",
        rf"(?:{unit}){tail}", atom,
    ]  # fmt: skip
