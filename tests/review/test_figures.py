"""The queue of figures: lists, items, decisions; and that a second reading is blind."""

from __future__ import annotations

import json
import shutil
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.review.quay import write_quay
from undercount.errors import InputError, MissingFileError
from undercount.ledger import Ledger
from undercount.project import write_json
from undercount.review.figures import FiguresQueue
from undercount.review.queue import MOST
from undercount.workflow.pipeline import run


@pytest.fixture(scope="module")
def once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = write_quay(tmp_path_factory.mktemp("figures") / "quay")
    run(root)
    return root


@pytest.fixture
def root(once: Path, tmp_path: Path) -> Path:
    """An invented project that was run; nobody has decided anything."""
    return Path(shutil.copytree(once, tmp_path / "quay"))


@pytest.fixture
def ann(root: Path) -> FiguresQueue:
    return FiguresQueue(root, "Ann")


@pytest.fixture
def bo(root: Path) -> FiguresQueue:
    return FiguresQueue(root, "Bo")


def _decide(queue: FiguresQueue, name: str, decision: str, **more: Any) -> dict[str, Any]:
    told = {"key": str(uuid.uuid4()), "id": name, "decision": decision, "why": "", **more}
    return queue.decide(told)


def _item(queue: FiguresQueue, name: str) -> dict[str, Any]:
    (item,) = queue.items([name])
    told: dict[str, Any] = json.loads(json.dumps(item, allow_nan=False))
    return told


def _named(queue: FiguresQueue, surface: str) -> dict[str, Any]:
    """The item of a number."""
    return next(
        item for item in queue.items(queue.ids("all")) if item["fields"][0]["value"] == surface
    )


def test_a_field_left_open_says_so_until_somebody_fills_it_in(root: Path) -> None:
    settings = root / "undercount.toml"
    settings.write_text(settings.read_text("utf-8") + "\n[read]\nabstain = 0.98\n", "utf-8")
    run(root)
    ann = FiguresQueue(root, "Ann")

    def opened(item: dict[str, Any]) -> dict[str, Any]:
        return {field["name"]: field["value"] for field in item["fields"] if field["left_open"]}

    name = next(name for name in ann.ids("all") if "measure" in opened(_item(ann, name)))
    before = opened(_item(ann, name))
    assert set(before.values()) <= {None, "unknown", "other"}
    _decide(ann, name, "corrected", changes={"measure": "stock"})
    assert opened(_item(ann, name)) == {k: v for k, v in before.items() if k != "measure"}


def test_what_was_read_waits_and_what_was_typed_does_not(ann: FiguresQueue, root: Path) -> None:
    with Ledger(root / "ledger.db", write=False) as ledger:
        read = [entry.id for entry in ledger.entries() if entry.figure.origin != "hand"]
    assert ann.ids("waiting") == ann.ids("all") == read
    assert ann.ids("second") == ann.ids("disputed") == ann.ids("decided") == []
    assert len(read) == 3


def test_an_item_says_all_there_is_to_decide_on(ann: FiguresQueue) -> None:
    item = _named(ann, "500")
    text, start = item["text"], item["text_start"]
    # The whole document is shorter than what is shown at most.
    assert text.startswith("Port of Halden")
    assert text.endswith("police said.")
    for name, (first, last) in item["spans"].items():
        (field,) = [field for field in item["fields"] if field["name"] == name]
        assert text[first - start : last - start] == field["value"]
        assert field["span"] == [first, last]
    first, last = item["sentence"]
    assert text[first - start : last - start].startswith("Nearly 500 people")
    assert [
        text[a - start : b - start] for other in item["others"] for a, b in [other["span"]]
    ] == ["410"]
    assert item["read_as"] == "450 to 499 people"
    assert [field["name"] for field in item["fields"][:3]] == ["surface", "hedge", "population"]
    question = next(field for field in item["fields"] if field["name"] == "quantity")
    assert question["titles"]["quay"] == "People on the old quay"
    assert question["choices"][0] == "quay"
    unit = next(field for field in item["fields"] if field["name"] == "unit")
    assert (unit["kind"], unit["optional"], "household" in unit["choices"]) == (
        "choice",
        False,
        True,
    )
    assert item["document"]["published"] == "2021-05-12"
    assert item["versions"] == []
    assert item["lapsed"] is None


