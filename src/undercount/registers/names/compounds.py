"""Names of several parts that are one: Abd al-Rahman, Abu Bakr, Nur al-Din, Nasr Allah."""

import re
from collections.abc import Sequence

from undercount.registers.names import words

_ABDULLAH = re.compile(r"abd[aeiou]+l{1,2}[aeo](?:hi?|ye?)?")
_SERVANT = re.compile(
    r"abd(?:[aeiou]+l(?=[a-z]{3})|[aeiou]+(sh|[rsntdz])(?=\1)|i(?=[a-z]{4})|(?=r[a-z]{4}))([a-z]{3,})"
)
_GOD = re.compile(r"([a-z]{3,}?)(?:[aeo]ll|[uo]l{1,2})ah?")
_DIN = re.compile(
    r"([a-z]{3,}?)(?:[aeou]{1,2}dd|[eu]ld{1,2}|ald{1,2}(?!.*e$)|ud(?!.*e$)|ed)(?:i|ee|ie|y)ne?"
)
_FATHER = re.compile(r"abo?u([^aeiou][a-z]{2,})")


def split(word: str) -> tuple[str, ...]:
    """Split one folded word at Abd-, -ullah and -uddin that are glued to it.

    >>> split("abderrahmane"), split("noureddine"), split("habibollah"), split("aboubacar")
    (('abd', 'rahmane'), ('nour', 'uddin'), ('habib', 'allah'), ('abu', 'bacar'))
    """
    if _ABDULLAH.fullmatch(word):
        return ("abd", "allah")
    if match := _SERVANT.fullmatch(word):
        return ("abd", match[2])
    if match := _FATHER.fullmatch(word):
        return ("abu", match[1])
    if match := _GOD.fullmatch(word):
        return (match[1], "allah")
    if match := _DIN.fullmatch(word):
        return (match[1], "uddin")
    return (word,)


def glue(parts: Sequence[str]) -> list[str]:
    """Glue the parts that make one token, and leave out articles.

    >>> glue(["salah", "al", "din", "al", "masri"])
    ['salahuddin', 'masri']
    """
    out: list[str] = []
    waiting = ""  # Abd, Abu or Umm that looks for its other part
    article = False
    for i, part in enumerate(parts):
        following = parts[i + 1] if i + 1 < len(parts) else ""
        if following and _is_article(part, following, bool(waiting)):
            article = True
            continue
        if following and not waiting:
            waiting = _opening(part, following)
            if waiting:
                continue
        if waiting:
            out.append(_closed(waiting, part))
            waiting = ""
        elif out and (part in words.GLUED_DIN or (article and part in words.DIN)):
            out[-1] += "uddin"
        elif out and part in words.GOD and out[-1] not in words.NO_NAMES:
            # Hiba and Allah are Hibatullah: the ending is spoken between the two.
            spoken = out[-1].endswith("a") and out[-1] != "ata"
            out[-1] += "tullah" if spoken else "ullah"
        else:
            out.append(part)
        article = False
    return out


def _is_article(part: str, following: str, waiting: bool) -> bool:
    if part in words.ARTICLES:
        return True
    return waiting and part in words.ASSIMILATED and following[0] == part[1]


def _opening(part: str, following: str) -> str:
    if part in words.SERVANT:
        return "abdul"
    if part in words.FATHER:
        return "abu"
    return "um" if part in words.MOTHER and following not in words.NO_NAMES else ""


def _closed(opening: str, part: str) -> str:
    if opening == "abdul" and part in words.GOD:
        return "abdullah"
    return opening + part
