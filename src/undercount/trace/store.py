"""The file of tracing: cases, requests, what people agreed to, decided and looked at."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from undercount.project.database import transaction
from undercount.trace.access import Entry, append, entry
from undercount.trace.consent import Allowed
from undercount.trace.decisions import Decision, PairState, States, states_of
from undercount.trace.judging import Said, append_decision, read_decisions, withdraw
from undercount.trace.looking import Look, Possible, look, possible_pairs
from undercount.trace.records import Change, lapses, put, reason_why, rows_of, standard, table_of
from undercount.trace.schema import in_words, open_file
from undercount.trace.suggestion import (
    CaseSuggestions,
    Suggestion,
    forget_withheld,
    replace,
    suggestion,
)

if TYPE_CHECKING:
    import pyarrow as pa

    from undercount.trace.imports.incoming import Incoming
    from undercount.trace.people import People

_PIECE: Final = 1 << 24
_SUGGESTED: Final = {
    "case": "SELECT case_id FROM ranked",
    "request": "SELECT request_id FROM suggestions",
}
_FACTS_OF_DECIDED: Final = """
SELECT kind, id, facts FROM records WHERE facts <> '' AND (
  kind = 'case' AND id IN (SELECT case_id FROM decisions)
  OR kind = 'request' AND id IN (SELECT request_id FROM decisions)
)
"""


class Store:
    """One `tracing.db`, opened for as long as the `with` block lasts.

    Every method that writes is one transaction, acknowledged only when it is on the disk: a kill
    leaves the state before it or after it. The file, its log and its shared memory are of mode
    0600 from their first byte.

    | method | what it does |
    |---|---|
    | `import_people(incoming, *, by, purpose, day, why="import") -> Change` | keeps people |
    | `unchanged(kind, mark, *, purpose, day) -> bool` | whether an import would change nothing |
    | `people(kind) -> pa.Table` | text by field, as it was imported |
    | `standard(kind) -> People` | the same in the standard form, for `consent.allow` |
    | `keep_suggestions(found, *, cases, requests, by, why) -> None` | keeps a ranking, logs it |
    | `suggestions(*, purpose, day, case=None) -> tuple[CaseSuggestions, ...]` | what it kept |
    | `decide(case, request, decision, *, by, why, people, purpose, day) -> PairState` | appends |
    | `undo(case, request, *, by, why, people) -> PairState` | takes the own latest decision back |
    | `possible(*, purpose, day, near=None) -> tuple[Possible, ...]` | pairs that may be looked at |
    | `look(pairs, *, by, why, purpose, day) -> tuple[Look or None, ...]` | shows them, logs it |
    | `decisions() -> tuple[Decision, ...]`, `states() -> States` | what people decided |
    | `log(action, *, by, why, case=None, request=None, number=None)`, `entries(case=None)` | log |
    | `prepared(kind, mark, what="people")`, `keep_prepared(kind, mark, data, what)` | a cache |

    Args:
        path: the file.
        write: False to open what is there and change nothing.

    Raises:
        MissingFileError: nothing is there, and `write` is False.
        InputError: the file is no file of tracing, damaged, or cannot be opened.
        BusyError: another process holds it.
    """

    def __init__(self, path: Path | str, *, write: bool = True) -> None:
        self.path = Path(path)
        self._connection = open_file(self.path, write=write)

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_: object) -> None:
        self._connection.close()

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        with in_words(str(self.path)), transaction(self._connection) as connection:
            yield connection

    def _rows(self, words: str, values: Sequence[object] = ()) -> list[sqlite3.Row]:
        with in_words(str(self.path)):
            return self._connection.execute(words, values).fetchall()

    def import_people(
        self, incoming: Incoming, *, by: str, purpose: str, day: date, why: str = "import"
    ) -> Change:
        """Keep all cases, or all requests, in place of those kept before: whole or not at all.

        Of somebody without consent for `purpose` on `day`, the number and the answer are kept and
        nothing else. Whoever is no longer in the files is taken out, with what was suggested of
        them; decisions, answers and the log stay.
        """
        rows = rows_of(incoming, purpose=purpose, day=day)
        at = _now()
        with self._transaction() as connection:
            change = put(connection, incoming.kind, rows, at)
            connection.execute(
                "INSERT OR REPLACE INTO imports VALUES (?, ?, ?, ?)",
                (incoming.kind, f"{incoming.mark} {purpose}", lapses(rows), at),
            )
            if change.new or change.changed or change.gone:
                connection.execute("DELETE FROM prepared WHERE kind = ?", (incoming.kind,))
            forget_withheld(connection)
            append(connection, at, by, "import", why, number=len(rows))
        return change

    def unchanged(self, kind: str, mark: str, *, purpose: str, day: date) -> bool:
        """Whether the files are those imported last, for the same purpose, and no consent ended."""
        rows = self._rows("SELECT mark, lapses FROM imports WHERE kind = ?", (kind,))
        if not rows or rows[0]["mark"] != f"{mark} {purpose}":
            return False
        last = rows[0]["lapses"]
        return last is None or day.isoformat() <= last

    def people(self, kind: str) -> pa.Table:
        """Cases ("case") or requests ("request") in the order of their files.

        Returns:
            One row each: text columns by field, `id`, `consent`, `purpose` and `until` always,
            then `file` and `line`.
        """
        return table_of(self._rows("SELECT * FROM records WHERE kind = ? ORDER BY place", (kind,)))

    def standard(self, kind: str) -> People:
        """Cases or requests in the standard form, for `consent.allow`; also where nobody agreed."""
        return standard(kind, self.people(kind))

    def keep_suggestions(
        self,
        found: Iterable[CaseSuggestions],
        *,
        cases: Allowed,
        requests: Allowed,
        by: str,
        why: str,
    ) -> None:
        """Keep what a ranking found for some cases, and log that each was compared.

        What was kept of other cases stays, as far as both sides are still allowed.

        Raises:
            ValueError: somebody is among what was found who is not allowed.
        """
        kept = tuple(found)
        may_case, may_request = set(cases.people.ids), set(requests.people.ids)
        for one in kept:
            if one.case not in may_case or not may_request.issuperset(
                suggestion.request for suggestion in one.suggestions
            ):
                raise ValueError("somebody without consent is among the suggestions")
        at = _now()
        with self._transaction() as connection:
            replace(connection, kept, may_case, may_request, at)
            for one in kept:
                append(connection, at, by, "compare", why, case=one.case, number=len(requests))

    def suggestions(
        self, *, purpose: str, day: date, case: str | None = None
    ) -> tuple[CaseSuggestions, ...]:
        """What the last ranking found, as far as consent holds on `day` and nobody decided it.

        Closed cases and requests, matches and rejected pairs are left out.
        """
        states = self.states()
        may = {kind: self._may(kind, purpose, day) for kind in _SUGGESTED}
        items: dict[str, list[Suggestion]] = {}
        for row in self._rows("SELECT * FROM suggestions ORDER BY case_id, rank"):
            pair = row["case_id"], row["request_id"]
            if pair[1] in may["request"] and states.offered(*pair):
                items.setdefault(pair[0], []).append(suggestion(row, states.of(*pair)))
        wanted = self._rows("SELECT * FROM ranked ORDER BY place")
        return tuple(
            CaseSuggestions(row["case_id"], row["none"], tuple(items.get(row["case_id"], ())))
            for row in wanted
            if row["case_id"] in may["case"]
            and row["case_id"] not in states.closed_cases
            and case in (None, row["case_id"])
        )

    def decide(
        self,
        case: str,
        request: str,
        decision: str,
        *,
        by: str,
        why: str,
        people: Sequence[str],
        purpose: str,
        day: date,
        key: str | None = None,
        facts: tuple[str, str] | None = None,
    ) -> PairState:
        """Append what one person decided on one pair; nothing is overwritten.

        Args:
            case, request: their numbers.
            decision: "accept", "reject" or "ask" (for more).
            by: who decides; must be one of `people`, `[trace] people` of the project.
            why: the reason, in the person's own words.
            people: who may decide.
            purpose, day: what consent must be for, and today; to reject needs none.
            key: of the page that sends it; the same again is appended once.
            facts: digests of what was shown of the case and of the request; where it is no longer
                so, nothing is appended.

        Returns:
            What holds for the pair now.

        Raises:
            InputError: everything that is wrong at once; nothing is appended then.
        """
        said = Said(case, request, decision, by, why, key, facts)
        with self._transaction() as connection:
            append_decision(
                connection, said, at=_now(), people=people, purpose=purpose, day=day,
                file=str(self.path),
            )  # fmt: skip
        return self.states().of(case, request)

    def undo(
        self,
        case: str,
        request: str,
        *,
        by: str,
        why: str,
        people: Sequence[str],
        key: str | None = None,
        undoes: str | None = None,
    ) -> PairState:
        """Take back a person's own latest decision on a pair: `judging.withdraw` says how.

        Returns:
            What holds for the pair now.

        Raises:
            InputError: everything that is wrong at once; nothing is appended then.
        """
        with self._transaction() as connection:
            withdraw(
                connection, case, request, by=by, why=why, at=_now(), people=people, key=key,
                undoes=undoes,
            )  # fmt: skip
        return self.states().of(case, request)

    def decisions(self) -> tuple[Decision, ...]:
        """Every decision, those withdrawn among them, in the order they were taken."""
        with in_words(str(self.path)):
            return read_decisions(self._connection)

    def states(self) -> States:
        """What holds now for every pair that anybody decided on."""
        rows = self._rows(_FACTS_OF_DECIDED)
        return states_of(self.decisions(), {(row["kind"], row["id"]): row["facts"] for row in rows})

    def possible(
        self, *, purpose: str, day: date, near: Sequence[tuple[str, str]] | None = None
    ) -> tuple[Possible, ...]:
        """All pairs that a person may look at, or those `near` some; nobody without consent."""
        states = self.states()
        with in_words(str(self.path)):
            return possible_pairs(self._connection, states, purpose=purpose, day=day, near=near)

    def look(
        self, pairs: Sequence[tuple[str, str]], *, by: str, why: str, purpose: str, day: date
    ) -> tuple[Look | None, ...]:
        """What is kept of pairs; each look is in the log before anything of it is given out."""
        how: dict[str, Any] = {"by": by, "why": why, "purpose": purpose, "day": day}
        with self._transaction() as connection:
            return look(connection, pairs, at=_now(), **how)

    def log(
        self,
        action: str,
        *,
        by: str,
        why: str,
        case: str | None = None,
        request: str | None = None,
        number: int | None = None,
    ) -> None:
        """Append to the log that somebody looked at something."""
        with self._transaction() as connection:
            append(connection, _now(), by, action, why, case, request, number)

    def entries(self, case: str | None = None) -> tuple[Entry, ...]:
        """The log, of one case or all, oldest first."""
        rows = self._rows("SELECT * FROM log WHERE ?1 IS NULL OR case_id = ?1 ORDER BY n", (case,))
        return tuple(map(entry, rows))

    def prepared(self, kind: str, mark: str, what: str = "people") -> bytes | None:
        """What `keep_prepared` kept under the same mark, or None."""
        rows = self._rows(
            "SELECT data FROM prepared WHERE kind = ? AND what = ? AND mark = ? ORDER BY piece",
            (kind, what, mark),
        )
        return b"".join(row["data"] for row in rows) if rows else None

    def keep_prepared(self, kind: str, mark: str, data: bytes, what: str = "people") -> None:
        """Keep what was made of people, in place of what was kept before.

        Args:
            kind: whom it was made of; an import that changes them drops it.
            mark: of all it depends on beside them (the code, the day, who agreed).
            data: any bytes.
            what: its name, where several things are made of the same people.
        """
        pieces = range(0, max(len(data), 1), _PIECE)
        with self._transaction() as connection:
            connection.execute("DELETE FROM prepared WHERE kind = ? AND what = ?", (kind, what))
            connection.executemany(
                "INSERT INTO prepared VALUES (?, ?, ?, ?, ?)",
                ((kind, what, at, mark, data[at : at + _PIECE]) for at in pieces),
            )

    def _may(self, kind: str, purpose: str, day: date) -> set[str]:
        """Of those in suggestions, who agreed."""
        rows = self._rows(
            "SELECT id, fields FROM records WHERE kind = ? AND facts <> '' "
            f"AND id IN ({_SUGGESTED[kind]})",
            (kind,),
        )
        return {row["id"] for row in rows if reason_why(row, purpose, day) == "allowed"}


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
