"""Spans that hold digits but count nobody, told by their own shape: dates, roads, money, ids."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from typing import Final

from undercount.ledger.records import Rejected
from undercount.read.lexicon import lexicon
from undercount.read.lexicon.phrases import branched
from undercount.read.times.dates import dates
from undercount.units import Rejection

# A number behind its first digit, and the whole of it.
_DIGITS: Final = r"\d{0,14}(?:[ \u00a0\u2009\u202f,.]\d{3}(?!\d)){0,4}(?:[.,]\d{1,2}(?!\d))?"
_NUMBER: Final = rf"\d{_DIGITS}"
_CODES: Final = (
    "USD|EUR|GBP|CHF|JPY|CNY|CAD|AUD|INR|BRL|MXN|COP|PEN|CLP|ARS|BOB|VES|CRC|GTQ|HNL|DOP|HTG|TTD|"
    r"NGN|GHS|KES|UGX|TZS|RWF|BIF|ETB|SDG|SSP|SOS|DJF|XAF|XOF|FCFA|F\sCFA|CDF|MWK|MZN|ZAR|ZMW|"
    "ZWL|MGA|"
    "EGP|LYD|TND|DZD|MAD|MRU|ILS|JOD|LBP|SYP|IQD|IRR|YER|SAR|AED|QAR|TRY|AFN|AFS|PKR|BDT|LKR|NPR|"
    "MMK|THB|VND|KHR|IDR|MYR|PHP|SGD|HKD|KRW|RUB|UAH|PLN|CZK|HUF|RON|BGN|SEK|NOK|DKK|RM|Rs"
)
_CURRENCY: Final = (
    r"(?:(?:(?<![A-Za-z])(?:US|CA?|AU?|HK|NZ|NT|R|S)\s?)?\$(?:US)?|[€£¥₹₦₺]|"
    r"(?<![A-Za-z])S/\.?(?=\s?\d)|"
    rf"(?<![A-Za-z])(?:{_CODES})(?![A-Za-z]))"
)
CURRENCY: Final = re.compile(_CURRENCY, re.IGNORECASE)
"""A currency's sign or code."""

_YEAR: Final = r"(?:19|20)\d{2}"

