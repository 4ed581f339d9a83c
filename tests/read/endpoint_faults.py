"""What a model may do to a number or its sentence: one function a fault, None where it has none."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Any, Final

Item = dict[str, Any]
Wrong = Callable[[Item, Sequence[Item], random.Random], Item | None]

_SCALE: Final = re.compile(r"\s?(?:million|billion|thousand|hundred|m|k|bn)$", re.IGNORECASE)


def _digits(number: str) -> list[int]:
    return [i for i, c in enumerate(number) if c.isdigit()]


def _with(item: Item, number: str | None) -> Item | None:
    return None if number is None or number == item["number"] else {**item, "number": number}


def digit_changed(item: Item, _: Sequence[Item], rng: random.Random) -> Item | None:
    number, places = item["number"], _digits(item["number"])
    if not places:
        return None
    i = rng.choice(places)
    other = rng.choice([d for d in "0123456789" if d != number[i] and (d != "0" or i > 0)])
    return _with(item, number[:i] + other + number[i + 1 :])


def digits_swapped(item: Item, _: Sequence[Item], rng: random.Random) -> Item | None:
    number, places = list(item["number"]), _digits(item["number"])
    pairs = [(a, b) for a, b in pairwise(places) if number[a] != number[b]]
    if not pairs:
        return None
    a, b = rng.choice(pairs)
    number[a], number[b] = number[b], number[a]
    return _with(item, "".join(number))


def digit_dropped(item: Item, _: Sequence[Item], rng: random.Random) -> Item | None:
    number, places = item["number"], _digits(item["number"])
    if len(places) < 2:
        return None
    i = rng.choice(places)
    return _with(item, (number[:i] + number[i + 1 :]).strip(",. "))


def first_digit_dropped(item: Item, _: Sequence[Item], rng: random.Random) -> Item | None:
    """ "4,200" for "14,200", "300" for "1,300"."""
    number, places = item["number"], _digits(item["number"])
    if len(places) < 2:
        return None
    return _with(item, number[places[1] :])


def last_group_dropped(item: Item, _: Sequence[Item], rng: random.Random) -> Item | None:
    """ "1" for "1,300", "5" for "5.5"."""
    cut = re.search(r"[.,\s]\d+$", item["number"])
    return _with(item, item["number"][: cut.start()]) if cut else None


def last_digit_dropped(item: Item, _: Sequence[Item], rng: random.Random) -> Item | None:
    if len(item["number"]) < 2 or not item["number"][-1].isdigit():
        return None
    return _with(item, item["number"][:-1].rstrip(",. "))


def digit_added(item: Item, _: Sequence[Item], rng: random.Random) -> Item | None:
    number, places = item["number"], _digits(item["number"])
    if not places:
        return None
    i = rng.choice(places) + 1
    return _with(item, number[:i] + rng.choice("0123456789") + number[i:])


def separator_moved(item: Item, _: Sequence[Item], rng: random.Random) -> Item | None:
    """ "42,00" for "4,200"."""
    match = re.search(r"(\d)([.,])(\d)(\d)", item["number"])
    if not match:
        return None
    a, mark, b, c = match.groups()
    return _with(
        item, f"{item['number'][: match.start()]}{a}{b}{mark}{c}{item['number'][match.end() :]}"
    )


def separator_left_out(item: Item, _: Sequence[Item], rng: random.Random) -> Item | None:
    return _with(item, re.sub(r"(?<=\d)[.,\s](?=\d)", "", item["number"]))


def comma_for_point(item: Item, _: Sequence[Item], rng: random.Random) -> Item | None:
    return _with(item, item["number"].translate(str.maketrans(".,", ",.")))


def scale_dropped(item: Item, _: Sequence[Item], rng: random.Random) -> Item | None:
    """ "6.4" for "6.4 million"."""
    return _with(item, _SCALE.sub("", item["number"]))


def scale_changed(item: Item, _: Sequence[Item], rng: random.Random) -> Item | None:
    return _with(item, re.sub("million", "billion", item["number"]))


def scale_written_out(item: Item, _: Sequence[Item], rng: random.Random) -> Item | None:
    """ "2,000,000" for "2 million", and the other way round."""
    if item["number"].endswith(",000,000"):
        return _with(item, item["number"].removesuffix(",000,000") + " million")
    return _with(item, re.sub(r"^(\d+) million$", r"\1,000,000", item["number"]))


def zeros_dropped(item: Item, _: Sequence[Item], rng: random.Random) -> Item | None:
    """ "2,000" for "2,000,000"."""
    return _with(item, re.sub(r"[, ]000$", "", item["number"]))


def of_another_sentence(item: Item, sentences: Sequence[Item], rng: random.Random) -> Item | None:
    """A true number of the document under a sentence that does not hold it."""
    others = [
        s for s in sentences
        if s["id"] != item["sentence_id"]
        and not re.search(rf"(?<!\w){re.escape(item['number'])}(?!\w)", s["text"], re.IGNORECASE)
    ]  # fmt: skip
    if not others:
        return None
    other = rng.choice(others)
    return {**item, "sentence_id": other["id"], "sentence": other["text"]}


def wrong_id(item: Item, sentences: Sequence[Item], rng: random.Random) -> Item | None:
    others = [s["id"] for s in sentences if s["text"] != item["sentence"]]
    return {**item, "sentence_id": rng.choice([*others, 10_000])}


def sentence_altered(item: Item, _: Sequence[Item], rng: random.Random) -> Item | None:
    words = item["sentence"].split()
    i = rng.randrange(len(words))
    if words[i] == item["number"] or len(words) < 2:
        return None
    return {**item, "sentence": " ".join([*words[:i], *words[i + 1 :]])}


def altered_alike(item: Item, _: Sequence[Item], rng: random.Random) -> Item | None:
    """Number and sentence changed together, so that they agree with each other."""
    wrong = digit_changed(item, _, rng)
    if wrong is None:
        return None
    return {**wrong, "sentence": item["sentence"].replace(item["number"], wrong["number"])}


def altered_beside(item: Item, _: Sequence[Item], rng: random.Random) -> Item | None:
    """The number miscopied twice: by itself and among the words beside it."""
    wrong = digit_changed(item, _, rng)
    if wrong is None or not item.get("words"):
        return wrong
    return {**wrong, "words": item["words"].replace(item["number"], wrong["number"])}


def invented(item: Item, _: Sequence[Item], rng: random.Random) -> Item | None:
    return _with(item, f"{rng.randrange(10, 99_999):,}")


def value_wrong(item: Item, _: Sequence[Item], rng: random.Random) -> Item | None:
    """The words right, what they are said to amount to wrong."""
    digits = re.sub(r"\D", "", item["number"])
    return {**item, "value": float(digits) * 10 + 1} if digits else None


def full_width(item: Item, _: Sequence[Item], rng: random.Random) -> Item | None:
    """Digits that only look alike."""
    return _with(item, item["number"].translate({48 + i: 0xFF10 + i for i in range(10)}))


NUMBERS: Final[dict[str, Wrong]] = {
    wrong.__name__.replace("_", " "): wrong
    for wrong in (
        digit_changed, digits_swapped, digit_dropped, first_digit_dropped, last_group_dropped,
        last_digit_dropped, digit_added, separator_moved, separator_left_out, comma_for_point,
        scale_dropped, scale_changed, scale_written_out, zeros_dropped, of_another_sentence,
        wrong_id, sentence_altered, altered_alike, altered_beside, invented, value_wrong,
        full_width,
    )
}  # fmt: skip
"""Faults that must be refused."""


def hedge_dropped(item: Item, _: Sequence[Item], rng: random.Random) -> Item | None:
    """The number stays right; our own hedge must stand."""
    return {**item, "hedge": None} if item.get("hedge") else None


def hedge_changed(item: Item, _: Sequence[Item], rng: random.Random) -> Item | None:
    return {**item, "hedge": "fewer than"}


def unit_changed(item: Item, _: Sequence[Item], rng: random.Random) -> Item | None:
    """The number stays right; a population that the document does not have must be dropped."""
    return {**item, "population": "zeppelin pilots"}


FIELDS: Final[dict[str, Wrong]] = {
    wrong.__name__.replace("_", " "): wrong
    for wrong in (hedge_dropped, hedge_changed, unit_changed)
}
"""Faults in a field: the number is taken, the field is not."""