def test_no_more_than_fits_is_asked_for_and_unknown_ids_are_left_out(ann: FiguresQueue) -> None:
    (first, *_) = ann.ids("all")
    assert [item["id"] for item in ann.items(["nope", "\ud800", first, first])] == [first]
    assert ann.items([]) == []
    with pytest.raises(InputError, match="50 at most"):
        ann.items([first] * (MOST + 1))
    for which, order in (("some", ""), ("all", "by colour")):
        with pytest.raises(InputError, match="is not one of"):
            ann.ids(which, order)  # type: ignore[arg-type]  # wrong on purpose
    for order in ("document", "confidence", "question"):
        assert sorted(ann.ids("all", order)) == sorted(ann.ids("all"))


def test_a_decision_is_kept_once_and_answered_each_time(ann: FiguresQueue, root: Path) -> None:
    (name, *_) = ann.ids("waiting")
    sent = {"key": "k", "id": name, "decision": "accepted", "why": "seen",
            "version": _item(ann, name)["version"]}  # fmt: skip
    first, again = ann.decide(sent), ann.decide(sent)
    assert first == again
    assert (first["standing"], first["waiting"], first["disputed"]) == ("accepted", 2, False)
    with Ledger(root / "ledger.db", write=False) as ledger:
        (made,) = ledger.history()
    assert (made.by, made.why, made.key) == ("Ann", "seen", "k")
    assert name not in ann.ids("waiting")
    assert ann.ids("decided") == [name]
    # Even after a run has read it otherwise: what was acknowledged stays acknowledged.
    assert ann.decide({**sent, "version": "another"}) == first


def test_a_series_made_since_does_not_tell_the_second_reader(ann: FiguresQueue, root: Path) -> None:
    (name, *_) = ann.ids("waiting")
    _decide(ann, name, "accepted")
    series = root / "series" / "quay.json"
    series.parent.mkdir(exist_ok=True)
    write_json(series, {"name": "quay", "observations": [{"figure_id": name}]})
    assert _item(FiguresQueue(root, "Ann"), name)["used_in"] == ["quay"]
    assert _item(FiguresQueue(root, "Bo"), name)["used_in"] == []


def test_a_second_reading_is_blind_until_it_is_made(ann: FiguresQueue, bo: FiguresQueue) -> None:
    (name, *_) = ann.ids("waiting")
    before = _item(bo, name)
    _decide(ann, name, "rejected", why="a list of boats")
    assert bo.ids("second") == [name]
    assert name not in bo.ids("waiting")
    assert ann.ids("second") == []
    # Not a letter of the item tells that somebody has decided, or what.
    assert _item(bo, name) == before
    answer = _decide(bo, name, "accepted")
    assert answer["disputed"]
    assert [(it["by"], it["decision"], it["why"]) for it in answer["versions"]] == [
        ("Ann", "rejected", "a list of boats"), ("Bo", "accepted", ""),
    ]  # fmt: skip
    for queue in (ann, bo):
        assert queue.ids("disputed") == [name]
        assert len(_item(queue, name)["versions"]) == 2
    # A third person sees both sides: she settles it, and reads nothing blind.
    third = FiguresQueue(ann._project.root, "Cy")
    assert third.ids("second") == []
    assert len(_item(third, name)["versions"]) == 2
    _decide(ann, name, "accepted")
    assert ann.ids("disputed") == []


def test_taking_back_hides_again_what_is_to_be_read_blind(
    ann: FiguresQueue, bo: FiguresQueue
) -> None:
    (name, *_) = ann.ids("waiting")
    _decide(ann, name, "accepted")
    key = str(uuid.uuid4())
    bo.decide({"key": key, "id": name, "decision": "accepted", "why": ""})
    answer = _decide(bo, name, "undone", undoes=key)
    assert (answer["standing"], answer["versions"]) == ("accepted", [])
    assert bo.ids("second") == [name]
    with pytest.raises(InputError, match="could be taken back"):
        _decide(bo, name, "undone")
    with pytest.raises(InputError, match="Others' decisions are theirs"):
        _decide(bo, name, "undone", undoes=1)
    assert _decide(ann, name, "undone", undoes=1)["standing"] == "suggested"


