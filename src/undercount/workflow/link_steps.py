"""The steps from lists of people to capture histories."""

from __future__ import annotations

from undercount.project import Project, digest, file_digest
from undercount.workflow.linked_groups import INDEX
from undercount.workflow.linked_noise import RELEASE
from undercount.workflow.linked_sheets import answers_digest
from undercount.workflow.linking import (
    LINK_OUTPUTS,
    PEOPLE_OUTPUTS,
    Linking,
    Say,
    Shown,
    facts_file,
    folder_of,
    link_key,
    make_link,
    table_file,
)
from undercount.workflow.step import Step


def link_step_names(name: str) -> tuple[str, str]:
    """The names of the steps of a linkage."""
    return f"link {name}", f"count people of {name}"


def link_steps(
    project: Project,
    linking: Linking,
    say: Say = lambda words: None,
    shown: Shown = lambda profiles: None,
) -> tuple[Step, Step]:
    """Link the lists; then count people, with what the linkage does not know.

    They are two, because a clerk's sheet that comes back changes the counts and not the pairs.

    Args:
        project: the project.
        linking: what is linked.
        say: called with what is being done, within a step.
        shown: called with the profiles of the lists before they are linked.
    """
    folder, root = folder_of(project, linking.name), project.root
    first, second = link_step_names(linking.name)

    def count() -> None:
        from undercount.workflow.linked_people import make_people

        make_people(project, linking, say)

    return (
        Step(
            first,
            "estimate",
            lambda: link_key(project, linking),
            lambda: make_link(project, linking, say, shown),
            tuple(folder / name for name in LINK_OUTPUTS),
        ),
        Step(
            second,
            "estimate",
            lambda: _people_key(project, linking),
            count,
            (
                *(folder / name for name in PEOPLE_OUTPUTS),
                *((folder / INDEX,) if linking.by else ()),
                *((folder / RELEASE,) if project.report.epsilon else ()),
                root / table_file(linking.name),
                root / facts_file(linking.name),
            ),
            after=first,
        ),
    )


def _people_key(project: Project, linking: Linking) -> str:
    """Everything that the people of a linkage depend on, what its clerks said among it."""
    folder = folder_of(project, linking.name)
    paths = [folder / name for name in LINK_OUTPUTS]
    files = [file_digest(path) if path.is_file() else "" for path in paths]
    shown = (project.report.suppress_below, project.report.epsilon)
    return digest("people", files, answers_digest(folder), project.seed, *shown, linking.by)
