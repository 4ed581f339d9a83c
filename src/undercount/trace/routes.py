"""Deadlines and routes: what a family link may support, what is missing for it, and until when.

All of it comes from a checklist that the office edits, and is a checklist only: it says what to
look at and where it stands written, never that somebody has a right.
"""

from __future__ import annotations

import calendar
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any, Final

from undercount.trace.checklist import Checklist, Item, Limit, Progress, Step

Days = tuple[date, date]
NOBODY: Final = "no relation is known, so no family link is either"
_LIKE_NONE: Final = Progress()


@dataclass(frozen=True, slots=True)
class Check:
    """A condition: `answer` is "yes", "no" or "not known"; `why` says what that rests on."""

    name: str
    article: str
    says: str
    answer: str
    why: str


@dataclass(frozen=True, slots=True)
class Possible:
    """A ground that the link may support; nothing says that it does until a person has."""

    name: str
    article: str
    says: str
    checks: tuple[Check, ...]

    @property
    def against(self) -> bool:
        """Whether a condition is answered with no."""
        return any(check.answer == "no" for check in self.checks)


@dataclass(frozen=True, slots=True)
class Paper:
    """A document that a ground takes: `state` of `checklist.STATES`."""

    name: str
    article: str
    says: str
    state: str


@dataclass(frozen=True, slots=True)
class Due:
    """A step.

    Attributes:
        name: of the checklist.
        article: that tells it.
        says: what is done.
        state: "done", "planned" (for a day to come), "late" (done, or not, after its last day),
            "due", "open" or "if needed".
        done: the day on which it was or will be, or None.
        last: the last day for it, or None where none is known.
        because: what the last day is counted from, or what is not known to count it.
        missed: what follows from being late, where it is.
    """

    name: str
    article: str
    says: str
    state: str
    done: date | None = None
    last: date | None = None
    because: str = ""
    missed: str | None = None


@dataclass(frozen=True, slots=True)
class Route:
    """The checklist of one case and one request.

    Attributes:
        title: of the checklist.
        notice: no legal advice; to be shown with it.
        relation: that the link rests on, or None.
        link: in words.
        grounds: that the link may support, the one that goes before first.
        papers: that they take, those of grounds answered with no left out.
        steps: in order.
        notes: article and words.
    """

    title: str
    notice: str
    relation: str | None
    link: str
    grounds: tuple[Possible, ...]
    papers: tuple[Paper, ...]
    steps: tuple[Due, ...]
    notes: tuple[tuple[str, str], ...]

    @property
    def missing(self) -> tuple[Paper, ...]:
        """Documents that are not held."""
        return tuple(paper for paper in self.papers if paper.state in ("missing", "asked"))

    @property
    def next(self) -> Due | None:
        """The step not done whose last day comes first, or None."""
        open_ = [step for step in self.steps if step.done is None and step.last is not None]
        return min(open_, key=lambda step: step.last or date.max, default=None)

    def to_dict(self) -> dict[str, Any]:
        """Plain values for JSON; days in ISO 8601."""
        made = asdict(self)
        for step in made["steps"]:
            for key in ("done", "last"):
                step[key] = step[key].isoformat() if step[key] else None
        made["notes"] = [{"article": article, "says": says} for article, says in self.notes]
        return made


def route(
    checklist: Checklist,
    relation: str | None,
    progress: Progress | None = None,
    *,
    today: date,
    child: Days | None = None,
    relative: Days | None = None,
    disputed: bool = False,
) -> Route:
    """What the link of a case and a request may support, as of a day.

    Args:
        checklist: of the office.
        relation: of the request's relative to the child, of `fields.RELATIONS`, or None.
        progress: of the case; the relation that the office has verified goes before.
        today: the day.
        child: first and last possible day of birth, or None.
        relative: the same of the relative.
        disputed: whether the child's age is: then it is never worked out, only answered.
    """
    progress = _LIKE_NONE if progress is None else progress
    relation = progress.relation or relation
    link = checklist.link_of(relation)
    when = progress.dates.get(checklist.steps[0].name, today) if checklist.steps else today
    worked = {
        "child is a minor": _minor(child, when, checklist.adult, disputed),
        "relative is an adult": _adult(relative, today, checklist.adult),
    }
    grounds, wanted = [], dict[str, None]()
    for ground in checklist.grounds:
        if link is None or link.name not in ground.links:
            continue
        checks = tuple(
            _check(checklist.conditions[name], progress, worked) for name in ground.conditions
        )
        made = Possible(ground.name, ground.article, ground.says, checks)
        grounds.append(made)
        if not made.against:
            wanted |= dict.fromkeys(ground.documents)
    papers = tuple(
        Paper(one.name, one.article, one.says, progress.documents.get(one.name, "missing"))
        for one in checklist.documents.values()
        if one.name in wanted
    )
    return Route(
        checklist.title,
        checklist.notice,
        relation,
        link.says if link else NOBODY if relation is None else f'"{relation}" is no link here',
        tuple(grounds),
        papers,
        tuple(_due(step, progress.dates, today) for step in checklist.steps) if grounds else (),
        tuple((note.article, note.says) for note in checklist.notes),
    )


