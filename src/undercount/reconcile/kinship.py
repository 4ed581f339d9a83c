"""Whether one print of a number descends from another, and by which signs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from undercount.reconcile.chain import cited
from undercount.reconcile.digits import relation, significant, written_place
from undercount.reconcile.prints import Print, apart, same_people, same_place
from undercount.reconcile.rates import times
from undercount.reconcile.reasons import span, time_words, value_words
from undercount.reconcile.stated import same_source

_CERTAIN: Final = 4  # digits of a number that two bodies do not reach by chance
_TELLING: Final = 3
_NEAR_DAYS: Final = 3
_STALE_DAYS: Final = 31
_YEAR_DAYS: Final = 366
_ALIKE: Final = 1.2
_CLOSE: Final = 0.05


@dataclass(frozen=True, slots=True)
class Kin:
    """A possible descent.

    Attributes:
        how: how the number was carried on: "same", "rounded", "cut", "held", "digit", "swap",
            "lost", "derived" or "other".
        one_count: whether both are prints of one count.
        score: larger is the likelier parent.
        reasons: the signs, in words.
        cited: whether the child's chain of names holds the parent's.
    """

    how: str
    one_count: bool
    score: float
    reasons: tuple[str, ...]
    cited: bool

    @property
    def directed(self) -> bool:
        """Whether it can only be told this way round, whatever was printed first."""
        return self.cited or self.how in ("derived", "held", "rounded", "cut", "lost")


def kinship(child: Print, parent: Print, *, text: bool) -> Kin | None:
    """The signs that `child` descends from `parent`; None where they do not suffice.

    Args:
        child: the later or looser print.
        parent: the earlier or more precise one.
        text: whether the sentences around them are copies.
    """
    how = _how(child, parent)
    one_text = child.text == parent.text and any(child.text)
    if one_text and how != "same" and (how != "derived" or child.stated.figure.document):
        return None
    if one_text and how == "same" and child.days != parent.days:
        return None  # two rows of one table
    if (
        one_text
        and child.stated.entry.sentence
        and (child.stated.entry.sentence == parent.stated.entry.sentence)
    ):
        return None
    people, days = same_people(child, parent), apart(child, parent)
    named = cited(child.chain, parent.chain)
    voice = same_source(child.stated, parent.stated)
    # Reports of one office are alike from month to month: there a copy has the days in common.
    text = text and (not days or (how == "same" and significant(child.value) >= _TELLING))
    if how is None:
        strangers = voice is False or people is False or child.per != parent.per
        if not text or strangers or not _one_time(child, parent, days):
            return None
        how = "other"
    if not text and not _same_thing(how, child, parent, people, voice):
        return None
    if not text and not _credible(how, child, parent, days, voice, named):
        return None
    reasons = [value_words(how, child, parent)]
    if text:
        reasons.insert(0, "text: the two sentences share most of their words")
    if named:
        reasons.append(f"citation: its chain of names holds {named}")
    if voice:
        reasons.append(f"source: both give it to {parent.stated.source}")
    reasons.append(time_words(child, parent, days))
    return Kin(
        how,
        how != "other" and _one_count(how, child, parent, text or bool(named), voice),
        _score(how, child, parent, text=text, named=bool(named), voice=voice),
        tuple(reasons),
        bool(named),
    )


def _one_time(child: Print, parent: Print, days: int | None) -> bool:
    """Whether a copy with another number is of the same days, by dates or else by words."""
    if days is None:
        return child.stated.figure.period == parent.stated.figure.period
    return days == 0


def _how(child: Print, parent: Print) -> str | None:
    if child.per != parent.per:
        return "derived" if _derived(child, parent) else None
    one, two = parent.stated.figure, child.stated.figure
    if one.value is None or two.value is None:
        ends = (one.value, one.low, one.high) == (two.value, two.low, two.high)
        if ends:
            return "same"
        return "held" if _holds(child, parent) else None
    plain = relation(parent.value, child.value)
    if plain in ("digit", "swap", "lost") and not (child.exact and parent.exact):
        plain = None
    if plain != "same" and _holds(child, parent):
        return "held"
    return plain


def _holds(child: Print, parent: Print) -> bool:
    """Whether the words of a hedged print allow the exact number, and not much else."""
    narrow = child.stated.high <= 1.5 * child.stated.low
    within = child.stated.low <= parent.value <= child.stated.high
    return parent.exact and not child.exact and narrow and within


def _derived(child: Print, parent: Print) -> bool:
    """Whether stated arithmetic on the parent's rate or total gives the child's number."""
    days = span(parent) if parent.per is None else parent.per
    wanted = span(child) if child.per is None else child.per
    if days is None or wanted is None or parent.stated.figure.value is None:
        return False
    if parent.per is None and (child.per is None or parent.stated.figure.measure == "stock"):
        return False
    if child.per is None and child.stated.figure.measure == "stock":
        return False
    if parent.per is not None and days >= wanted:
        return False
    made = [parent.value * factor for factor in times(days, wanted)]
    if parent.per is None:
        made = [parent.value * wanted / days]
    rough = max(0.5, written_place(child.value) / 2)
    if any(abs(number - child.value) <= min(rough, _CLOSE * number) for number in made):
        return True
    return not child.exact and any(
        child.stated.low <= number <= child.stated.high for number in made
    )


def _same_thing(
    how: str, child: Print, parent: Print, people: bool | None, voice: bool | None
) -> bool:
    """Whether people and place may be one, as far as the number itself does not say so."""
    place = same_place(child, parent)
    if people and place:
        return True
    # A machine's figure without any people says too little: its source and days are guesses.
    told = all(row.stated.what is not None for row in (child, parent))
    if how != "same" or people is False or not told:
        return False
    if significant(child.value) >= _CERTAIN:
        return place or bool(people and voice)
    whole = child.days == parent.days and None not in child.days
    return bool(voice) and place and whole and significant(child.value) > 1


def _credible(
    how: str, child: Print, parent: Print, days: int | None, voice: bool | None, named: str | None
) -> bool:
    stock = "stock" in (child.stated.figure.measure, parent.stated.figure.measure)
    meet = days is None or days <= (_NEAR_DAYS if stock else 0)
    both = {child.stated.figure.measure, parent.stated.figure.measure} - {"unknown"}
    if how != "same" and "stock" in both and len(both) > 1:
        return False
    digits = significant(child.value)
    told = bool(voice or named)
    if child.unit != parent.unit:
        return how == "same" and meet and (digits >= _CERTAIN or (told and digits > 1))
    if how == "same":
        if digits >= _CERTAIN:
            return days is None or days <= (_STALE_DAYS if stock else _YEAR_DAYS)
        if not stock and not named and not _alike_long(child, parent):
            return False
        if digits >= _TELLING:
            # Two bodies that count a few hundred people may well agree.
            return meet and (told or (not stock and child.stated.figure.quantity is not None))
        # One claim given to two bodies; what stands somewhere on a day is counted by many.
        passed_on = not stock and days == 0 and digits > 1 and bool(child.where and parent.where)
        return meet and ((told and (days is not None or digits > 1)) or passed_on)
    if days != 0 or _too_early(child, parent) or _running(how, child, parent):
        return False
    if how in ("rounded", "cut"):
        flow = not stock and digits >= 2
        told = told and (how == "rounded" or child.exact)
        return told or ((flow or _unsigned(child)) and significant(parent.value) >= _TELLING)
    if how == "held":
        return told
    if how in ("digit", "swap"):
        return told or voice is None
    if how == "lost":
        return bool(voice) and child.text != parent.text
    return told or child.text == parent.text or _outlet_speaks(child)


def _alike_long(child: Print, parent: Print) -> bool:
    """Whether the periods are of one length; what happened in a month may be all of a year."""
    one, two = span(child) or 1.0, span(parent) or 1.0
    dated = child.stated.start and parent.stated.start
    return not dated or max(one, two) <= _ALIKE * min(one, two)


def _running(how: str, child: Print, parent: Print) -> bool:
    """Whether both are entries of one running total or rolling year, a few days apart.

    Their numbers are near each other by nature, and no print of one is a slip of the other.
    """
    one, two = parent.stated, child.stated
    measures = {one.figure.measure, two.figure.measure}
    if how == "derived" or "stock" in measures or one.end == two.end or not (one.end and two.end):
        return False
    near = abs((one.end - two.end).days) <= _STALE_DAYS
    if how in ("digit", "swap", "lost") or "cumulative" in measures:
        # A machine reads "2016" where a table says October.
        seen = {one.entry.decision, two.entry.decision} == {"accepted"}
        return seen or "cumulative" in measures or not near
    return near


def _unsigned(child: Print) -> bool:
    """Whether nobody is named for a number of a known quantity."""
    return not child.stated.who and child.stated.figure.quantity is not None


def _too_early(child: Print, parent: Print) -> bool:
    """Whether the parent's days were not over when the child was printed or its own days ended."""
    known, ended = child.printed or child.stated.end, parent.stated.end
    return known is not None and ended is not None and ended > known


def _outlet_speaks(child: Print) -> bool:
    """Whether a derived number is the outlet's own: its arithmetic, not a body's count."""
    figure = child.stated.figure
    return (
        figure.claimant_class == "journalist" or not child.stated.who or figure.directness == "own"
    )


def _one_count(how: str, child: Print, parent: Print, copied: bool, voice: bool | None) -> bool:
    """Two bodies that reach one number by themselves have counted twice, not once."""
    if copied or voice or how == "derived":
        return True
    return how == "same" and significant(child.value) >= _CERTAIN


def _score(
    how: str, child: Print, parent: Print, *, text: bool, named: bool, voice: bool | None
) -> float:
    weight = {"same": 4, "rounded": 2, "cut": 2, "held": 2, "digit": 1, "swap": 1}.get(how, 0)
    alike = (
        child.days == parent.days,
        child.unit == parent.unit,
        child.stated.figure.quantifier == parent.stated.figure.quantifier,
        child.stated.place == parent.stated.place,
        parent.stated.entry.decision == "accepted",
        parent.stated.entry.decision == "accepted",
    )
    own = 5.0 * (how == "derived" and child.text == parent.text)
    return own + 8.0 * text + 6.0 * named + 3.0 * bool(voice) + weight + sum(alike)
