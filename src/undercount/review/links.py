"""The queue of links: pairs of a clerk's sample, two records field by field.

The clerk sees no probability, neither before nor after: the sample measures how far the machine's
numbers can be trusted, and whoever knows the number leans towards it. Decisions go beside the
linkage (`link.judgements`), and count as answers in the sheet do.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Any, Final

from undercount.errors import InputError, Problem
from undercount.link.judged import Judgement, PairKey, held, news
from undercount.link.judgements import JUDGEMENTS, Judgements, judgements_in
from undercount.project import Project, load_project
from undercount.review.latin import both_in_latin
from undercount.review.people import Made, decided_today, first_readings, version_of
from undercount.review.queue import WHICH, Which
from undercount.workflow.link_pairs import (
    SampledPair,
    SampledPairs,
    read_sample_of,
    sampled_linkings,
    stamp_of,
)
from undercount.workflow.linking import Linking, folder_of

LABELS: Final[Mapping[str, str]] = {
    "name": "Name", "birth": "Born", "sex": "Sex", "nationality": "Nationality", "place": "Place",
    "language": "Language", "address": "Address", "phone": "Telephone", "number": "Number",
}  # fmt: skip
_STANDING: Final = {"yes": "one person", "no": "two people", "unsure": "unsure"}


def open_queue(root: Path, *, by: str, why: str) -> LinksQueue:
    """The queue of the project at `root`, for who judges there.

    Raises:
        InputError: no sample has been drawn, or it is of another linkage.
    """
    queue = LinksQueue(root, by, why)
    queue.ids("all", "")
    return queue


class LinksQueue:
    """Pairs of records that a clerk judges; the contract is `queue.Queue`.

    Args:
        root: the project's folder.
        by: who judges.
        why: the reason where none is given.
    """

    name = "links"
    closed: str | None = None

    def __init__(self, root: Path, by: str, why: str) -> None:
        self._root, self._by, self._why = root, by.strip(), why
        self._lock = Lock()
        self._kept: dict[str, tuple[object, SampledPairs]] = {}

    def ids(self, which: Which, order: str) -> list[str]:
        """Ids in the order of the sheets, which is drawn at random."""
        return [one.id for one in self._all() if _is(which, one.said, self._by)]

    def items(self, ids: Sequence[str]) -> list[dict[str, Any]]:
        """Two records side by side, with words on each field."""
        by_id = {one.id: one for one in self._all()}
        return [self._item(by_id[name]) for name in ids if name in by_id]

    def decide(self, decision: Mapping[str, Any]) -> dict[str, Any]:
        """Append what this person says of a pair, or take their latest back."""
        asked = self._one(decision["id"])
        pair, key = asked.pair, decision["key"]
        how = {"by": self._by, "why": decision["why"] or self._why, "key": key}
        with asked.judgements() as judgements:
            if decision["decision"] == "undone":
                judgements.undo(pair.pair, undoes=decision["undoes"], **how)
            elif pair.version == decision["version"] or judgements.has(key):
                judgements.judge(pair.pair, decision["decision"], **how)
            else:
                what = "the records have changed since they were shown"
                raise InputError(Problem(what, hint="Look at them again, then decide"))
        everything = self._all()
        said = next(one.said for one in everything if one.id == asked.id)
        return {
            "id": asked.id,
            "label": _label(pair),
            "standing": _standing(said),
            "versions": _versions(said),
            "disputed": _differ(said),
            "waiting": sum(not one.said for one in everything),
        }

    def summary(self) -> dict[str, Any]:
        """How many pairs wait, and who judged how many today."""
        everything = self._all()
        return {
            **{
                str(kind): sum(_is(kind, one.said, self._by) for one in everything)
                for kind in WHICH
                if kind != "all"
            },
            "today": decided_today(
                it for one in everything for it in one.made(typed=False) if not it.undone
            ),
        }

    def readings(self) -> dict[str, dict[str, str]]:
        """What each person said by themselves: see `people.first_readings`."""
        return first_readings(it for one in self._all() for it in one.made())

    def _one(self, wanted: str) -> _Asked:
        for one in self._all():
            if one.id == wanted:
                return one
        hint = "The sample may have been drawn anew: load the page again"
        raise InputError(Problem("this pair is no longer in the sample", hint=hint))

    def _all(self) -> list[_Asked]:
        """Every sampled pair with what people hold of it now."""
        project = load_project(self._root)
        linkings = sampled_linkings(project)
        if not project.registers:
            hint = "Lists of people are linked where [registers.NAME] says where they are"
            raise InputError(Problem("the project links no lists that can be read", hint=hint))
        if not linkings:
            hint = "Draw one: undercount link --sample 200"
            raise InputError(Problem("no pairs have been drawn for a clerk", hint=hint))
        made = []
        for linking in linkings:
            sample = self._sample(project, linking)
            folder = folder_of(project, linking.name)
            judged = judgements_in(folder, sample.linkage)
            if news(sample.sheet, judged):
                with Judgements(folder / JUDGEMENTS, sample.linkage) as judgements:
                    judgements.take_in(sample.sheet)
                    judged = judgements.all()
            of_pair: dict[PairKey, list[Judgement]] = {}
            for one in judged:
                of_pair.setdefault(one.pair, []).append(one)
            made += [
                _Asked(pair, folder, sample.linkage, tuple(of_pair.get(pair.pair, ())))
                for pair in sample.pairs
            ]
        return made

    def _sample(self, project: Project, linking: Linking) -> SampledPairs:
        """A sample with its records; read again where a file has changed."""
        stamp = stamp_of(project, linking)
        with self._lock:
            kept = self._kept.get(linking.name)
            if kept is None or kept[0] != stamp:
                kept = self._kept[linking.name] = stamp, read_sample_of(project, linking)
            return kept[1]

    def _item(self, asked: _Asked) -> dict[str, Any]:
        pair = asked.pair
        key = pair.pair
        return {
            "id": pair.id,
            "version": pair.version,
            "label": _label(pair),
            "linkage": pair.linkage,
            "number": pair.number,
            "of": pair.of,
            "records": [
                {"list": key.list_1, "record": key.record_1},
                {"list": key.list_2, "record": key.record_2},
            ],
            "fields": [
                {
                    "name": one.field,
                    "label": LABELS[one.field],
                    "values": list(pair.texts[one.field]),
                    "latin": both_in_latin(pair.texts[one.field]),
                    "verdict": one.verdict,
                    "words": one.words,
                }
                for one in pair.told
            ],
            # Blind: others' words are for those who have said something, or where they differ.
            "versions": _versions(asked.said) if asked.open_to(self._by) else [],
        }


@dataclass(frozen=True, slots=True)
class _Asked:
    """A pair with all that people said of it, in order."""

    pair: SampledPair
    folder: Path
    linkage: str
    judged: tuple[Judgement, ...]

    @property
    def id(self) -> str:
        return self.pair.id

    @property
    def said(self) -> dict[str, Judgement]:
        """What each person holds now, the latest last."""
        made: dict[str, Judgement] = {}
        for one in held(self.judged):
            made.pop(one.by, None)
            made[one.by] = one
        return made

    def made(self, *, typed: bool = True) -> list[Made]:
        """Every judgement; those typed in a sheet too, if `typed`."""
        standing = {one.n for one in held(self.judged)}
        return [
            Made(self.id, one.by, one.decision, one.at, one.n not in standing)
            for one in self.judged
            if one.undoes is None and (typed or not one.sheet)
        ]

    def open_to(self, by: str) -> bool:
        """Whether what others said may be shown to this person."""
        return by in self.said or _differ(self.said)

    def judgements(self) -> Judgements:
        """The file that keeps what is said of it."""
        return Judgements(self.folder / JUDGEMENTS, self.linkage)


def _versions(said: Mapping[str, Judgement]) -> list[dict[str, Any]]:
    return [version_of(one, one.n) | {"sheet": one.sheet} for one in said.values()]


def _label(pair: SampledPair) -> str:
    return f"pair {pair.number} of {pair.of}"


def _is(which: Which, said: Mapping[str, Judgement], by: str) -> bool:
    return {
        "waiting": not said,
        "second": bool(said) and by not in said,
        "disputed": _differ(said),
        "decided": by in said,
        "all": True,
    }[which]


def _differ(said: Mapping[str, Judgement]) -> bool:
    return len({one.decision for one in said.values()}) > 1


def _standing(said: Mapping[str, Judgement]) -> str:
    words = list(dict.fromkeys(one.decision for one in said.values()))
    if not words:
        return "open"
    return "disputed" if len(words) > 1 else _STANDING[words[0]]