# A pattern that begins with the letters it may begin with lets the engine leap from one to the
# next; what must not stand before that letter is looked back at from behind it.
_ADDRESSES: Final[tuple[tuple[Rejection, str], ...]] = (
    ("id", r"\b(?:https?|ftp|file)://[^\s<>\"»”]{1,2000}|\bwww\.[^\s<>\"»”]{1,500}"),
    (
        "date",
        r"(?=\d)(?<![\w/.,-])(?<![A-Z]\s)(?:(?:0?[1-9]|1[0-2])/(?:0?[1-9]|[12]\d|3[01])"
        r"|(?:0?[1-9]|[12]\d|3[01])/(?:0?[1-9]|1[0-2]))/\d\d(?![\w/])",
    ),
    ("id", r"\b[a-z]{2,20}(?:\.[a-z]{2,20}){1,3}/[^\s<>\"»”]{1,500}"),
    ("id", r"[\w.+-]{1,60}@[\w-]{1,60}(?:\.[\w-]{1,20}){1,4}|(?<!\w)[@#]\w{0,60}\d\w{0,60}"),
    ("phone", r"\+(?<!\w.)\d[\d \u00a0().-]{6,20}\d(?!\w)"),
    ("phone", r"0(?<![\w.,].)\d(?:[ .\u00a0\u202f]\d{2}){4}(?!\d)"),
    ("phone", r"0(?<![\w.,-].)\d{2,4}[ -]\d{3,4}[ -]\d{3,4}(?!\d)"),
    ("phone", r"\d(?<![\w.,-].)\d{2,4}-\d{3}-\d{3,4}(?![\w-])"),
    ("phone", r"[\d(](?<![\w.,-].)(?:(?<=\()\d{3}|(?<=\d)\d\d)\)?[ -]\d{3}-\d{4}(?!\d)"),
)  # fmt: skip
# One of these stands in a text that holds the address.
_SIGNS: Final = (
    ("://", "www."),
    ("/",),
    ("/",),
    ("@", "#"),
    ("+",),
    ("0",),
    ("0",),
    ("-",),
    ("-",),
)
_SHAPES: Final[tuple[tuple[Rejection, str], ...]] = (
    ("id", r"[A-Z](?<!\w.)[A-Z]{0,4}\s\d{1,4}(?:/\d{1,4}){2,3}(?![\w/])"),
    (
        "other",
        r"\d(?<![\w.,].)\d{0,3}(?:[–-]\d{1,4})?[A-Za-z]?(?=(?:\s[A-Z][\w'’.-]{1,30}){1,3}\s"
        r"(?:Street|Road|Avenue|Lane|Square|Drive|Terrace|Boulevard|Crescent|Close|St|Rd|Ave)\b)",
    ),
    (
        "other",
        r"\d(?<![\w.,].)\d{0,2}(?:\s?(?:bis|ter))?(?=,\s(?:rue|avenue|boulevard|place|quai|chemin|impasse)\s)",
    ),
    ("phone", r"\d(?<![\w.,].)\d{1,2}[ .]\d{2,3}[ .]\d\d[ .]\d\d(?![\d.,]?\d)"),
    (
        "phone",
        r"\d(?<=\s.)(?:(?<=[Tt]oll-free\s.)|(?<=[Dd]ial\s.)|(?<=[Hh]otline\s.)|(?<=[Hh]elpline\s.))"
        r"\d{1,5}(?:\s\d{2,4}){0,3}",
    ),
    ("phone", r"\d(?<![\w.,].)\d{2,4}(?=\s(?:helpline|hotline)\b)"),
    (
        "phone",
        r"\d(?<=:\s.)(?:(?<=[Hh]otline:\s.)|(?<=[Hh]elpline:\s.)|(?<=[Pp]hone:\s.)|(?<=\b[Tt]el:\s.)"
        r"|(?<=hatsApp:\s.)|(?<=eléfono:\s.)|(?<=éléphone:\s.)|(?<=nformaciones:\s.))[\d ]{1,14}\d",
    ),
    ("time", r"\d(?<![\w.,].)\d?(?:[:.]\d{2})?\s?(?:[ap]\.m\.|(?i:[ap]m)\b)"),
    ("time", r"\d(?<![\w.,:].)\d?:\d{2}(?::\d{2})?(?![\d:])"),
    (
        "time",
        r"[012](?:(?<=\b[Aa]t\s.)|(?<=[Uu]ntil\s.)|(?<=[Bb]efore\s.)|(?<=\b[Aa]fter\s.)|(?<=[Ss]ince\s.))"
        r"\d\.[0-5]\d(?![\d%]|\s?(?:%|per|million|km|m\b))",
    ),
    ("other", r"\d(?<![\w.,:].)\d?:\d(?![\d:])"),
    ("id", r"[A-Z](?<=[\])]\s.)[A-Z]{1,6}\s\d{1,5}(?!\w)"),
    ("id", r"\d(?<![\w.,].)\d?/(?=\s[A-Z\"“])"),
    ("legal", r"s(?<!\w.)s?\.\s?\d{1,3}(?:\(\w{1,4}\)){0,3}(?![\w.]\d)"),
    ("time", r"[012](?<=\n.)\d\.[0-5]\d(?=\n)"),
    ("time", r"\d(?<![\w.,].)\d?['’]\d{2}(?:['’]{2}|[\"”″])"),
    ("time", r"\d(?:(?<![\w.,].)\d?\s?h(?:\s?\d{2})?|(?<=2)(?<!\w.)4/7)(?!\w)"),
)  # fmt: skip
# "184/40217", "[12/2020]"
_NUMBERED: Final = (
    r"[\d\[](?:(?<=\[)\d{1,8}/\d{2,4}\]|(?<=\d)(?<![\w/.,].)\d{2,7}/\d{2,6}(?![\w/]))"
)
_RUN: Final = re.compile(r"\d+")
_LEADING: Final = re.compile(
    r"(?m)^[ \t]*(\d{1,3}(?:\.\d{1,2}(?!\d)){1,3}(?=[.)]?[ \t]+[^\Wa-z\d])|\d{1,4}(?=[.)]))"
    r"[.)]?(?=[ \t]+[^\d\s])"
)
# A footnote mark sticks to the word, bracket or full stop before it; so does a year's.
_NOTE: Final = re.compile(
    r"(?=\d)(?:(?<=[a-z)][.,;])(\d{1,3})(?=\s|$)"
    r"|(?<=[.,;][”’\")])(\d{1,3})(?=\s|$)"
    r"|(?<=[a-z]{2})(\d{1,3})(?![\w%/]|[.,:-]\d)"
    r"|(?<=m)([23])(?!\w|[.,]\d)"
    r"|(?<=[a-z][)”])(\d{1,3})(?=\s?[.,;]|\s|$)"
    r"|(?<=(?<![\w.,])(?:19|20)\d\d\.)(\d{1,3})(?=\s?[A-Z]))"
)
# "1. Survey; 2. Report", "7.3 Of the": items of a list inside a paragraph.
_ITEM: Final = re.compile(
    r"(?=\d)(?:(?<=[;.)]\s)(\d{1,2})(?=\.\s[A-Z])"
    r"|(?<=:\s)(1)(?=\.\s[A-Z])"
    r"|(?<=[;,:]\sand\s)(\d{1,2})(?=\.\s[A-Z])"
    r"|(?<=[.;:]\s)(\d{1,2}\.\d{1,2})\.?(?=\s[A-Z][a-z])"
    r"|(?<=\w\s)(\d{1,2})(?=\.\s[A-Z][a-z]+[^.;]{0,80};\s\d{1,2}\.\s[A-Z]))"
)
# A mark in brackets stands behind a word, or before the note itself.
_BRACKETED: Final = re.compile(r"(?m)\[(?:(?<=^.)|(?<=[\w.,;:!?)»”\"’].))(\d{1,3})\]")
_CODE: Final = re.compile(
    r"[A-Z\dc](?:(?<=[A-Z])(?<![\w-].)[A-Z]{0,5}(?:-[A-Z]{1,3})?(?:[-/]?\d{1,6}){1,3}"
    r"(?:-[A-Z]{1,3}-\d{1,4})?[A-Za-z]?(?![\w%])"
    r"|(?<=\d)(?<!\w.)(?<!\d[.,-].)(?=[\d-]{0,7}[A-Z])\d{0,5}"
    r"(?![MK]\b|[GMKT]B\b|[GMK]W\b|[GMK]?Hz|HP\b|PS\b|MT\b)[A-Z]{1,3}(?!\w)"
    r"|(?<=[cC])(?<!\w.)(?i:ovid)-19(?!\w))"
)
# "UC-2016-02", "HO/17/244", "UC-CAL-16/7": one reference, though a date may hide in it.
_REFERENCE: Final = re.compile(
    r"[A-Z](?<![\w/.-].)(?=[A-Z]{0,5}[-/])[A-Z]{0,5}(?:[-/][A-Z]{1,8}){0,3}(?:[-/]\d{1,6}){2,4}"
    r"[A-Za-z]?(?![\w%])"
)
_YEARS: Final = re.compile(
    rf"[12](?<![\w.,].)(?:(?<=1)9|(?<=2)0)\d\d\s?[–/-]\s?({_YEAR}|\d{{2}})(?![\w.,]\d|\d)"
)
_CLOSES: Final = re.compile(r"\s?[,.;:)\]]|\s?$|\s?\n|\s(?:and|or|in|on|to|et|ou|y|o|en|du|del)\b")
_ALWAYS: Final = re.compile(r"(?:[^\s.]+\.|numéro|núm|númer[oa]|n[°º])\s")  # "vol. 8", "numéro 174"
_ROADS: Final = re.compile(
    r"(?:[AMDNEBCJT]|RN|RD|RT|EO|US|I|SR|CR|BR|EN|TF|GC|AL)-?\d{1,4}[A-Za-z]?"
)


