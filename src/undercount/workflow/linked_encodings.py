"""Lists that came as encodings: read, checked against one another, and told of."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from undercount.errors import InputError, Problem, UndercountError
from undercount.project import Project
from undercount.workflow.linking import Linking, Say, missing_lists

if TYPE_CHECKING:
    from undercount.encode import Encodings
    from undercount.workflow.linked_groups import Columns


def read_encoded(
    project: Project, linking: Linking, say: Say = lambda words: None
) -> list[Encodings]:
    """The encodings of a linkage, in its order.

    Raises:
        InputError: a file that is no encodings, or was changed; files that do not belong together;
            a list that does not hold in clear what makes groups; a key that lies beside them. All
            problems at once.
    """
    from undercount.encode import read_encodings, together

    say(f"reading the encodings of {', '.join(item.name for item in linking.encodings)}")
    problems = [*missing_lists(project, linking.encodings), *_keys_beside(project)]
    made = []
    for item in linking.encodings:
        path = project.root / item.path
        if not path.exists():
            continue
        try:
            came = read_encodings(path)
        except UndercountError as error:
            problems += error.problems
            continue
        made.append(came)
        problems += _mistaken(came, item.name, str(path), linking.by)
    if not problems:
        together(made)
    if problems:
        raise InputError(problems)
    return made


def _keys_beside(project: Project) -> list[Problem]:
    """Keys that lie anywhere in the project, whose encodings they open: nobody may hold both."""
    from undercount.encode.key import keys_in

    what = "a key lies beside encodings, and whoever holds both can try names until one fits"
    hint = "Whoever links must never hold it: delete it here, and tell the owners"
    return [Problem(what, str(path), hint=hint) for path in keys_in(project.root)]


def _mistaken(came: Encodings, name: str, path: str, by: Sequence[str]) -> list[Problem]:
    """What is wrong with encodings that are whole."""
    problems = []
    if came.list != name:
        what = f'holds the encodings of the list "{came.list}", not of "{name}"'
        hint = f"Correct the path, or call it [encodings.{came.list}]"
        problems.append(Problem(what, path, hint=hint))
    # Were some lists' people alone told apart, each group would be people of those lists only.
    problems += [
        Problem(
            f'"{field}" did not come in clear with it, and by asks for it',
            path,
            hint=f'Let its owner encode it with strata = ["{field}"], or take it out of by',
        )
        for field in by
        if field not in came.strata
    ]
    return problems


def columns_encoded(came: Sequence[Encodings], by: Sequence[str]) -> Columns:
    """What each encoding tells in clear, in the order of the lists."""
    return [
        [str(value) if value else None for item in came for value in item.strata[name].tolist()]
        for name in by
    ]


def profiles_of_encodings(came: Sequence[Encodings]) -> list[dict[str, Any]]:
    """What may be said of encodings before they are linked."""
    return [
        {
            "name": item.list,
            "records": len(item),
            "encoded": True,
            "spec": item.spec.hash,
            "key": item.key_id,
            "in_clear": list(item.strata),
            "sha256": item.header["sha256"],
        }
        for item in came
    ]
