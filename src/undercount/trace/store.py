"""The file of tracing: cases, requests, what people agreed to, decided and looked at."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from undercount.errors import InputError, Problem
from undercount.project.database import transaction
from undercount.trace.access import Entry, append, entry
from undercount.trace.consent import REASONS, Allowed, reason_of
from undercount.trace.decisions import (
    VERDICTS,
    Decision,
    PairState,
    States,
    known_person,
    states_of,
)
from undercount.trace.fields import CONSENT
from undercount.trace.records import Change, lapses, put, rows_of, standard, table_of
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
    ) -> PairState:
        """Append what one person decided on one pair; nothing is overwritten.

        Args:
            case, request: their numbers.
            decision: "accept", "reject" or "ask" (for more).
            by: who decides; must be one of `people`, `[trace] people` of the project.
            why: the reason, in the person's own words.
            people: who may decide.
            purpose, day: what consent must be for, and today; to reject needs none.

        Returns:
            What holds for the pair now.

        Raises:
            InputError: everything that is wrong at once; nothing is appended then.
        """
        problems: list[Problem] = []
        try:
            by = known_person(by, people)
        except InputError as error:
            problems.extend(error.problems)
        if decision not in VERDICTS:
            hint = f"Decide one of: {', '.join(VERDICTS)}"
            problems.append(Problem(f'"{decision}" is no decision', hint=hint))
        if not why.strip():
            problems.append(Problem("a decision needs its reason", hint="Give --why WORDS"))
        at = _now()
        with self._transaction() as connection:
            facts = []
            for kind, name in (("case", case), ("request", request)):
                row = connection.execute(
                    "SELECT * FROM records WHERE kind = ? AND id = ?", (kind, name)
                ).fetchone()
                if row is None:
                    hint = f"Give the number that the file of {kind}s has"
                    problems.append(Problem(f'no {kind} "{name}"', str(self.path), hint=hint))
                    continue
                facts.append(row["facts"])
                reason = _reason(row, purpose, day)
                if decision != "reject" and reason != "allowed":
                    what = f'{kind} "{name}" may not be traced: {REASONS[reason]}'
                    problems.append(Problem(what, hint="Only reject is possible"))
            if problems:
                raise InputError(problems)
            connection.execute(
                'INSERT INTO decisions (case_id, request_id, decision, "by", why, "at", '
                "case_facts, request_facts) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                (case, request, decision, by, why.strip(), at, *facts),
            )
            append(connection, at, by, f"decide: {decision}", why, case=case, request=request)
        return self.states().of(case, request)

    def decisions(self) -> tuple[Decision, ...]:
        """Every decision, in the order they were taken."""
        return tuple(
            Decision(
                row["case_id"],
                row["request_id"],
                row["decision"],
                row["by"],
                row["why"],
                row["at"],
                (row["case_facts"], row["request_facts"]),
            )
            for row in self._rows("SELECT * FROM decisions ORDER BY n")
        )

    def states(self) -> States:
        """What holds now for every pair that anybody decided on."""
        rows = self._rows(_FACTS_OF_DECIDED)
        return states_of(self.decisions(), {(row["kind"], row["id"]): row["facts"] for row in rows})

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
        return {row["id"] for row in rows if _reason(row, purpose, day) == "allowed"}


def _reason(row: sqlite3.Row, purpose: str, day: date) -> str:
    fields: dict[str, str] = json.loads(row["fields"])
    return reason_of(*(fields.get(name) for name in CONSENT), wanted=purpose, day=day)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