def test_a_corrected_number_is_read_by_the_readers_grammar(ann: FiguresQueue) -> None:
    item = _named(ann, "410")
    start = item["text_start"] + item["text"].index("counted 410 people")
    selected = {"text": "counted 410", "start": start, "end": start + 11}
    place = item["spans"]["place"]
    answer = _decide(
        ann, item["id"], "corrected", version=item["version"],
        changes={"surface": selected, "hedge": None, "unit": "household",
                 "relay": {"text": "old quay", "start": place[0], "end": place[1]}},
    )  # fmt: skip
    assert answer["standing"] == "corrected"
    (version,) = answer["versions"]
    assert set(version["changes"]) == {"unit", "relay"}
    again = _item(ann, item["id"])
    assert again["version"] == item["version"]
    fields = {field["name"]: field for field in again["fields"]}
    assert (fields["unit"]["value"], fields["unit"]["read"]) == ("household", "person")
    assert fields["relay"]["span"] == place
    assert again["speaks_to"] == []
    _decide(ann, item["id"], "corrected", changes={"quantity": "quay"})
    assert _item(ann, item["id"])["speaks_to"] == ["quay"]
    _decide(ann, item["id"], "undone")
    # On top of it, and back to what was read: then it is accepted.
    _decide(ann, item["id"], "corrected", changes={"place": None})
    (version,) = _item(ann, item["id"])["versions"]
    assert set(version["changes"]) == {"unit", "relay", "place"}
    back = {"unit": "person", "relay": None, "place": fields["place"]["read"]}
    assert _decide(ann, item["id"], "corrected", changes=back)["standing"] == "accepted"


def test_words_of_caution_are_of_the_number_that_a_person_typed(
    ann: FiguresQueue, root: Path
) -> None:
    name = _named(ann, "500")["id"]
    _decide(ann, name, "corrected", changes={"value": 450})
    _decide(ann, name, "corrected", changes={"hedge": None})
    with Ledger(root / "ledger.db", write=False) as ledger:
        (entry,) = ledger.entries(ids=[name])
    left = entry.figure
    assert (left.value, left.low, left.high, left.quantifier) == (450, 450, 450, "exact")


def test_to_accept_ones_own_correction_keeps_it(ann: FiguresQueue, bo: FiguresQueue) -> None:
    name = _named(ann, "500")["id"]
    _decide(ann, name, "corrected", changes={"unit": "household"})
    shown = next(it for it in _item(ann, name)["fields"] if it["name"] == "unit")
    assert shown["value"] == "household"
    sent = {"key": "k", "id": name, "decision": "accepted", "why": "looked at again"}
    for _ in range(2):  # sent twice, kept once
        answer = ann.decide(sent)
        assert answer["standing"] == "corrected"
        (version,) = answer["versions"]
        assert (version["changes"], version["why"]) == ({"unit": "household"}, "looked at again")
    assert ann.summary()["today"] == {"Ann": {"corrected": 2}}
    # Bo was shown what was read, and accepts that.
    assert _decide(bo, name, "accepted")["standing"] == "accepted"


def test_a_correction_whose_words_have_moved_is_corrected_further(
    ann: FiguresQueue, root: Path
) -> None:
    item = _named(ann, "500")
    _decide(ann, item["id"], "corrected", changes={"place": "harbour"})
    news = root / "documents" / "news.txt"
    news.write_text(news.read_text().replace("authority counted", "authority has counted"))
    run(root)
    place = next(it for it in _item(ann, item["id"])["fields"] if it["name"] == "place")
    assert (place["value"], place["span"]) == ("harbour", None)
    answer = _decide(ann, item["id"], "corrected", changes={"unit": "household"})
    (version,) = answer["versions"]
    kept, text = version["changes"]["place"], news.read_text()
    assert text[kept["start"] : kept["end"]] == kept["text"] == "harbour"
    news.write_text(text.replace("harbour", "port").replace("Invented", "Again invented"))
    run(root)
    with pytest.raises(InputError, match='does not say "harbour"'):
        _decide(ann, item["id"], "corrected", changes={"unit": "person"})
    answer = _decide(ann, item["id"], "corrected", changes={"place": None})
    assert answer["versions"][0]["changes"] == {"unit": "household", "place": None}


def test_an_answer_to_what_was_shown_otherwise_is_not_kept(ann: FiguresQueue, root: Path) -> None:
    item = _named(ann, "620")
    note = root / "documents" / "note.txt"
    note.write_text(note.read_text().replace("12 June 2021.", "12 June 2021, at night."))
    run(root)
    with pytest.raises(InputError, match="no figure"):
        _decide(ann, item["id"], "accepted", version=item["version"])
    new = _named(ann, "620")
    with pytest.raises(InputError, match="read otherwise now"):
        _decide(ann, new["id"], "accepted", version=item["version"])
    assert _decide(ann, new["id"], "accepted", version=new["version"])["standing"] == "accepted"


def test_what_lapsed_waits_again_and_says_what_it_was(ann: FiguresQueue, root: Path) -> None:
    item = _named(ann, "620")
    _decide(ann, item["id"], "accepted", why="seen")
    with Ledger(root / "ledger.db") as ledger:
        ledger._connection.execute("UPDATE figures SET value = 62 WHERE id = ?", (item["id"],))
    assert item["id"] in ann.ids("waiting")
    lapsed = _item(ann, item["id"])["lapsed"]
    assert (lapsed["by"], lapsed["decision"], lapsed["why"]) == ("Ann", "accepted", "seen")