def last_day(start: date, limit: Limit) -> date:
    """The last day of a time that begins with an event on a day.

    That day itself is not counted; weeks and months end with the same day of the week or month, or
    with the month's last day where it has no such; days off are counted (Regulation (EU) No
    604/2013, Article 42).

    >>> last_day(date(2016, 3, 31), Limit("lodged", "21(1)", months=3)).isoformat()
    '2016-06-30'
    >>> last_day(date(2016, 2, 29), Limit("accepted", "29(1)", months=6)).isoformat()
    '2016-08-29'
    """
    months = start.year * 12 + start.month - 1 + limit.months
    year, month = divmod(months, 12)
    day = min(start.day, calendar.monthrange(year, month + 1)[1])
    return date(year, month + 1, day) + timedelta(days=7 * limit.weeks + limit.days)


def of_age(birth: date, adult: int) -> date:
    """The day on which somebody becomes so old; born on 29 February, the first of March.

    >>> of_age(date(2000, 2, 29), 18).isoformat()
    '2018-03-01'
    """
    year = birth.year + adult
    if (birth.month, birth.day) == (2, 29) and not calendar.isleap(year):
        return date(year, 3, 1)
    return birth.replace(year=year)


def _minor(born: Days | None, when: date, adult: int, disputed: bool) -> tuple[str, str]:
    if born is None:
        return "not known", "no birth and no age is known"
    first, last = of_age(born[0], adult), of_age(born[1], adult)
    span = f"on {first}" if first == last else f"between {first} and {last}"
    words = f"by what is claimed, {adult} {span}"
    if disputed:
        return "not known", f"the age is disputed; {words}"
    if when < first:
        return "yes", words
    return ("no" if when >= last else "not known"), words


def _adult(born: Days | None, when: date, adult: int) -> tuple[str, str]:
    if born is None:
        return "not known", "the relative's birth and age are not known"
    first, last = of_age(born[0], adult), of_age(born[1], adult)
    if when >= last:
        return "yes", f"{adult} by {last}"
    return ("no" if when < first else "not known"), f"{adult} between {first} and {last}"


def _check(one: Item, progress: Progress, worked: dict[str, tuple[str, str]]) -> Check:
    if answer := progress.answers.get(one.name):
        return Check(one.name, one.article, one.says, answer, "the office's answer")
    answer, why = worked[one.known] if one.known else ("not known", "not answered")
    return Check(one.name, one.article, one.says, answer, why)


def _due(step: Step, dates: dict[str, date], today: date) -> Due:
    running = [(last_day(dates[one.after], one), one) for one in step.due if one.after in dates]
    instead = [item for item in running if item[1].instead]
    last, limit = min(instead or running, key=lambda item: item[0], default=(None, None))
    done = dates.get(step.name)
    late = last is not None and (done or today) > last
    if limit is not None:
        because = f'"{limit.after}" on {dates[limit.after]} ({limit.article})'
    else:
        because = " or ".join(
            f'"{one.after}" has no day yet' for one in step.due if not one.instead
        )
    if late:
        state = "late"
    elif done:
        state = "done" if done <= today else "planned"
    elif last:
        state = "due"
    else:
        state = "if needed" if step.optional else "open"
    missed = step.missed if late else None
    return Due(step.name, step.article, step.says, state, done, last, because, missed)