# "Exhibit 12 shows": a verb and no plural.
_TELLS: Final = "shows|says|lists|gives|sets|records|states|notes|covers|contains|includes|was|has"
_BEFORE_NUMBER: Final = re.compile(r"\s(?=(?:[A-Za-z][-.]{0,2}\s?)?\d)")
_NAMED: Final = r"(?i)\b"  # how the patterns begin that begin with such a noun
_NOUN: Final = 32  # code points of such a noun
_NAME: Final = 200  # code points of the longest name behind it


@cache
def _language_shapes(language: str) -> tuple[tuple[Rejection, re.Pattern[str]], ...]:
    words = lexicon(language)

    def either(key: str) -> str:
        return branched(words.words(key))

    scales = "|".join(sorted(words.table("numbers.scales"), key=len, reverse=True))
    scale = rf"(?:\s?(?:{scales}|[mMkK]|bn)\b)?"
    small = r"(?:n[o°º]\.?\s?|núm\.\s)?\d{1,5}(?:[./-]\d{1,4}){0,3}(?:\(\w{1,4}\)){0,3}"
    law = rf"(?:{either('traps.legal_nouns')})\s(?:[LR]\.?\s?)?{small}"
    legal = rf"(?:S\.\s?I\.\sNo\.\s\d{{1,5}}\sof\s{_YEAR}|{law})"
    ranged = rf"(?:\s?(?:[-–]|to|and|à|et|a|y)\s?{_NUMBER}{scale})?"
    coin = rf"(?:{_CURRENCY}|(?i:{either('traps.money_words')})\b)"
    # A plural behind the number means that it counts: "in the camp 10 families".
    name = r"(?:\d{1,3}-\d{2}(?!\d)|\d{1,6}[-–]\d{1,6}|\d{1,4}/\d{1,6}|\d{1,8}(?!,\d{3}))"
    alone = rf"(?![\d,.]?\d|\w|\s(?!(?:{_TELLS})\b)\w{(3,)}s\b|\s?%)"
    shapes: list[tuple[Rejection, str]] = [*_ADDRESSES, *_SHAPES]
    shapes += [
        ("money", rf"(?=[A-Z$€£¥₹₦₺]){_CURRENCY}\s?{_NUMBER}(?:\s?[-–]\s?{_NUMBER})?{scale}"),
        ("money", rf"\d(?<![\w.,].){_DIGITS}{scale}{ranged}\s?(?:d['’]|de\s)?{coin}"),
        ("legal", rf"(?i)\b{legal}(?:\s(?:of|to|de)\s(?:the\s)?{legal})?"),
        ("id", r"[nN№](?<!\w.)(?:(?<=N)os?\.|(?<=№)|(?<!№)[°º])\s?\d[\d./-]{0,15}(?<![./-])"),
        ("road", rf"(?i)\b(?:{either('traps.road_nouns')})\s\d{{1,4}}{alone}"),
        ("id", rf"(?i)\b(?:{either('traps.id_nouns')})\.?\s(?-i:(?:[A-Z]-?)?{name}{alone})"),
        ("id", _NUMBERED),
    ]  # fmt: skip
    return tuple((why, re.compile(shape)) for why, shape in shapes)