def test_figures_of_one_count_stand_side_by_side(ann: FiguresQueue) -> None:
    item = _named(ann, "620")
    found = {(other["why"], other["surface"]) for other in item["beside"]}
    assert ("same count", "620") in found
    assert len(item["beside"]) <= 4
    for other in item["beside"]:
        assert other["sentence"][other["offset"] :].startswith(other["surface"])
        assert other["text"]
        assert other["id"] != item["id"]


def test_the_dashboard_counts_and_says_who_did_what(ann: FiguresQueue, bo: FiguresQueue) -> None:
    one, two, three = ann.ids("waiting")
    _decide(ann, one, "accepted")
    _decide(ann, two, "unsure")
    _decide(bo, one, "rejected")
    _decide(bo, three, "accepted")
    _decide(bo, three, "undone")
    told = ann.summary()
    assert {name: told[name] for name in ("waiting", "second", "disputed", "decided")} == {
        "waiting": 1, "second": 0, "disputed": 1, "decided": 2,
    }  # fmt: skip
    assert bo.summary()["second"] == 1
    assert told["today"] == {
        "Ann": {"accepted": 1, "unsure": 1}, "Bo": {"rejected": 1, "accepted": 1, "undone": 1},
    }  # fmt: skip
    for which in ("waiting", "second", "disputed", "decided"):
        assert told[which] == len(ann.ids(which))


def test_readings_are_those_made_alone(ann: FiguresQueue, bo: FiguresQueue, root: Path) -> None:
    one, two, three = ann.ids("waiting")
    cy = FiguresQueue(root, "Cy")
    # A slip that nobody had decided before does not count; a second reading's first answer does,
    # though it was taken back: Ann's was before Bo's eyes by then.
    _decide(ann, one, "rejected")
    _decide(ann, one, "undone")
    _decide(ann, one, "accepted")
    _decide(bo, one, "rejected")
    _decide(bo, one, "undone")
    _decide(bo, one, "accepted")
    # Cy settles a dispute with both sides before her.
    _decide(ann, two, "accepted")
    _decide(bo, two, "unsure")
    _decide(cy, two, "accepted")
    assert ann.readings() == {
        one: {"Ann": "accepted", "Bo": "rejected"}, two: {"Ann": "accepted", "Bo": "unsure"},
    }  # fmt: skip
    assert three not in ann.readings()


WRONG: list[dict[str, Any]] = [
    {"id": 5}, {"id": ""}, {"id": "nope"}, {"id": "a\ud800"}, {"key": ""}, {"key": None},
    {"key": "k" * 201}, {"decision": "suggested"}, {"decision": "perhaps"}, {"decision": None},
    {"decision": ["accepted"]}, {"why": 5}, {"why": "x" * 2001}, {"why": "\ud800"},
    {"changes": [1]}, {"changes": {"unit": "boat"}}, {"undoes": 1.5}, {"undoes": True},
    {"decision": "corrected", "changes": {"colour": "red"}},
    {"decision": "corrected", "changes": {"unit": "\ud800"}},
    {"decision": "corrected", "changes": {"unit": {"a": 1}}},
    {"decision": "corrected", "changes": {"surface": {"text": "x", "start": 1, "end": 2}}},
    {"decision": "undone", "undoes": "nope"}, {"decision": "undone", "undoes": 10**30},
]  # fmt: skip


@pytest.mark.parametrize("wrong", WRONG)
def test_what_a_browser_may_send_is_refused_whole(
    ann: FiguresQueue, root: Path, wrong: dict[str, Any]
) -> None:
    (name, *_) = ann.ids("waiting")
    sent = {"key": "k", "id": name, "decision": "accepted", "why": "", **wrong}
    with pytest.raises(InputError):
        ann.decide(sent)
    with Ledger(root / "ledger.db", write=False) as ledger:
        assert ledger.history() == ()


def test_a_queue_needs_a_ledger_and_a_name(root: Path, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="name of who decided"):
        FiguresQueue(root, "  ")
    empty = write_quay(tmp_path / "new")
    with pytest.raises(MissingFileError, match="no ledger yet"):
        FiguresQueue(empty, "Ann")


@pytest.fixture(autouse=True)
def _no_traces(root: Path) -> Iterator[None]:
    """Looking leaves no file behind in a project."""
    before = {path.name for path in root.iterdir()}
    yield
    assert {path.name for path in root.iterdir()} <= before
