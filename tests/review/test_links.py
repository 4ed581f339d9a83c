"""The queue of links: blind, appended once, and the same answers as the sheet's."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from tests.review.made_links import SECRET, answer_sheet, make_links
from undercount.errors import InputError
from undercount.link.judgements import JUDGEMENTS
from undercount.link.sample_answers import clerks_in
from undercount.review.links import LinksQueue, open_queue


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return make_links(tmp_path / "project")


@pytest.fixture
def root(folder: Path) -> Path:
    return folder.parent.parent


def queue(root: Path, by: str = "Ann") -> LinksQueue:
    return open_queue(root, by=by, why="")


def say(queue: LinksQueue, name: str, decision: str, **more: Any) -> dict[str, Any]:
    (item,) = queue.items([name])
    sent = {
        "key": str(uuid4()), "id": name, "decision": decision, "why": "",
        "version": item["version"], "changes": {}, "undoes": None,
    }  # fmt: skip
    return queue.decide(sent | more)


def test_all_pairs_wait_in_the_order_of_the_sheet(folder: Path, root: Path) -> None:
    ann = queue(root)
    ids = ann.ids("waiting", "")
    assert len(ids) == len(set(ids)) == 20
    told = [item["number"] for item in ann.items(ids)]
    assert told == list(range(1, 21))
    with (folder / "sample.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    shown = [[one["record"] for one in item["records"]] for item in ann.items(ids)]
    assert shown == [[row["record_1"], row["record_2"]] for row in rows]


def test_two_records_field_by_field_in_words_and_no_number(root: Path) -> None:
    ann = queue(root)
    items = ann.items(ann.ids("all", ""))
    fields = {one["name"]: one for item in items for one in item["fields"]}
    assert set(fields) == {"name", "birth", "sex"}
    verdicts = {(one["name"], one["verdict"]) for item in items for one in item["fields"]}
    assert verdicts >= {("name", "agree"), ("name", "differ"), ("sex", "agree")}
    text = json.dumps(items)
    assert not any(word in text for word in ("probab", "weight", "likel"))
    assert all(SECRET not in item["id"] + item["version"] + item["label"] for item in items)


def test_a_name_in_other_letters_is_read_in_latin_ones(root: Path) -> None:
    ann = queue(root)
    names = [
        (value, latin)
        for item in ann.items(ann.ids("all", ""))
        for one in item["fields"]
        for value, latin in zip(one["values"], one["latin"], strict=True)
    ]
    assert {bool(latin) for value, latin in names if "نور" in value} <= {True}
    assert {latin for value, latin in names if value.isascii()} == {""}


def test_the_same_key_again_appends_nothing(root: Path) -> None:
    ann = queue(root)
    name = ann.ids("waiting", "")[0]
    first = say(ann, name, "yes", key="k1")
    assert say(ann, name, "yes", key="k1") == first
    assert first["waiting"] == 19
    assert [one["by"] for one in first["versions"]] == ["Ann"]
    with pytest.raises(InputError, match="another judgement"):
        say(ann, name, "no", key="k1")


def test_one_person_may_change_and_take_back(root: Path) -> None:
    ann = queue(root)
    name = ann.ids("waiting", "")[0]
    assert say(ann, name, "yes", key="k1")["standing"] == "one person"
    assert say(ann, name, "no", key="k2")["standing"] == "two people"
    with pytest.raises(InputError, match="only the latest"):
        say(ann, name, "undone", undoes="k1")
    assert say(ann, name, "undone", undoes="k2", key="k3")["standing"] == "one person"
    assert say(ann, name, "undone", undoes="k2", key="k3")["standing"] == "one person"
    assert say(ann, name, "undone")["standing"] == "open"
    assert ann.ids("waiting", "")[0] == name
    with pytest.raises(InputError, match="nothing of this pair"):
        say(ann, name, "undone")


def test_a_second_reading_is_blind_until_it_is_made(root: Path) -> None:
    ann, bea = queue(root), queue(root, "Bea")
    name = ann.ids("waiting", "")[0]
    say(ann, name, "yes")
    assert bea.ids("second", "") == [name]
    assert name not in bea.ids("waiting", "")
    assert bea.items([name])[0]["versions"] == []
    answer = say(bea, name, "no")
    assert answer["disputed"]
    assert [(one["by"], one["decision"]) for one in answer["versions"]] == [
        ("Ann", "yes"), ("Bea", "no"),
    ]  # fmt: skip
    assert ann.ids("disputed", "") == bea.ids("disputed", "") == [name]
    assert ann.readings() == {name: {"Ann": "yes", "Bea": "no"}}


def test_both_agree_after_a_talk_and_the_first_readings_stay(root: Path) -> None:
    ann, bea = queue(root), queue(root, "Bea")
    name = ann.ids("waiting", "")[0]
    say(ann, name, "yes")
    say(bea, name, "no")
    assert not say(ann, name, "no")["disputed"]
    assert ann.readings() == {name: {"Ann": "yes", "Bea": "no"}}
    assert ann.summary()["today"] == {"Ann": {"yes": 1, "no": 1}, "Bea": {"no": 1}}


def test_what_was_changed_once_another_was_seen_is_no_reading_of_ones_own(root: Path) -> None:
    ann, bea = queue(root), queue(root, "Bea")
    name = ann.ids("waiting", "")[0]
    say(ann, name, "yes")
    say(bea, name, "no")
    say(bea, name, "undone")
    say(bea, name, "yes")
    assert ann.readings() == {name: {"Ann": "yes", "Bea": "no"}}


def test_what_the_sheet_says_is_there_and_the_later_holds(folder: Path, root: Path) -> None:
    answer_sheet(folder, {1: "yes", 2: "no"}, reader="Ann")
    ann = queue(root)
    first, second = ann.ids("decided", "")
    assert ann.items([first])[0]["versions"][0]["sheet"]
    assert say(ann, first, "no")["standing"] == "two people"
    clerks = clerks_in(folder)
    assert clerks is not None
    # The sheet still says yes: the page said no later.
    assert clerks.said[clerks.pairs[0]] == {"Ann": "no"}
    answer_sheet(folder, {1: "unsure", 2: "no"}, reader="Ann")
    changed = clerks_in(folder)
    assert changed is not None
    assert changed.said[changed.pairs[0]] == {"Ann": "unsure"}
    assert [one["decision"] for one in ann.items([first])[0]["versions"]] == ["unsure"]
    assert ann.items([second])[0]["versions"][0]["decision"] == "no"


def test_what_has_changed_since_it_was_shown_is_not_decided(root: Path) -> None:
    ann = queue(root)
    name = ann.ids("waiting", "")[0]
    with pytest.raises(InputError, match="have changed"):
        say(ann, name, "yes", version="0" * 16)
    with pytest.raises(InputError, match="no longer in the sample"):
        say(ann, name, "yes", id="0" * 16)
    with pytest.raises(InputError, match="no decision on a pair"):
        say(ann, name, "perhaps")
    assert len(ann.ids("waiting", "")) == 20


def test_without_a_sample_it_says_how_to_draw_one(tmp_path: Path) -> None:
    folder = make_links(tmp_path / "project")
    (folder / "sample.csv").unlink()
    with pytest.raises(InputError, match="undercount link --sample 200"):
        queue(folder.parent.parent)


def test_a_project_without_lists_says_so(tmp_path: Path) -> None:
    (tmp_path / "undercount.toml").write_text('[project]\ntitle = "None"\n', encoding="utf-8")
    with pytest.raises(InputError, match="links no lists"):
        queue(tmp_path)


def test_a_sample_of_another_linkage_is_not_judged(folder: Path, root: Path) -> None:
    path = folder / "sample.csv"
    text = path.read_text(encoding="utf-8-sig")
    code = next(csv.DictReader(text.splitlines()))["sample"]
    path.write_text(text.replace(code, "00000000-20-3"), encoding="utf-8")
    with pytest.raises(InputError, match="another linkage"):
        queue(root)


def test_the_file_of_judgements_is_closed_to_others_and_holds_no_name(
    folder: Path, root: Path
) -> None:
    ann = queue(root)
    assert not (folder / JUDGEMENTS).exists()  # to look writes nothing
    for name in ann.ids("waiting", ""):
        say(ann, name, "unsure")
    files = sorted(folder.glob(f"{JUDGEMENTS}*"))
    assert files
    for file in files:
        assert file.stat().st_mode & 0o777 == 0o600
        assert SECRET.encode() not in file.read_bytes()
