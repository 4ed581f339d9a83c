"""A clerk's sample in the browser's queue: the same counts as in the sheet."""

from __future__ import annotations

import shutil
from pathlib import Path
from uuid import uuid4

from tests.cli.conftest import Call
from tests.cli.linked_project import fill_sample, truth_of
from undercount.project import read_json
from undercount.review.links import LinksQueue, open_queue
from undercount.testing.worlds import World
from undercount.workflow.pipeline import stale_steps

NAME = "everybody"


def judge_all(queue: LinksQueue, persons: dict[tuple[str, str], int], least: int = 0) -> None:
    """What a clerk would say who knows the truth, until so many are left."""
    waiting = queue.ids("waiting", "")
    for item in queue.items(waiting[: len(waiting) - least]):
        one, other = (persons[it["list"], it["record"]] for it in item["records"])
        queue.decide(
            {
                "key": str(uuid4()), "id": item["id"], "version": item["version"], "why": "",
                "decision": "yes" if one == other else "no", "changes": {}, "undoes": None,
            }
        )  # fmt: skip


def test_judged_on_the_page_or_in_the_sheet_the_counts_are_the_same(
    lists_copy: Path, lists_run: tuple[Path, World], call: Call, tmp_path: Path
) -> None:
    persons = truth_of(lists_run[1])
    facts = Path("estimates") / NAME / "linkage.json"
    assert call("link", lists_copy, "--sample", "60").code == 0
    typed = Path(shutil.copytree(lists_copy, tmp_path / "typed"))
    queue = open_queue(lists_copy, by="Ann", why="")
    judge_all(queue, persons, least=20)
    # A sample that is not done changes nothing, and says how much of it waits.
    assert stale_steps(lists_copy) == ()
    said = " ".join(call("link", lists_copy).out.split())
    assert "sample.csv waits for its clerk: 20 of 60 to do" in said
    # Nor is it drawn anew, with another number, over what was judged.
    call("link", lists_copy, "--sample", "100")
    assert len(queue.ids("all", "")) == 60
    judge_all(queue, persons)
    assert stale_steps(lists_copy)[0] == f"count people of {NAME}"
    assert call("link", lists_copy).code == 0
    fill_sample(typed / "link" / NAME / "sample.csv", persons)
    assert call("link", typed).code == 0
    made = read_json(lists_copy / facts)
    assert made == read_json(typed / facts)
    assert made["sampled"] == 60
    assert stale_steps(lists_copy)[0] != f"count people of {NAME}"


def test_a_judgement_taken_back_opens_the_sample_again(
    lists_copy: Path, lists_run: tuple[Path, World], call: Call
) -> None:
    call("link", lists_copy, "--sample", "40")
    before = read_json(lists_copy / "estimates" / NAME / "linkage.json")
    queue = open_queue(lists_copy, by="Ann", why="")
    judge_all(queue, truth_of(lists_run[1]))
    call("link", lists_copy)
    assert read_json(lists_copy / "estimates" / NAME / "linkage.json") != before
    name = queue.ids("decided", "")[0]
    back = {"key": "z", "id": name, "decision": "undone", "why": "", "version": "", "undoes": None}
    queue.decide(back)
    call("link", lists_copy)
    assert read_json(lists_copy / "estimates" / NAME / "linkage.json") == before