@cache
def _before_numbers(language: str) -> tuple[str, ...]:
    """Nouns whose number is a name, with those of "S. I. No. 12"."""
    words = lexicon(language)
    lists = (words.words(f"traps.{key}_nouns") for key in ("legal", "road", "id"))
    return tuple(sorted(frozenset({"no."}).union(*lists)))


def traps(text: str, language: str) -> list[Rejected]:
    """Every span that is no figure by its shape, sorted, none overlapping another.

    Earlier shapes win: a date inside an address is part of the address.
    """
    found: list[Rejected] = []
    taken = bytearray(len(text))

    def take(start: int, end: int, why: Rejection) -> None:
        if not any(taken[start:end]):
            taken[start:end] = b"\x01" * (end - start)
            found.append(Rejected(start, end, text[start:end], why))

    shapes = _language_shapes(lexicon(language).language)
    addresses = len(_ADDRESSES)
    for signs, (why, pattern) in zip(_SIGNS, shapes[:addresses], strict=True):
        if any(sign in text for sign in signs):
            _take_all(text, why, pattern.finditer(text), take)
    for match in _REFERENCE.finditer(text):
        take(match.start(), match.end(), "id")
    for span in dates(text, language):
        take(span.start, span.end, "date")
    names = _names(text, lexicon(language).language)
    for why, pattern in shapes[addresses:]:
        named = pattern.pattern.startswith(_NAMED)
        matches = _named(text, pattern, names) if named else pattern.finditer(text)
        _take_all(text, why, matches, take)
    for match in _LEADING.finditer(text):
        take(match.start(1), match.end(1), "id")
    runs = [match.start() for match in _RUN.finditer(text)]
    for pattern in (_NOTE, _ITEM):
        for at in runs:
            if (mark := pattern.match(text, at)) is not None:
                take(*mark.span(mark.lastindex or 0), "id")
    for match in _BRACKETED.finditer(text):
        take(*match.span(1), "id")
    for match in _CODE.finditer(text):
        take(match.start(), match.end(), "road" if _ROADS.fullmatch(match.group()) else "id")
    for match in _YEARS.finditer(text):
        take(match.start(), match.end(), "year")
    return sorted(found, key=lambda trap: trap.start)


def _names(text: str, language: str) -> list[int]:
    """Where the white space stands between a noun that gives names and a number."""
    nouns = _before_numbers(language)
    spaces = [match.start() for match in _BEFORE_NUMBER.finditer(text)]
    return [
        at for at in spaces if text[max(0, at - _NOUN) : at].lower().rstrip(".").endswith(nouns)
    ]


def _named(text: str, pattern: re.Pattern[str], names: Sequence[int]) -> Iterator[re.Match[str]]:
    """What `pattern.finditer(text)` finds, looked for around these places alone."""
    reached = 0
    for at in names:
        match = pattern.search(text, max(reached, at - _NOUN), at + _NAME)
        if match is not None and match.start() < at:
            reached = match.end()
            yield match


def _take_all(
    text: str,
    why: Rejection,
    matches: Iterable[re.Match[str]],
    take: Callable[[int, int, Rejection], None],
) -> None:
    for match in matches:
        first = match.group()[0]
        # "in the camp 10 people" counts; "from camp 3," and "camp 4 in the" are names.
        named = why == "id" and first.islower() and match.group()[1:3].isalpha()
        named = named and _ALWAYS.match(match.group()) is None
        if named and " " in match.group() and not _CLOSES.match(text, match.end()):
            continue
        take(match.start(), match.end(), why)
