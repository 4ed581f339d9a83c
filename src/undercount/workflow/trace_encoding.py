"""Encoded tracing between two bodies: encode at home, meet elsewhere, read one's own half."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

from undercount.errors import InputError, MissingFileError, Problem
from undercount.project import locked
from undercount.workflow.encoding import FOLDER, refuse_in_project
from undercount.workflow.trace_import import KINDS
from undercount.workflow.tracing import DATABASE, agreed, traced

if TYPE_CHECKING:
    from undercount.trace.encoded import Leaving
    from undercount.trace.meeting import Meeting, OwnPair
    from undercount.workflow.tell import Tell

# Of one name with the file of tracing, so that whatever keeps the one from leaving keeps the other.
# Each of its own encodings: those that left before can still be read when a list is encoded again.
_SHORT: Final = 16
_ROWS: Final = DATABASE + "-rows-{}-{}.json"


def leaving_file(which: str) -> str:
    """Where the encodings of cases or requests are written, inside the project."""
    return f"{FOLDER}/tracing-{which}.parquet"


def encode_people_of(
    path: Path, kind: str, key_file: Path, *, by: str, why: str, tell: Tell
) -> Leaving:
    """Encode the cases or the requests of a project: those who agreed, and are in no match.

    The log says so before there is a file. Which row is whom stays beside `tracing.db`.

    Raises:
        InputError: whoever is not named in `[trace] people`; a key that lies in the project; fewer
            than ten who agreed.
    """
    from undercount.encode import read_key
    from undercount.encode.key import keys_in
    from undercount.trace.decisions import known_person
    from undercount.trace.encoded import encode_people
    from undercount.trace.store import Store

    project, trace = traced(path)
    by = known_person(by, trace.people)
    refuse_in_project(key_file)
    key = read_key(key_file)
    if beside := keys_in(project.root):
        hint = "Keep it in a folder outside, one that is never sent, copied or shared"
        what = "a key in a project may leave with the encodings"
        raise InputError([Problem(what, str(place), hint=hint) for place in beside])
    with locked(project.root), Store(_database(project.root)) as store:
        people = agreed(store, kind, trace, date.today(), tell).open
        tell(f"encoding the {KINDS[kind]}", 0, None)
        made = encode_people(people, key)
        store.log(f"encode {KINDS[kind]}", by=by, why=why, number=len(made.encodings))
        which = KINDS[kind]
        stays = project.root / _ROWS.format(which, made.rows.sha256[:_SHORT])
        made.write(project.root / leaving_file(which), stays)
    return made


def meet_files(cases: Path, requests: Path, out: Path, *, top: int, least: float) -> Meeting:
    """Bring two files of encodings together, and write the pairs that came out.

    Raises:
        InputError: files that are no such encodings, or not under one key; a file in the way.
    """
    from undercount.encode import read_encodings
    from undercount.trace.meeting import meet

    if out.exists():
        raise InputError(Problem("there is a file already", str(out), hint="Name another"))
    made = meet(read_encodings(cases), read_encodings(requests), top=top, least=least)
    made.write(out)
    return made


def own_pairs_of(
    path: Path, kind: str, meeting_file: Path, *, by: str, why: str, tell: Tell
) -> tuple[OwnPair, ...]:
    """The pairs of a meeting with the project's own numbers, where consent holds today.

    Raises:
        InputError: whoever is not named in `[trace] people`; a meeting of other encodings.
    """
    from undercount.trace.decisions import known_person
    from undercount.trace.encoded import read_rows
    from undercount.trace.meeting import own_pairs, read_meeting
    from undercount.trace.store import Store

    project, trace = traced(path)
    by = known_person(by, trace.people)
    meeting = read_meeting(meeting_file)
    sha256 = meeting.sha256[list(KINDS).index(kind)]
    rows = read_rows(project.root / _ROWS.format(KINDS[kind], sha256[:_SHORT]))
    with locked(project.root), Store(_database(project.root)) as store:
        found = own_pairs(meeting, rows, agreed(store, kind, trace, date.today(), tell).open)
        for number in dict.fromkeys(pair.number for pair in found):
            case, request = (number, None) if kind == "case" else (None, number)
            store.log("encoded pairs", by=by, why=why, case=case, request=request)
    return found


def _database(root: Path) -> Path:
    file = root / DATABASE
    if not file.is_file():
        hint = f"First: undercount trace {root}"
        raise MissingFileError(Problem("nobody was traced yet", str(file), hint=hint))
    return file
