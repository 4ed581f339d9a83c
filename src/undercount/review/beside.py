"""Which figures belong beside a figure, by what the last run has worked out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, TypeVar

from undercount.project import read_json
from undercount.workflow.plan import CONFLICTS, COPIES, LINEAGE

SHOWN: Final = 4
"""How many are shown; what contradicts goes before what agrees."""

_T = TypeVar("_T")
_Place = tuple[str, int]
_ORDER: Final = ("differs", "conflict", "same count", "repeats", "same quantity")
_WHY: Final = {"differs": "copy", "repeats": "copy"}
_COPIES: Final = {"differing": "differs", "repeated": "repeats"}


@dataclass(frozen=True, slots=True)
class Near:
    """A figure that belongs beside another.

    Attributes:
        why: "copy", "same count", "conflict" or "same quantity".
        text: how the two stand to each other, in words.
        id: of the other, or "" where only its place is known.
        place: document and start of the other, or None.
    """

    why: str
    text: str
    id: str = ""
    place: _Place | None = None


class Beside:
    """Reads what a run leaves in a project, and again only when a later run has changed it."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._kept: dict[Path, tuple[tuple[int, int], Any]] = {}

    def of(self, figure: str, place: _Place | None) -> list[Near]:
        """What belongs beside a figure, the weightiest first; more than is shown.

        Args:
            figure: its id.
            place: its document and start, or None.
        """
        found = [
            *self._from(LINEAGE, _descents).get(figure, ()),
            *self._from(CONFLICTS, _conflicts).get(figure, ()),
        ]
        if place is not None:
            found += self._from(COPIES, _copies).get(place, ())
        found.sort(key=lambda near: _ORDER.index(near.why))
        return [Near(_WHY.get(it.why, it.why), it.text, it.id, it.place) for it in found]

    def used_in(self, figure: str) -> list[str]:
        """Names of the series that the last run made with a figure."""
        return [
            path.stem
            for path in sorted((self._root / "series").glob("*.json"))
            if figure in self._from(path.relative_to(self._root).as_posix(), _observed)
        ]

    def _from(self, name: str, make: Callable[[Any], _T]) -> _T:
        path = self._root / name
        try:
            told = path.stat()
        except FileNotFoundError:
            return make({})
        # A run puts a new file in the old one's place, so this tells one from the other.
        stamp = (told.st_mtime_ns, told.st_ino)
        kept = self._kept.get(path)
        if kept is None or kept[0] != stamp:
            kept = self._kept[path] = (stamp, make(read_json(path)))
        found: _T = kept[1]
        return found


def _descents(data: Any) -> dict[str, list[Near]]:
    found: dict[str, list[Near]] = defaultdict(list)
    if not data:
        return found
    for drift in data["drifts"]:
        for one, other in _both(drift["child"], drift["parent"]):
            found[one].append(Near("differs", drift["text"], other))
    for descent in data["lineage"]["descents"]:
        for one, other in _both(descent["child"], descent["parent"]):
            found[one].append(Near("same count", descent["text"], other))
    for count in data["lineage"]["counts"]:
        for member in count["members"]:
            others = [other for other in count["members"] if other != member][:SHOWN]
            found[member] += [Near("same count", "prints of one count", it) for it in others]
    return found


def _conflicts(data: Any) -> dict[str, list[Near]]:
    found: dict[str, list[Near]] = defaultdict(list)
    for conflict in data["conflicts"] if data else ():
        for one in conflict["figures"]:
            found[one] += [
                Near("conflict", conflict["text"], other)
                for other in conflict["figures"]
                if other != one
            ]
    return found


def _copies(data: Any) -> dict[_Place, list[Near]]:
    found: dict[_Place, list[Near]] = defaultdict(list)
    for pair in data["pairs"] if data else ():
        why = _COPIES.get(pair["relation"], "same quantity")
        for one, other in _both(tuple(pair["one"]), tuple(pair["other"])):
            found[one].append(Near(why, pair["why"], place=other))
    return found


def _both(one: Any, other: Any) -> Iterator[tuple[Any, Any]]:
    yield one, other
    yield other, one


def _observed(data: Any) -> frozenset[str]:
    return frozenset(item["figure_id"] for item in (data or {}).get("observations", ()))
