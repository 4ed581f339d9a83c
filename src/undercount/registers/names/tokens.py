"""A name as written becomes tokens a-z: romanised, without particles and honorifics."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache

from undercount.registers.names import arabic, compounds, ethiopic, latin, words

_RUNS = re.compile(r"[^\w\-‐‑‒–—־'’‘ʼʻʿʾ`´·\u064b-\u0655\u0670\u0640\u200c]+|[\d_]+")
_HYPHENS = re.compile("[-‐‑‒–—־]+")
_INSIDE = re.compile("['’‘ʼʻʿʾ`´·]")


def tokens(text: str | None) -> tuple[str, ...]:
    """Return the tokens of a name: a-z, in the order written.

    Articles (al-, el-), words for son and daughter (bin, bint, ould) and honorifics (Haji,
    Sheikh, Dr, Mme) go; Abd, Abu and Umm become one token with what follows, al-Din and Allah one
    with what goes before, glued or apart. A name that is nothing but such words keeps them.

    >>> tokens("Abd el-Rahman N'Golo"), tokens("Mme. Fatou EL HADJ")
    (('abdulrahman', 'ngolo'), ('fatou',))
    >>> tokens("محمد بن عبد الله"), tokens("ተስፋይ ገብረመድህን")
    (('mohamed', 'abdullah'), ('tesfay', 'gebremedhin'))
    """
    return _tokens(text) if text else ()


def _tokens(text: str) -> tuple[str, ...]:
    parts: list[str] = []
    if "/" in text:
        text = ethiopic.expand(text)
    for run in _RUNS.split(text):
        if run:
            parts.extend(_run(run))
    if words.SPECIAL.isdisjoint(parts):
        return tuple(parts)
    return join(parts)


@lru_cache(maxsize=1 << 20)
def _run(run: str) -> tuple[str, ...]:
    """Return the parts of what stands between two spaces."""
    plain = unicodedata.normalize("NFKC", _HYPHENS.sub("-", run))
    if " " in plain:  # a ligature that is a phrase
        return tuple(piece for word in plain.split() for piece in _run(word))
    pieces = [piece for word in plain.split("-") for piece in spell(word)]
    out: list[str] = []
    for piece, following in zip(pieces, [*pieces, ""][1:], strict=True):
        sun = piece in words.ASSIMILATED and following.startswith(piece[1:])
        out.append("al" if sun else piece)
    return tuple(out)


def spell(word: str) -> tuple[str, ...]:
    """Romanise one word; an article or Abd- that is glued to it becomes a part of its own."""
    word = _INSIDE.sub("", word)
    if not word:
        return ()
    if arabic.is_arabic(word[0]) or arabic.is_arabic(word[-1]):
        if arabic.is_sorani(word):
            return (arabic.romanise_sorani(word),)
        return _joined(word)
    if ethiopic.is_ethiopic(word[0]):
        return compounds.split(words.ETHIOPIC.get(word) or ethiopic.romanise(word))
    folded = [latin.fold(syllable) for syllable in latin.syllables(word)]
    return tuple(piece for part in folded if part for piece in compounds.split(part))


def _joined(word: str) -> tuple[str, ...]:
    """Spell the parts of a word that a zero-width non-joiner keeps apart, and join them again."""
    parts = [tuple(_arabic(arabic.uniform(part))) for part in word.split("\u200c")]
    pieces = [piece for part in parts for piece in part]
    if words.SPECIAL.isdisjoint(pieces) and len(pieces) > 1:
        return ("".join(pieces),)
    return tuple(pieces)


def _arabic(word: str) -> Iterator[str]:
    if word in words.ARABIC:
        yield words.ARABIC[word]
    elif word.startswith("عبدال") and len(word) > 6:
        yield "abd"
        yield from _arabic(word[3:])
    elif word.startswith(("أبو", "ابو")) and len(word) > 5:
        yield "abu"
        yield from _arabic(word[3:])
    elif word.startswith("ال") and len(word) > 4 and not word.startswith(words.NO_ARTICLE):
        yield "al"
        yield from _arabic(word[2:])
    elif word.endswith(("الله", "الدين")) and len(word) > 6:
        end = "الله" if word.endswith("الله") else "الدين"
        yield from _arabic(word.removesuffix(end))
        yield "allah" if end == "الله" else "uddin"
    else:
        spelt = arabic.romanise(word)
        if spelt:
            yield from compounds.split(spelt)


def join(parts: Sequence[str]) -> tuple[str, ...]:
    """Join the parts that make one token; leave out particles and honorifics.

    >>> join(["haji", "abd", "al", "rahman", "bin", "nur", "al", "din"])
    ('abdulrahman', 'nuruddin')
    """
    found = compounds.glue(parts)
    names = [part for part in found if part not in words.NO_NAMES]
    firm = [part for part in names if part not in words.SOFT_TITLES]
    if len(firm) >= 2 or (firm and not names):
        names = firm
    return tuple(names or found)
