"""The queue of figures: each with its paragraph, its fields and its like."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any, Final

from undercount.errors import InputError, Problem
from undercount.ledger import Aliases, Entry, Judgement, Ledger, read_aliases
from undercount.ledger.entries import Listed, as_left
from undercount.ledger.judgement import Act, differ, versions_of
from undercount.project import load_project
from undercount.review.beside import SHOWN, Beside
from undercount.review.figure_item import Shown, beside_of, held_of, make_item
from undercount.review.people import Made, decided_today, first_readings
from undercount.review.posted import Posted, is_text, read_posted
from undercount.review.queue import MOST, WHICH, Which
from undercount.workflow.deciding import open_ledger

ORDERS: Final = ("document", "confidence", "question")


class FiguresQueue:
    """The figures of a project, and what one person decides on them.

    What was typed by hand is not in it: it is mended where it was typed.

    Args:
        path: the project's folder.
        by: who decides.

    Raises:
        UndercountError: no such project, it was never run, or nobody is named.

    Attributes:
        name: "figures".
        closed: None: whoever has the project may decide on its figures.
    """

    name = "figures"
    closed: str | None = None

    def __init__(self, path: Path | str, by: str) -> None:
        self._project = load_project(Path(path))
        self._by = by.strip()
        if not self._by:
            raise InputError("a judgement needs the name of who decided", hint="Give --by NAME")
        self._beside = Beside(self._project.root)
        with self._ledger(write=True):
            pass  # a ledger of an older version is brought up to date once, here

    def _ledger(self, *, write: bool = False) -> Ledger:
        # Opened for each call: requests come on threads, and SQLite's connections stay on theirs.
        return open_ledger(self._project.root, write=write)

    def _aliases(self) -> Aliases:
        return read_aliases(self._project.root / "hand" / "aliases.csv")

    def ids(self, which: Which, order: str = "") -> list[str]:
        """See `Queue.ids`.

        Orders are "document" (as they stand), "confidence" (what the machine was least sure of
        first) and "question" (what speaks to a question of the project first).
        """
        if which not in WHICH:
            raise InputError(Problem(f"{which!r} is not one of {', '.join(WHICH)}"))
        if order not in ("", *ORDERS):
            raise InputError(Problem(f"{order!r} is not one of {', '.join(ORDERS)}"))
        with self._ledger() as ledger:
            rows = list(ledger.listed())
            held = versions_of(ledger.history()) if which != "all" else {}
        if order == "confidence":
            rows.sort(key=lambda row: -1.0 if row.confidence is None else row.confidence)
        if order == "question":
            rows.sort(key=self._by_question())
        return [row.id for row in rows if which == "all" or self._is(which, held.get(row.id, {}))]

    def _by_question(self) -> Any:
        aliases = self._aliases()
        places = {item.quantity: place for place, item in enumerate(self._project.series)}
        known: dict[tuple[str | None, str], str | None] = {}

        def key(row: Listed) -> tuple[int, str]:
            said = (row.population, row.measure)
            if said not in known:
                known[said] = aliases.canonical("quantity", *said)
            quantity = row.quantity or known[said]
            return places.get(quantity or "", len(places)), row.day or "9999"

        return key

    def _is(self, which: Which, versions: Mapping[str, Judgement]) -> bool:
        if which == "waiting":
            return not versions
        if which == "decided":
            return self._by in versions
        if which == "disputed":
            return differ(versions)
        return bool(versions) and not self._is_open(versions)

    def _is_open(self, versions: Mapping[str, Judgement]) -> bool:
        """Whether others' decisions may be seen: a second reading is blind until it is made."""
        return self._by in versions or differ(versions)

    def items(self, ids: Sequence[str]) -> list[dict[str, Any]]:
        """See `Queue.items`."""
        if len(ids) > MOST:
            raise InputError(Problem(f"{len(ids)} items at once", hint=f"Ask for {MOST} at most"))
        with self._ledger() as ledger:
            return [make_item(it) for it in self._shown(ledger, [*filter(is_text, ids)])]

    def _shown(self, ledger: Ledger, ids: Sequence[str]) -> Iterator[Shown]:
        made = ledger.history(ids)
        held = versions_of(made)
        read = {entry.id: entry for entry in ledger.entries(ids=ids, as_read=True)}
        about = {document.path: document for document in ledger.documents()}
        aliases = self._aliases()
        questions = self._questions(ledger, aliases)
        beside = self._besides(ledger, read, aliases)
        for name in dict.fromkeys(ids):
            document = about.get(read[name].figure.document or "") if name in read else None
            if document is None:
                continue  # no longer there, or typed by hand
            entry, versions = read[name], held.get(name, {})
            quantity = aliases.apply(entry.figure).quantity
            mine = versions.get(self._by)
            left, _ = as_left(entry.figure, {self._by: mine} if mine else {}, aliases)
            before = [it for it in made if it.figure == name and it.lapsed and not it.undone]
            is_open = self._is_open(versions)
            yield Shown(
                entry=entry,
                quantity=quantity,
                document=document,
                words=ledger.words(document.path),
                within=partial(ledger.within, document.path),
                questions=questions,
                mine=mine,
                versions=tuple(versions.values()) if is_open else (),
                lapsed=before[-1] if before and not versions else None,
                # That a series uses it would tell a second reader what the first one said.
                used_in=self._beside.used_in(name) if is_open or not versions else (),
                speaks_to=[
                    item.name for item in self._project.series if item.quantity == left.quantity
                ],
                beside=beside[name],
            )

    def _questions(self, ledger: Ledger, aliases: Aliases) -> dict[str, str]:
        """Quantities that a figure may speak to, those of series first, each with its title."""
        titles = {item.quantity: item.title or item.name for item in self._project.series}
        names = set(ledger.quantities())
        for balance in self._project.balances:
            names.update(*balance.quantities.values())
        names |= {name for key, name in aliases.names.items() if key[0] == "quantity"}
        return titles | {name: name.replace("_", " ") for name in sorted(names - titles.keys())}

    def _besides(
        self, ledger: Ledger, read: Mapping[str, Entry], aliases: Aliases
    ) -> dict[str, list[dict[str, Any]]]:
        """For each of some figures, those that the screen shows beside it."""
        near = {name: self._beside.of(name, _place(entry)) for name, entry in read.items()}
        at = ledger.ids_at({it.place for found in near.values() for it in found if it.place})
        chosen: dict[str, dict[str, Any]] = {}
        for name, found in near.items():
            first: dict[str, Any] = {}
            for it in found:
                other = it.id or at.get(it.place or ("", -1), "")
                if other and other != name and len(first) < SHOWN:
                    first.setdefault(other, it)
            chosen[name] = first
        wanted = {other for first in chosen.values() for other in first}
        entries = {entry.id: entry for entry in ledger.entries(aliases, wanted, as_read=True)}
        return {
            name: [
                beside_of(entries[other], it.why, it.text)
                for other, it in first.items()
                if other in entries
            ]
            for name, first in chosen.items()
        }

    def decide(self, decision: Mapping[str, Any]) -> dict[str, Any]:
        """See `Queue.decide`; "corrected" needs "changes": field to value, or words by span.

        What follows from corrected words by the reader's rules (a number's interval, a period's
        days) is corrected with them. A correction that leaves all as it was read accepts it, and
        to accept what one has corrected keeps the correction: it is what was shown.
        """
        posted = read_posted(decision)
        with self._ledger(write=True) as ledger:
            self._keep(ledger, posted)
            versions = ledger.versions(posted.id)
            rows, held = ledger.listed(), versions_of(ledger.history())
        return {
            "id": posted.id,
            "standing": list(versions.values())[-1].decision if versions else "suggested",
            "versions": [held_of(version) for version in versions.values()]
            if self._is_open(versions)
            else [],
            "disputed": differ(versions),
            "waiting": sum(not held.get(row.id) for row in rows),
        }

    def _keep(self, ledger: Ledger, posted: Posted) -> None:
        made = ledger.history([posted.id])
        again = [it for it in made if it.key == posted.key and it.by == self._by]
        if again and again[0].decision in posted.outcomes:
            return  # sent twice: what follows below may no longer be what it was
        if posted.decision == "undone":
            ledger.undo(self._undone(posted, made), by=self._by, why=posted.why, key=posted.key)
            return
        shown = list(self._shown(ledger, [posted.id]))
        if not shown:
            raise InputError(_absent(ledger, posted.id))
        if posted.version and posted.version != shown[0].version:
            what = "the figure is read otherwise now than when it was shown"
            raise InputError(Problem(what, hint="Look at it again"))
        changes = posted.completed(shown[0])
        act: Act = posted.decision
        if act in ("corrected", "accepted"):
            act = "corrected" if changes else "accepted"
        ledger.judge(
            [posted.id], act, by=self._by, why=posted.why, key=posted.key, changes=changes or None
        )

    def _undone(self, posted: Posted, made: Sequence[Judgement]) -> int:
        """The number of the judgement that is to be taken back."""
        mine = [it for it in made if it.by == self._by and it.decision != "undone"]
        if posted.undoes is None:
            mine = [it for it in mine if not it.undone]
        else:
            mine = [it for it in mine if posted.undoes in (it.key, it.id)]
        if not mine:
            what = f"{self._by} has decided nothing on it that could be taken back"
            raise InputError(Problem(what, hint="Others' decisions are theirs: decide otherwise"))
        return mine[-1].id

    def summary(self) -> dict[str, Any]:
        """See `Queue.summary`."""
        with self._ledger() as ledger:
            rows, made = ledger.listed(), ledger.history()
        held = versions_of(made)
        told: dict[str, Any] = {
            which: sum(self._is(which, held.get(row.id, {})) for row in rows)
            for which in WHICH
            if which != "all"
        }
        return told | {"today": decided_today(map(_made, made))}

    def readings(self) -> dict[str, dict[str, str]]:
        """See `Queue.readings`."""
        with self._ledger() as ledger:
            made = ledger.history()
        said = [it for it in made if it.decision not in ("undone", "suggested") and not it.lapsed]
        return first_readings(map(_made, said))


def _made(one: Judgement) -> Made:
    return Made(one.figure, one.by, one.decision, one.at, one.undone)


def _place(entry: Entry) -> tuple[str, int] | None:
    figure = entry.figure
    if figure.document is None or figure.start is None:
        return None
    return figure.document, figure.start


def _absent(ledger: Ledger, name: str) -> Problem:
    """Why a figure is not in the queue."""
    for entry in ledger.entries(ids=[name]):
        hint = f"Mend line {entry.figure.row} of hand/figures.csv, or: undercount decide"
        return Problem("the figure was typed by hand, not read", hint=hint)
    return Problem(f'no figure "{name}"', hint="undercount ledger lists the ids")
